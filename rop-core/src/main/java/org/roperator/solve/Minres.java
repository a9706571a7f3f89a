package org.roperator.solve;

import org.roperator.internal.Arguments;
import org.roperator.operator.SymmetricOperator;

/**
 * Minimal residuals for {@code A x = b}, A symmetric: definite, indefinite or singular.
 *
 * <pre>{@code
 * MinresResult result = Minres.standard().untilResidual(1e-10).solve(a, b);
 * }</pre>
 *
 * <p>Each x minimizes {@code ‖b − Ax‖} over the Krylov space so far (Paige &amp; Saunders 1975), so
 * the residual never rises; after as many steps as A has distinct eigenvalues x is exact but for
 * rounding. Where A is singular, x is the shortest solution, and where b lies outside its range the
 * shortest of those that minimize the residual, {@code A⁺b}, as MINRES-QLP has it (Choi, Paige
 * &amp; Saunders 2011): the residual is then in the null space, and the part of x along it is taken
 * away (Liu, Milzarek &amp; Roosta 2023).
 *
 * <p>With a preconditioner M, positive definite, all of this holds for {@code M^(-½)AM^(-½)}: what
 * is minimized and tested is {@code ‖b − Ax‖} in the norm of M⁻¹, and "shortest" is meant in the
 * norm of M.
 *
 * <p>When the recurrence has come to an end, the residual is computed anew from x, and the method
 * starts from there again unless it is what was asked for: the outcome speaks of x itself. A, b and
 * M may have any size.
 *
 * <p>A step costs one product with A, O(n), and allocates nothing; a solve holds ten vectors.
 * Immutable and safe to share; each method below gives a new solver that differs in one thing.
 */
public final class Minres {

  private static final Minres STANDARD = new Minres(1e-12, 1e-12, 10_000, Preconditioner.none());

  private final double relative;
  private final double leastSquares;
  private final int limit;
  private final Preconditioner preconditioner;

  private Minres(double relative, double leastSquares, int limit, Preconditioner preconditioner) {
    this.relative = relative;
    this.leastSquares = leastSquares;
    this.limit = limit;
    this.preconditioner = preconditioner;
  }

  /**
   * A solver without preconditioner that ends at a residual of 1e-12, at {@code ‖Ar‖} of 1e-12, or
   * after 10,000 products.
   */
  public static Minres standard() {
    return STANDARD;
  }

  /**
   * The same until another residual.
   *
   * @param relative the norm of {@code b − Ax} to reach, relative to {@code ‖b‖}, above 0
   */
  public Minres untilResidual(double relative) {
    Arguments.requirePositive("The relative residual", relative);
    return new Minres(relative, leastSquares, limit, preconditioner);
  }

  /**
   * The same, but with another measure of what is a least-squares solution of a system that has no
   * solution.
   *
   * @param relative the norm of {@code Ar}, r being the residual, to reach, relative to {@code
   *     ‖A‖‖r‖}, above 0
   */
  public Minres untilLeastSquares(double relative) {
    Arguments.requirePositive("The relative least-squares residual", relative);
    return new Minres(this.relative, relative, limit, preconditioner);
  }

  /**
   * The same with another limit.
   *
   * @param products how many products the steps may spend, at least 1; computing the residual at
   *     the end anew may take one more
   */
  public Minres atMostProducts(int products) {
    Arguments.requirePositive("The product limit", products);
    return new Minres(relative, leastSquares, products, preconditioner);
  }

  /**
   * The same with a diagonal preconditioner M.
   *
   * @param diagonal the diagonal of M, above 0. Copied.
   */
  public Minres withPreconditioner(double[] diagonal) {
    return new Minres(relative, leastSquares, limit, Preconditioner.diagonal(diagonal));
  }

  /**
   * The same with a preconditioner M known by products with its inverse.
   *
   * @param inverse {@code M⁻¹}, positive definite
   */
  public Minres withPreconditionerInverse(SymmetricOperator inverse) {
    return new Minres(relative, leastSquares, limit, Preconditioner.inverse(inverse));
  }

  /**
   * Solves {@code A x = b}.
   *
   * <p>An interrupt of the thread ends the solve before its next product.
   *
   * @param a A
   * @param b the right-hand side, finite. Not modified.
   * @throws IllegalArgumentException if a dimension does not fit or b is not finite
   */
  public MinresResult solve(SymmetricOperator a, double[] b) {
    int n = a.dimension();
    Arguments.requireLength("The right-hand side", b, n, "the operator acts on dimension " + n);
    Arguments.requireFinite("The right-hand side", b);
    preconditioner.requireDimension(n);
    return new MinresRun(a, b, relative, leastSquares, limit, preconditioner).solve();
  }
}
