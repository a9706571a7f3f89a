package org.roperator.optimize;

import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.roperator.function.FiniteSum;
import org.roperator.internal.Arguments;
import org.roperator.parallel.Workers;
import org.roperator.solve.ConjugateGradient;
import org.roperator.solve.StoppingRule;

/**
 * Newton steps block by block on mini-batches, by conjugate gradients (Chen, Zhou, Tu &amp; Hua
 * 2018; Dangel &amp; Hennig 2019, equation 8): for each block b of a curvature C
 *
 * <pre>
 * [αI + (1 − α)C_b] Δ_b = −g_b        ‖residual‖ ≤ ε‖g_b‖, at most 50 steps from zero
 * w_b ← w_b + ηΔ_b
 * α = 0.02, ε = 0.1, η = 0.1 by default
 * </pre>
 *
 * <pre>{@code
 * Optimizer newton = Epochs.of(100).withBatches(MiniBatches.shuffled(500, seed))
 *     .stepping(BlockNewton.of(curvature).withCurvatureFrom(30, curvatureInSmallerBlocks));
 * }</pre>
 *
 * <p>The blocks are solved in parallel, with the same result for any number of threads. The
 * curvature may change from epoch to epoch, and with it how many blocks there are. With α = 0 the
 * steps are Newton's, with α = 1 those of gradient descent.
 *
 * <p>Positive semi-definite curvatures suit it. Where a direction of negative curvature comes up
 * with C − a Hessian, say − the block moves by the iterate before it, which may be zero, and the
 * figure {@code negative_curvature} counts it.
 *
 * <p>A rule for {@link Epochs}, with the figures {@code blocks}; {@code cg_steps}, their mean over
 * blocks and batches; {@code most_cg_steps}; and {@code negative_curvature}. Memory besides the
 * curvature: about eight vectors of parameters.
 *
 * <p>A curvature that is not made for the objective is refused with an {@link
 * IllegalArgumentException} at the first step of a run; what it throws later ends the run as {@link
 * OptimizationOutcome#FAILED}.
 */
public final class BlockNewton implements UpdateRule {

  private final NavigableMap<Integer, Curvature.Blockwise> schedule;
  private final double damping;
  private final double residual;
  private final int steps;
  private final double rate;
  private final Workers workers;

  private BlockNewton(
      NavigableMap<Integer, Curvature.Blockwise> schedule,
      double damping,
      double residual,
      int steps,
      double rate,
      Workers workers) {
    if (!(damping >= 0 && damping <= 1)) {
      throw new IllegalArgumentException(
          "The damping α is " + damping + ", but must lie from 0 to 1.");
    }
    this.schedule = schedule;
    this.damping = damping;
    this.residual = Arguments.requirePositive("The relative residual", residual);
    this.steps = Arguments.requirePositive("The number of steps", steps);
    this.rate = Arguments.requirePositive("The rate", rate);
    this.workers = workers;
  }

  /**
   * The method with the constants of the paper's experiments, on one thread.
   *
   * @param curvature C
   */
  public static BlockNewton of(Curvature.Blockwise curvature) {
    return new BlockNewton(new TreeMap<>(Map.of(1, curvature)), 0.02, 0.1, 50, 0.1, Workers.of(1));
  }

  /**
   * The same with another curvature from an epoch on, until another begins.
   *
   * @param epoch at least 1, the number of the first epoch
   * @param curvature C
   */
  public BlockNewton withCurvatureFrom(int epoch, Curvature.Blockwise curvature) {
    NavigableMap<Integer, Curvature.Blockwise> longer = new TreeMap<>(schedule);
    longer.put(Arguments.requirePositive("The epoch", epoch), curvature);
    return new BlockNewton(longer, damping, residual, steps, rate, workers);
  }

  /**
   * The same with another damping.
   *
   * @param alpha α, from 0 to 1
   */
  public BlockNewton withDamping(double alpha) {
    return new BlockNewton(schedule, alpha, residual, steps, rate, workers);
  }

  /**
   * The same with another relative residual at which a solve ends.
   *
   * @param residual ε, above 0
   */
  public BlockNewton untilResidual(double residual) {
    return new BlockNewton(schedule, damping, residual, steps, rate, workers);
  }

  /** The same with another largest number of steps of a solve, at least 1. */
  public BlockNewton atMostSteps(int steps) {
    return new BlockNewton(schedule, damping, residual, steps, rate, workers);
  }

  /**
   * The same with another learning rate.
   *
   * @param rate η, above 0
   */
  public BlockNewton withRate(double rate) {
    return new BlockNewton(schedule, damping, residual, steps, rate, workers);
  }

  /** The same with its blocks solved on other threads; one, the caller's, unless this is called. */
  public BlockNewton on(Workers workers) {
    return new BlockNewton(schedule, damping, residual, steps, rate, workers);
  }

  @Override
  public String name() {
    return "block-newton";
  }

  @Override
  public Steps begin(FiniteSum objective) {
    ConjugateGradient solver =
        ConjugateGradient.until(
            StoppingRule.residualBelow(residual).or(StoppingRule.iterations(steps)));
    return new BlockNewtonSteps(schedule, damping, rate, solver, workers);
  }
}
