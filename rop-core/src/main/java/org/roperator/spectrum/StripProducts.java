package org.roperator.spectrum;

import org.roperator.dense.Blas;
import org.roperator.dense.Matrix;

/** Products of strips: V is a view of a panel, the rows of W are packed. */
final class StripProducts {

  private final Blas blas;

  StripProducts(Blas blas) {
    this.blas = blas;
  }

  /** W ← W − HᵀV with H of rows × count and W of count × width. */
  void subtract(double[] h, Matrix v, double[] w, int count) {
    if (count == 1) {
      blas.multiply(-1, v.transposed(), h, 0, 1, w, 0);
    } else {
      Matrix left = Matrix.of(h, v.rows(), count).transposed();
      blas.multiply(-1, left, v, 1, Matrix.of(w, count, v.columns()));
    }
  }

  /** Out = LW with L of count × count. */
  void scale(double[] l, double[] w, int count, int width, double[] out) {
    blas.multiply(
        Matrix.of(l, count, count), Matrix.of(w, count, width), 0, Matrix.of(out, count, width));
  }

  /** C ← C + [V; W]Wᵀ with W of count × width and C of (rows + count) × count. */
  void addTo(double[] c, Matrix v, double[] w, int count) {
    Matrix all = Matrix.of(w, count, v.columns());
    int rows = v.rows();
    if (count == 1) {
      blas.multiply(1, v, w, 0, 1, c, 0);
      blas.multiply(1, all, w, 0, 1, c, rows);
    } else {
      blas.multiply(v, all.transposed(), 1, Matrix.of(c, rows, count));
      blas.multiply(all, all.transposed(), 1, Matrix.of(c, rows * count, count, count));
    }
  }

  /** Out = YV with Y of to × rows. */
  void combine(double[] y, Matrix v, double[] out, int to) {
    if (to == 1) {
      blas.multiply(1, v.transposed(), y, 0, 0, out, 0);
    } else {
      blas.multiply(Matrix.of(y, to, v.rows()), v, 0, Matrix.of(out, to, v.columns()));
    }
  }
}
