package org.roperator.optimize;

import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.roperator.function.FiniteSum;
import org.roperator.function.Workers;
import org.roperator.operator.Arguments;
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
 * Optimizer newton = BlockNewton.with(curvature)      // a function from an expansion to blocks
 *     .fromEpoch(30, curvatureInSmallerBlocks)
 *     .batches(MiniBatches.shuffled(500, seed)).maxEpochs(100);
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
 * <p>One {@link Iteration} is one epoch, an {@link EpochIteration} with the figures {@code blocks};
 * {@code cg_steps}, their mean over blocks and batches; {@code most_cg_steps}; and {@code
 * negative_curvature}. Memory besides the curvature: about eight vectors of parameters.
 */
public final class BlockNewton implements Optimizer {

  /** The constants of the paper's experiments. */
  private static final Settings PAPER = new Settings(0.02, 0.1, 50, 0.1);

  private final NavigableMap<Integer, BlockwiseCurvature> schedule;
  private final Settings settings;
  private final Epochs epochs;
  private final Workers workers;

  /** The constants of a step. */
  record Settings(double alpha, double residual, int steps, double rate) {

    Settings {
      if (!(alpha >= 0 && alpha <= 1)) {
        throw new IllegalArgumentException(
            "The damping α is " + alpha + ", but must lie from 0 to 1.");
      }
      Arguments.requirePositive("The relative residual", residual);
      Arguments.requirePositive("The number of steps", steps);
      Arguments.requirePositive("The rate", rate);
    }

    ConjugateGradient solver() {
      return ConjugateGradient.until(
          StoppingRule.residualBelow(residual).or(StoppingRule.iterations(steps)));
    }
  }

  private BlockNewton(
      NavigableMap<Integer, BlockwiseCurvature> schedule,
      Settings settings,
      Epochs epochs,
      Workers workers) {
    this.schedule = schedule;
    this.settings = settings;
    this.epochs = epochs;
    this.workers = workers;
  }

  /**
   * The method with the paper's constants, one batch of all examples, 100 epochs, on one thread.
   *
   * @param curvature C
   */
  public static BlockNewton with(BlockwiseCurvature curvature) {
    return new BlockNewton(
        new TreeMap<>(Map.of(1, curvature)), PAPER, Epochs.DEFAULT, Workers.of(1));
  }

  /**
   * The same with another curvature from an epoch on, until another begins.
   *
   * @param epoch at least 1, the number of the first epoch
   * @param curvature C
   */
  public BlockNewton fromEpoch(int epoch, BlockwiseCurvature curvature) {
    NavigableMap<Integer, BlockwiseCurvature> longer = new TreeMap<>(schedule);
    longer.put(Arguments.requirePositive("The epoch", epoch), curvature);
    return new BlockNewton(longer, settings, epochs, workers);
  }

  /**
   * The same with another damping.
   *
   * @param alpha α, from 0 to 1
   */
  public BlockNewton damping(double alpha) {
    return with(new Settings(alpha, settings.residual, settings.steps, settings.rate));
  }

  /**
   * The same with another relative residual at which a solve ends.
   *
   * @param residual ε, above 0
   */
  public BlockNewton residual(double residual) {
    return with(new Settings(settings.alpha, residual, settings.steps, settings.rate));
  }

  /** The same with another largest number of steps of a solve, at least 1. */
  public BlockNewton maxSteps(int steps) {
    return with(new Settings(settings.alpha, settings.residual, steps, settings.rate));
  }

  /**
   * The same with another learning rate.
   *
   * @param rate η, above 0
   */
  public BlockNewton rate(double rate) {
    return with(new Settings(settings.alpha, settings.residual, settings.steps, rate));
  }

  private BlockNewton with(Settings other) {
    return new BlockNewton(schedule, other, epochs, workers);
  }

  /** The same with other mini-batches. */
  public BlockNewton batches(MiniBatches batches) {
    return with(new Epochs(batches, epochs.limit(), epochs.gradientTolerance()));
  }

  /** The same with another largest number of epochs, at least 1. */
  public BlockNewton maxEpochs(int limit) {
    return with(new Epochs(epochs.batches(), limit, epochs.gradientTolerance()));
  }

  /** The same with another norm of an epoch's mean gradient at which the run has converged. */
  public BlockNewton gradientTolerance(double tolerance) {
    return with(new Epochs(epochs.batches(), epochs.limit(), tolerance));
  }

  private BlockNewton with(Epochs other) {
    return new BlockNewton(schedule, settings, other, workers);
  }

  /** The same with its blocks solved on other threads; one, the caller's, unless this is called. */
  public BlockNewton on(Workers workers) {
    return new BlockNewton(schedule, settings, epochs, workers);
  }

  @Override
  public String name() {
    return "block-newton";
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException also if the curvature is not made for this objective
   */
  @Override
  public OptimizationResult minimize(
      FiniteSum objective, double[] start, OptimizationListener listener) {
    return epochs.run(objective, start, new BlockNewtonRule(schedule, settings, workers), listener);
  }
}
