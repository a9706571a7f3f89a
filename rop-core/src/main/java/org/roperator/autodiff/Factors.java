package org.roperator.autodiff;

import org.roperator.dense.MatrixArena;

/** A square matrix of plain numbers, factored. Immutable and safe to share. */
interface Factors {

  /** The order n. */
  int order();

  /**
   * Solves {@code A u = b}.
   *
   * @param b k right-hand sides of n numbers, one behind the other. Overwritten by the solutions.
   * @param k how many
   * @param work at least kn numbers, another array. Overwritten.
   */
  void solve(double[] b, int k, double[] work);

  /** Solves {@code Aᵀ u = b} likewise. */
  void solveTransposed(double[] b, int k, double[] work);

  /**
   * Solves {@code A X = B} or {@code Aᵀ X = B} in place.
   *
   * @param x n × m numbers row by row. Overwritten.
   * @param m the number of columns
   * @param transposed whether with Aᵀ
   * @param work lends arrays; what is lent is taken back
   */
  default void solveRows(double[] x, int m, boolean transposed, MatrixArena work) {
    int n = order();
    long mark = work.mark();
    double[] columns = m == 1 ? x : work.numbers(n * m);
    double[] rest = work.numbers(n * m);
    if (m > 1) {
      transpose(x, n, m, columns);
    }
    if (transposed) {
      solveTransposed(columns, m, rest);
    } else {
      solve(columns, m, rest);
    }
    if (m > 1) {
      transpose(columns, m, n, x);
    }
    work.rewindTo(mark);
  }

  /** The inverse, row by row. */
  default double[] inverse() {
    int n = order();
    double[] unit = new double[n * n];
    for (int i = 0; i < n; i++) {
      unit[i * n + i] = 1;
    }
    // The columns of the inverse transposed are the rows of the inverse.
    solveTransposed(unit, n, new double[n * n]);
    return unit;
  }

  private static void transpose(double[] x, int rows, int columns, double[] out) {
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        out[j * rows + i] = x[i * columns + j];
      }
    }
  }
}
