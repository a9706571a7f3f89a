package org.roperator.dense;

/**
 * A square matrix in triangular factors with partial pivoting, {@code P A = L U}: factored once,
 * solved with any number of times.
 *
 * <p>Factoring costs n³/3 multiply-adds, nearly all of them in matrix products of a {@link Blas}; a
 * system, transposed or not, costs n², and k systems at once are matrix products too. Immutable and
 * safe to share between threads. Results repeat bit for bit.
 *
 * <p>The algorithm works through the matrix in blocks of columns: a block is factored by plain
 * loops, and its effect on the rest is one product (Golub &amp; Van Loan, Matrix Computations, §3.2
 * and §3.4).
 */
public final class LuFactorization {

  /** Columns of a block: wide enough for fast products, so narrow that the loops matter little. */
  private static final int BLOCK = 32;

  /** How many entries, n², a matrix may have: as many as an array. */
  public static final int MOST_ENTRIES = Integer.MAX_VALUE - 8;

  private final int n;
  private final double[] lu;
  private final int[] rowOf;
  private final boolean singular;
  private final Blas blas;

  private LuFactorization(int n, double[] lu, int[] rowOf, boolean singular, Blas blas) {
    this.n = n;
    this.lu = lu;
    this.rowOf = rowOf;
    this.singular = singular;
    this.blas = blas;
  }

  /**
   * Factors a matrix.
   *
   * @param n its order, at least 1
   * @param a its n² entries row by row. Kept and overwritten.
   * @param blas what multiplies matrices
   */
  public static LuFactorization of(int n, double[] a, Blas blas) {
    if (n < 1) {
      throw new IllegalArgumentException("The order is " + n + ", but must be at least 1.");
    }
    long entries = (long) n * n;
    if (entries > MOST_ENTRIES) {
      throw new IllegalArgumentException(
          "A matrix of order "
              + n
              + " has "
              + entries
              + " entries, "
              + 8 * entries
              + " bytes, more than an array holds; use an iterative solver such as Gmres.");
    }
    if (a.length != entries) {
      throw new IllegalArgumentException(
          "A matrix of order "
              + n
              + " has "
              + entries
              + " entries, but the array has "
              + a.length
              + ".");
    }
    double largest = 0;
    for (double x : a) {
      largest = Math.max(largest, Math.abs(x)); // NaN stays NaN
    }
    int[] rowOf = new int[n];
    for (int i = 0; i < n; i++) {
      rowOf[i] = i;
    }
    double leastPivot = new Factoring(n, a, rowOf, blas).run();
    // Below this a pivot is what rounding left of zero.
    boolean singular = !(leastPivot > n * 0x1p-52 * largest);
    return new LuFactorization(n, a, rowOf, singular, blas);
  }

  /** The order n of the matrix. */
  public int order() {
    return n;
  }

  /**
   * Whether the matrix is singular to working precision, or has entries that are not finite: a
   * pivot is no larger than rounding, {@code n ε max |aᵢⱼ|}. Solutions mean nothing then.
   */
  public boolean isSingular() {
    return singular;
  }

  /** {@code ln |det A|}; −∞ if a pivot is zero. */
  public double logAbsDeterminant() {
    double sum = 0;
    for (int i = 0; i < n; i++) {
      sum += Math.log(Math.abs(lu[i * n + i]));
    }
    return sum;
  }

  /** The sign of {@code det A}: 1, −1, or 0 if a pivot is zero. */
  public int determinantSign() {
    double sign = 1;
    boolean[] seen = new boolean[n];
    for (int i = 0; i < n; i++) {
      sign *= Math.signum(lu[i * n + i]);
      // Every cycle of even length is an odd permutation.
      int length = 0;
      for (int j = i; !seen[j]; j = rowOf[j]) {
        seen[j] = true;
        length++;
      }
      sign = length > 0 && length % 2 == 0 ? -sign : sign;
    }
    return (int) sign;
  }

  /**
   * Solves {@code A u = b} for k right-hand sides.
   *
   * @param b k right-hand sides of n numbers, one behind the other from index 0 on. Overwritten by
   *     the solutions.
   * @param k how many
   * @param work at least kn numbers, another array than b. Overwritten.
   */
  public void solve(double[] b, int k, double[] work) {
    requireRoom(b, k, work);
    double[] s = b;
    double[] t = work;
    for (int r = 0; r < k; r++) {
      for (int i = 0; i < n; i++) {
        t[r * n + i] = s[r * n + rowOf[i]];
      }
    }
    // L s = t, then U t = s, block by block.
    for (int from = 0; from < n; from += BLOCK) {
      int to = Math.min(n, from + BLOCK);
      subtract(k, s, 0, from, t, from, to);
      for (int r = 0; r < k; r++) {
        for (int i = from; i < to; i++) {
          s[r * n + i] = t[r * n + i] - dot(i, from, i, s, r * n);
        }
      }
    }
    for (int from = (n - 1) / BLOCK * BLOCK; from >= 0; from -= BLOCK) {
      int to = Math.min(n, from + BLOCK);
      subtract(k, t, to, n, s, from, to);
      for (int r = 0; r < k; r++) {
        for (int i = to - 1; i >= from; i--) {
          t[r * n + i] = (s[r * n + i] - dot(i, i + 1, to, t, r * n)) / lu[i * n + i];
        }
      }
    }
    System.arraycopy(t, 0, b, 0, k * n);
  }

  /**
   * Solves {@code Aᵀ u = b} for k right-hand sides.
   *
   * @param b k right-hand sides of n numbers, one behind the other from index 0 on. Overwritten by
   *     the solutions.
   * @param k how many
   * @param work at least kn numbers, another array than b. Overwritten.
   */
  public void solveTransposed(double[] b, int k, double[] work) {
    requireRoom(b, k, work);
    double[] s = work;
    double[] t = b;
    // Uᵀ s = t, then Lᵀ t = s; rows of L and U are subtracted from what lies ahead.
    for (int from = 0; from < n; from += BLOCK) {
      int to = Math.min(n, from + BLOCK);
      for (int r = 0; r < k; r++) {
        for (int i = from; i < to; i++) {
          s[r * n + i] = t[r * n + i] / lu[i * n + i];
          subtractRow(s[r * n + i], i, i + 1, to, t, r * n);
        }
      }
      subtractTransposed(k, s, from, to, t, to, n);
    }
    for (int from = (n - 1) / BLOCK * BLOCK; from >= 0; from -= BLOCK) {
      int to = Math.min(n, from + BLOCK);
      for (int r = 0; r < k; r++) {
        for (int i = to - 1; i >= from; i--) {
          t[r * n + i] = s[r * n + i];
          subtractRow(t[r * n + i], i, from, i, s, r * n);
        }
      }
      subtractTransposed(k, t, from, to, s, 0, from);
    }
    System.arraycopy(t, 0, s, 0, k * n);
    for (int r = 0; r < k; r++) {
      for (int i = 0; i < n; i++) {
        b[r * n + rowOf[i]] = s[r * n + i];
      }
    }
  }

  private void requireRoom(double[] b, int k, double[] work) {
    long needed = (long) k * n;
    if (k < 0 || b.length < needed || work.length < needed || b == work) {
      throw new IllegalArgumentException(
          k
              + " systems of order "
              + n
              + " need "
              + needed
              + " right-hand sides and, in another array, "
              + needed
              + " numbers for work, but there are "
              + b.length
              + " and "
              + work.length
              + (b == work ? ", in one array." : "."));
    }
  }

  /** {@code y[from..to) −= M[from..to, low..high) x[low..high)} for each of k pairs of rows. */
  private void subtract(int k, double[] x, int low, int high, double[] y, int from, int to) {
    int terms = high - low;
    if (k == 1) {
      blas.gemv(Transpose.NO, to - from, terms, -1, lu, from * n + low, n, x, low, 1, y, from);
    } else {
      blas.gemm(
          Transpose.NO,
          Transpose.YES,
          k,
          to - from,
          terms,
          -1,
          x,
          low,
          n,
          lu,
          from * n + low,
          n,
          1,
          y,
          from,
          n);
    }
  }

  /** {@code y[low..high) −= M[from..to, low..high)ᵀ x[from..to)} for each of k pairs of rows. */
  private void subtractTransposed(
      int k, double[] x, int from, int to, double[] y, int low, int high) {
    int outputs = high - low;
    if (k == 1) {
      blas.gemv(Transpose.YES, to - from, outputs, -1, lu, from * n + low, n, x, from, 1, y, low);
    } else {
      blas.gemm(
          Transpose.NO,
          Transpose.NO,
          k,
          outputs,
          to - from,
          -1,
          x,
          from,
          n,
          lu,
          from * n + low,
          n,
          1,
          y,
          low,
          n);
    }
  }

  /** In two partial sums, which run side by side. */
  private double dot(int row, int from, int to, double[] x, int xFrom) {
    double even = 0;
    double odd = 0;
    int at = row * n;
    int j = from;
    for (; j + 1 < to; j += 2) {
      even += lu[at + j] * x[xFrom + j];
      odd += lu[at + j + 1] * x[xFrom + j + 1];
    }
    return j < to ? even + odd + lu[at + j] * x[xFrom + j] : even + odd;
  }

  private void subtractRow(double factor, int row, int from, int to, double[] y, int yFrom) {
    for (int j = from; j < to; j++) {
      y[yFrom + j] -= factor * lu[row * n + j];
    }
  }

  /** The factoring itself, in place. */
  private static final class Factoring {

    private final int n;
    private final double[] a;
    private final int[] rowOf;
    private final Blas blas;

    Factoring(int n, double[] a, int[] rowOf, Blas blas) {
      this.n = n;
      this.a = a;
      this.rowOf = rowOf;
      this.blas = blas;
    }

    /** Factors; returns the smallest pivot, NaN if one is. */
    double run() {
      double leastPivot = Double.POSITIVE_INFINITY;
      double[] below = new double[n * Math.min(n, BLOCK)];
      double[] right = new double[n * Math.min(n, BLOCK)];
      for (int from = 0; from < n; from += BLOCK) {
        int to = Math.min(n, from + BLOCK);
        leastPivot = Math.min(leastPivot, factorColumns(from, to));
        for (int i = from + 1; i < to; i++) {
          for (int p = from; p < i; p++) {
            subtractRow(a[i * n + p], p, i, to, n);
          }
        }
        update(from, to, below, right);
      }
      return leastPivot;
    }

    /** Factors the columns of a block from its diagonal down, exchanging whole rows. */
    private double factorColumns(int from, int to) {
      double leastPivot = Double.POSITIVE_INFINITY;
      for (int p = from; p < to; p++) {
        exchange(p, pivotRow(p));
        double pivot = a[p * n + p];
        leastPivot = Math.min(leastPivot, Math.abs(pivot));
        // Below a pivot of zero there are zeros alone.
        for (int i = p + 1; i < n && pivot != 0; i++) {
          double factor = a[i * n + p] / pivot;
          a[i * n + p] = factor;
          subtractRow(factor, p, i, p + 1, to);
        }
      }
      return leastPivot;
    }

    private int pivotRow(int p) {
      int best = p;
      for (int i = p + 1; i < n; i++) {
        if (Math.abs(a[i * n + p]) > Math.abs(a[best * n + p])) {
          best = i;
        }
      }
      return best;
    }

    private void exchange(int p, int q) {
      if (p != q) {
        for (int j = 0; j < n; j++) {
          double x = a[p * n + j];
          a[p * n + j] = a[q * n + j];
          a[q * n + j] = x;
        }
        int row = rowOf[p];
        rowOf[p] = rowOf[q];
        rowOf[q] = row;
      }
    }

    private void subtractRow(double factor, int source, int target, int from, int to) {
      for (int j = from; j < to; j++) {
        a[target * n + j] -= factor * a[source * n + j];
      }
    }

    /** Subtracts the product of the block below and the block to the right from the rest. */
    private void update(int from, int to, double[] below, double[] right) {
      int rest = n - to;
      int width = to - from;
      for (int i = 0; i < rest; i++) {
        System.arraycopy(a, (to + i) * n + from, below, i * width, width);
      }
      for (int p = 0; p < width; p++) {
        System.arraycopy(a, (from + p) * n + to, right, p * rest, rest);
      }
      blas.gemm(
          Transpose.NO,
          Transpose.NO,
          rest,
          rest,
          width,
          -1,
          below,
          0,
          Math.max(1, width),
          right,
          0,
          Math.max(1, rest),
          1,
          a,
          Math.min(to * n + to, a.length),
          n);
    }
  }
}
