package org.roperator.recurrent;

/**
 * {@code σ = 1 / (1 + e⁻ˣ)}, {@code σ′ = σ(1 − σ)}, {@code σ″ = σ′(1 − 2σ)}, from {@code e =
 * e^−|x|} so that nothing overflows or cancels.
 */
record LogisticUnit() implements UnitFunction {

  @Override
  public String name() {
    return "logistic";
  }

  @Override
  public double value(double x) {
    double e = Math.exp(-Math.abs(x));
    return (x < 0 ? e : 1) / (1 + e);
  }

  @Override
  public double slope(double x) {
    double e = Math.exp(-Math.abs(x));
    return e / ((1 + e) * (1 + e));
  }

  @Override
  public double bend(double x) {
    double e = Math.exp(-Math.abs(x));
    return slope(x) * Math.copySign((1 - e) / (1 + e), -x);
  }
}
