package org.roperator.dense;

import java.util.Arrays;

/**
 * Plain loops for products so small that the way into the library costs more than the arithmetic.
 *
 * <p>A call of a native library costs 0.2 to 0.5 µs before its first multiply-add, these loops
 * about 0.5 ns per multiply-add. Measured, both took 0.5 µs for a product of 10 × 10 × 10 and 0.25
 * µs for a matrix of 16 × 16 times a vector; at 8 × 8 × 8 the loops needed six tenths of the
 * library's time, at 16 × 16 × 16 twice as much. What is tiny depends on the shape alone, so that a
 * call repeated gives the same bits.
 */
final class TinyProducts {

  private static final long GEMM_LIMIT = 1000;
  private static final long GEMV_LIMIT = 256;

  private TinyProducts() {}

  static boolean isTinyGemm(int m, int n, int k) {
    return (long) m * n <= GEMM_LIMIT && (long) m * n * k <= GEMM_LIMIT;
  }

  static boolean isTinyGemv(int rows, int columns) {
    return (long) rows * columns <= GEMV_LIMIT;
  }

  /** C ← β C; with β = 0 the old content does not enter. */
  static void scale(int m, int n, double beta, double[] c, int cFrom, int cStride) {
    for (int i = 0; i < m; i++) {
      int row = cFrom + i * cStride;
      if (beta == 0) {
        Arrays.fill(c, row, row + n, 0);
      } else {
        for (int j = row; j < row + n; j++) {
          c[j] *= beta;
        }
      }
    }
  }

  /** As {@link Blas#gemm}, in blocks of 2 × 2 entries of C; k is at least 1. */
  static void gemm(
      Transpose opA,
      Transpose opB,
      int m,
      int n,
      int k,
      double alpha,
      double[] a,
      int aFrom,
      int aStride,
      double[] b,
      int bFrom,
      int bStride,
      double beta,
      double[] c,
      int cFrom,
      int cStride) {
    int aRow = opA == Transpose.NO ? aStride : 1;
    int aTerm = opA == Transpose.NO ? 1 : aStride;
    int bTerm = opB == Transpose.NO ? bStride : 1;
    int bColumn = opB == Transpose.NO ? 1 : bStride;
    for (int i = 0; i < m; i += 2) {
      // A block over the edge computes its last row or column twice and writes it once.
      boolean twoRows = i + 1 < m;
      int toNextRow = twoRows ? aRow : 0;
      for (int j = 0; j < n; j += 2) {
        boolean twoColumns = j + 1 < n;
        int toNextColumn = twoColumns ? bColumn : 0;
        int atA = aFrom + i * aRow;
        int atB = bFrom + j * bColumn;
        double c00 = 0;
        double c01 = 0;
        double c10 = 0;
        double c11 = 0;
        for (int p = 0; p < k; p++) {
          double a0 = a[atA];
          double a1 = a[atA + toNextRow];
          double b0 = b[atB];
          double b1 = b[atB + toNextColumn];
          c00 += a0 * b0;
          c01 += a0 * b1;
          c10 += a1 * b0;
          c11 += a1 * b1;
          atA += aTerm;
          atB += bTerm;
        }
        int at = cFrom + i * cStride + j;
        add(alpha * c00, beta, c, at);
        if (twoColumns) {
          add(alpha * c01, beta, c, at + 1);
        }
        if (twoRows) {
          add(alpha * c10, beta, c, at + cStride);
        }
        if (twoRows && twoColumns) {
          add(alpha * c11, beta, c, at + cStride + 1);
        }
      }
    }
  }

  private static void add(double product, double beta, double[] c, int at) {
    c[at] = beta == 0 ? product : product + beta * c[at];
  }

  /** As {@link Blas#gemv}, as a product with one column. */
  static void gemv(
      Transpose opA,
      int rows,
      int columns,
      double alpha,
      double[] a,
      int aFrom,
      int aStride,
      double[] x,
      int xFrom,
      double beta,
      double[] y,
      int yFrom) {
    int outputs = opA == Transpose.NO ? rows : columns;
    int inputs = opA == Transpose.NO ? columns : rows;
    gemm(
        opA,
        Transpose.NO,
        outputs,
        1,
        inputs,
        alpha,
        a,
        aFrom,
        aStride,
        x,
        xFrom,
        1,
        beta,
        y,
        yFrom,
        1);
  }
}
