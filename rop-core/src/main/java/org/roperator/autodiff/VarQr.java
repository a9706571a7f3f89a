package org.roperator.autodiff;

import java.util.Arrays;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.QRDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.roperator.internal.Vectors;

/**
 * A matrix of active numbers with at least as many rows as columns as {@code A = Q R}: orthonormal
 * columns times an upper triangle with a positive diagonal, with exact first and second
 * derivatives.
 *
 * <p>The values are those of Householder's reflections of the columns, scaled by powers of two. The
 * factors are a handful of matrix products, the two steps of Newton's method for {@code Q R = A},
 * {@code QᵀQ = I} that start at Q and R and find their derivatives. Immutable; lives as long as the
 * run that made it, like a {@link Var}.
 */
public final class VarQr {

  private final VarMatrix q;
  private final VarMatrix r;

  /**
   * Factors a matrix.
   *
   * @throws IllegalArgumentException if it has more columns than rows
   * @throws ArithmeticException if its columns are linearly dependent to working precision
   */
  VarQr(VarMatrix a) {
    int m = a.rows();
    int n = a.columns();
    if (m < n) {
      throw new IllegalArgumentException(
          "A matrix of "
              + m
              + " × "
              + n
              + " has more columns than rows; factor its transpose instead.");
    }
    double[] qs = new double[m * n];
    double[] rs = new double[n * n];
    factor(a.entries().values(), m, n, qs, rs);
    VarMatrix q0 = VarMatrix.constant(qs, m, n);
    VarMatrix r0 = VarMatrix.constant(rs, n, n);
    VarMatrix inverse = VarMatrix.constant(ScaledLu.of(n, rs).inverse(), n, n);
    double[] half = new double[n * n];
    for (int i = 0; i < n; i++) {
      half[i * n + i] = 0.5;
      Arrays.fill(half, i * n + i + 1, (i + 1) * n, 1);
    }
    VarMatrix upperHalf = VarMatrix.constant(half, n, n);
    VarMatrix qNow = q0;
    VarMatrix rNow = r0;
    // The first step makes first derivatives exact, the second the second ones.
    for (int step = 0; step < 2; step++) {
      VarMatrix change = a.subtract(qNow.times(rNow)).times(inverse);
      VarMatrix c = q0.transpose().times(change);
      VarMatrix defect = VarMatrix.identity(n).subtract(qNow.transpose().times(qNow));
      VarMatrix u = c.add(c.transpose()).subtract(defect).multiplyEntries(upperHalf);
      qNow = qNow.add(change.subtract(q0.times(u))).withValues(qs);
      rNow = rNow.add(u.times(r0)).withValues(rs);
    }
    this.q = qNow;
    this.r = rNow;
  }

  private static void factor(double[] a, int m, int n, double[] qs, double[] rs) {
    RealMatrix scaled = MatrixUtils.createRealMatrix(m, n);
    int[] exponents = new int[n];
    for (int j = 0; j < n; j++) {
      double largest = 0;
      for (int i = 0; i < m; i++) {
        largest = Math.max(largest, Math.abs(a[i * n + j]));
      }
      exponents[j] = Double.isFinite(largest) ? Math.getExponent(largest) : 0;
      for (int i = 0; i < m; i++) {
        scaled.setEntry(i, j, Math.scalb(a[i * n + j], -exponents[j]));
      }
    }
    QRDecomposition qr = new QRDecomposition(scaled);
    double[][] reflectors = qr.getH().transpose().getData();
    RealMatrix r = qr.getR();
    for (int i = 0; i < n; i++) {
      double pivot = r.getEntry(i, i);
      // A column's size is between 1 and 2 √m; below this what is left of it is rounding.
      if (!(Math.abs(pivot) > m * 0x1p-52)) {
        throw new ArithmeticException(
            "Column "
                + i
                + " of the matrix of "
                + m
                + " × "
                + n
                + " depends linearly on those before it to working precision, or is not finite:"
                + " its factors have no derivative. Leave it out, or add a multiple of the"
                + " identity below the matrix.");
      }
      double sign = Math.signum(pivot);
      for (int j = i; j < n; j++) {
        rs[i * n + j] = Math.scalb(sign * r.getEntry(i, j), exponents[j]);
      }
      double[] q = column(reflectors, i);
      for (int j = 0; j < m; j++) {
        qs[j * n + i] = sign * q[j];
      }
    }
  }

  /**
   * A column of Q, the unit vector that the reflections {@code I − hhᵀ/hₖ} turn, the last of them
   * first; the whole Q, of m × m numbers, is never made.
   */
  private static double[] column(double[][] reflectors, int i) {
    double[] q = new double[reflectors[0].length];
    q[i] = 1;
    for (int k = i; k >= 0; k--) {
      double[] h = reflectors[k];
      if (h[k] != 0) {
        Vectors.addScaled(-Vectors.dot(h, q) / h[k], h, q);
      }
    }
    return q;
  }

  /** The orthonormal columns Q, of the shape of A. */
  public VarMatrix q() {
    return q;
  }

  /** The upper triangle R. */
  public VarMatrix r() {
    return r;
  }

  /** The x with the least {@code ‖A x − b‖}: {@code R⁻¹ Qᵀ b}. */
  public VarArray solve(VarArray b) {
    return r.lu().solve(q.transpose().times(b));
  }
}
