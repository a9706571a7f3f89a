package org.roperator.autodiff;

/**
 * A square matrix of active numbers, factored with partial pivoting by size, for solutions, the
 * inverse and the determinant, each one node of the tape with exact first and second derivatives.
 *
 * <p>Rows and columns are scaled by powers of two first. Factoring costs n³/3 multiply-adds, once;
 * a solution and each of its sweeps n² per right-hand side. Immutable; lives as long as the run
 * that made it, like a {@link Var}. {@code Ẋ = A⁻¹(Ḃ − Ȧ X)} and {@code d ln|det A| = tr(A⁻¹ dA)}
 * (Giles, "Collected matrix derivative results", 2008).
 */
public final class VarLu {

  private final VarMatrix a;
  private final ScaledLu factors;

  /**
   * Factors a square matrix.
   *
   * @throws ArithmeticException if it is singular to working precision
   */
  VarLu(VarMatrix a) {
    this.a = a;
    int n = a.requireSquare();
    this.factors = ScaledLu.of(n, a.entries().values());
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

  /** {@code ln |det A|}, for determinants beyond the range of double too. */
  public Var logAbsDeterminant() {
    return a.logDeterminant(factors, factors.logAbsDeterminant());
  }

  /** The sign of the determinant, 1 or −1. */
  public int determinantSign() {
    return factors.determinantSign();
  }
}
