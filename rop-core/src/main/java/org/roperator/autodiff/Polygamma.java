package org.roperator.autodiff;

/**
 * The digamma function and its first two derivatives.
 *
 * <p>For x ≥ 16 the asymptotic series in Bernoulli numbers (Abramowitz and Stegun 6.3.18, 6.4.11),
 * whose first term left out is below 1e-18; below that the recurrence ψ(x) = ψ(x + 1) − 1/x; for
 * negative x the reflection formula. NaN at the poles 0, −1, −2, …
 */
final class Polygamma {

  private static final double ASYMPTOTIC = 16;

  /** B₂, B₄, … B₁₄. */
  private static final double[] BERNOULLI = {
    1.0 / 6, -1.0 / 30, 1.0 / 42, -1.0 / 30, 5.0 / 66, -691.0 / 2730, 7.0 / 6
  };

  private Polygamma() {}

  /** {@code ψ(x)}. */
  static double digamma(double x) {
    if (x <= 0) {
      // ψ(x) = ψ(1 − x) − π cot πx
      return isPole(x) ? Double.NaN : digamma(1 - x) - Math.PI / tangentOfPiTimes(x);
    }
    double recurrence = 0;
    double z = x;
    for (; z < ASYMPTOTIC; z++) {
      recurrence -= 1 / z;
    }
    // ψ(z) ~ ln z − 1/(2z) − Σ B₂ₖ / (2k z²ᵏ)
    double u = 1 / (z * z);
    double series = 0;
    for (int k = BERNOULLI.length; k >= 1; k--) {
      series = (series + BERNOULLI[k - 1] / (2 * k)) * u;
    }
    return recurrence + Math.log(z) - 0.5 / z - series;
  }

  /** {@code ψ'(x)}. */
  static double trigamma(double x) {
    if (x <= 0) {
      // ψ'(x) = −ψ'(1 − x) + π² / sin² πx
      double s = sineOfPiTimes(x);
      return isPole(x) ? Double.NaN : Math.PI * Math.PI / (s * s) - trigamma(1 - x);
    }
    double recurrence = 0;
    double z = x;
    for (; z < ASYMPTOTIC; z++) {
      recurrence += 1 / (z * z);
    }
    // ψ'(z) ~ 1/z + 1/(2z²) + Σ B₂ₖ / z²ᵏ⁺¹
    double u = 1 / (z * z);
    double series = 0;
    for (int k = BERNOULLI.length; k >= 1; k--) {
      series = (series + BERNOULLI[k - 1]) * u;
    }
    return recurrence + (1 + series) / z + 0.5 * u;
  }

  /** {@code ψ''(x)}. */
  static double tetragamma(double x) {
    if (x <= 0) {
      // ψ''(x) = ψ''(1 − x) − 2π³ cos πx / sin³ πx
      double s = sineOfPiTimes(x);
      double cubed = Math.PI * Math.PI * Math.PI / (s * s * tangentOfPiTimes(x));
      return isPole(x) ? Double.NaN : tetragamma(1 - x) - 2 * cubed;
    }
    double recurrence = 0;
    double z = x;
    for (; z < ASYMPTOTIC; z++) {
      recurrence -= 2 / (z * z * z);
    }
    // ψ''(z) ~ −1/z² − 1/z³ − Σ (2k + 1) B₂ₖ / z²ᵏ⁺²
    double u = 1 / (z * z);
    double series = 0;
    for (int k = BERNOULLI.length; k >= 1; k--) {
      series = (series + (2 * k + 1) * BERNOULLI[k - 1]) * u;
    }
    return recurrence - u * (1 + 1 / z + series);
  }

  private static boolean isPole(double x) {
    return x == Math.rint(x);
  }

  /** sin πx for the distance of x to the nearest whole number, whose sign squares away. */
  private static double sineOfPiTimes(double x) {
    return Math.sin(Math.PI * (x - Math.rint(x)));
  }

  private static double tangentOfPiTimes(double x) {
    return Math.tan(Math.PI * (x - Math.rint(x)));
  }
}
