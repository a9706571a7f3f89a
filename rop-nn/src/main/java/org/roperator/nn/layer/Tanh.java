package org.roperator.nn.layer;

import static org.roperator.internal.Hyperbolic.slopeOfTangent;
import static org.roperator.internal.Hyperbolic.tangent;

/** {@code φ = tanh}, {@code φ′ = 1 − φ²}, {@code φ″ = −2φφ′}. */
record Tanh() implements Activation {

  @Override
  public String name() {
    return "tanh";
  }

  @Override
  public double value(double x) {
    return tangent(x, Math.exp(-2 * Math.abs(x)));
  }

  @Override
  public double slope(double x) {
    return slopeOfTangent(Math.exp(-2 * Math.abs(x)));
  }

  @Override
  public double bend(double x) {
    double e = Math.exp(-2 * Math.abs(x));
    return -2 * tangent(x, e) * slopeOfTangent(e);
  }

  @Override
  public void expand(double[] y, int from, double[] slope, double[] bend, int length) {
    for (int i = 0; i < length; i++) {
      double x = y[from + i];
      double e = Math.exp(-2 * Math.abs(x));
      double value = tangent(x, e);
      y[from + i] = value;
      slope[i] = slopeOfTangent(e);
      bend[i] = -2 * value * slope[i];
    }
  }
}
