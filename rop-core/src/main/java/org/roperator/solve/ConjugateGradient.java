package org.roperator.solve;

import java.util.Optional;
import org.roperator.operator.Arguments;
import org.roperator.operator.SymmetricOperator;

/**
 * Preconditioned, truncated conjugate gradients for {@code A x = b}, A symmetric.
 *
 * <pre>{@code
 * CgResult result = ConjugateGradient.until(residualBelow(1e-10).or(iterations(200))).solve(a, b);
 * }</pre>
 *
 * <p>Where A is positive definite, each iteration minimises {@code ψ(x) = ½xᵀAx − bᵀx} over one
 * more dimension of the Krylov space: ψ falls, the directions are A-conjugate, and after as many
 * iterations as A has distinct eigenvalues x is exact but for rounding (Hestenes &amp; Stiefel
 * 1952). A singular A serves as long as b lies in its range. An indefinite one ends the solve with
 * {@link CgOutcome#NEGATIVE_CURVATURE} and the direction that showed it.
 *
 * <p>An iteration costs one product with A and allocates nothing but the iterates it was asked to
 * keep. A start other than zero costs one product more. For {@code b = 0} the solution 0 comes back
 * without any product.
 *
 * <p>Immutable and safe to share; each method below gives a new solver that differs in one thing.
 */
public final class ConjugateGradient {

  private final StoppingRule rule;
  private final int minimum;
  private final Preconditioner preconditioner;
  private final Optional<double[]> start;
  private final IterateGrid grid;

  private ConjugateGradient(
      StoppingRule rule,
      int minimum,
      Preconditioner preconditioner,
      Optional<double[]> start,
      IterateGrid grid) {
    this.rule = rule;
    this.minimum = minimum;
    this.preconditioner = preconditioner;
    this.start = start;
    this.grid = grid;
  }

  /**
   * A solver without preconditioner that starts at zero.
   *
   * @param rule when to stop
   */
  public static ConjugateGradient until(StoppingRule rule) {
    return new ConjugateGradient(
        rule, 0, Preconditioner.none(), Optional.empty(), IterateGrid.none());
  }

  /**
   * The same, but the stopping rule is not asked before a number of iterations; a solve that can't
   * go on ends nevertheless.
   *
   * @param minimum at least 0
   */
  public ConjugateGradient atLeast(int minimum) {
    if (minimum < 0) {
      throw new IllegalArgumentException(
          "The smallest number of iterations is " + minimum + ", but must be at least 0.");
    }
    return new ConjugateGradient(rule, minimum, preconditioner, start, grid);
  }

  /**
   * The same with a diagonal preconditioner M: as if the system were {@code M^(-½)AM^(-½)}.
   *
   * @param diagonal the diagonal of M, above 0. Copied.
   */
  public ConjugateGradient preconditionedBy(double[] diagonal) {
    return new ConjugateGradient(rule, minimum, Preconditioner.diagonal(diagonal), start, grid);
  }

  /**
   * The same with a preconditioner M known by products with its inverse.
   *
   * @param inverse {@code M⁻¹}, positive definite
   */
  public ConjugateGradient preconditionedByInverse(SymmetricOperator inverse) {
    return new ConjugateGradient(rule, minimum, Preconditioner.inverse(inverse), start, grid);
  }

  /**
   * The same from another start.
   *
   * @param x0 finite. Copied.
   */
  public ConjugateGradient startingAt(double[] x0) {
    Arguments.requireFinite("The start", x0);
    return new ConjugateGradient(rule, minimum, preconditioner, Optional.of(x0.clone()), grid);
  }

  /** The same, keeping some of its iterates, and the last. */
  public ConjugateGradient keeping(IterateGrid grid) {
    return new ConjugateGradient(rule, minimum, preconditioner, start, grid);
  }

  /**
   * Solves {@code A x = b}.
   *
   * @param a A
   * @param b the right-hand side, finite. Not modified.
   * @throws IllegalArgumentException if a dimension does not fit or b is not finite
   */
  public CgResult solve(SymmetricOperator a, double[] b) {
    int n = a.dimension();
    Arguments.requireLength("The right-hand side", b, n, "the operator acts on dimension " + n);
    Arguments.requireFinite("The right-hand side", b);
    preconditioner.requireDimension(n);
    start.ifPresent(
        x0 -> Arguments.requireLength("The start", x0, n, "the operator acts on dimension " + n));
    return new CgRun(a, b, rule, minimum, preconditioner, grid).from(start);
  }
}
