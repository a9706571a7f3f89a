package org.roperator.recurrent;

/** {@code ½ Σ (yₖ − tₖ)²}. */
final class SquaredErrorTerm implements SeparableTerm {

  private final int[] units;

  SquaredErrorTerm(int[] units) {
    this.units = units;
  }

  @Override
  public int[] units() {
    return units;
  }

  @Override
  public double value(double y, double t) {
    return (y - t) * (y - t) / 2;
  }

  @Override
  public double slope(double y, double t) {
    return y - t;
  }

  @Override
  public double bend(double y, double t) {
    return 1;
  }
}
