package org.roperator.boltzmann;

import org.roperator.internal.Hyperbolic;

/** Which two values a unit takes, and the closed forms of one unit alone. */
public enum UnitCoding {

  /** A unit is 0 or 1. */
  ZERO_ONE(0),

  /** A unit is −1 or +1. */
  PLUS_MINUS_ONE(-1);

  private final double low;

  UnitCoding(double low) {
    this.low = low;
  }

  /** The smaller of the two values; the larger one is 1. */
  public double low() {
    return low;
  }

  /** {@code ⟨s⟩} where {@code P(s) ∝ eˢˣ}: the logistic function of x, or tanh x. */
  double mean(double x) {
    return this == ZERO_ONE ? logistic(x) : Hyperbolic.tangent(x, Math.exp(-2 * Math.abs(x)));
  }

  /** {@code P(s = 1)} where {@code P(s) ∝ eˢˣ}. */
  double chanceOfOne(double x) {
    return logistic(this == ZERO_ONE ? x : 2 * x);
  }

  /** {@code ln Σₛ eˢˣ}, without overflow. */
  double logSum(double x) {
    double size = Math.abs(x);
    return this == ZERO_ONE
        ? Math.max(x, 0) + Math.log1p(Math.exp(-size))
        : size + Math.log1p(Math.exp(-2 * size));
  }

  /** {@code Var s = ∂⟨s⟩/∂x}, of a unit with mean m. */
  double variance(double m) {
    return this == ZERO_ONE ? m * (1 - m) : (1 - m) * (1 + m);
  }

  /** {@code ⟨s²⟩} of a unit with mean m. */
  double meanSquare(double m) {
    return this == ZERO_ONE ? m : 1;
  }

  /** The entropy {@code −Σ p ln p} of a unit with mean m. */
  double entropy(double m) {
    double p = (m - low) / (1 - low);
    return -(xLogX(p) + xLogX(1 - p));
  }

  /** Whether a number is one of the two values. */
  boolean takes(double s) {
    return s == 1 || s == low;
  }

  private static double xLogX(double p) {
    return p <= 0 ? 0 : p * Math.log(p);
  }

  private static double logistic(double x) {
    return 1 / (1 + Math.exp(-x));
  }
}
