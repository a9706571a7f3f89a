package org.roperator.nn;

/** The sweeps through {@code y = (x − μ) s}: every one multiplies by s, where the numbers stand. */
final class FixedNormalisationPass extends LinearPass {

  private final double[] factors;

  FixedNormalisationPass(double[] factors, Batch y) {
    super(y);
    this.factors = factors;
  }

  @Override
  public Batch forwardDot(Batch xDot, Directions v, Workspace work) {
    return multiplied(xDot);
  }

  @Override
  Batch sentBack(Batch u, int k, Workspace work) {
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
