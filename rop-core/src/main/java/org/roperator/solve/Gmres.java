package org.roperator.solve;

import org.roperator.internal.Arguments;
import org.roperator.operator.LinearOperator;
import org.roperator.parallel.Scratch;

/**
 * Restarted generalized minimal residuals for {@code A x = b}, A square and not symmetric.
 *
 * <pre>{@code
 * GmresResult result = Gmres.untilResidual(1e-12).solve(a, b);
 * }</pre>
 *
 * <p>Within a cycle each x minimizes {@code ‖b − Ax‖} over the Krylov space so far (Saad &amp;
 * Schultz 1986), so the residual never rises, and without a restart x is exact, but for rounding,
 * after as many steps as the minimal polynomial of A has degrees. A cycle ends when the residual
 * asked for is reached or the basis is full; the residual is then computed anew from x, so that the
 * outcome speaks of x itself.
 *
 * <p>A step costs one product with A and 4 n j multiply-adds, j being its place in the cycle. The
 * basis of m + 1 vectors is lent and used again by later solves of one solver, one for each thread
 * that solves at once. Immutable and safe to share; each method below gives a new solver that
 * differs in one thing.
 */
public final class Gmres {

  private final double relative;
  private final int cycle;
  private final int limit;
  private final Scratch<GmresRun> runs;

  private Gmres(double relative, int cycle, int limit) {
    this.relative = relative;
    this.cycle = cycle;
    this.limit = limit;
    this.runs = Scratch.of(() -> new GmresRun(relative, cycle, limit));
  }

  /**
   * A solver that restarts after 60 steps and spends at most 2,001 products.
   *
   * @param relative the norm of the residual to reach, relative to {@code ‖b‖}, above 0
   */
  public static Gmres untilResidual(double relative) {
    return new Gmres(Arguments.requirePositive("The relative residual", relative), 60, 2000);
  }

  /**
   * The same, restarting after another number of steps.
   *
   * @param steps at least 1; a cycle keeps one vector more than it makes steps
   */
  public Gmres withRestart(int steps) {
    return new Gmres(relative, Arguments.requirePositive("The length of a cycle", steps), limit);
  }

  /**
   * The same with another limit.
   *
   * @param products how many products the steps may spend, at least 1; computing the residual at
   *     the end anew may take one more
   */
  public Gmres atMostProducts(int products) {
    return new Gmres(relative, cycle, Arguments.requirePositive("The product limit", products));
  }

  /**
   * Solves {@code A x = b} from x = 0.
   *
   * @param a A
   * @param b the right-hand side, finite. Not modified.
   * @throws IllegalArgumentException if A is not square, a dimension does not fit or b is not
   *     finite
   */
  public GmresResult solve(LinearOperator a, double[] b) {
    double[] x = new double[b.length];
    return solve(a, b, x).withSolution(x);
  }

  /**
   * Solves {@code A x = b} from x = 0 into an array, and allocates no vector once it has run.
   *
   * @param a A
   * @param b the right-hand side, finite. Not modified.
   * @param out x. Overwritten.
   * @return how it ended; without {@link GmresResult#solution()}, which {@code out} holds
   * @throws IllegalArgumentException if A is not square, a dimension does not fit or b is not
   *     finite
   */
  public GmresResult solve(LinearOperator a, double[] b, double[] out) {
    int n = a.domainDimension();
    if (a.rangeDimension() != n) {
      throw new IllegalArgumentException(
          "The operator maps dimension "
              + n
              + " to "
              + a.rangeDimension()
              + ", but only a square one has a solution for each right-hand side.");
    }
    Arguments.requireLength("The right-hand side", b, n, "the operator acts on dimension " + n);
    Arguments.requireLength("The solution", out, n, "the operator acts on dimension " + n);
    Arguments.requireFinite("The right-hand side", b);
    GmresRun run = runs.take();
    try {
      return run.solve(a, b, out);
    } finally {
      runs.giveBack(run);
    }
  }
}
