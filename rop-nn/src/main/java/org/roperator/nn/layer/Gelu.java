package org.roperator.nn.layer;

/**
 * {@code φ = x Φ(x)} with the normal distribution Φ and its density ϕ: {@code φ′ = Φ + xϕ}, {@code
 * φ″ = ϕ(2 − x²)}. The exact function, not one of its approximations by tanh.
 */
record Gelu() implements Activation {

  private static final double DENSITY_AT_ZERO = 1 / Math.sqrt(2 * Math.PI);

  @Override
  public String name() {
    return "gelu";
  }

  @Override
  public double value(double x) {
    return x * NormalDistribution.below(x, Math.exp(-x * x / 2));
  }

  @Override
  public double slope(double x) {
    double e = Math.exp(-x * x / 2);
    return slopeGiven(x, e, NormalDistribution.below(x, e));
  }

  @Override
  public double bend(double x) {
    return bendGiven(x, Math.exp(-x * x / 2));
  }

  @Override
  public void expand(double[] y, int from, double[] slope, double[] bend, int length) {
    for (int i = 0; i < length; i++) {
      double x = y[from + i];
      double e = Math.exp(-x * x / 2);
      double below = NormalDistribution.below(x, e);
      y[from + i] = x * below;
      slope[i] = slopeGiven(x, e, below);
      bend[i] = bendGiven(x, e);
    }
  }

  private static double slopeGiven(double x, double e, double below) {
    return below + x * e * DENSITY_AT_ZERO;
  }

  private static double bendGiven(double x, double e) {
    return e == 0 ? 0 : e * DENSITY_AT_ZERO * (2 - x * x);
  }
}
