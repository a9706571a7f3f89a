package org.roperator.nn;

/** The sweeps through {@code y = (x − μ) s}: every one multiplies by s, where the numbers stand. */
final class FixedNormalisationPass implements HessianPass {

  private final double[] factors;
  private final Batch y;

  FixedNormalisationPass(double[] factors, Batch y) {
    this.factors = factors;
    this.y = y;
  }

  @Override
  public Batch y() {
    return y;
  }

  @Override
  public Batch backward(Batch yBar, Workspace memory) {
    return multiplied(yBar);
  }

  @Override
  public Batch forwardDot(Batch xDot, Directions v, Workspace work) {
    return multiplied(xDot);
  }

  @Override
  public Batch backwardDot(
      Batch xDot, Batch yBarDot, Directions v, Accumulator sum, Workspace work) {
    return multiplied(yBarDot);
  }

  @Override
  public Batch adjoint(Batch u, Accumulator sum, Workspace work) {
    return multiplied(u);
  }

  @Override
  public Batch backwardHessian(Batch xDot, Batch u, int k, SecondSummand summand, Workspace work) {
    return multiplied(u);
  }

  private Batch multiplied(Batch rows) {
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
