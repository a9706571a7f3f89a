package org.roperator.contract;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;

/** Eigenvalues of a small symmetric matrix of doubles in 120 digits, by Jacobi's method. */
public final class PreciseEigen {

  private static final MathContext DIGITS = new MathContext(120);

  private PreciseEigen() {}

  /**
   * The eigenvalues, rising, each rounded to a double.
   *
   * @param n the order
   * @param a entries row by row, of which those on and below the diagonal count. Not modified.
   */
  public static double[] values(int n, double[] a) {
    BigDecimal[][] m = new BigDecimal[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        m[i][j] = new BigDecimal(a[Math.max(i, j) * n + Math.min(i, j)]);
      }
    }
    boolean turned = true;
    for (int sweep = 0; turned && sweep < 60; sweep++) {
      turned = false;
      for (int p = 0; p < n; p++) {
        for (int q = p + 1; q < n; q++) {
          if (m[p][q].signum() != 0 && exponent(m[p][q]) > exponent(m[p][p], m[q][q]) - 40) {
            turn(m, p, q);
            turned = true;
          }
        }
      }
    }
    double[] values = new double[n];
    for (int i = 0; i < n; i++) {
      values[i] = m[i][i].doubleValue();
    }
    Arrays.sort(values);
    return values;
  }

  private static int exponent(BigDecimal x) {
    return x.precision() - x.scale();
  }

  private static int exponent(BigDecimal x, BigDecimal y) {
    int smallest = -2000;
    int a = x.signum() == 0 ? smallest : exponent(x);
    int b = y.signum() == 0 ? smallest : exponent(y);
    return Math.min(a, b);
  }

  private static void turn(BigDecimal[][] m, int p, int q) {
    BigDecimal two = BigDecimal.valueOf(2);
    BigDecimal zeta =
        m[q][q].subtract(m[p][p], DIGITS).divide(m[p][q].multiply(two, DIGITS), DIGITS);
    BigDecimal root = zeta.multiply(zeta, DIGITS).add(BigDecimal.ONE, DIGITS).sqrt(DIGITS);
    BigDecimal t = BigDecimal.ONE.divide(zeta.abs().add(root, DIGITS), DIGITS);
    t = zeta.signum() < 0 ? t.negate() : t;
    BigDecimal c =
        BigDecimal.ONE.divide(
            t.multiply(t, DIGITS).add(BigDecimal.ONE, DIGITS).sqrt(DIGITS), DIGITS);
    BigDecimal s = c.multiply(t, DIGITS);
    int n = m.length;
    for (int k = 0; k < n; k++) {
      BigDecimal x = m[k][p];
      BigDecimal y = m[k][q];
      m[k][p] = c.multiply(x, DIGITS).subtract(s.multiply(y, DIGITS), DIGITS);
      m[k][q] = s.multiply(x, DIGITS).add(c.multiply(y, DIGITS), DIGITS);
    }
    for (int k = 0; k < n; k++) {
      BigDecimal x = m[p][k];
      BigDecimal y = m[q][k];
      m[p][k] = c.multiply(x, DIGITS).subtract(s.multiply(y, DIGITS), DIGITS);
      m[q][k] = s.multiply(x, DIGITS).add(c.multiply(y, DIGITS), DIGITS);
    }
    m[p][q] = BigDecimal.ZERO;
    m[q][p] = BigDecimal.ZERO;
  }
}
