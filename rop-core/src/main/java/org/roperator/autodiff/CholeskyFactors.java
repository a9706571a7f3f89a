package org.roperator.autodiff;

import java.util.Arrays;

/** A positive definite matrix as {@code L Lᵀ} with L lower triangular. */
final class CholeskyFactors implements Factors {

  private final int n;
  private final double[] l;

  private CholeskyFactors(int n, double[] l) {
    this.n = n;
    this.l = l;
  }

  /**
   * Factors a matrix by rows.
   *
   * @param n its order
   * @param a n² numbers, of which the lower triangle is read. Not modified.
   * @throws ArithmeticException if it is not positive definite to working precision
   */
  static CholeskyFactors of(int n, double[] a) {
    double[] l = new double[n * n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < i; j++) {
        l[i * n + j] = (a[i * n + j] - dot(l, i * n, j * n, j)) / l[j * n + j];
      }
      double square = dot(l, i * n, i * n, i);
      double pivot = a[i * n + i] - square;
      // Below this a pivot is what rounding left of zero.
      if (!(pivot > n * 0x1p-53 * square) || !(pivot < Double.POSITIVE_INFINITY)) {
        throw new ArithmeticException(
            "The matrix of order "
                + n
                + " is not positive definite to working precision: pivot "
                + i
                + " is "
                + pivot
                + ". Add a multiple of the identity, or factor it by lu().");
      }
      l[i * n + i] = Math.sqrt(pivot);
    }
    return new CholeskyFactors(n, l);
  }

  private static double dot(double[] l, int first, int second, int terms) {
    double sum = 0;
    for (int t = 0; t < terms; t++) {
      sum += l[first + t] * l[second + t];
    }
    return sum;
  }

  @Override
  public int order() {
    return n;
  }

  /** L row by row. Not to be modified. */
  double[] lower() {
    return l;
  }

  @Override
  public void solve(double[] b, int k, double[] work) {
    for (int r = 0; r < k; r++) {
      solveLower(b, r * n);
      for (int i = n - 1; i >= 0; i--) {
        double x = b[r * n + i] / l[i * n + i];
        b[r * n + i] = x;
        for (int j = 0; j < i; j++) {
          b[r * n + j] -= l[i * n + j] * x;
        }
      }
    }
  }

  private void solveLower(double[] b, int from) {
    for (int i = 0; i < n; i++) {
      double sum = b[from + i];
      for (int j = 0; j < i; j++) {
        sum -= l[i * n + j] * b[from + j];
      }
      b[from + i] = sum / l[i * n + i];
    }
  }

  @Override
  public void solveTransposed(double[] b, int k, double[] work) {
    solve(b, k, work);
  }

  /** {@code L⁻¹} row by row. */
  double[] inverseOfLower() {
    double[] rows = new double[n * n];
    double[] column = new double[n];
    for (int j = 0; j < n; j++) {
      Arrays.fill(column, 0);
      column[j] = 1;
      solveLower(column, 0);
      for (int i = 0; i < n; i++) {
        rows[i * n + j] = column[i];
      }
    }
    return rows;
  }

  double logDeterminant() {
    double sum = 0;
    for (int i = 0; i < n; i++) {
      sum += Math.log(l[i * n + i]);
    }
    return 2 * sum;
  }
}
