package org.roperator.boltzmann;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.roperator.dense.Blas;
import org.roperator.dense.Matrix;

/**
 * Units in classes without connections inside, so that the units of a class can be drawn together.
 *
 * <p>Each class has the couplings of its units to the range of units that holds their neighbors, as
 * one matrix: a whole class of all chains is one matrix product.
 */
final class SpinSystem {

  private final Blas blas;
  private final UnitCoding coding;
  private final double[] fields;
  private final List<Block> blocks;

  /** One class: its units, and the couplings from units {@code from ≤ i} on to them. */
  @SuppressWarnings("ArrayRecordComponent")
  record Block(int[] units, int from, Matrix couplings, double[] fields) {}

  private SpinSystem(UnitCoding coding, double[] fields, List<Block> blocks, Blas blas) {
    this.blas = blas;
    this.coding = coding;
    this.fields = fields;
    this.blocks = blocks;
  }

  /** All units of a machine with natural parameters θ. */
  static SpinSystem of(BoltzmannMachine machine, double[] theta, Blas blas) {
    Connections c = machine.connections();
    if (c.hidden() > 0 && !c.withinVisible() && !c.withinHidden()) {
      return ofLayers(machine.coding(), c, theta, blas);
    }
    int n = machine.units();
    double[] couplings = new double[n * n];
    c.spread(theta, 0, n, couplings);
    return of(machine.coding(), couplings, c.biases(theta), blas);
  }

  /**
   * A system of the units of a range.
   *
   * @param couplings a full symmetric matrix over the range; zeros where there are no connections
   */
  static SpinSystem of(UnitCoding coding, double[] couplings, double[] fields, Blas blas) {
    int m = fields.length;
    int[] colors = new int[m];
    int classes = 0;
    for (int i = 0; i < m; i++) {
      boolean[] taken = new boolean[i + 1];
      for (int j = 0; j < i; j++) {
        if (couplings[i * m + j] != 0) {
          taken[colors[j]] = true;
        }
      }
      int color = 0;
      while (taken[color]) {
        color++;
      }
      colors[i] = color;
      classes = Math.max(classes, color + 1);
    }
    List<Block> blocks = new ArrayList<>();
    for (int color = 0; color < classes; color++) {
      blocks.add(block(color, colors, couplings, fields));
    }
    blocks.sort((p, q) -> Integer.compare(q.units().length, p.units().length));
    return new SpinSystem(coding, fields, List.copyOf(blocks), blas);
  }

  /** A restricted machine: its two layers, without a matrix over all units. */
  private static SpinSystem ofLayers(UnitCoding coding, Connections c, double[] theta, Blas blas) {
    int a = c.visible();
    int b = c.hidden();
    double[] fields = c.biases(theta);
    double[] down = new double[a * b];
    c.spreadBetween(theta, down);
    double[] up = new double[a * b];
    for (int i = 0; i < a; i++) {
      for (int j = 0; j < b; j++) {
        up[j * a + i] = down[i * b + j];
      }
    }
    Block visible = new Block(range(0, a), a, Matrix.of(up, b, a), Arrays.copyOf(fields, a));
    Block hidden =
        new Block(range(a, a + b), 0, Matrix.of(down, a, b), Arrays.copyOfRange(fields, a, a + b));
    return new SpinSystem(
        coding, fields, a < b ? List.of(hidden, visible) : List.of(visible, hidden), blas);
  }

  private static int[] range(int from, int to) {
    return IntStream.range(from, to).toArray();
  }

  private static Block block(int color, int[] colors, double[] couplings, double[] fields) {
    int m = colors.length;
    int[] units = new int[m];
    int count = 0;
    int from = m;
    int to = 0;
    for (int i = 0; i < m; i++) {
      if (colors[i] == color) {
        units[count++] = i;
        for (int j = 0; j < m; j++) {
          if (couplings[i * m + j] != 0) {
            from = Math.min(from, j);
            to = Math.max(to, j + 1);
          }
        }
      }
    }
    from = Math.min(from, to);
    double[] block = new double[(to - from) * count];
    double[] own = new double[count];
    for (int k = 0; k < count; k++) {
      own[k] = fields[units[k]];
      for (int j = from; j < to; j++) {
        block[(j - from) * count + k] = couplings[units[k] * m + j];
      }
    }
    return new Block(Arrays.copyOf(units, count), from, Matrix.of(block, to - from, count), own);
  }

  UnitCoding coding() {
    return coding;
  }

  int units() {
    return fields.length;
  }

  double[] fields() {
    return fields;
  }

  /** The classes, the largest first. */
  List<Block> blocks() {
    return blocks;
  }

  /**
   * The classes in some rows of states.
   *
   * @param states states of all units, row by row. Kept.
   * @param from the first row
   * @param rows how many rows
   * @param x as many rows of the largest class, for all classes in turn. Kept.
   */
  List<View> over(double[] states, int from, int rows, double[] x) {
    int m = units();
    return blocks.stream()
        .map(
            block -> {
              Matrix c = block.couplings();
              return new View(
                  block,
                  Matrix.of(states, from * m + block.from(), rows, c.rows(), m),
                  Matrix.of(x, rows, c.columns()));
            })
        .toList();
  }

  /** One class in some rows of states. */
  final class View {
    private final Block block;
    private final Matrix neighbors;
    private final Matrix inputs;

    private View(Block block, Matrix neighbors, Matrix inputs) {
      this.block = block;
      this.neighbors = neighbors;
      this.inputs = inputs;
    }

    /** The class. */
    Block block() {
      return block;
    }

    /** Writes {@code x = Σ_j s_j c_jk}, without the units' own fields, row by row. */
    void writeInputs() {
      blas.multiply(neighbors, block.couplings(), 0, inputs);
    }
  }

  /** {@code ln Z} without couplings, of units with additional fields. */
  double logPartitionUncoupled(double[] shift) {
    double sum = 0;
    for (int i = 0; i < fields.length; i++) {
      sum += coding.logSum(fields[i] + shift[i]);
    }
    return sum;
  }
}
