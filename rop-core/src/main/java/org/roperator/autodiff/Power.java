package org.roperator.autodiff;

/**
 * The derivatives of {@code xᵖ} with respect to x; NaN at x = 0 where they are infinite and the
 * value is not.
 */
final class Power {

  private Power() {}

  /** {@code p xᵖ⁻¹}; NaN at x = 0 if 0 &lt; p &lt; 1. */
  static double slope(double x, double p) {
    if (p == 0) {
      return 0;
    }
    return x == 0 && p > 0 && p < 1 ? Double.NaN : p * lowered(x, p, 1);
  }

  /** {@code p (p − 1) xᵖ⁻²}; NaN at x = 0 if 0 &lt; p &lt; 2 and p is not 1. */
  static double bend(double x, double p) {
    if (p == 0 || p == 1) {
      return 0;
    }
    return x == 0 && p > 0 && p < 2 ? Double.NaN : p * (p - 1) * lowered(x, p, 2);
  }

  /** {@code xᵖ⁻ᵏ}; a rounded p − k could cost hundreds of units in the last place, or the sign. */
  static double lowered(double x, double p, int k) {
    double q = p - k;
    boolean exact = q + k == p && p - q == k;
    if (exact || x == 0 || Double.isInfinite(x)) {
      return Math.pow(x, q);
    }
    double y = Math.pow(x, p) / x;
    return k == 1 ? y : y / x;
  }
}
