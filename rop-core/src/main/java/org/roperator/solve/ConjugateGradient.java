package org.roperator.solve;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.roperator.internal.Arguments;
import org.roperator.operator.SymmetricOperator;

/**
 * Preconditioned, truncated conjugate gradients for {@code A x = b}, A symmetric.
 *
 * <pre>{@code
 * CgResult result = ConjugateGradient.until(residualBelow(1e-10).or(iterations(200))).solve(a, b);
 * }</pre>
 *
 * <p>Where A is positive definite, each iteration minimizes {@code ψ(x) = ½xᵀAx − bᵀx} over one
 * more dimension of the Krylov space: ψ falls, the directions are A-conjugate, and after as many
 * iterations as A has distinct eigenvalues x is exact but for rounding (Hestenes &amp; Stiefel
 * 1952). A singular A serves as long as b lies in its range; otherwise the solve ends with {@link
 * CgOutcome#INCONSISTENT} where rounding shows it. An indefinite one ends the solve with {@link
 * CgOutcome#NEGATIVE_CURVATURE} and the direction that showed it.
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
  public ConjugateGradient atLeastIterations(int minimum) {
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
  public ConjugateGradient withPreconditioner(double[] diagonal) {
    return new ConjugateGradient(rule, minimum, Preconditioner.diagonal(diagonal), start, grid);
  }

  /**
   * The same with a preconditioner M known by products with its inverse.
   *
   * @param inverse {@code M⁻¹}, positive definite
   */
  public ConjugateGradient withPreconditionerInverse(SymmetricOperator inverse) {
    return new ConjugateGradient(rule, minimum, Preconditioner.inverse(inverse), start, grid);
  }

  /**
   * The same from another start.
   *
   * @param x0 finite. Copied.
   */
  public ConjugateGradient withStart(double[] x0) {
    Arguments.requireFinite("The start", x0);
    return new ConjugateGradient(rule, minimum, preconditioner, Optional.of(x0.clone()), grid);
  }

  /** The same, keeping some of its iterates, and the last. */
  public ConjugateGradient withStoredIterates(IterateGrid grid) {
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
    requireFitting(n);
    CgRun run = new CgRun(b, rule, minimum, preconditioner, grid);
    Optional<CgResult> result = run.from(start);
    while (result.isEmpty()) {
      a.apply(run.vector(), run.product());
      result = run.take();
    }
    return result.get();
  }

  /**
   * Solves {@code A xⱼ = bⱼ} for several right-hand sides at once.
   *
   * <p>Each has iterates and outcome of its own, those of {@link #solve} but for the rounding of
   * {@link SymmetricOperator#applyAll}, which multiplies all directions that are still asked for:
   * what has ended drops out. Memory is seven vectors for each, its solution among them.
   *
   * @param a A
   * @param bs the right-hand sides, finite. Not modified.
   * @return a result for each, in their order
   * @throws IllegalArgumentException if a dimension does not fit or an entry is not finite
   */
  public List<CgResult> solveAll(SymmetricOperator a, double[][] bs) {
    int n = a.dimension();
    for (int j = 0; j < bs.length; j++) {
      String what = "Right-hand side " + j;
      Arguments.requireLength(what, bs[j], n, "the operator acts on dimension " + n);
      Arguments.requireFinite(what, bs[j]);
    }
    requireFitting(n);
    CgResult[] results = new CgResult[bs.length];
    List<Column> open = new ArrayList<>();
    for (int j = 0; j < bs.length; j++) {
      CgRun run = new CgRun(bs[j], rule, minimum, preconditioner, grid);
      Optional<CgResult> result = run.from(start);
      if (result.isPresent()) {
        results[j] = result.get();
      } else {
        open.add(new Column(j, run));
      }
    }
    while (!open.isEmpty()) {
      double[][] vs = open.stream().map(column -> column.run.vector()).toArray(double[][]::new);
      double[][] outs = open.stream().map(column -> column.run.product()).toArray(double[][]::new);
      a.applyAll(vs, outs);
      open.removeIf(
          column -> {
            Optional<CgResult> result = column.run.take();
            result.ifPresent(ended -> results[column.index] = ended);
            return result.isPresent();
          });
    }
    return List.of(results);
  }

  /** One right-hand side among several. */
  private record Column(int index, CgRun run) {}

  private void requireFitting(int n) {
    preconditioner.requireDimension(n);
    start.ifPresent(
        x0 -> Arguments.requireLength("The start", x0, n, "the operator acts on dimension " + n));
  }
}
