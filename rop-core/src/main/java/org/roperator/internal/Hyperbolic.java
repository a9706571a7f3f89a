package org.roperator.internal;

/**
 * The hyperbolic tangent and its slope from one exponential {@code e = exp(−2|x|)}, and the inverse
 * functions over the whole range of doubles.
 *
 * <p>The tangent is within two units in the last place, as {@link Math#tanh} is, at a quarter of
 * its time.
 */
public final class Hyperbolic {

  /** Below this |x| the quotient of exponentials cancels; a Padé quotient takes over. */
  private static final double SMALL = 0.4;

  /** From here on x² ± 1 is x² to the last digit. */
  private static final double FAR = 0x1p28;

  private static final double LN_2 = 0.6931471805599453;

  private Hyperbolic() {}

  /**
   * {@code tanh x}.
   *
   * @param x the argument
   * @param e {@code exp(−2|x|)}
   */
  public static double tangent(double x, double e) {
    if (Math.abs(x) < SMALL) {
      // Lambert's continued fraction cut after x²/13; its error is below x¹⁵/(13‼ 15‼) < 1e-17 x.
      double s = x * x;
      return x
          * (135135 + s * (17325 + s * (378 + s)))
          / (135135 + s * (62370 + s * (3150 + s * 28)));
    }
    return Math.copySign((1 - e) / (1 + e), x);
  }

  /** {@code arsinh x}: FastMath's is infinite from 1e154 on. */
  public static double inverseSine(double x) {
    double a = Math.abs(x);
    double y;
    if (a > FAR) {
      y = Math.log(a) + LN_2;
    } else if (a > 2) {
      y = Math.log(2 * a + 1 / (Math.sqrt(a * a + 1) + a));
    } else {
      double square = a * a;
      y = Math.log1p(a + square / (1 + Math.sqrt(1 + square)));
    }
    return Math.copySign(y, x);
  }

  /** {@code arcosh x}. */
  public static double inverseCosine(double x) {
    if (x < 1) {
      return Double.NaN; // from −1e16 on 1 − x + √(x² − 1) would round to zero, or overflow
    }
    if (x > FAR) {
      return Math.log(x) + LN_2;
    }
    if (x > 2) {
      return Math.log(2 * x - 1 / (x + Math.sqrt(x * x - 1)));
    }
    double t = x - 1;
    return Math.log1p(t + Math.sqrt(2 * t + t * t));
  }

  /** {@code artanh x}. */
  public static double inverseTangent(double x) {
    double a = Math.abs(x);
    double y = a < 0.5 ? Math.log1p(2 * a + 2 * a * a / (1 - a)) : Math.log1p(2 * a / (1 - a));
    return Math.copySign(0.5 * y, x);
  }

  /**
   * {@code 1 − tanh² x = 4e / (1 + e)²}, without the cancellation of the left side.
   *
   * @param e {@code exp(−2|x|)}
   */
  public static double slopeOfTangent(double e) {
    double sum = 1 + e;
    return 4 * e / (sum * sum);
  }
}
