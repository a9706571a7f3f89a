package org.roperator.spectrum;

import org.roperator.internal.Arguments;

/**
 * The law of Marchenko and Pastur (1967): where the eigenvalues of {@code WᵀW} lie as W grows, its
 * entries independent with mean zero and variance {@code s²/rows}.
 *
 * <pre>
 * c = columns/rows      edges s²(1 ∓ √c)²      density √((b − x)(x − a)) / (2π s² c x) on [a, b]
 * </pre>
 *
 * <p>For c &gt; 1 the share 1 − 1/c of the eigenvalues is zero, and the density integrates to 1/c.
 * The law of {@code WWᵀ}, by the same W, is that of {@link #of MarchenkoPastur.of(1/c, s²c)}.
 *
 * @param ratio c, above 0
 * @param variance s², above 0
 */
public record MarchenkoPastur(double ratio, double variance) {

  /** Checks that both are positive. */
  public MarchenkoPastur {
    Arguments.requirePositive("The ratio of columns to rows", ratio);
    Arguments.requirePositive("The variance of entries times rows", variance);
  }

  /**
   * The law of a ratio and a variance.
   *
   * @param ratio c, columns over rows
   * @param variance s², the variance of entries times rows
   */
  public static MarchenkoPastur of(double ratio, double variance) {
    return new MarchenkoPastur(ratio, variance);
  }

  /** The smallest eigenvalue a besides zeros. */
  public double lowerEdge() {
    double root = 1 - Math.sqrt(ratio);
    return variance * root * root;
  }

  /** The largest eigenvalue b. */
  public double upperEdge() {
    double root = 1 + Math.sqrt(ratio);
    return variance * root * root;
  }

  /** The share of eigenvalues that are zero. */
  public double atomAtZero() {
    return ratio > 1 ? 1 - 1 / ratio : 0;
  }

  /** The density at x, the atom apart; infinite at 0 where c = 1. */
  public double density(double x) {
    double a = lowerEdge();
    double b = upperEdge();
    if (!(x >= a && x <= b)) {
      return 0;
    }
    if (x == 0) {
      return Double.POSITIVE_INFINITY;
    }
    // In units of s², whose squares are doubles whatever s² is.
    double y = x / variance;
    double squares = (b / variance - y) * (y - a / variance);
    return Math.sqrt(squares) / (2 * Math.PI * ratio * y) / variance;
  }

  /**
   * The p-th moment, the mean of λᵖ with the atom: {@code s²ᵖ Σᵣ cʳ/(r+1) C(p, r) C(p−1, r)} for r
   * from 0 to p − 1.
   *
   * @param p at least 0
   */
  public double moment(int p) {
    if (p < 0) {
      throw new IllegalArgumentException("The moment is " + p + ", but must be at least 0.");
    }
    double sum = p == 0 ? 1 : 0;
    // The Narayana numbers by their ratio, N(r + 1)/N(r) = (p − r)(p − 1 − r)/((r + 1)(r + 2)).
    double term = 1;
    for (int r = 0; r < p; r++) {
      sum += term;
      term *= ratio * (p - r) * (p - 1 - r) / ((r + 1.0) * (r + 2.0));
    }
    return sum * Math.pow(variance, p);
  }
}
