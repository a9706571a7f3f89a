package org.roperator.dense;

import dev.ludovic.netlib.blas.BLAS;

/** Products by the netlib interface, in native code or in Java; tiny ones by plain loops. */
final class NetlibBlas implements Blas {

  private final BLAS blas;
  private final BlasChoice choice;

  NetlibBlas(BLAS blas, BlasChoice choice) {
    this.blas = blas;
    this.choice = choice;
  }

  /**
   * The products of a library that has shown that it can do both kinds.
   *
   * @throws IllegalStateException if its product is wrong, as it is with 64-bit integers
   */
  static Blas verified(BLAS blas, BlasChoice choice) {
    double[] c = new double[4];
    blas.dgemm(
        "N", "T", 2, 2, 1, 1, new double[] {2, 3}, 0, 2, new double[] {5, 7}, 0, 2, 0, c, 0, 2);
    if (c[0] != 10 || c[1] != 15 || c[2] != 14 || c[3] != 21) {
      throw new IllegalStateException("its first product is wrong");
    }
    double[] y = new double[2];
    blas.dgemv(
        "T", 2, 2, 1, new double[] {2, 3, 5, 7}, 0, 2, new double[] {1, 10}, 0, 1, 0, y, 0, 1);
    if (y[0] != 32 || y[1] != 75) {
      throw new IllegalStateException("its first product by a vector is wrong");
    }
    return new NetlibBlas(blas, choice);
  }

  @Override
  public String description() {
    return choice.description();
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
    Operands.requireSize("m", m);
    Operands.requireSize("n", n);
    Operands.requireSize("k", k);
    boolean plainA = opA == Transpose.NO;
    boolean plainB = opB == Transpose.NO;
    Operands.requireMatrix("A", plainA ? m : k, plainA ? k : m, a, aFrom, aStride);
    Operands.requireMatrix("B", plainB ? k : n, plainB ? n : k, b, bFrom, bStride);
    Operands.requireMatrix("C", m, n, c, cFrom, cStride);
    Operands.requireOther("A", a, "C", c);
    Operands.requireOther("B", b, "C", c);

    if (k == 0 || alpha == 0) {
      TinyProducts.scale(m, n, beta, c, cFrom, cStride);
    } else if (TinyProducts.isTinyGemm(m, n, k)) {
      TinyProducts.gemm(
          opA, opB, m, n, k, alpha, a, aFrom, aStride, b, bFrom, bStride, beta, c, cFrom, cStride);
    } else {
      // The library is column-major: what it sees of a row-major array is the transpose, and
      // Cᵀ = op(B)ᵀ op(A)ᵀ needs only the two factors exchanged.
      blas.dgemm(
          plainB ? "N" : "T",
          plainA ? "N" : "T",
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
    boolean plain = opA == Transpose.NO;
    int inputs = plain ? columns : rows;
    int outputs = plain ? rows : columns;
    Operands.requireSize("rows", rows);
    Operands.requireSize("columns", columns);
    Operands.requireMatrix("A", rows, columns, a, aFrom, aStride);
    Operands.requireVector("x", inputs, x, xFrom);
    Operands.requireVector("y", outputs, y, yFrom);
    Operands.requireOther("A", a, "y", y);
    Operands.requireOther("x", x, "y", y);

    if (inputs == 0 || alpha == 0) {
      TinyProducts.scale(1, outputs, beta, y, yFrom, outputs);
    } else if (TinyProducts.isTinyGemv(rows, columns)) {
      TinyProducts.gemv(opA, rows, columns, alpha, a, aFrom, aStride, x, xFrom, beta, y, yFrom);
    } else {
      blas.dgemv(
          plain ? "T" : "N",
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
  }
}
