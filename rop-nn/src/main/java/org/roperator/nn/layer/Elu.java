package org.roperator.nn.layer;

/**
 * {@code φ = x} for x &gt; 0 and {@code α(eˣ − 1)} otherwise; at 0 slope and bend both count as α,
 * those from the left.
 */
record Elu(double alpha) implements Activation {

  @Override
  public String name() {
    return "elu";
  }

  @Override
  public double value(double x) {
    return x > 0 ? x : alpha * Math.expm1(x);
  }

  @Override
  public double slope(double x) {
    return x > 0 ? 1 : alpha * Math.exp(x);
  }

  @Override
  public double bend(double x) {
    return x > 0 ? 0 : alpha * Math.exp(x);
  }

  @Override
  public void expand(double[] y, int from, double[] slope, double[] bend, int length) {
    for (int i = 0; i < length; i++) {
      double x = y[from + i];
      y[from + i] = value(x);
      slope[i] = slope(x);
      bend[i] = x > 0 ? 0 : slope[i];
    }
  }
}
