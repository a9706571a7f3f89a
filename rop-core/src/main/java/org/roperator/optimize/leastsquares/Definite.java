package org.roperator.optimize.leastsquares;

import org.roperator.operator.SymmetricOperator;

/** Inverses of small positive definite operators. */
final class Definite {

  private static final double ROUNDING = 0x1p-52;

  private Definite() {}

  /**
   * The inverse, by n products and Cholesky's factors of {@code SAS}, whose diagonal is 1: whatever
   * the units of the coordinates.
   *
   * @throws IllegalStateException if A is not positive definite beyond rounding
   */
  static double[][] inverse(SymmetricOperator a) {
    int n = a.dimension();
    double[][] l = new double[n][n];
    double[] unit = new double[n];
    for (int j = 0; j < n; j++) {
      unit[j] = 1;
      a.apply(unit, l[j]);
      unit[j] = 0;
    }
    double[] s = new double[n];
    for (int j = 0; j < n; j++) {
      s[j] = 1 / Math.sqrt(l[j][j]);
    }
    for (int j = 0; j < n; j++) {
      for (int i = j; i < n; i++) {
        // Of both products that have the entry, so that it does not matter which comes first.
        double sum = 0.5 * (l[i][j] + l[j][i]) * s[i] * s[j];
        for (int k = 0; k < j; k++) {
          sum -= l[i][k] * l[j][k];
        }
        if (i == j && !(sum > n * ROUNDING)) {
          throw new IllegalStateException(
              "The curvature is not positive definite at parameter "
                  + j
                  + ", so that it tells no covariance. The run may have ended before a minimum, or"
                  + " the residuals may not determine all parameters.");
        }
        l[i][j] = i == j ? Math.sqrt(sum) : sum / l[j][j];
      }
    }
    return fromFactor(l, s);
  }

  private static double[][] fromFactor(double[][] l, double[] s) {
    int n = s.length;
    double[][] x = new double[n][n];
    for (int k = 0; k < n; k++) {
      for (int i = k; i < n; i++) {
        double sum = i == k ? 1 : 0;
        for (int j = k; j < i; j++) {
          sum -= l[i][j] * x[j][k];
        }
        x[i][k] = sum / l[i][i];
      }
    }
    double[][] inverse = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        double sum = 0;
        for (int k = Math.max(i, j); k < n; k++) {
          sum += x[k][i] * x[k][j];
        }
        inverse[i][j] = sum * s[i] * s[j];
      }
    }
    return inverse;
  }
}
