package org.roperator.optimize;

import org.roperator.function.FiniteSum;

/**
 * Hessian-free optimisation (Martens 2010): Newton steps from curvature-vector products alone.
 *
 * <p>One iteration at w, with λ and the other constants of {@link HessianFreeSettings}:
 *
 * <ol>
 *   <li>the gradient g and the mean squared gradient d over all examples;
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
 * the objective. With {@link Curvature#hessian()} an indefinite Hessian is met as a {@link
 * HessianFreeStep named step}. A value that is infinite or NaN counts as a rise.
 *
 * <p>Each {@link Iteration} is a {@link HessianFreeIteration}; its value is that over all examples
 * after the step. Memory: some 25 vectors of parameters, most of them stored iterates.
 */
public final class HessianFree implements Optimizer {

  private final HessianFreeSettings settings;

  private HessianFree(HessianFreeSettings settings) {
    this.settings = settings;
  }

  /** The method with its default constants. */
  public static HessianFree withDefaults() {
    return with(HessianFreeSettings.defaults());
  }

  /** The method with given constants. */
  public static HessianFree with(HessianFreeSettings settings) {
    return new HessianFree(settings);
  }

  /** The constants. */
  public HessianFreeSettings settings() {
    return settings;
  }

  @Override
  public String name() {
    return "hessian-free";
  }

  /**
   * {@inheritDoc}
   *
   * @throws UnsupportedOperationException if the objective lacks the curvature chosen: a plain
   *     objective has no Gauss-Newton operator and needs {@link Curvature#hessian()}
   */
  @Override
  public OptimizationResult minimize(
      FiniteSum objective, double[] start, OptimizationListener listener) {
    double[] w = MeteredObjective.startOf(objective, start);
    return new HessianFreeRun(settings, objective, w).run(listener);
  }
}
