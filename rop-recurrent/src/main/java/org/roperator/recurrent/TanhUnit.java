package org.roperator.recurrent;

/** {@code σ = tanh x}, {@code σ′ = 4e / (1 + e)²} with {@code e = e^−2|x|}, {@code σ″ = −2σσ′}. */
record TanhUnit() implements UnitFunction {

  /** Above this |x| the quotient of exponentials cancels no digits and is faster. */
  private static final double LARGE = 0.5;

  @Override
  public String name() {
    return "tanh";
  }

  @Override
  public double value(double x) {
    if (Math.abs(x) < LARGE) {
      return Math.tanh(x);
    }
    double e = Math.exp(-2 * Math.abs(x));
    return Math.copySign((1 - e) / (1 + e), x);
  }

  @Override
  public double slope(double x) {
    double e = Math.exp(-2 * Math.abs(x));
    return 4 * e / ((1 + e) * (1 + e));
  }

  @Override
  public double bend(double x) {
    return -2 * value(x) * slope(x);
  }
}
