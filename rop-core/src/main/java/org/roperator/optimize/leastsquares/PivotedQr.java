package org.roperator.optimize.leastsquares;

import org.roperator.internal.Vectors;

/**
 * A matrix A of m rows and n columns as {@code AP = QR}, by Householder's reflections with the
 * largest column left first (Businger &amp; Golub 1965), so that the diagonal of R falls and tells
 * the rank. Costs {@code 2kmn} multiply-adds, {@code k = min(m, n)}.
 */
final class PivotedQr {

  private static final double ROUNDING = 0x1p-52;

  /** Norms that fell to this part since they were computed have lost half their digits. */
  private static final double LOST = 0x1p-26;

  private final double[][] columns;
  private final double[] diagonal;
  private final int[] order;
  private final int rows;
  private final int rank;

  /**
   * Factors.
   *
   * @param columns n columns of length m, finite. Overwritten and kept.
   */
  PivotedQr(double[][] columns) {
    int n = columns.length;
    this.columns = columns;
    this.rows = columns[0].length;
    int k = Math.min(rows, n);
    this.diagonal = new double[k];
    this.order = new int[n];
    double[] left = new double[n];
    double[] computed = new double[n];
    for (int j = 0; j < n; j++) {
      order[j] = j;
      left[j] = norm(columns[j], 0);
      computed[j] = left[j];
    }
    for (int i = 0; i < k; i++) {
      swap(i, largest(left, i), left, computed);
      double sigma = norm(columns[i], i);
      if (sigma == 0) {
        break;
      }
      reflect(i, sigma);
      for (int j = i + 1; j < n; j++) {
        apply(i, columns[j]);
        update(left, computed, j, i);
      }
    }
    this.rank = rankOf(Math.max(rows, n));
  }

  private static int largest(double[] left, int from) {
    int best = from;
    for (int j = from + 1; j < left.length; j++) {
      best = left[j] > left[best] ? j : best;
    }
    return best;
  }

  private void swap(int i, int j, double[] left, double[] computed) {
    double[] column = columns[i];
    columns[i] = columns[j];
    columns[j] = column;
    int place = order[i];
    order[i] = order[j];
    order[j] = place;
    left[j] = left[i];
    computed[j] = computed[i];
  }

  /** Makes {@code H = I − vvᵀ/|vᵢ|}, {@code v = x/σ + sign(xᵢ)eᵢ}, of the column's lower part x. */
  private void reflect(int i, double sigma) {
    double[] x = columns[i];
    double sign = x[i] < 0 ? -1 : 1;
    for (int l = i; l < rows; l++) {
      x[l] /= sigma;
    }
    x[i] += sign;
    diagonal[i] = -sign * sigma;
  }

  private void apply(int i, double[] c) {
    double[] v = columns[i];
    double sum = 0;
    for (int l = i; l < rows; l++) {
      sum += v[l] * c[l];
    }
    double factor = sum / Math.abs(v[i]);
    for (int l = i; l < rows; l++) {
      c[l] -= factor * v[l];
    }
  }

  /** Takes row i from the norm of column j; computes it anew when little is left. */
  private void update(double[] left, double[] computed, int j, int i) {
    if (left[j] == 0) {
      return;
    }
    double share = columns[j][i] / left[j];
    left[j] *= Math.sqrt(Math.max(0, (1 - share) * (1 + share)));
    if (!(left[j] > LOST * computed[j])) {
      left[j] = norm(columns[j], i + 1);
      computed[j] = left[j];
    }
  }

  private static double norm(double[] x, int from) {
    double sum = 0;
    for (int l = from; l < x.length; l++) {
      sum += x[l] * x[l];
    }
    if (sum > 1e-280 && sum < 1e280) {
      return Math.sqrt(sum);
    }
    double[] part = new double[x.length - from];
    System.arraycopy(x, from, part, 0, part.length);
    return Vectors.norm(part);
  }

  private int rankOf(int size) {
    double least = size * ROUNDING * Math.abs(diagonal[0]);
    int count = 0;
    while (count < diagonal.length && Math.abs(diagonal[count]) > least) {
      count++;
    }
    return count;
  }

  /** How many columns are independent beyond rounding. */
  int rank() {
    return rank;
  }

  /** Which column of A stands at each place of R. Not copied. */
  int[] order() {
    return order;
  }

  /** {@code Rᵢⱼ}, {@code i ≤ j}. */
  double r(int i, int j) {
    return i == j ? diagonal[i] : columns[j][i];
  }

  /** The rows of R, {@code min(m, n)}. */
  int rows() {
    return diagonal.length;
  }

  /**
   * The first {@code min(m, n)} numbers of {@code Qᵀb}.
   *
   * @param b m numbers. Not modified.
   */
  double[] transposedTimes(double[] b) {
    double[] c = b.clone();
    double[] first = new double[diagonal.length];
    for (int i = 0; i < first.length; i++) {
      if (diagonal[i] != 0) {
        apply(i, c);
      }
      first[i] = c[i];
    }
    return first;
  }

  /** Solves {@code R₁x = b} with the leading block of R of the dimension of b. Overwrites b. */
  void solveUpper(double[] b) {
    for (int i = b.length - 1; i >= 0; i--) {
      double sum = b[i];
      for (int j = i + 1; j < b.length; j++) {
        sum -= columns[j][i] * b[j];
      }
      b[i] = sum / diagonal[i];
    }
  }

  /** Solves {@code R₁ᵀx = b} with the leading block of R of the dimension of b. Overwrites b. */
  void solveLower(double[] b) {
    for (int i = 0; i < b.length; i++) {
      double sum = b[i];
      for (int j = 0; j < i; j++) {
        sum -= columns[i][j] * b[j];
      }
      b[i] = sum / diagonal[i];
    }
  }
}
