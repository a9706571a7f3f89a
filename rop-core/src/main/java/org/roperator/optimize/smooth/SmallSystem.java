package org.roperator.optimize.smooth;

import java.util.Optional;

/**
 * A system of some dozen linear equations, factored by rows with pivots: too small for a BLAS.
 * Immutable.
 */
final class SmallSystem {

  private final double[][] lu;
  private final int[] rows;

  private SmallSystem(double[][] lu, int[] rows) {
    this.lu = lu;
    this.rows = rows;
  }

  /**
   * Factors a matrix.
   *
   * @param a k rows of length k. Overwritten.
   * @return empty if it is singular or not finite
   */
  static Optional<SmallSystem> of(double[][] a) {
    int k = a.length;
    int[] rows = new int[k];
    for (int i = 0; i < k; i++) {
      rows[i] = i;
    }
    for (int j = 0; j < k; j++) {
      int pivot = j;
      for (int i = j + 1; i < k; i++) {
        if (Math.abs(a[i][j]) > Math.abs(a[pivot][j])) {
          pivot = i;
        }
      }
      double largest = Math.abs(a[pivot][j]);
      if (!(largest > 0 && largest < Double.POSITIVE_INFINITY)) {
        return Optional.empty();
      }
      double[] row = a[pivot];
      a[pivot] = a[j];
      a[j] = row;
      int index = rows[pivot];
      rows[pivot] = rows[j];
      rows[j] = index;
      for (int i = j + 1; i < k; i++) {
        double factor = a[i][j] / row[j];
        a[i][j] = factor;
        for (int c = j + 1; c < k; c++) {
          a[i][c] -= factor * row[c];
        }
      }
    }
    return Optional.of(new SmallSystem(a, rows));
  }

  /**
   * The solution, in a fresh array.
   *
   * @param b k numbers. Not modified.
   */
  double[] solve(double[] b) {
    int k = rows.length;
    double[] x = new double[k];
    for (int i = 0; i < k; i++) {
      double sum = b[rows[i]];
      for (int j = 0; j < i; j++) {
        sum -= lu[i][j] * x[j];
      }
      x[i] = sum;
    }
    for (int i = k - 1; i >= 0; i--) {
      double sum = x[i];
      for (int j = i + 1; j < k; j++) {
        sum -= lu[i][j] * x[j];
      }
      x[i] = sum / lu[i][i];
    }
    return x;
  }
}
