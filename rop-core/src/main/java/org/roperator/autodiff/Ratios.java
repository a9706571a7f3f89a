package org.roperator.autodiff;

/**
 * Functions that are quotients with a removable zero, and their derivatives without cancellation.
 */
final class Ratios {

  /** Within ±this power series, beyond it quotients that lose less than a digit. */
  private static final double SERIES = 4;

  private static final double SERIES_OF_SINE = 2;

  /** From here on the exponential, or a multiple, may overflow before the quotient does. */
  private static final double FAR = 600;

  private static final int MOST_TERMS = 60;

  private static final double ONE_OVER_E = 0.36787944117144233;
  private static final double REST_OF_ONE_OVER_E = -1.2428753672788363e-17;

  private Ratios() {}

  /** {@code (eˣ − 1)/x = ∫₀¹ exp(xt) dt}. */
  static double expm1(double x) {
    if (x > FAR) {
      return timesExp(1 / x, x);
    }
    return x == 0 ? 1 : Math.expm1(x) / x;
  }

  /** {@code ∫₀¹ t exp(xt) dt = (eˣ(x − 1) + 1)/x²}. */
  static double slopeOfExpm1(double x) {
    if (Math.abs(x) <= SERIES) {
      return x < 0 ? 0.5 * Math.exp(x) * kummer(1, 3, -x) : 0.5 * kummer(2, 3, x);
    }
    if (x > FAR) {
      return timesExp((x - 1) / x / x, x);
    }
    return Double.isInfinite(x) ? 0 : (Math.exp(x) * (x - 1) + 1) / x / x;
  }

  /** {@code ∫₀¹ t² exp(xt) dt = (eˣ(x² − 2x + 2) − 2)/x³}. */
  static double bendOfExpm1(double x) {
    if (Math.abs(x) <= SERIES) {
      return x < 0 ? Math.exp(x) / 3 * kummer(1, 4, -x) : kummer(3, 4, x) / 3;
    }
    if (x > FAR) {
      return timesExp((1 - 2 / x + 2 / x / x) / x, x);
    }
    return Double.isInfinite(x) ? 0 : (Math.exp(x) * (x * (x - 2) + 2) - 2) / x / x / x;
  }

  /** {@code c eˣ} for a power c of a large x, in two steps, since {@code eˣ} may overflow. */
  private static double timesExp(double c, double x) {
    double half = Math.exp(0.5 * x);
    return x == Double.POSITIVE_INFINITY ? x : half * c * half;
  }

  /** Kummer's {@code M(a, b, x) = Σ (a)ₖ xᵏ / ((b)ₖ k!)} of positive terms. */
  private static double kummer(int a, int b, double x) {
    // From the small terms to the large ones.
    double sum = 1;
    for (int k = MOST_TERMS; k > 0; k--) {
      sum = 1 + sum * x * (a + k - 1) / ((double) (b + k - 1) * k);
    }
    return sum;
  }

  /** {@code sin x / x}. */
  static double sine(double x) {
    return x == 0 ? 1 : Math.sin(x) / x;
  }

  /** {@code (cos x − sinc x)/x}. */
  static double slopeOfSine(double x, double y) {
    if (Math.abs(x) > SERIES_OF_SINE) {
      return (Math.cos(x) - y) / x;
    }
    // Σ (−1)ᵏ 2k x²ᵏ⁻¹ / (2k + 1)!
    double s = x * x;
    double sum = 0;
    for (int k = 12; k > 1; k--) {
      sum = -(1 + sum) * s * k / ((k - 1) * (2.0 * k) * (2 * k + 1));
    }
    return -x / 3 * (1 + sum);
  }

  /** {@code −sinc x − 2 sinc' x / x}. */
  static double bendOfSine(double x, double y, double slope) {
    if (Math.abs(x) > SERIES_OF_SINE) {
      return -y - 2 * slope / x;
    }
    // Σ (−1)ᵏ 2k (2k − 1) x²ᵏ⁻² / (2k + 1)!
    double s = x * x;
    double sum = 0;
    for (int k = 12; k > 1; k--) {
      double ratio = k * (2.0 * k - 1) / ((k - 1) * (2.0 * k - 3));
      sum = -(1 + sum) * s * ratio / ((2.0 * k) * (2 * k + 1));
    }
    return -(1 + sum) / 3;
  }

  /** {@code −ln x − 1}, accurate at its zero 1/e. */
  static double minusLogOfE(double x) {
    double off = (x - ONE_OVER_E - REST_OF_ONE_OVER_E) * Math.E;
    return Math.abs(off) < 0.25 ? -Math.log1p(off) : -Math.log(x) - 1;
  }
}
