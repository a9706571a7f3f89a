package org.roperator.spectrum;

import org.apache.commons.math3.distribution.TDistribution;

/**
 * By how much few samples underestimate what they leave open of their mean: the factor for {@code
 * s/√count} such that three times the product holds the mean as often as is said.
 *
 * <p>Samples linear in many independent signs, as entries of a diagonal are, are close to normal.
 * Of normal samples the mean lies within three standard errors 99.73 times of 100 when there are
 * many, but 98.5 times when there are ten and 80 times when there are two. A third of the quantile
 * of Student's distribution holds it as often however many there are.
 *
 * <p>Samples of a quadratic form {@code vᵀAv} are distributed as {@code Σλᵢzᵢ²} with normal zᵢ,
 * whose skewness {@code √8 Σλᵢ³/(Σλᵢ²)^(3/2)} is the largest, √8, where one eigenvalue alone
 * counts. A mean of few such samples is too small mostly where all of them are, and then so is
 * their spread: ten of them hold the truth within three standard errors 91 times of 100. The factor
 * holds it 99 times of 100 even then; more often for any other spectrum, and never less than
 * Student's.
 */
final class FewSamples {

  /** The normal distribution below three standard deviations. */
  private static final double LEVEL = 0.9986501019683699;

  private static final double[] STUDENT = new double[64];

  /** Numbers of samples of {@link #SKEWED}. */
  private static final int[] COUNTS = {
    2, 3, 4, 5, 6, 7, 8, 10, 12, 14, 16, 20, 24, 32, 40, 48, 64, 80, 96, 128
  };

  /**
   * Of that many squares of normal numbers, {@code |mean − 1|√count/s} is below this 99 times of
   * 100: from one million draws, right to a few units of the third digit.
   */
  private static final double[] SKEWED = {
    406.3, 56.98, 27.74, 18.39, 14.15, 11.71, 10.18, 8.23, 7.16, 6.43, 5.92, 5.23, 4.78, 4.27, 3.95,
    3.74, 3.45, 3.30, 3.18, 3.02
  };

  private static final double[] QUADRATIC = new double[COUNTS[COUNTS.length - 1] + 1];

  static {
    for (int freedom = 1; freedom < STUDENT.length; freedom++) {
      STUDENT[freedom] = new TDistribution(freedom).inverseCumulativeProbability(LEVEL) / 3;
    }
    int i = 0;
    for (int count = 2; count < QUADRATIC.length; count++) {
      while (count > COUNTS[i + 1]) {
        i++;
      }
      double t =
          Math.log(count / (double) COUNTS[i]) / Math.log(COUNTS[i + 1] / (double) COUNTS[i]);
      double quantile = Math.exp((1 - t) * Math.log(SKEWED[i]) + t * Math.log(SKEWED[i + 1]));
      QUADRATIC[count] = Math.max(quantile / 3, linear(count));
    }
  }

  private FewSamples() {}

  /** The factor for the mean of at least two samples that are linear in many independent signs. */
  static double linear(int count) {
    int freedom = count - 1;
    // z(1 + (z² + 1)/4ν + …) with z = 3 (Cornish and Fisher 1937).
    return freedom < STUDENT.length ? STUDENT[freedom] : 1 + 2.5 / freedom;
  }

  /** The factor for the mean of at least two samples of a quadratic form. */
  static double quadratic(int count) {
    return count < QUADRATIC.length ? QUADRATIC[count] : linear(count);
  }
}
