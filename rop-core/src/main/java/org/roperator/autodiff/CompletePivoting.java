package org.roperator.autodiff;

import org.roperator.dense.Matrix;

/**
 * A square matrix as {@code S = X⁻¹ D Y⁻¹} with D diagonal, whatever its rank: {@code P S Q = L D
 * U} with the largest entry left as every pivot, where S is a matrix after its {@link Scaling}, L
 * and U have ones on their diagonals and nothing larger beside, {@code X = L⁻¹P} and {@code Y =
 * QU⁻¹}.
 *
 * <p>{@code det S = ± Π dᵢ}, and X and Y are those of S. Costs 4n³/3 multiply-adds in plain loops.
 */
final class CompletePivoting {

  private final int n;
  private final double[] left;
  private final double[] right;
  private final Matrix leftMatrix;
  private final Matrix rightMatrix;
  private final double[] pivots;
  private final Scaling scaling;
  private int sign = 1;

  private CompletePivoting(int n, double[] a) {
    this.n = n;
    this.scaling = Scaling.of(n, a);
    this.left = new double[n * n];
    this.right = new double[n * n];
    this.leftMatrix = Matrix.of(left, n, n);
    this.rightMatrix = Matrix.of(right, n, n);
    this.pivots = new double[n];
  }

  /**
   * Factors a matrix.
   *
   * @param n its order
   * @param a n² finite numbers row by row. Not modified.
   */
  static CompletePivoting of(int n, double[] a) {
    CompletePivoting result = new CompletePivoting(n, a);
    result.factor(result.scaling.scaled(a));
    return result;
  }

  /** {@code L⁻¹ P}. */
  Matrix left() {
    return leftMatrix;
  }

  /** {@code Q U⁻¹}. */
  Matrix right() {
    return rightMatrix;
  }

  /** The diagonal of D, zeros last. Not copied. */
  double[] pivots() {
    return pivots;
  }

  /** The sign of both permutations. */
  int sign() {
    return sign;
  }

  Scaling scaling() {
    return scaling;
  }

  /** Every step on S is taken on the identity beside it, and on the one below. */
  private void factor(double[] s) {
    for (int i = 0; i < n; i++) {
      left[i * n + i] = 1;
      right[i * n + i] = 1;
    }
    for (int k = 0; k < n; k++) {
      int best = k * n + k;
      for (int i = k; i < n; i++) {
        for (int j = k; j < n; j++) {
          best = Math.abs(s[i * n + j]) > Math.abs(s[best]) ? i * n + j : best;
        }
      }
      double pivot = s[best];
      if (pivot == 0) {
        return;
      }
      pivots[k] = pivot;
      exchange(k, best / n, best % n, s);
      for (int i = k + 1; i < n; i++) {
        double factor = s[i * n + k] / pivot;
        if (factor != 0) {
          subtract(factor, s, k * n + k, 1, s, i * n + k, n - k);
          subtract(factor, left, k * n, 1, left, i * n, n);
        }
      }
      for (int j = k + 1; j < n; j++) {
        double factor = s[k * n + j] / pivot;
        if (factor != 0) {
          subtract(factor, right, k, n, right, j, n);
        }
      }
    }
  }

  private void exchange(int k, int row, int column, double[] s) {
    sign = (row == k) == (column == k) ? sign : -sign;
    for (int t = 0; t < n; t++) {
      swap(s, k * n + t, row * n + t);
      swap(left, k * n + t, row * n + t);
    }
    for (int t = 0; t < n; t++) {
      swap(s, t * n + k, t * n + column);
      swap(right, t * n + k, t * n + column);
    }
  }

  private static void swap(double[] x, int i, int j) {
    double y = x[i];
    x[i] = x[j];
    x[j] = y;
  }

  private void subtract(
      double factor, double[] from, int at, int step, double[] to, int place, int length) {
    for (int t = 0; t < length; t++) {
      to[place + t * step] -= factor * from[at + t * step];
    }
  }
}
