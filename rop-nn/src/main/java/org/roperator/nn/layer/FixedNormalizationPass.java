package org.roperator.nn.layer;

import org.roperator.dense.Matrix;

/** The sweeps through {@code y = (x − μ) s}: every one multiplies by s, where the numbers stand. */
final class FixedNormalizationPass extends LinearPass {

  private final double[] factors;

  FixedNormalizationPass(double[] factors, Matrix y) {
    super(y);
    this.factors = factors;
  }

  @Override
  public Matrix forwardDot(Matrix xDot, Directions v, Workspace work) {
    return multiplied(xDot);
  }

  @Override
  Matrix sentBack(Matrix u, int k, Workspace work) {
    return multiplied(u);
  }

  private Matrix multiplied(Matrix rows) {
    double[] array = rows.array();
    int width = factors.length;
    for (int row = rows.from(); row < rows.from() + rows.size(); row += width) {
      for (int i = 0; i < width; i++) {
        array[row + i] *= factors[i];
      }
    }
    return rows;
  }
}
