package org.roperator.spectrum;

import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;

/** Eigenvalues, in falling order, and eigenvectors of a small symmetric matrix. */
final class SmallEigen {

  private final double[] values;
  private final double[][] vectors;

  private SmallEigen(EigenDecomposition parts) {
    this.values = parts.getRealEigenvalues();
    this.vectors = new double[values.length][];
    for (int i = 0; i < values.length; i++) {
      vectors[i] = parts.getEigenvector(i).toArray();
    }
  }

  /**
   * Of the leading square of a stored matrix, of which its symmetric part counts.
   *
   * @param order at least 1
   * @param a entries, row by row, {@code stride} apart, finite
   */
  static SmallEigen of(int order, double[] a, int stride) {
    double[][] rows = new double[order][order];
    for (int i = 0; i < order; i++) {
      for (int j = 0; j < order; j++) {
        rows[i][j] = (a[i * stride + j] + a[j * stride + i]) / 2;
      }
    }
    return new SmallEigen(new EigenDecomposition(new Array2DRowRealMatrix(rows, false)));
  }

  double value(int i) {
    return values[i];
  }

  /** The unit eigenvector of a value. Not to be modified. */
  double[] vector(int i) {
    return vectors[i];
  }
}
