package org.roperator.autodiff;

/**
 * The digamma function and its first two derivatives.
 *
 * <p>For x ≥ 16 the asymptotic series in Bernoulli numbers (Abramowitz and Stegun 6.3.18, 6.4.11),
 * whose first term left out is below 1e-18; below that the recurrence ψ(x) = ψ(x + 1) − 1/x; for
 * negative x the reflection formula; near the positive zero of ψ its power series there. NaN at the
 * poles 0, −1, −2, …
 */
final class Polygamma {

  private static final double ASYMPTOTIC = 16;

  /** Below it all but the pole is less than rounding. */
  private static final double AT_POLE = 0x1p-60;

  /** B₂, B₄, … B₁₄. */
  private static final double[] BERNOULLI = {
    1.0 / 6, -1.0 / 30, 1.0 / 42, -1.0 / 30, 5.0 / 66, -691.0 / 2730, 7.0 / 6
  };

  /** The positive zero of ψ, in two parts. */
  private static final double ROOT = 1.4616321449683622;

  private static final double REST_OF_ROOT = 9.549995429965697e-17;

  /** Within this of the zero its power series, of which the first term left out is below 1e-17. */
  private static final double NEAR_ROOT = 0.6;

  /** {@code ψ⁽ᵏ⁾(x₀)/k!} at the zero for k = 1, 2, …, computed in 50 digits. */
  private static final double[] AT_ROOT = {
    0.9676722454476212,
    -0.4427631689835921,
    0.258499760955651,
    -0.16394270544240652,
    0.10782405069126237,
    -0.07219956125645471,
    0.04880428816414311,
    -0.03316112647484736,
    0.022597648232218104,
    -0.01542476590494896,
    0.010538791616612175,
    -0.007204534386356869,
    0.004926781395729853,
    -0.003369801655439328,
    0.002305126326734928,
    -0.0015769367714301972,
    0.0010788252019162967,
    -0.0007380709389960052,
    0.000504953265834602,
    -0.0003454680251063077,
    0.00023635601564027053,
    -0.00016170622091974803,
    0.0001106337276874741,
    -7.569179582195066e-05,
    5.178575795222081e-05,
    -3.5430070947659604e-05,
    2.424006611860132e-05,
    -1.6584242271854135e-05,
    1.134638458466385e-05,
    -7.762817668462094e-06,
    5.3110609208898636e-06,
    -3.6336507898010456e-06,
    2.486022733129538e-06,
    -1.7008538854332607e-06,
    1.1636675363548843e-06,
    -7.96142543124197e-07,
    5.446941930669446e-07,
    -3.7266161283438227e-07,
    2.549626552021554e-07,
    -1.7443695117727745e-07,
    1.1934394829830244e-07,
    -8.165115189488409e-08,
    5.586299683532171e-08,
    -3.821960061917494e-08
  };

  private Polygamma() {}

  /** {@code ψ(x)}. */
  static double digamma(double x) {
    if (x <= 0) {
      // ψ(x) = ψ(1 − x) − π cot πx
      return isPole(x) ? Double.NaN : digamma(1 - x) - Math.PI * cotangentOfPiTimes(x);
    }
    if (x < AT_POLE) {
      return -1 / x;
    }
    if (Math.abs(x - ROOT) < NEAR_ROOT) {
      return nearRoot(x);
    }
    // With what rounding takes from the sum: it nearly cancels the logarithm.
    double recurrence = 0;
    double lost = 0;
    double z = x;
    for (; z < ASYMPTOTIC; z++) {
      double term = 1 / z;
      double sum = recurrence - term;
      lost += (recurrence - sum) - term;
      recurrence = sum;
    }
    // ψ(z) ~ ln z − 1/(2z) − Σ B₂ₖ / (2k z²ᵏ)
    double u = 1 / z / z;
    double series = 0;
    for (int k = BERNOULLI.length; k >= 1; k--) {
      series = (series + BERNOULLI[k - 1] / (2 * k)) * u;
    }
    return Math.log(z) + recurrence + (lost - 0.5 / z - series);
  }

  private static double nearRoot(double x) {
    double off = x - ROOT - REST_OF_ROOT;
    double sum = 0;
    for (int k = AT_ROOT.length - 1; k >= 0; k--) {
      sum = (sum + AT_ROOT[k]) * off;
    }
    return sum;
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
    double u = 1 / z / z;
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
      double cubed = Math.PI * Math.PI * Math.PI * cotangentOfPiTimes(x) / (s * s);
      return isPole(x) ? Double.NaN : tetragamma(1 - x) - 2 * cubed;
    }
    double recurrence = 0;
    double z = x;
    for (; z < ASYMPTOTIC; z++) {
      recurrence -= 2 / (z * z * z);
    }
    // ψ''(z) ~ −1/z² − 1/z³ − Σ (2k + 1) B₂ₖ / z²ᵏ⁺²
    double u = 1 / z / z;
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

  /** cot πx, whose zeros at the halves must not suffer from the rounding of π. */
  private static double cotangentOfPiTimes(double x) {
    double off = x - Math.rint(x);
    double toHalf = 0.5 - Math.abs(off);
    double cosine = toHalf < 0.25 ? Math.sin(Math.PI * toHalf) : Math.cos(Math.PI * off);
    return cosine / Math.sin(Math.PI * off);
  }
}
