package org.roperator.autodiff;

import java.util.Arrays;

/**
 * A positive definite matrix of active numbers as {@code A = L Lᵀ}, L lower triangular with a
 * positive diagonal; its factor, solutions and determinant with exact first and second derivatives.
 *
 * <p>What is factored is {@code ½(A + Aᵀ)}, so derivatives with respect to A are symmetric.
 * Solutions and the determinant are one node each; the factor is a handful of matrix products, the
 * two steps of Newton's method for {@code L Lᵀ = A} that start at L and find its derivatives.
 * Factoring costs n³/6 multiply-adds. Immutable; lives as long as the run that made it, like a
 * {@link Var}.
 */
public final class VarCholesky {

  private final VarMatrix a;
  private final CholeskyFactors factors;

  /**
   * Factors a symmetric matrix.
   *
   * @throws ArithmeticException if it is not positive definite to working precision
   */
  VarCholesky(VarMatrix a) {
    this.a = a.symmetricPart();
    this.factors = CholeskyFactors.of(a.rows(), this.a.entries().values());
  }

  /** The solution of {@code A x = b}. */
  public VarArray solve(VarArray b) {
    return solve(b.asMatrix(b.length(), 1)).entries();
  }

  /** The solution of {@code A X = B}. */
  public VarMatrix solve(VarMatrix b) {
    return a.solve(factors, b);
  }

  /** The inverse. */
  public VarMatrix inverse() {
    return solve(VarMatrix.identity(factors.order()));
  }

  /** {@code ln det A}. */
  public Var logDeterminant() {
    return a.logDeterminant(factors, factors.logDeterminant());
  }

  /** The factor L. */
  public VarMatrix lower() {
    int n = factors.order();
    double[] values = factors.lower();
    VarMatrix start = VarMatrix.constant(values, n, n);
    VarMatrix inverse = VarMatrix.constant(factors.inverseOfLower(), n, n);
    double[] half = new double[n * n];
    for (int i = 0; i < n; i++) {
      Arrays.fill(half, i * n, i * n + i, 1);
      half[i * n + i] = 0.5;
    }
    VarMatrix lowerHalf = VarMatrix.constant(half, n, n);
    VarMatrix l = start;
    // The first step makes first derivatives exact, the second the second ones.
    for (int step = 0; step < 2; step++) {
      VarMatrix residual = a.subtract(l.times(l.transpose()));
      VarMatrix whitened = inverse.times(residual).times(inverse.transpose());
      l = l.add(start.times(whitened.multiplyEntries(lowerHalf))).withValues(values);
    }
    return l;
  }
}
