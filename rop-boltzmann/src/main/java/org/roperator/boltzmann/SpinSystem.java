package org.roperator.boltzmann;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.roperator.dense.Blas;
import org.roperator.dense.Transpose;

/**
 * Units in classes without connections inside, so that the units of a class can be drawn together.
 *
 * <p>Each class has the couplings of its units to the range of units that holds their neighbours,
 * as one matrix: a whole class of all chains is one matrix product.
 */
final class SpinSystem {

  private final UnitCoding coding;
  private final double[] fields;
  private final List<Block> blocks;

  /** One class: its units, and the couplings from units {@code from ≤ i < to} to them. */
  @SuppressWarnings("ArrayRecordComponent")
  record Block(int[] units, int from, int to, double[] couplings, double[] fields) {}

  private SpinSystem(UnitCoding coding, double[] fields, List<Block> blocks) {
    this.coding = coding;
    this.fields = fields;
    this.blocks = blocks;
  }

  /**
   * A system of the units of a range.
   *
   * @param couplings a full symmetric matrix over the range; zeros where there are no connections
   */
  static SpinSystem of(UnitCoding coding, double[] couplings, double[] fields) {
    int m = fields.length;
    int[] colours = new int[m];
    int classes = 0;
    for (int i = 0; i < m; i++) {
      boolean[] taken = new boolean[i + 1];
      for (int j = 0; j < i; j++) {
        if (couplings[i * m + j] != 0) {
          taken[colours[j]] = true;
        }
      }
      int colour = 0;
      while (taken[colour]) {
        colour++;
      }
      colours[i] = colour;
      classes = Math.max(classes, colour + 1);
    }
    List<Block> blocks = new ArrayList<>();
    for (int colour = 0; colour < classes; colour++) {
      blocks.add(block(colour, colours, couplings, fields));
    }
    blocks.sort((p, q) -> Integer.compare(q.units().length, p.units().length));
    return new SpinSystem(coding, fields, List.copyOf(blocks));
  }

  /** A restricted machine: its two layers, without a matrix over all units. */
  static SpinSystem ofLayers(UnitCoding coding, Connections c, double[] theta) {
    int a = c.visible();
    int b = c.hidden();
    double[] fields = Arrays.copyOfRange(theta, c.biasesFrom(), theta.length);
    double[] down = new double[a * b];
    c.spreadBetween(theta, down);
    double[] up = new double[a * b];
    for (int i = 0; i < a; i++) {
      for (int j = 0; j < b; j++) {
        up[j * a + i] = down[i * b + j];
      }
    }
    Block visible = new Block(range(0, a), a, a + b, up, Arrays.copyOf(fields, a));
    Block hidden = new Block(range(a, a + b), 0, a, down, Arrays.copyOfRange(fields, a, a + b));
    return new SpinSystem(
        coding, fields, a < b ? List.of(hidden, visible) : List.of(visible, hidden));
  }

  private static int[] range(int from, int to) {
    return IntStream.range(from, to).toArray();
  }

  private static Block block(int colour, int[] colours, double[] couplings, double[] fields) {
    int m = colours.length;
    int[] units = new int[m];
    int count = 0;
    int from = m;
    int to = 0;
    for (int i = 0; i < m; i++) {
      if (colours[i] == colour) {
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
    return new Block(Arrays.copyOf(units, count), from, to, block, own);
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

  /** {@code x = Σ_j s_j c_jk} for the units of a class, without their own fields, row by row. */
  void inputs(Block block, double[] states, int from, int rows, double[] x) {
    int m = units();
    int count = block.units().length;
    int neighbours = block.to() - block.from();
    Blas.instance()
        .gemm(
            Transpose.NO,
            Transpose.NO,
            rows,
            count,
            neighbours,
            1,
            states,
            from * m + block.from(),
            m,
            block.couplings(),
            0,
            count,
            0,
            x,
            0,
            count);
  }

  /** {@code ln Z} without couplings. */
  double logPartitionUncoupled() {
    double sum = 0;
    for (double field : fields) {
      sum += coding.logSum(field);
    }
    return sum;
  }
}
