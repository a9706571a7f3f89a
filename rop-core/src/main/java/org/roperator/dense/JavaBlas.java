package org.roperator.dense;

import dev.ludovic.netlib.blas.BLAS;
import dev.ludovic.netlib.blas.JavaBLAS;

/** Products in pure Java. */
final class JavaBlas implements Blas {

  static final JavaBlas INSTANCE = new JavaBlas();

  private final BLAS blas = JavaBLAS.getInstance();

  @Override
  public String description() {
    return "Java (" + blas.getClass().getSimpleName() + ")";
  }

  @Override
  public void gemm(
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
    // The library is column-major: what it sees of a row-major array is the transpose, and
    // Cᵀ = op(B)ᵀ op(A)ᵀ needs only the two factors exchanged.
    blas.dgemm(
        letter(opB),
        letter(opA),
        n,
        m,
        k,
        alpha,
        b,
        bFrom,
        bStride,
        a,
        aFrom,
        aStride,
        beta,
        c,
        cFrom,
        cStride);
  }

  @Override
  public void gemv(
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
    blas.dgemv(
        opA == Transpose.NO ? "T" : "N",
        columns,
        rows,
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

  private static String letter(Transpose op) {
    return op == Transpose.NO ? "N" : "T";
  }
}
