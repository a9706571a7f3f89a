package org.roperator.nn.layer;

import org.roperator.dense.Matrix;

/**
 * The sweeps through a choice of inputs, {@code y[i] = x[chosen(i)]}: tangents are chosen likewise,
 * adjoints go back where they were chosen.
 */
final class SelectionPass extends LinearPass {

  private final int inputs;
  private final int[] chosen;
  private final int step;

  /**
   * A choice.
   *
   * @param inputs the number of inputs per example
   * @param chosen the inputs chosen by the first example's outputs, the second's, and so on. Kept.
   * @param step how far the choices of one example stand from those of the next: as many as
   *     outputs, or 0 if all choose alike
   */
  SelectionPass(int inputs, int[] chosen, int step, Matrix y) {
    super(y);
    this.inputs = inputs;
    this.chosen = chosen;
    this.step = step;
  }

  static void choose(int[] chosen, int at, double[] x, int from, double[] y, int to, int count) {
    for (int i = 0; i < count; i++) {
      y[to + i] = x[from + chosen[at + i]];
    }
  }

  @Override
  public Matrix forwardDot(Matrix xDot, Directions v, Workspace work) {
    int outputs = y().columns();
    Matrix yDot = work.matrix(xDot.rows(), outputs);
    for (int row = 0; row < xDot.rows(); row++) {
      choose(
          chosen,
          row / v.count() * step,
          xDot.array(),
          xDot.from() + row * inputs,
          yDot.array(),
          yDot.from() + row * outputs,
          outputs);
    }
    return yDot;
  }

  @Override
  Matrix sentBack(Matrix u, int k, Workspace work) {
    Matrix back = work.zeros(u.rows(), inputs);
    int outputs = y().columns();
    for (int row = 0; row < u.rows(); row++) {
      int at = row / k * step;
      int from = u.from() + row * outputs;
      int to = back.from() + row * inputs;
      for (int i = 0; i < outputs; i++) {
        back.array()[to + chosen[at + i]] += u.array()[from + i];
      }
    }
    return back;
  }
}
