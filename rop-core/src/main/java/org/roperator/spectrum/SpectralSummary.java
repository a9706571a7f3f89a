package org.roperator.spectrum;

/**
 * What the eigenvalues λ of an operator are like as a whole.
 *
 * <p>{@code ‖A‖ = max|λ|}. An eigenvalue counts as positive or negative where it differs from zero
 * by more than rounding, {@code n ε ‖A‖}. From a {@link DenseSpectrum} the numbers are exact; from
 * a {@link SpectralDensity} they are estimates, the extremes are those of the nodes, and the
 * condition number is a lower bound. Where a number would be a quotient by zero it is NaN.
 *
 * @param dimension n
 * @param largest {@code λ_max}
 * @param smallest {@code λ_min}
 * @param trace {@code Σλ}
 * @param frobeniusNorm {@code √Σλ²}
 * @param signs how the eigenvalues lie about zero
 * @param ranks how many of them matter
 */
public record SpectralSummary(
    int dimension,
    double largest,
    double smallest,
    double trace,
    double frobeniusNorm,
    Signs signs,
    Ranks ranks) {

  /**
   * How eigenvalues lie about zero.
   *
   * @param positiveCondition the largest over the smallest positive eigenvalue
   * @param negativeShare the share of negative eigenvalues
   * @param negativeMass {@code Σ_{λ<0}|λ| / Σ|λ|}
   * @param nearZeroShare the share of eigenvalues with {@code |λ| < 1e-6 ‖A‖}
   */
  public record Signs(
      double positiveCondition, double negativeShare, double negativeMass, double nearZeroShare) {}

  /**
   * How many eigenvalues matter.
   *
   * @param ofTrace the stable rank {@code Σλ / ‖A‖}
   * @param ofFrobeniusNorm the stable rank {@code Σλ² / ‖A‖²}
   * @param entropy the spectral entropy {@code −Σp ln p} with {@code p = |λ|/Σ|λ|}: 0 for rank one,
   *     ln n where all absolute values are equal
   */
  public record Ranks(double ofTrace, double ofFrobeniusNorm, double entropy) {}

  /** Below this share of the norm an eigenvalue is near zero. */
  private static final double NEAR_ZERO = 1e-6;

  /** Eigenvalues beyond two to this power are counted in a unit of their own. */
  private static final int WINDOW = 200;

  /** Of eigenvalues that stand for {@code counts} of the n each. */
  static SpectralSummary of(double[] values, double[] counts, int n) {
    double largest = Double.NEGATIVE_INFINITY;
    double smallest = Double.POSITIVE_INFINITY;
    for (double x : values) {
      largest = Math.max(largest, x);
      smallest = Math.min(smallest, x);
    }
    if (values.length == 0) {
      largest = Double.NaN;
      smallest = Double.NaN;
    }
    double most = Math.max(Math.abs(largest), Math.abs(smallest));
    // Squares of what is counted in this unit are numbers.
    int exponent = most > 0 && most <= Double.MAX_VALUE ? Math.getExponent(most) : 0;
    int unit = Math.abs(exponent) > WINDOW ? exponent : 0;
    double norm = Math.scalb(most, -unit);
    double rounding = n * 0x1p-52 * norm;
    double trace = 0;
    double squares = 0;
    double absolute = 0;
    double leastPositive = Double.POSITIVE_INFINITY;
    double negative = 0;
    double negativeSum = 0;
    double nearZero = 0;
    double logs = 0;
    for (int i = 0; i < values.length; i++) {
      double x = Math.scalb(values[i], -unit);
      double size = Math.abs(x);
      trace += counts[i] * x;
      squares += counts[i] * x * x;
      absolute += counts[i] * size;
      logs += size > 0 ? counts[i] * size * Math.log(size) : 0;
      if (x > rounding) {
        leastPositive = Math.min(leastPositive, x);
      } else if (x < -rounding) {
        negative += counts[i];
        negativeSum += counts[i] * size;
      }
      nearZero += size < NEAR_ZERO * norm ? counts[i] : 0;
    }
    double total = values.length == 0 ? Double.NaN : n;
    return new SpectralSummary(
        n,
        largest,
        smallest,
        Math.scalb(trace, unit),
        Math.scalb(Math.sqrt(squares), unit),
        new Signs(
            leastPositive < Double.POSITIVE_INFINITY
                ? Math.scalb(largest, -unit) / leastPositive
                : Double.NaN,
            negative / total,
            negativeSum / absolute,
            nearZero / total),
        new Ranks(
            trace / norm,
            squares / (norm * norm),
            // −Σ(a/S) ln(a/S) = ln S − Σ a ln a / S.
            Math.log(absolute) - logs / absolute));
  }
}
