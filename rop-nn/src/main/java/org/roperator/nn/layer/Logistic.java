package org.roperator.nn.layer;

/** {@code φ = 1 / (1 + e⁻ˣ)}, {@code φ′ = φ(1 − φ)}, {@code φ″ = φ′(1 − 2φ)}. */
record Logistic() implements Activation {

  @Override
  public String name() {
    return "logistic";
  }

  @Override
  public double value(double x) {
    return value(x, Math.exp(-Math.abs(x)));
  }

  @Override
  public double slope(double x) {
    return slopeGiven(Math.exp(-Math.abs(x)));
  }

  @Override
  public double bend(double x) {
    double e = Math.exp(-Math.abs(x));
    return bendGiven(x, e, slopeGiven(e));
  }

  @Override
  public void expand(double[] y, int from, double[] slope, double[] bend, int length) {
    for (int i = 0; i < length; i++) {
      double x = y[from + i];
      double e = Math.exp(-Math.abs(x));
      y[from + i] = value(x, e);
      slope[i] = slopeGiven(e);
      bend[i] = bendGiven(x, e, slope[i]);
    }
  }

  /**
   * {@code φ(x)} given {@code e = exp(−|x|)}: never overflows, and small values keep all digits.
   */
  static double value(double x, double e) {
    return (x < 0 ? e : 1) / (1 + e);
  }

  /** {@code φ(1 − φ) = e / (1 + e)²}. */
  static double slopeGiven(double e) {
    double sum = 1 + e;
    return e / (sum * sum);
  }

  private static double bendGiven(double x, double e, double slope) {
    // 1 − 2φ = −tanh(x/2)
    return slope * Math.copySign((1 - e) / (1 + e), -x);
  }
}
