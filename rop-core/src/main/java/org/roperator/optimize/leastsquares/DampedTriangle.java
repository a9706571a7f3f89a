package org.roperator.optimize.leastsquares;

import java.util.Arrays;

/**
 * The least-squares solution of {@code (R; √λ E) z = (−q; 0)} with a triangular R, by Givens
 * rotations: {@code SᵀS = RᵀR + λE²}. Costs some {@code ⅔n³} multiply-adds.
 */
final class DampedTriangle {

  private final double[][] s;
  private final double[] z;

  /**
   * Solves.
   *
   * @param qr R
   * @param e E, above 0. Not modified.
   * @param q as many numbers as R has rows. Not modified.
   * @param lambda λ, above 0
   */
  DampedTriangle(PivotedQr qr, double[] e, double[] q, double lambda) {
    int n = qr.order().length;
    s = new double[n][n];
    z = new double[n];
    for (int i = 0; i < qr.rows(); i++) {
      z[i] = -q[i];
      for (int j = i; j < n; j++) {
        s[i][j] = qr.r(i, j);
      }
    }
    double[] row = new double[n];
    for (int j = 0; j < n; j++) {
      Arrays.fill(row, 0);
      row[j] = Math.sqrt(lambda) * e[j];
      double right = 0;
      for (int i = j; i < n; i++) {
        right = rotate(i, row, right);
      }
    }
    for (int i = n - 1; i >= 0; i--) {
      double sum = z[i];
      for (int j = i + 1; j < n; j++) {
        sum -= s[i][j] * z[j];
      }
      z[i] = sum / s[i][i];
    }
  }

  /** Rotates entry i of the row into S; returns the row's new right-hand side. */
  private double rotate(int i, double[] row, double right) {
    if (row[i] == 0) {
      return right;
    }
    double[] si = s[i];
    double h = Math.hypot(si[i], row[i]);
    double c = si[i] / h;
    double sn = row[i] / h;
    si[i] = h;
    for (int j = i + 1; j < row.length; j++) {
      double above = si[j];
      si[j] = c * above + sn * row[j];
      row[j] = c * row[j] - sn * above;
    }
    double above = z[i];
    z[i] = c * above + sn * right;
    return c * right - sn * above;
  }

  /** z. Not copied. */
  double[] z() {
    return z;
  }

  /**
   * {@code ‖S⁻ᵀx‖²}; of {@code x = E²z/‖Ez‖} how fast ‖Ez‖ falls with λ.
   *
   * @param x not modified
   */
  double slope(double[] x) {
    int n = z.length;
    double[] t = new double[n];
    double squares = 0;
    for (int i = 0; i < n; i++) {
      double sum = x[i];
      for (int j = 0; j < i; j++) {
        sum -= s[j][i] * t[j];
      }
      t[i] = sum / s[i][i];
      squares += t[i] * t[i];
    }
    return squares;
  }
}
