package org.roperator.nn;

/**
 * A loss whose second derivative at each example is diagonal: {@code yBarDot = curvature ∘ yDot}.
 */
record DiagonalLossPass(double sum, Batch yBar, Batch curvature) implements LossPass {

  @Override
  public Batch yBarDot(Batch yDot, int k, Workspace work) {
    int outputs = yDot.columns();
    double[] dot = yDot.array();
    for (int row = 0; row < yDot.rows(); row++) {
      int from = yDot.from() + row * outputs;
      int example = row / k * outputs;
      for (int i = 0; i < outputs; i++) {
        dot[from + i] *= curvature.array()[example + i];
      }
    }
    return yDot;
  }
}
