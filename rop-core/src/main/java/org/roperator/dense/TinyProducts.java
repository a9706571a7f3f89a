package org.roperator.dense;

/**
 * Plain loops for products so small that the way into the library costs more than the arithmetic.
 */
final class TinyProducts {

  private static final long GEMM_LIMIT = 512;
  private static final long GEMV_LIMIT = 512;

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
        java.util.Arrays.fill(c, row, row + n, 0);
      } else if (beta != 1) {
        for (int j = row; j < row + n; j++) {
          c[j] *= beta;
        }
      }
    }
  }

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
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        double sum = 0;
        int ai = aFrom + i * aRow;
        int bj = bFrom + j * bColumn;
        for (int p = 0; p < k; p++) {
          sum += a[ai] * b[bj];
          ai += aTerm;
          bj += bTerm;
        }
        int ij = cFrom + i * cStride + j;
        c[ij] = beta == 0 ? alpha * sum : alpha * sum + beta * c[ij];
      }
    }
  }

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
