package org.roperator.autodiff;

import org.roperator.dense.LuFactorization;

/** A matrix in triangular factors with partial pivoting, after its {@link Scaling}. */
final class ScaledLu implements Factors {

  private static final double LN_2 = Math.log(2);

  private final LuFactorization scaled;
  private final Scaling scaling;

  private ScaledLu(LuFactorization scaled, Scaling scaling) {
    this.scaled = scaled;
    this.scaling = scaling;
  }

  /**
   * Factors a matrix.
   *
   * @param n its order
   * @param a n² numbers row by row. Not modified.
   * @throws ArithmeticException if it is singular to working precision or has entries that are not
   *     finite
   */
  static ScaledLu of(int n, double[] a) {
    Scaling scaling = Scaling.of(n, a);
    LuFactorization lu = LuFactorization.of(n, scaling.scaled(a), TapeBlas.get());
    if (lu.isSingular()) {
      throw new ArithmeticException(
          "The matrix of order "
              + n
              + " is singular to working precision, or has an entry that is not finite, so it has"
              + " neither an inverse nor a logarithm of its determinant. Solve a regularized system,"
              + " or a least-squares problem by qr(); determinant() takes singular matrices.");
    }
    return new ScaledLu(lu, scaling);
  }

  @Override
  public int order() {
    return scaled.order();
  }

  @Override
  public void solve(double[] b, int k, double[] work) {
    scale(b, k, scaling.rows());
    scaled.solve(b, k, work);
    scale(b, k, scaling.columns());
  }

  @Override
  public void solveTransposed(double[] b, int k, double[] work) {
    scale(b, k, scaling.columns());
    scaled.solveTransposed(b, k, work);
    scale(b, k, scaling.rows());
  }

  private static void scale(double[] b, int k, int[] exponents) {
    int n = exponents.length;
    for (int r = 0; r < k; r++) {
      for (int i = 0; i < n; i++) {
        b[r * n + i] = Math.scalb(b[r * n + i], -exponents[i]);
      }
    }
  }

  double logAbsDeterminant() {
    return scaled.logAbsDeterminant() + scaling.total() * LN_2;
  }

  int determinantSign() {
    return scaled.determinantSign();
  }
}
