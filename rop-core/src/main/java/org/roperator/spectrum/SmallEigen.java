package org.roperator.spectrum;

import org.roperator.dense.Blas;
import org.roperator.dense.SymmetricEigen;

/** Eigenvalues, in falling order, and eigenvectors of a small symmetric matrix. */
final class SmallEigen {

  private final SymmetricEigen parts;
  private final double[][] vectors;

  private SmallEigen(SymmetricEigen parts) {
    this.parts = parts;
    this.vectors = new double[parts.order()][];
    for (int i = 0; i < vectors.length; i++) {
      vectors[i] = parts.vector(vectors.length - 1 - i);
    }
  }

  /**
   * Of the leading square of a stored matrix, of which its symmetric part counts.
   *
   * @param order at least 1
   * @param a entries, row by row, {@code stride} apart, finite
   */
  static SmallEigen of(int order, double[] a, int stride) {
    double[] square = new double[order * order];
    for (int i = 0; i < order; i++) {
      for (int j = 0; j <= i; j++) {
        double x = a[i * stride + j];
        square[i * order + j] = x + (a[j * stride + i] - x) / 2;
      }
    }
    return new SmallEigen(SymmetricEigen.of(order, square, Blas.instance()));
  }

  double value(int i) {
    return parts.value(vectors.length - 1 - i);
  }

  /** The unit eigenvector of a value. Not to be modified. */
  double[] vector(int i) {
    return vectors[i];
  }
}
