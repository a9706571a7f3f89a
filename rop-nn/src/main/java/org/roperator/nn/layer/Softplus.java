package org.roperator.nn.layer;

/** {@code φ = ln(1 + eˣ)}, whose slope is the logistic function s and whose bend is s(1 − s). */
record Softplus() implements Activation {

  @Override
  public String name() {
    return "softplus";
  }

  @Override
  public double value(double x) {
    return value(x, Math.exp(-Math.abs(x)));
  }

  @Override
  public double slope(double x) {
    return Logistic.value(x, Math.exp(-Math.abs(x)));
  }

  @Override
  public double bend(double x) {
    return Logistic.slopeGiven(Math.exp(-Math.abs(x)));
  }

  @Override
  public void expand(double[] y, int from, double[] slope, double[] bend, int length) {
    for (int i = 0; i < length; i++) {
      double x = y[from + i];
      double e = Math.exp(-Math.abs(x));
      y[from + i] = value(x, e);
      slope[i] = Logistic.value(x, e);
      bend[i] = Logistic.slopeGiven(e);
    }
  }

  /** {@code φ(x)} given {@code e = exp(−|x|)}: a sum of two terms that are not negative. */
  private static double value(double x, double e) {
    return Math.max(x, 0) + Math.log1p(e);
  }
}
