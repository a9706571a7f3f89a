package org.roperator.nn;

/** The sweeps through {@code y = m ∘ x}: every one multiplies by m, where the numbers stand. */
final class DropoutPass implements HessianPass {

  private final Batch mask;
  private final Batch y;

  DropoutPass(Batch mask, Batch y) {
    this.mask = mask;
    this.y = y;
  }

  /** Multiplies k rows per example by its mask. */
  static Batch multiply(Batch mask, Batch rows, int k) {
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
  public Batch y() {
    return y;
  }

  @Override
  public Batch backward(Batch yBar, Workspace memory) {
    return multiply(mask, yBar, 1);
  }

  @Override
  public Batch forwardDot(Batch xDot, Directions v, Workspace work) {
    return multiply(mask, xDot, v.count());
  }

  @Override
  public Batch backwardDot(
      Batch xDot, Batch yBarDot, Directions v, Accumulator sum, Workspace work) {
    return multiply(mask, yBarDot, v.count());
  }

  @Override
  public Batch adjoint(Batch u, Accumulator sum, Workspace work) {
    return multiply(mask, u, sum.count());
  }

  @Override
  public Batch backwardHessian(Batch xDot, Batch u, int k, SecondSummand summand, Workspace work) {
    return multiply(mask, u, k);
  }
}
