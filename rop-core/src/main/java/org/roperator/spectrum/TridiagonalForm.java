package org.roperator.spectrum;

import java.util.Arrays;

/**
 * A symmetric matrix as {@code QTQᵀ} with T tridiagonal, and the eigenvalues of T.
 *
 * <p>Householder reflections from the last row up (Golub &amp; Van Loan, Matrix Computations,
 * §8.3): each costs a product with the part of the matrix that is left and an update of rank two.
 * Implicit QL steps then find the eigenvalues, and on demand the first entry of each eigenvector of
 * T (Golub &amp; Welsch 1969), at n² operations.
 */
final class TridiagonalForm {

  /** QL takes two or three steps per eigenvalue; far beyond that an entry is not finite. */
  private static final int STEPS_PER_VALUE = 60;

  private final double[] diagonal;
  private final double[] beside;

  private TridiagonalForm(double[] diagonal, double[] beside) {
    this.diagonal = diagonal;
    this.beside = beside;
  }

  /**
   * Of a matrix that is tridiagonal already.
   *
   * @param diagonal n entries. Kept.
   * @param beside n entries, of which the last counts nothing. Kept.
   */
  static TridiagonalForm of(double[] diagonal, double[] beside) {
    return new TridiagonalForm(diagonal, beside);
  }

  /**
   * Of a full matrix.
   *
   * @param n its order
   * @param a its entries row by row, of which those on and below the diagonal count. Overwritten.
   */
  static TridiagonalForm reduce(int n, double[] a) {
    double[] diagonal = new double[n];
    double[] beside = new double[n];
    double[] v = new double[n];
    double[] q = new double[n];
    for (int k = n - 1; k > 0; k--) {
      diagonal[k] = a[k * n + k];
      System.arraycopy(a, k * n, v, 0, k);
      double tau = reflector(v, k);
      beside[k - 1] = v[k];
      if (tau != 0) {
        // p = τAv, q = p − ½τ(p·v)v, A ← A − vqᵀ − qvᵀ.
        multiply(n, a, k, v, q);
        double half = 0;
        for (int i = 0; i < k; i++) {
          half += q[i] * v[i];
        }
        half *= tau * tau / 2;
        for (int i = 0; i < k; i++) {
          q[i] = tau * q[i] - half * v[i];
        }
        for (int i = 0; i < k; i++) {
          update(a, i * n, i + 1, v[i], q, q[i], v);
        }
      }
    }
    diagonal[0] = a[0];
    return new TridiagonalForm(diagonal, beside);
  }

  /**
   * p = Av with the leading k rows, each entry below the diagonal read once for both its places.
   */
  private static void multiply(int n, double[] a, int k, double[] v, double[] p) {
    Arrays.fill(p, 0, k, 0);
    for (int i = 0; i < k; i++) {
      p[i] += a[i * n + i] * v[i] + rowProduct(a, i * n, i, v, v[i], p);
    }
  }

  /** The product of a row with v, and p ← p + xᵢ row. */
  private static double rowProduct(
      double[] a, int at, int length, double[] v, double x, double[] p) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int j = 0;
    for (; j + 3 < length; j += 4) {
      s0 += a[at + j] * v[j];
      s1 += a[at + j + 1] * v[j + 1];
      s2 += a[at + j + 2] * v[j + 2];
      s3 += a[at + j + 3] * v[j + 3];
    }
    for (; j < length; j++) {
      s0 += a[at + j] * v[j];
    }
    for (int i = 0; i < length; i++) {
      p[i] += x * a[at + i];
    }
    return (s0 + s1) + (s2 + s3);
  }

  private static void update(
      double[] a, int at, int length, double x, double[] q, double y, double[] v) {
    for (int j = 0; j < length; j++) {
      a[at + j] -= x * q[j] + y * v[j];
    }
  }

  /**
   * Turns x = v[0…k) into the v of {@code I − τvvᵀ}, which maps x to a multiple of the last unit
   * vector; that multiple goes to v[k]. Answers τ, 0 where x is such a multiple already.
   */
  private static double reflector(double[] v, int k) {
    double largest = 0;
    for (int i = 0; i < k - 1; i++) {
      largest = Math.max(largest, Math.abs(v[i]));
    }
    double last = v[k - 1];
    if (largest == 0) {
      v[k] = last;
      return 0;
    }
    largest = Math.max(largest, Math.abs(last));
    double squares = 0;
    for (int i = 0; i < k; i++) {
      v[i] /= largest;
      squares += v[i] * v[i];
    }
    double norm = Math.copySign(Math.sqrt(squares), -last);
    double head = v[k - 1] - norm;
    for (int i = 0; i < k - 1; i++) {
      v[i] /= head;
    }
    v[k - 1] = 1;
    v[k] = norm * largest;
    return -head / norm;
  }

  /**
   * The eigenvalues, unsorted, in the array of the diagonal.
   *
   * @param first becomes the first entries of the eigenvectors of T if it is {@code e₁}, in the
   *     order of the eigenvalues; empty for none. Updated.
   */
  double[] eigenvalues(double[] first) {
    double[] d = diagonal;
    double[] e = beside;
    int n = d.length;
    e[n - 1] = 0;
    double rounding = rounding();
    for (int l = 0; l < n; l++) {
      int steps = 0;
      for (int m = splitAfter(d, e, l, rounding); m > l; m = splitAfter(d, e, l, rounding)) {
        if (steps++ == STEPS_PER_VALUE) {
          throw new IllegalStateException("QL steps do not converge on " + Arrays.toString(d));
        }
        step(d, e, first, l, m);
      }
    }
    return d;
  }

  /**
   * What is rounding beside the largest entries. Many eigenvalues that are zero leave a diagonal
   * and its neighbours of this size all over: judged by each other they never fall apart.
   */
  private double rounding() {
    double largest = 0;
    for (int i = 0; i < diagonal.length; i++) {
      largest = Math.max(largest, Math.abs(diagonal[i]) + Math.abs(beside[i]));
    }
    return Math.max(0x1p-53 * largest, Double.MIN_NORMAL);
  }

  /** The first m ≥ l after which T falls apart. */
  private static int splitAfter(double[] d, double[] e, int l, double rounding) {
    int m = l;
    while (m < d.length - 1) {
      double around = Math.abs(d[m]) + Math.abs(d[m + 1]);
      if (Math.abs(e[m]) <= 0x1p-53 * around || Math.abs(e[m]) <= rounding) {
        break;
      }
      m++;
    }
    return m;
  }

  /** One implicit QL step with Wilkinson's shift on rows l to m. */
  private static void step(double[] d, double[] e, double[] first, int l, int m) {
    double g = (d[l + 1] - d[l]) / (2 * e[l]);
    double r = Math.hypot(g, 1);
    g = d[m] - d[l] + e[l] / (g + Math.copySign(r, g));
    double s = 1;
    double c = 1;
    double p = 0;
    for (int i = m - 1; i >= l; i--) {
      double f = s * e[i];
      double b = c * e[i];
      r = Math.hypot(f, g);
      e[i + 1] = r;
      if (r == 0) {
        d[i + 1] -= p;
        e[m] = 0;
        return;
      }
      s = f / r;
      c = g / r;
      g = d[i + 1] - p;
      r = (d[i] - g) * s + 2 * c * b;
      p = s * r;
      d[i + 1] = g + p;
      g = c * r - b;
      if (first.length > 0) {
        double z = first[i + 1];
        first[i + 1] = s * first[i] + c * z;
        first[i] = c * first[i] - s * z;
      }
    }
    d[l] -= p;
    e[l] = g;
    e[m] = 0;
  }
}
