package org.roperator.optimize;

import org.roperator.function.FiniteSum;
import org.roperator.internal.Arguments;

/**
 * Hessian-free optimization (Martens 2010): Newton steps from curvature-vector products alone.
 *
 * <p>One iteration at w, with the constants below and the size {@code s = ‖Cg‖ / ‖g‖} of the
 * curvature where the run first solved:
 *
 * <ol>
 *   <li>the gradient g, and the mean squared gradient over all examples, scaled to d so that its
 *       largest sum met is s;
 *   <li>the curvature C over one of k batches of examples, each in its turn;
 *   <li>truncated conjugate gradients on {@code (C + λI) p = −g}, preconditioned by {@code (d + λ +
 *       ∂²r)^¾}, from 0.95 times where the last iteration's ended;
 *   <li>among their stored iterates, from the last backwards, the step p that lowers the objective
 *       over all examples most;
 *   <li>the reduction ratio ρ of p on the batch, by which λ falls or rises;
 *   <li>a line search along p over all examples, or a rejected step.
 * </ol>
 *
 * <p>Departures, each only where the original leaves its rule open: a rejected step and one that
 * met negative curvature raise λ whatever ρ says; a step that points uphill must at least not raise
 * the objective; λ begins at a multiple of s, and d has its size, so that the steps don't depend on
 * the units of objective and parameters. With {@link Curvature#hessian()} an indefinite Hessian is
 * met as a {@link HessianFreeIteration.StepKind named step}. A value that is infinite or NaN counts
 * as a rise.
 *
 * <p>Each {@link Iteration} is a {@link HessianFreeIteration}; its value is that over all examples
 * after the step. Memory: some 25 vectors of parameters, most of them stored iterates.
 *
 * <pre>{@code
 * HessianFree.standard()
 *     .withDamping(Damping.standard().withInitial(45))
 *     .withEnding(Ending.standard().atMostIterations(60))
 * }</pre>
 *
 * <p>The standard constants are those of the program that Martens published with his paper, but for
 * the initial damping and what ends or guards a run.
 *
 * @param curvature the matrix C the steps are solved with
 * @param curvatureBatches k, into how many batches the examples are dealt for curvature, used in
 *     turn, at least 1
 * @param damping λ and its rule
 * @param innerSolve how a step is solved for
 * @param lineSearch how far a step is taken
 * @param ending when a run ends
 */
public record HessianFree(
    Curvature curvature,
    int curvatureBatches,
    Damping damping,
    InnerSolve innerSolve,
    LineSearch lineSearch,
    Ending ending)
    implements Optimizer {

  private static final HessianFree STANDARD =
      new HessianFree(
          Curvature.standard(),
          4,
          Damping.standard(),
          InnerSolve.standard(),
          LineSearch.standard(),
          Ending.standard());

  /**
   * Checks the number of batches.
   *
   * @throws IllegalArgumentException if it is below 1
   */
  public HessianFree {
    Arguments.requirePositive("The number of curvature batches", curvatureBatches);
  }

  /** The method with all standard constants: 4 batches of the {@link Curvature#standard()}. */
  public static HessianFree standard() {
    return STANDARD;
  }

  /** The same with another {@link #curvature()}. */
  public HessianFree withCurvature(Curvature curvature) {
    return new HessianFree(curvature, curvatureBatches, damping, innerSolve, lineSearch, ending);
  }

  /** The same with another number of {@link #curvatureBatches()}. */
  public HessianFree withCurvatureBatches(int count) {
    return new HessianFree(curvature, count, damping, innerSolve, lineSearch, ending);
  }

  /** The same with another {@link #damping()}. */
  public HessianFree withDamping(Damping damping) {
    return new HessianFree(curvature, curvatureBatches, damping, innerSolve, lineSearch, ending);
  }

  /** The same with another {@link #innerSolve()}. */
  public HessianFree withInnerSolve(InnerSolve innerSolve) {
    return new HessianFree(curvature, curvatureBatches, damping, innerSolve, lineSearch, ending);
  }

  /** The same with another {@link #lineSearch()}. */
  public HessianFree withLineSearch(LineSearch lineSearch) {
    return new HessianFree(curvature, curvatureBatches, damping, innerSolve, lineSearch, ending);
  }

  /** The same with another {@link #ending()}. */
  public HessianFree withEnding(Ending ending) {
    return new HessianFree(curvature, curvatureBatches, damping, innerSolve, lineSearch, ending);
  }

  @Override
  public String name() {
    return "hessian-free";
  }

  /**
   * {@inheritDoc}
   *
   * @throws UnsupportedOperationException if the objective lacks the curvature chosen where the
   *     first step is to be found, as a plain objective does {@link Curvature#gaussNewton()}
   */
  @Override
  public OptimizationResult minimize(
      FiniteSum objective, double[] start, OptimizationListener listener) {
    CurvatureBatches batches = CurvatureBatches.of(objective, curvatureBatches);
    return OptimizationRun.of(objective, start, ending)
        .iterate(
            new HessianFreeSteps(batches, curvature, damping, innerSolve, lineSearch), listener);
  }
}
