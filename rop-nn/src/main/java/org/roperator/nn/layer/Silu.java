package org.roperator.nn.layer;

/**
 * {@code φ = x s} with the logistic function s: {@code φ′ = s + x s′}, {@code φ″ = s′(2 + x(1 −
 * 2s))}.
 */
record Silu() implements Activation {

  @Override
  public String name() {
    return "silu";
  }

  @Override
  public double value(double x) {
    return x * Logistic.value(x, Math.exp(-Math.abs(x)));
  }

  @Override
  public double slope(double x) {
    return slopeGiven(x, Math.exp(-Math.abs(x)));
  }

  @Override
  public double bend(double x) {
    return bendGiven(x, Math.exp(-Math.abs(x)));
  }

  @Override
  public void expand(double[] y, int from, double[] slope, double[] bend, int length) {
    for (int i = 0; i < length; i++) {
      double x = y[from + i];
      double e = Math.exp(-Math.abs(x));
      y[from + i] = x * Logistic.value(x, e);
      slope[i] = slopeGiven(x, e);
      bend[i] = bendGiven(x, e);
    }
  }

  private static double slopeGiven(double x, double e) {
    return Logistic.value(x, e) + x * Logistic.slopeGiven(e);
  }

  private static double bendGiven(double x, double e) {
    // x(1 − 2s) = −|x| tanh(|x|/2)
    return Logistic.slopeGiven(e) * (2 - Math.abs(x) * ((1 - e) / (1 + e)));
  }
}
