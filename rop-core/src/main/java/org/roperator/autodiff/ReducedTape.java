package org.roperator.autodiff;

import java.util.Arrays;
import org.roperator.dense.MatrixArena;
import org.roperator.parallel.Scratch;

/**
 * A recording reduced to sparse matrices, for any number of sweeps from any number of threads.
 *
 * <p>At a fixed point everything in a Hessian product is linear. Of the recording's nodes only
 * those are left whose tangent is used in several places or enters a second derivative; each has a
 * slot, the inputs the first. Then
 *
 * <pre>
 *   ẋ  from the rows      ẋᵢ = Σ Lᵢⱼ ẋⱼ, j &lt; i
 *   z = S ẋ               S = Σ ȳ ∂²y over all recorded operations y, a diagonal and pairs
 *   Hv from the rows      zⱼ += Lᵢⱼ zᵢ, i falling
 * </pre>
 *
 * <p>so that {@code H = (I − L)⁻ᵀ S (I − L)⁻¹} restricted to the inputs. Blocks stand between the
 * rows and do the same for their results. Built by {@link Reduction}.
 */
final class ReducedTape {

  private final int inputs;
  private final int slots;
  // Rows are those of the slots in order, without those of inputs and blocks' results.
  private final int[] rowEnds;
  private final int[] columns;
  private final double[] entries;
  // Block t stands after row blockRows[t] − 1.
  private final int[] blockRows;
  private final Block[] blocks;
  private final SparseCurvature curvature;
  private final Scratch<MatrixArena> arenas = MatrixArena.scratch();

  /** Sparse rows one behind the other, each up to its end. */
  static final class Rows {
    final int[] ends;
    final int[] columns;
    final double[] entries;

    Rows(int[] ends, int[] columns, double[] entries) {
      this.ends = ends;
      this.columns = columns;
      this.entries = entries;
    }
  }

  ReducedTape(
      int inputs,
      int slots,
      Rows rows,
      int[] blockRows,
      Block[] blocks,
      SparseCurvature curvature) {
    this.inputs = inputs;
    this.slots = slots;
    this.rowEnds = rows.ends;
    this.columns = rows.columns;
    this.entries = rows.entries;
    this.blockRows = blockRows;
    this.blocks = blocks;
    this.curvature = curvature;
  }

  int inputs() {
    return inputs;
  }

  int slots() {
    return slots;
  }

  /** {@code out = Hv}. */
  void hessian(double[] v, double[] out) {
    MatrixArena arena = arenas.take();
    double[] dot = arena.numbers(slots);
    double[] barDot = arena.numbers(slots);
    System.arraycopy(v, 0, dot, 0, inputs);
    forwardDot(dot, arena);
    curvature.multiply(dot, barDot, slots);
    backwardDot(dot, barDot, arena);
    System.arraycopy(barDot, 0, out, 0, inputs);
    arenas.giveBack(arena);
  }

  /** {@code outs[j] = H vs[j]} for k directions in one pass. */
  void hessian(double[][] vs, double[][] outs, int from, int k) {
    MatrixArena arena = arenas.take();
    double[] dot = arena.numbers(Math.multiplyExact(slots, k));
    double[] barDot = arena.numbers(slots * k);
    for (int j = 0; j < k; j++) {
      double[] v = vs[from + j];
      for (int i = 0; i < inputs; i++) {
        dot[i * k + j] = v[i];
      }
    }
    forwardDot(dot, k, arena);
    curvature.multiply(dot, barDot, slots, k);
    backwardDot(dot, barDot, k, arena);
    for (int j = 0; j < k; j++) {
      double[] out = outs[from + j];
      for (int i = 0; i < inputs; i++) {
        out[i] = barDot[i * k + j];
      }
    }
    arenas.giveBack(arena);
  }

  /**
   * The tangents of some slots in one direction.
   *
   * @param v the direction. Not modified.
   * @param outputs the slots
   * @param out their tangents. Overwritten.
   */
  void tangents(double[] v, int[] outputs, double[] out) {
    MatrixArena arena = arenas.take();
    double[] dot = arena.numbers(slots);
    System.arraycopy(v, 0, dot, 0, inputs);
    forwardDot(dot, arena);
    for (int j = 0; j < outputs.length; j++) {
      out[j] = dot[outputs[j]];
    }
    arenas.giveBack(arena);
  }

  /**
   * The adjoints of the inputs for given adjoints of some slots, none of them an input.
   *
   * @param u the adjoints. Not modified.
   * @param outputs the slots, each once
   * @param out one adjoint per input. Overwritten.
   */
  void adjoints(double[] u, int[] outputs, double[] out) {
    MatrixArena arena = arenas.take();
    double[] bar = arena.numbers(slots);
    Arrays.fill(bar, 0, slots, 0);
    for (int j = 0; j < outputs.length; j++) {
      bar[outputs[j]] = u[j];
    }
    long mark = arena.mark();
    int row = rowEnds.length;
    int slot = slots;
    for (int t = blocks.length; t >= 0; t--) {
      int firstRow = t == 0 ? 0 : blockRows[t - 1];
      backwardRows(bar, row, firstRow, slot);
      slot -= row - firstRow;
      row = firstRow;
      if (t > 0) {
        slot -= blocks[t - 1].length();
        blocks[t - 1].pull(bar, slot, 1, arena);
        arena.rewindTo(mark);
      }
    }
    System.arraycopy(bar, 0, out, 0, inputs);
    arenas.giveBack(arena);
  }

  private void forwardDot(double[] dot, MatrixArena arena) {
    long mark = arena.mark();
    int row = 0;
    int slot = inputs;
    for (int t = 0; t <= blocks.length; t++) {
      int lastRow = t == blocks.length ? rowEnds.length : blockRows[t];
      forwardRows(dot, row, lastRow, slot);
      slot += lastRow - row;
      row = lastRow;
      if (t < blocks.length) {
        blocks[t].push(dot, slot, 1, arena);
        arena.rewindTo(mark);
        slot += blocks[t].length();
      }
    }
  }

  private void forwardRows(double[] dot, int from, int to, int firstSlot) {
    int[] ends = rowEnds;
    int[] column = columns;
    double[] entry = entries;
    int e = from == 0 ? 0 : ends[from - 1];
    int slot = firstSlot;
    for (int row = from; row < to; row++) {
      int end = ends[row];
      double sum = 0;
      for (; e < end; e++) {
        sum += entry[e] * dot[column[e]];
      }
      dot[slot++] = sum;
    }
  }

  private void backwardDot(double[] dot, double[] barDot, MatrixArena arena) {
    long mark = arena.mark();
    int row = rowEnds.length;
    int slot = slots;
    for (int t = blocks.length; t >= 0; t--) {
      int firstRow = t == 0 ? 0 : blockRows[t - 1];
      backwardRows(barDot, row, firstRow, slot);
      slot -= row - firstRow;
      row = firstRow;
      if (t > 0) {
        slot -= blocks[t - 1].length();
        blocks[t - 1].pull(barDot, slot, 1, arena);
        arena.rewindTo(mark);
        blocks[t - 1].bend(dot, slot, barDot, 1, arena);
        arena.rewindTo(mark);
      }
    }
  }

  private void backwardRows(double[] bar, int from, int downTo, int endSlot) {
    int[] ends = rowEnds;
    int[] column = columns;
    double[] entry = entries;
    int slot = endSlot;
    for (int row = from - 1; row >= downTo; row--) {
      double yBar = bar[--slot];
      int start = row == 0 ? 0 : ends[row - 1];
      for (int e = start; e < ends[row]; e++) {
        bar[column[e]] += entry[e] * yBar;
      }
    }
  }

  private void forwardDot(double[] dot, int k, MatrixArena arena) {
    long mark = arena.mark();
    int row = 0;
    int slot = inputs;
    int e = 0;
    for (int t = 0; t <= blocks.length; t++) {
      int lastRow = t == blocks.length ? rowEnds.length : blockRows[t];
      for (; row < lastRow; row++) {
        int at = slot++ * k;
        Arrays.fill(dot, at, at + k, 0);
        for (; e < rowEnds[row]; e++) {
          InterleavedVectors.addScaled(entries[e], dot, columns[e] * k, dot, at, k);
        }
      }
      if (t < blocks.length) {
        blocks[t].push(dot, slot, k, arena);
        arena.rewindTo(mark);
        slot += blocks[t].length();
      }
    }
  }

  private void backwardDot(double[] dot, double[] barDot, int k, MatrixArena arena) {
    long mark = arena.mark();
    int row = rowEnds.length;
    int slot = slots;
    for (int t = blocks.length; t >= 0; t--) {
      int firstRow = t == 0 ? 0 : blockRows[t - 1];
      for (; row > firstRow; row--) {
        int at = --slot * k;
        int start = row == 1 ? 0 : rowEnds[row - 2];
        for (int e = start; e < rowEnds[row - 1]; e++) {
          InterleavedVectors.addScaled(entries[e], barDot, at, barDot, columns[e] * k, k);
        }
      }
      if (t > 0) {
        slot -= blocks[t - 1].length();
        blocks[t - 1].pull(barDot, slot, k, arena);
        arena.rewindTo(mark);
        blocks[t - 1].bend(dot, slot, barDot, k, arena);
        arena.rewindTo(mark);
      }
    }
  }

  /** Tells what each slot above the inputs depends on, slot by slot downwards, and how it bends. */
  void describe(ReducedStructure structure) {
    int row = rowEnds.length;
    int slot = slots;
    curvature.describe(structure);
    for (int t = blocks.length; t >= 0; t--) {
      int firstRow = t == 0 ? 0 : blockRows[t - 1];
      for (; row > firstRow; row--) {
        int start = row == 1 ? 0 : rowEnds[row - 2];
        structure.row(--slot, columns, start, rowEnds[row - 1]);
      }
      if (t > 0) {
        for (int i = blocks[t - 1].length() - 1; i >= 0; i--) {
          structure.blockResult(--slot, blocks[t - 1], i);
        }
      }
    }
  }

  /** The bytes of its arrays, without those that a sweep borrows. */
  long bytes() {
    long bytes = 4L * (rowEnds.length + columns.length + blockRows.length) + 8L * entries.length;
    for (Block block : blocks) {
      bytes += block.bytes();
    }
    return bytes + curvature.bytes();
  }
}
