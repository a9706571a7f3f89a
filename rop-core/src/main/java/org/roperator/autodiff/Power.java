package org.roperator.autodiff;

/** The derivatives of {@code xᵖ} with respect to x, finite wherever the value is. */
final class Power {

  private Power() {}

  /** {@code p xᵖ⁻¹}; 0 at x = 0 if 0 ≤ p &lt; 1, where it does not exist or is 0 anyway. */
  static double slope(double x, double p) {
    return p == 0 || (x == 0 && p > 0 && p < 1) ? 0 : p * Math.pow(x, p - 1);
  }

  /** {@code p (p − 1) xᵖ⁻²}; 0 at x = 0 if 0 ≤ p &lt; 2, where it does not exist or is 0 anyway. */
  static double bend(double x, double p) {
    return p == 0 || p == 1 || (x == 0 && p > 0 && p < 2) ? 0 : p * (p - 1) * Math.pow(x, p - 2);
  }
}
