package org.roperator.spectrum;

import org.roperator.internal.Vectors;

/** Extreme eigenpairs of an operator of small dimension by its matrix, at n products. */
final class DensePairs {

  /** Up to here a search hardly spends fewer products than there are columns. */
  static final int SMALL = 64;

  /** Up to here the matrix is taken once a search has spent as many products as it costs. */
  static final int MOST = 600;

  /**
   * An entry and its mirror image may differ by this share of the largest: products in float do.
   */
  static final double ASYMMETRY = 1e-6;

  private DensePairs() {}

  /**
   * After how many products a search is to give way to the matrix; never if the products allowed
   * don't reach for both.
   */
  static int limit(int n, int allowed) {
    return n <= MOST && allowed / 2 >= n ? n : allowed;
  }

  /** The pairs, those of the top first, to residuals relative to the norm. */
  static Eigenpairs of(CountedOperator meter, int top, int bottom, double tolerance, long seed) {
    int n = meter.dimension();
    double[] matrix = Columns.matrix(meter);
    if (matrix.length == 0) {
      return Eigenpairs.none(meter, SpectrumOutcome.NOT_FINITE, seed);
    }
    if (asymmetry(matrix, n) > Math.max(ASYMMETRY, tolerance) * Vectors.maxAbs(matrix)) {
      return Eigenpairs.none(meter, SpectrumOutcome.NOT_SYMMETRIC, seed);
    }
    SmallEigen all = SmallEigen.of(n, matrix, n);
    int wanted = top + bottom;
    double[] values = new double[wanted];
    double[][] vectors = new double[wanted][];
    for (int i = 0; i < wanted; i++) {
      int at = i < top ? i : top == 0 ? n - 1 - i : n - wanted + i;
      values[i] = all.value(at);
      vectors[i] = all.vector(at);
    }
    double norm = Math.max(Math.abs(all.value(0)), Math.abs(all.value(n - 1)));
    double[][] work = new double[Math.min(wanted, Blocks.MOST)][n];
    return FinalResiduals.of(
        meter, values, vectors, work, tolerance * norm, SpectrumOutcome.REACHED, seed);
  }

  /** The largest difference between an entry and its mirror image. */
  static double asymmetry(double[] matrix, int n) {
    double largest = 0;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < i; j++) {
        largest = Math.max(largest, Math.abs(matrix[i * n + j] - matrix[j * n + i]));
      }
    }
    return largest;
  }
}
