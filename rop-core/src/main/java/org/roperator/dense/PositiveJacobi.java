package org.roperator.dense;

import org.jspecify.annotations.Nullable;

/**
 * Eigenvalues of a positive definite matrix, each right relative to itself as far as its entries
 * determine it: Jacobi rotations that make the columns of a Cholesky factor orthogonal (Veselić
 * &amp; Hari 1989; Demmel &amp; Veselić 1992).
 *
 * <p>With {@code A = DHD}, H of unit diagonal, the relative errors are some roundings times the
 * condition of H, whatever D is.
 */
final class PositiveJacobi {

  /** They converge quadratically; six to ten are usual. */
  private static final int MOST_SWEEPS = 60;

  /** Twice as many as are usual: what turns on is rounding. */
  private static final int USUAL_SWEEPS = 15;

  /** Squares of lengths below it could lose digits, and with them what is orthogonal. */
  private static final double SMALLEST = 0x1p-990;

  private final int n;

  /** Rows of the factor R of PAPᵀ = RᵀR, which become orthogonal. */
  private final double[] rows;

  private final int[] columnOf;

  private PositiveJacobi(int n, double[] rows, int[] columnOf) {
    this.n = n;
    this.rows = rows;
    this.columnOf = columnOf;
  }

  /**
   * Diagonalizes a matrix; null if it is not positive definite to working precision, or a pivot is
   * below 2⁻⁹⁹⁰.
   *
   * @param n its order
   * @param a its entries row by row, of which those on and below the diagonal count, below 1e300.
   *     Not modified.
   */
  static @Nullable PositiveJacobi of(int n, double[] a) {
    PositiveJacobi result = new PositiveJacobi(n, new double[n * n], new int[n]);
    if (!result.factor(a)) {
      return null;
    }
    result.sweep();
    return result;
  }

  /** Eigenvalue i. */
  double value(int i) {
    return TridiagonalReduction.dot(rows, i * n, rows, i * n, n);
  }

  /** Eigenvector i, of unit length. */
  void vector(int i, double[] out, int at) {
    double length = Math.sqrt(value(i));
    for (int j = 0; j < n; j++) {
      out[at + columnOf[j]] = rows[i * n + j] / length;
    }
  }

  /** Cholesky's factor, the largest pivot first, so that its rows fall in length. */
  private boolean factor(double[] a) {
    double[] pivots = new double[n];
    for (int i = 0; i < n; i++) {
      columnOf[i] = i;
      pivots[i] = a[i * n + i];
    }
    for (int k = 0; k < n; k++) {
      exchange(k, largest(pivots, k), pivots);
      int source = columnOf[k];
      double pivot = pivots[k];
      if (!(pivot > n * 0x1p-52 * a[source * n + source]) || pivot < SMALLEST) {
        return false;
      }
      double root = Math.sqrt(pivot);
      int at = k * n;
      for (int j = k + 1; j < n; j++) {
        int other = columnOf[j];
        rows[at + j] = a[Math.max(source, other) * n + Math.min(source, other)];
      }
      for (int i = 0; i < k; i++) {
        double factor = rows[i * n + k];
        for (int j = k + 1; j < n; j++) {
          rows[at + j] -= factor * rows[i * n + j];
        }
      }
      rows[at + k] = root;
      for (int j = k + 1; j < n; j++) {
        rows[at + j] /= root;
        pivots[j] -= rows[at + j] * rows[at + j];
      }
    }
    return true;
  }

  private int largest(double[] pivots, int from) {
    int best = from;
    for (int j = from + 1; j < n; j++) {
      best = pivots[j] > pivots[best] ? j : best;
    }
    return best;
  }

  private void exchange(int k, int p, double[] pivots) {
    if (k == p) {
      return;
    }
    double pivot = pivots[k];
    pivots[k] = pivots[p];
    pivots[p] = pivot;
    int column = columnOf[k];
    columnOf[k] = columnOf[p];
    columnOf[p] = column;
    for (int i = 0; i < k; i++) {
      double x = rows[i * n + k];
      rows[i * n + k] = rows[i * n + p];
      rows[i * n + p] = x;
    }
  }

  private void sweep() {
    double enough = 0x1p-53 * Math.sqrt(n);
    // Rounding of a dot product may be as large as this, and may never fall below what is usual.
    double rounding = 0x1p-53 * n;
    double[] squares = new double[n];
    boolean turned = true;
    for (int time = 0; turned; time++) {
      if (time == MOST_SWEEPS) {
        throw new IllegalStateException("Jacobi sweeps do not converge at order " + n + ".");
      }
      turned = false;
      for (int i = 0; i < n; i++) {
        squares[i] = value(i);
      }
      for (int p = 0; p < n - 1; p++) {
        for (int q = p + 1; q < n; q++) {
          double product = TridiagonalReduction.dot(rows, p * n, rows, q * n, n);
          double least = time < USUAL_SWEEPS ? enough : rounding;
          if (Math.abs(product) > least * Math.sqrt(squares[p]) * Math.sqrt(squares[q])) {
            turn(p, q, product, squares);
            turned = true;
          }
        }
      }
    }
  }

  private void turn(int p, int q, double product, double[] squares) {
    double zeta = (squares[q] - squares[p]) / (2 * product);
    double t = Math.copySign(1 / (Math.abs(zeta) + Math.hypot(1, zeta)), zeta);
    double c = 1 / Math.sqrt(1 + t * t);
    double s = c * t;
    // 1 − sr is c: a rounding of c itself would lengthen whole rows, hundreds of times.
    double r = s / (1 + c);
    int a = p * n;
    int b = q * n;
    for (int j = 0; j < n; j++) {
      double x = rows[a + j];
      double y = rows[b + j];
      rows[a + j] = x - s * (y + r * x);
      rows[b + j] = y + s * (x - r * y);
    }
    squares[p] = after(p, squares[p], -t * product);
    squares[q] = after(q, squares[q], t * product);
  }

  private double after(int i, double square, double change) {
    double next = square + change;
    return next < 0.1 * square ? value(i) : next; // cancellation
  }
}
