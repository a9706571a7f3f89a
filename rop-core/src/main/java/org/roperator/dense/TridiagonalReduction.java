package org.roperator.dense;

import static org.roperator.dense.Transpose.NO;
import static org.roperator.dense.Transpose.YES;

import java.util.Arrays;

/**
 * A symmetric matrix as {@code Q T Qᵀ} with T tridiagonal, by Householder reflections from the last
 * row up (Golub &amp; Van Loan, Matrix Computations, §8.3), several rows at a time: their effect on
 * the rows that are left is two products of matrices (Dongarra, Sorensen &amp; Hammarling 1989).
 */
final class TridiagonalReduction {

  /** Rows whose reflections are held back and taken in together. */
  private static final int BLOCK = 32;

  private final int n;

  /** Row k begins with the k entries of v of the reflection I − τvvᵀ that reduced it. */
  private final double[] a;

  private final double[] tau;
  private final double[] diagonal;
  private final double[] beside;

  private TridiagonalReduction(int n, double[] a) {
    this.n = n;
    this.a = a;
    this.tau = new double[n];
    this.diagonal = new double[n];
    this.beside = new double[n];
  }

  /**
   * Reduces a matrix.
   *
   * @param n its order
   * @param a its entries row by row, of which those on and below the diagonal count. Kept and
   *     overwritten.
   * @param graded whether rows are to be taken in one at a time, so that small entries at the upper
   *     left don't meet rounding of large ones at the lower right
   * @param blas what multiplies matrices
   */
  static TridiagonalReduction of(int n, double[] a, boolean graded, Blas blas) {
    TridiagonalReduction result = new TridiagonalReduction(n, a);
    if (graded) {
      result.reduce(1, blas);
    } else {
      result.reduce(BLOCK, blas);
    }
    return result;
  }

  /** The n diagonal entries of T. Not copied. */
  double[] diagonal() {
    return diagonal;
  }

  /** The n − 1 entries beside them and one more. Not copied. */
  double[] beside() {
    return beside;
  }

  private void reduce(int most, Blas blas) {
    double[] vs = new double[most * n];
    double[] ws = new double[most * n];
    double[] v = new double[n + 1];
    double[] w = new double[n];
    int left = n;
    while (left > 1) {
      int count = Math.min(most, left - 1);
      for (int c = 0; c < count; c++) {
        int k = left - 1 - c;
        catchUp(k, c, vs, ws);
        diagonal[k] = a[k * n + k];
        System.arraycopy(a, k * n, v, 0, k);
        tau[k] = reflector(v, k);
        beside[k - 1] = v[k];
        System.arraycopy(v, 0, a, k * n, k);
        image(k, c, v, vs, ws, w);
        store(v, k, vs, c * n, left);
        store(w, k, ws, c * n, left);
      }
      left -= count;
      if (most == 1) {
        for (int i = 0; i < left; i++) {
          subtract(i * n, i + 1, vs[i], ws, 0, ws[i], vs, 0);
        }
      } else {
        blas.gemm(YES, NO, left, left, count, -1, vs, 0, n, ws, 0, n, 1, a, 0, n);
        blas.gemm(YES, NO, left, left, count, -1, ws, 0, n, vs, 0, n, 1, a, 0, n);
      }
    }
    diagonal[0] = a[0];
  }

  /** Takes into row k what the reflections of this block, c of them, did to it. */
  private void catchUp(int k, int c, double[] vs, double[] ws) {
    for (int j = 0; j < c; j++) {
      subtract(k * n, k + 1, vs[j * n + k], ws, j * n, ws[j * n + k], vs, j * n);
    }
  }

  private void subtract(
      int at, int length, double x, double[] w, int wFrom, double y, double[] v, int vFrom) {
    for (int j = 0; j < length; j++) {
      a[at + j] -= x * w[wFrom + j] + y * v[vFrom + j];
    }
  }

  private static void store(double[] x, int k, double[] rows, int at, int end) {
    System.arraycopy(x, 0, rows, at, k);
    Arrays.fill(rows, at + k, at + end, 0);
  }

  /** p = τAv, w = p − ½τ(p·v)v: then A − vwᵀ − wvᵀ is the matrix after the reflection. */
  private void image(int k, int c, double[] v, double[] vs, double[] ws, double[] w) {
    Arrays.fill(w, 0, k, 0);
    double t = tau[k];
    if (t == 0) {
      return;
    }
    for (int i = 0; i < k; i++) {
      w[i] += a[i * n + i] * v[i] + rowProduct(i * n, i, v, v[i], w);
    }
    for (int j = 0; j < c; j++) {
      double alongW = dot(v, 0, ws, j * n, k);
      double alongV = dot(v, 0, vs, j * n, k);
      for (int i = 0; i < k; i++) {
        w[i] -= alongW * vs[j * n + i] + alongV * ws[j * n + i];
      }
    }
    double half = t * t / 2 * dot(v, 0, w, 0, k);
    for (int i = 0; i < k; i++) {
      w[i] = t * w[i] - half * v[i];
    }
  }

  /** The product of a row with v, and p ← p + x row: each entry is read once for both places. */
  private double rowProduct(int at, int length, double[] v, double x, double[] p) {
    double product = dot(v, 0, a, at, length);
    for (int i = 0; i < length; i++) {
      p[i] += x * a[at + i];
    }
    return product;
  }

  static double dot(double[] x, int xFrom, double[] y, int yFrom, int length) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int j = 0;
    for (; j + 3 < length; j += 4) {
      s0 += x[xFrom + j] * y[yFrom + j];
      s1 += x[xFrom + j + 1] * y[yFrom + j + 1];
      s2 += x[xFrom + j + 2] * y[yFrom + j + 2];
      s3 += x[xFrom + j + 3] * y[yFrom + j + 3];
    }
    for (; j < length; j++) {
      s0 += x[xFrom + j] * y[yFrom + j];
    }
    return (s0 + s1) + (s2 + s3);
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
   * Qᵀ row by row. Blocks of reflections are I − VᵀSV with S triangular (Schreiber &amp; Van Loan
   * 1989).
   */
  double[] rotation(Blas blas) {
    double[] q = new double[n * n];
    for (int i = 0; i < n; i++) {
      q[i * n + i] = 1;
    }
    double[] vs = new double[BLOCK * n];
    double[] s = new double[BLOCK * BLOCK];
    double[] product = new double[BLOCK * n];
    double[] image = new double[BLOCK * n];
    for (int from = 1; from < n; from += BLOCK) {
      int count = Math.min(BLOCK, n - from);
      int size = from + count - 1;
      for (int j = 0; j < count; j++) {
        int k = from + j;
        store(k, vs, j * n, size);
        triangle(j, tau[k], vs, s, size);
      }
      blas.gemm(NO, YES, size, count, size, 1, q, 0, n, vs, 0, n, 0, product, 0, BLOCK);
      blas.gemm(NO, NO, size, count, count, 1, product, 0, BLOCK, s, 0, BLOCK, 0, image, 0, BLOCK);
      blas.gemm(NO, NO, size, size, count, -1, image, 0, BLOCK, vs, 0, n, 1, q, 0, n);
    }
    return q;
  }

  private void store(int k, double[] vs, int at, int size) {
    System.arraycopy(a, k * n, vs, at, k);
    Arrays.fill(vs, at + k, at + size, 0);
  }

  /** Column j of S: −τ S (V vⱼ) above the diagonal, τ on it. */
  private void triangle(int j, double t, double[] vs, double[] s, int size) {
    double[] along = new double[j];
    for (int i = 0; i < j; i++) {
      along[i] = dot(vs, i * n, vs, j * n, size);
    }
    for (int i = 0; i < BLOCK; i++) {
      double sum = 0;
      for (int l = i; l < j; l++) {
        sum += s[i * BLOCK + l] * along[l];
      }
      s[i * BLOCK + j] = i < j ? -t * sum : i == j ? t : 0;
    }
  }
}
