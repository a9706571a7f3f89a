package org.roperator.nn;

/** {@code φ = tanh}, {@code φ′ = 1 − φ²}, {@code φ″ = −2φφ′}. */
record Tanh() implements Activation {

  /** Below this |x| the quotient of exponentials cancels; a Padé quotient takes over. */
  private static final double SMALL = 0.4;

  @Override
  public String name() {
    return "tanh";
  }

  @Override
  public double value(double x) {
    return value(x, Math.exp(-2 * Math.abs(x)));
  }

  @Override
  public double slope(double x) {
    return slopeGiven(Math.exp(-2 * Math.abs(x)));
  }

  @Override
  public double bend(double x) {
    double e = Math.exp(-2 * Math.abs(x));
    return -2 * value(x, e) * slopeGiven(e);
  }

  @Override
  public void expand(double[] y, int from, double[] slope, double[] bend, int length) {
    for (int i = 0; i < length; i++) {
      double x = y[from + i];
      double e = Math.exp(-2 * Math.abs(x));
      double value = value(x, e);
      y[from + i] = value;
      slope[i] = slopeGiven(e);
      bend[i] = -2 * value * slope[i];
    }
  }

  /** {@code tanh x} given {@code e = exp(−2|x|)}. */
  private static double value(double x, double e) {
    if (Math.abs(x) < SMALL) {
      // Lambert's continued fraction cut after x²/13; its error is below x¹⁵/(13‼ 15‼) < 1e-17 x.
      double s = x * x;
      return x
          * (135135 + s * (17325 + s * (378 + s)))
          / (135135 + s * (62370 + s * (3150 + s * 28)));
    }
    return Math.copySign((1 - e) / (1 + e), x);
  }

  /** {@code 1 − tanh² = 4e / (1 + e)²}, without the cancellation of the left side. */
  private static double slopeGiven(double e) {
    double sum = 1 + e;
    return 4 * e / (sum * sum);
  }
}
