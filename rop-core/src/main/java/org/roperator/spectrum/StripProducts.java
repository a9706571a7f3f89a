package org.roperator.spectrum;

import org.roperator.dense.Blas;
import org.roperator.dense.Transpose;

/** Products of strips: rows of V stand {@code stride} apart in a panel, those of W are packed. */
final class StripProducts {

  private final Blas blas;

  StripProducts(Blas blas) {
    this.blas = blas;
  }

  /** W ← W − HᵀV with H of rows × count. */
  void subtract(
      double[] h, double[] v, int from, int stride, int rows, double[] w, int count, int width) {
    if (count == 1) {
      blas.gemv(Transpose.YES, rows, width, -1, v, from, stride, h, 0, 1, w, 0);
    } else {
      blas.gemm(
          Transpose.YES,
          Transpose.NO,
          count,
          width,
          rows,
          -1,
          h,
          0,
          count,
          v,
          from,
          stride,
          1,
          w,
          0,
          width);
    }
  }

  /** Out = LW with L of count × count. */
  void scale(double[] l, double[] w, int count, int width, double[] out) {
    blas.gemm(
        Transpose.NO,
        Transpose.NO,
        count,
        width,
        count,
        1,
        l,
        0,
        count,
        w,
        0,
        width,
        0,
        out,
        0,
        width);
  }

  /** C ← C + [V; W]Wᵀ with C of (rows + count) × count. */
  void addTo(
      double[] c, double[] v, int from, int stride, int rows, double[] w, int count, int width) {
    if (count == 1) {
      blas.gemv(Transpose.NO, rows, width, 1, v, from, stride, w, 0, 1, c, 0);
      blas.gemv(Transpose.NO, 1, width, 1, w, 0, width, w, 0, 1, c, rows);
    } else {
      blas.gemm(
          Transpose.NO,
          Transpose.YES,
          rows,
          count,
          width,
          1,
          v,
          from,
          stride,
          w,
          0,
          width,
          1,
          c,
          0,
          count);
      blas.gemm(
          Transpose.NO,
          Transpose.YES,
          count,
          count,
          width,
          1,
          w,
          0,
          width,
          w,
          0,
          width,
          1,
          c,
          rows * count,
          count);
    }
  }

  /** Out = YV with Y of to × rows. */
  void combine(
      double[] y, double[] v, int from, int stride, int rows, double[] out, int to, int width) {
    if (to == 1) {
      blas.gemv(Transpose.YES, rows, width, 1, v, from, stride, y, 0, 0, out, 0);
    } else {
      blas.gemm(
          Transpose.NO,
          Transpose.NO,
          to,
          width,
          rows,
          1,
          y,
          0,
          rows,
          v,
          from,
          stride,
          0,
          out,
          0,
          width);
    }
  }
}
