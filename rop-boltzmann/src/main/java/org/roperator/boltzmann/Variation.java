package org.roperator.boltzmann;

import java.util.Arrays;

/** How D varies from row to row of a {@link Mixture}. */
@FunctionalInterface
interface Variation {

  /**
   * Writes the weights ω of some rows.
   *
   * @param d D of the rows {@code from ≤ r < to}, from index 0 on
   * @param shares π of all rows
   * @param meanD ⟨D⟩
   * @param omega a weight per row, from index 0 on. Overwritten.
   */
  void weigh(double[] d, double[] shares, int from, int to, double meanD, double[] omega);

  /** Rows that are given, not random. */
  static Variation none() {
    return (d, shares, from, to, meanD, omega) -> Arrays.fill(omega, 0, to - from, 0);
  }

  /** Rows that are all there are. */
  static Variation ofAll() {
    return (d, shares, from, to, meanD, omega) -> {
      for (int r = from; r < to; r++) {
        omega[r - from] = shares[r] * (d[r - from] - meanD);
      }
    };
  }

  /**
   * Rows that are samples of equal weight, {@code kept} in a row from each of C independent chains:
   * {@code ω_r = (D_r + (D̄_c − C D̄)/(C − 1))/N}, whose expectation is the covariance however the
   * samples of a chain depend on one another. One per chain makes it the usual {@code (D_r − D̄)/(N
   * − 1)}.
   */
  static Variation ofChains(int kept) {
    return (d, shares, from, to, meanD, omega) -> {
      double n = shares.length;
      double chains = n / kept;
      for (int c = 0; c < to - from; c += kept) {
        double chainMean = 0;
        for (int r = c; r < c + kept; r++) {
          chainMean += d[r] / kept;
        }
        for (int r = c; r < c + kept; r++) {
          omega[r] = (d[r] + (chainMean - chains * meanD) / (chains - 1)) / n;
        }
      }
    };
  }
}
