package org.roperator.nn.layer;

import org.roperator.dense.Matrix;

/** The sweeps through {@code y = m ∘ x}: every one multiplies by m, where the numbers stand. */
final class DropoutPass extends LinearPass {

  private final Matrix mask;

  DropoutPass(Matrix mask, Matrix y) {
    super(y);
    this.mask = mask;
  }

  /** Multiplies k rows per example by its mask. */
  static Matrix multiply(Matrix mask, Matrix rows, int k) {
    int width = mask.columns();
    for (int row = 0; row < rows.rows(); row++) {
      int at = rows.from() + row * width;
      int factor = mask.from() + row / k * width;
      for (int i = 0; i < width; i++) {
        rows.array()[at + i] *= mask.array()[factor + i];
      }
    }
    return rows;
  }

  @Override
  public Matrix forwardDot(Matrix xDot, Directions v, Workspace work) {
    return multiply(mask, xDot, v.count());
  }

  @Override
  Matrix sentBack(Matrix u, int k, Workspace work) {
    return multiply(mask, u, k);
  }
}
