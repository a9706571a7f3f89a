package org.roperator.optimize.smooth;

import org.roperator.function.FiniteSum;
import org.roperator.internal.Arguments;
import org.roperator.optimize.Ending;
import org.roperator.optimize.OptimizationListener;
import org.roperator.optimize.OptimizationResult;
import org.roperator.optimize.OptimizationRun;
import org.roperator.optimize.Optimizer;

/**
 * The limited-memory BFGS method within bounds {@code l ≤ x ≤ u}, from gradients alone: L-BFGS-B
 * (Byrd, Lu, Nocedal &amp; Zhu 1995), with the correction of Morales and Nocedal (2011).
 *
 * <p>One iteration at x, with the gradient g and the matrix B that the last m steps and changes of
 * the gradient make:
 *
 * <ol>
 *   <li>the generalized Cauchy point: the first minimum of {@code gᵀz + ½zᵀBz} along the projected
 *       gradient path; the parameters that meet bounds on it are held;
 *   <li>the minimum of the same model over the others, projected onto the box; where the objective
 *       would rise towards it, the way from the Cauchy point is cut at the first bound instead;
 *   <li>a line search towards that point, inside the box.
 * </ol>
 *
 * <p>The objective is never asked outside the box, and parameters at a bound have its value to the
 * last bit. A run has converged where the norm of the {@linkplain Bounds#projectedGradient
 * projected gradient} is as small as the {@link Ending} says, beside the largest met. It looks for
 * no saddles. What is infinite or NaN, as a logarithm at a bound of 0 is, counts as a step too
 * long.
 *
 * <p>The size of B at the start is the Hessian's along the projected gradient, at the cost of one
 * product, so that the steps don't depend on units; an objective without a Hessian, or with
 * negative curvature there, has a first step as long as the start. Pairs without clearly positive
 * curvature are left out; where a search fails all are forgotten, and it is made once more.
 *
 * <p>An iteration costs mostly one expansion, no value, and O(m²n). Memory: 2m vectors and some ten
 * more. Its figures are {@code gradient_norm} (of the projected gradient), {@code step_norm},
 * {@code rate}, {@code tries} of the line search, {@code pairs} and {@code active} (parameters at a
 * bound after it).
 *
 * <pre>{@code
 * Bounds box = Bounds.of(lower, upper);
 * OptimizationResult result = BoundedLimitedMemoryBfgs.within(box).minimize(f, box.project(guess));
 * }</pre>
 *
 * @param bounds l and u
 * @param memory m, how many pairs B is made of, at least 1
 * @param ending when a run ends
 */
public record BoundedLimitedMemoryBfgs(Bounds bounds, int memory, Ending ending)
    implements Optimizer {

  /**
   * Checks the memory.
   *
   * @throws IllegalArgumentException if it is below 1
   */
  public BoundedLimitedMemoryBfgs {
    Arguments.requirePositive("The memory", memory);
  }

  /**
   * The method with its standard constants: 10 pairs, and at most 1,000 iterations.
   *
   * @param bounds l and u, one of each for every parameter
   */
  public static BoundedLimitedMemoryBfgs within(Bounds bounds) {
    return new BoundedLimitedMemoryBfgs(bounds, 10, Ending.precise().atMostIterations(1000));
  }

  /** The same with other {@link #bounds()}. */
  public BoundedLimitedMemoryBfgs withBounds(Bounds bounds) {
    return new BoundedLimitedMemoryBfgs(bounds, memory, ending);
  }

  /** The same with another {@link #memory()}. */
  public BoundedLimitedMemoryBfgs withMemory(int pairs) {
    return new BoundedLimitedMemoryBfgs(bounds, pairs, ending);
  }

  /** The same with another {@link #ending()}. */
  public BoundedLimitedMemoryBfgs withEnding(Ending ending) {
    return new BoundedLimitedMemoryBfgs(bounds, memory, ending);
  }

  @Override
  public String name() {
    return "bounded-limited-memory-bfgs";
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException also if the number of bounds is not that of parameters, or the
   *     start lies outside them
   */
  @Override
  public OptimizationResult minimize(
      FiniteSum objective, double[] start, OptimizationListener listener) {
    bounds.requireDimension(objective.dimension());
    OptimizationRun run = OptimizationRun.of(objective, start, ending);
    bounds.requireStart(start);
    return run.iterate(new BoundedBfgsSteps(bounds, memory), listener);
  }
}
