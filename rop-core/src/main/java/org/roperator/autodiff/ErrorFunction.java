package org.roperator.autodiff;

/**
 * The error function and its complements, each accurate to some units in the last place wherever it
 * is a number.
 *
 * <p>With the repeated integrals iⁿerfc (Abramowitz and Stegun 7.2.5: {@code 2n iⁿ = iⁿ⁻² − 2x
 * iⁿ⁻¹}) the ratios {@code rₙ = iⁿerfc / iⁿ⁻¹erfc = 1/(2x + 2(n + 1) rₙ₊₁)} are a continued
 * fraction of positive terms for x &gt; 0. They give {@code erfcx = 2/√π / (2x + 2 r₁)} and
 * derivatives without cancellation, {@code erfcx' = −2 r₁ erfcx} and {@code erfcx'' = 8 r₁ r₂
 * erfcx}.
 */
final class ErrorFunction {

  private static final double TWO_OVER_SQRT_PI = 1.1283791670955126;
  private static final double ONE_OVER_SQRT_PI = 0.5641895835477563;
  private static final double SQRT_2 = 1.4142135623730951;
  private static final double SQRT_2_OVER_PI = 0.7978845608028654;

  /** Below it the power series of erf, above it a Chebyshev series of erfcx. */
  private static final double SMALL = 0.5;

  /** From here on the continued fraction. */
  private static final double LARGE = 2;

  /** Below it ratios come from values, whose differences lose less than a digit there. */
  private static final double RATIO_FROM_FRACTION = 0.75;

  /** {@code (−1)ᵏ / (k! (2k + 1))}, the series of erf in x². */
  private static final double[] SERIES = new double[16];

  static {
    double inverse = 1;
    for (int k = 0; k < SERIES.length; k++) {
      SERIES[k] = inverse / (2 * k + 1);
      inverse /= -(k + 1);
    }
  }

  /** Chebyshev coefficients of erfcx on [½, 2], computed in 60 digits. */
  private static final double[] MIDDLE = {
    0.4006822530639845,
    -0.17395587897748596,
    0.03383702540740585,
    -0.006032263577025819,
    0.001000274118215681,
    -0.0001558965252433288,
    2.3014442396758424e-05,
    -3.2375421924541957e-06,
    4.360702485858127e-07,
    -5.645684833789816e-08,
    7.048623263203286e-09,
    -8.509612327566787e-10,
    9.957554366871612e-11,
    -1.1316613855047257e-11,
    1.2513369992930791e-12,
    -1.3483678086194079e-13,
    1.4178345509581745e-14,
    -1.4566964654246537e-15,
    1.4639564848603663e-16,
    -1.4406081509350508e-17,
    1.3893934243911832e-18
  };

  private ErrorFunction() {}

  /** {@code 2/√π ∫₀ˣ exp(−t²) dt}. */
  static double erf(double x) {
    if (!(Math.abs(x) > SMALL)) { // NaN among them
      return erfOfSmall(x);
    }
    return x > 0 ? 1 - erfc(x) : erfc(-x) - 1;
  }

  /** {@code 1 − erf x}. */
  static double erfc(double x) {
    if (!(Math.abs(x) > SMALL)) { // NaN among them
      return 1 - erfOfSmall(x);
    }
    return x > 0 ? timesExpOfMinusSquare(erfcx(x), x) : 2 - erfc(-x);
  }

  /** {@code exp(x²) erfc x}. */
  static double erfcx(double x) {
    if (!(Math.abs(x) > SMALL)) { // NaN among them
      return Math.exp(x * x) * (1 - erfOfSmall(x));
    }
    if (x < 0) {
      return 2 * timesExpOfSquare(1, x) - erfcx(-x);
    }
    return x < LARGE ? middle(x) : ONE_OVER_SQRT_PI / (x + ratio(x, 1));
  }

  private static double erfOfSmall(double x) {
    double s = x * x;
    double sum = 0;
    for (int k = SERIES.length - 1; k > 0; k--) {
      sum = (sum + SERIES[k]) * s;
    }
    return TWO_OVER_SQRT_PI * (x + x * sum);
  }

  private static double middle(double x) {
    double t = (x - 1.25) / 0.75;
    double b = 0;
    double c = 0;
    for (int k = MIDDLE.length - 1; k > 0; k--) {
      double a = MIDDLE[k] + 2 * t * b - c;
      c = b;
      b = a;
    }
    return MIDDLE[0] + t * b - c;
  }

  /** {@code r₁ = i¹erfc / erfc}, given {@code erfcx}. */
  static double firstRatio(double x, double erfcx) {
    return x < RATIO_FROM_FRACTION ? ONE_OVER_SQRT_PI / erfcx - x : ratio(x, 1);
  }

  /** {@code r₂ = i²erfc / i¹erfc}, given r₁. */
  static double secondRatio(double x, double r1) {
    return x < RATIO_FROM_FRACTION ? (1 / r1 - 2 * x) / 4 : ratio(x, 2);
  }

  private static double ratio(double x, int n) {
    // What is left out falls as exp(−√(8k) x) with the number k of terms.
    int from = n + 24 + (int) (200 / (x * x));
    double r = 1 / (x + Math.sqrt(x * x + 2 * (from + 1)));
    for (int k = from; k >= n; k--) {
      r = 1 / (2 * x + 2 * (k + 1) * r);
    }
    return r;
  }

  /** {@code ln Φ(x)} with {@code Φ(x) = ½ erfc(−x/√2)}. */
  static double logNormalCdf(double x) {
    double z = -x / SQRT_2;
    if (x < -1) {
      return Math.log(0.5 * erfcx(z)) - 0.5 * x * x;
    }
    if (x <= 0) {
      return Math.log(0.5 * erfc(z));
    }
    double half = halfOfDensity(x);
    return Math.log1p(-0.5 * erfcx(-z) * half * half);
  }

  /** {@code φ(x)/Φ(x)}. */
  static double slopeOfLogNormalCdf(double x) {
    double z = -x / SQRT_2;
    if (x < 0) {
      return SQRT_2_OVER_PI / erfcx(z);
    }
    double half = halfOfDensity(x);
    return SQRT_2_OVER_PI * half / erfc(z) * half;
  }

  /** {@code exp(−x²/4)}, whose square must not lose the digits that the rounding of x² costs. */
  private static double halfOfDensity(double x) {
    double square = x * x;
    return Math.exp(-0.25 * square) * (1 - 0.25 * lostInSquare(x, square));
  }

  /** The derivative of h = φ/Φ, {@code −h (x + h)}; for x &lt; 0 the sum is √2 r₁. */
  static double bendOfLogNormalCdf(double x, double slope) {
    if (x == Double.NEGATIVE_INFINITY) {
      return -1; // of −x²/2
    }
    double z = -x / SQRT_2;
    double sum = x < 0 ? SQRT_2 * firstRatio(z, erfcx(z)) : x + slope;
    return slope == 0 ? 0 : -slope * sum;
  }

  /** {@code y exp(−x²)}, where the rounding of x² alone would cost digits. */
  static double timesExpOfMinusSquare(double y, double x) {
    double square = x * x;
    double lost = lostInSquare(x, square);
    // In two steps, so that no factor is less than all the numbers there are.
    double half = Math.exp(-0.5 * square);
    return y * (1 - lost) * half * half;
  }

  private static double timesExpOfSquare(double y, double x) {
    double square = x * x;
    double half = Math.exp(0.5 * square);
    return y * (1 + lostInSquare(x, square)) * half * half;
  }

  /** {@code x² − fl(x²)}, exact by Dekker's splitting. */
  static double lostInSquare(double x, double square) {
    if (!(square < 1e3)) {
      return 0; // beyond all exponentials
    }
    double scaled = 134217729.0 * x;
    double high = scaled - (scaled - x);
    double low = x - high;
    return high * high - square + 2 * high * low + low * low;
  }
}
