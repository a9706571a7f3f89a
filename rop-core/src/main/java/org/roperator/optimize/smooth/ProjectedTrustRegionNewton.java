package org.roperator.optimize.smooth;

import org.roperator.function.FiniteSum;
import org.roperator.internal.Arguments;
import org.roperator.optimize.Ending;
import org.roperator.optimize.OptimizationListener;
import org.roperator.optimize.OptimizationResult;
import org.roperator.optimize.OptimizationRun;
import org.roperator.optimize.Optimizer;

/**
 * Newton's method in a trust region within bounds {@code l ≤ x ≤ u}, from Hessian-vector products
 * alone: the projected searches of TRON (Lin &amp; Moré 1999).
 *
 * <p>One iteration at x, with the gradient g, the Hessian H and the radius Δ:
 *
 * <ol>
 *   <li>the Cauchy point: along the projected gradient, which bends where bounds are met, to where
 *       the model {@code gᵀs + ½sᵀHs} falls enough within {@code ‖s‖ ≤ Δ};
 *   <li>conjugate gradients with exact products over the parameters that stand at no bound, until
 *       the model's gradient over them is small, Δ is reached, or negative curvature leads there
 *       (Steihaug 1983); where they leave the box their step is projected and shortened until the
 *       model falls enough, and they go on over the parameters left;
 *   <li>the step is taken, and Δ changes, by the ratio ρ of the objective's fall to the model's;
 *       see {@link TrustRadius}.
 * </ol>
 *
 * <p>The objective is never asked outside the box, and parameters at a bound have its value to the
 * last bit. Many bounds may be met or left in one iteration. A run has converged where the norm of
 * the {@linkplain Bounds#projectedGradient projected gradient} is as small as the {@link Ending}
 * says, beside the largest met: then the first-order conditions hold, which {@link
 * Bounds#multipliers} shows. It looks for no saddles. What is infinite or NaN, as a logarithm at a
 * bound of 0 is, counts as a step too long.
 *
 * <p>Departures from TRON: the first radius is a multiple of the step to the model's minimum along
 * the projected gradient, which does not depend on units; all steps of an iteration stay within one
 * ball; the Cauchy point is where conjugate gradients begin, so that where no bound is met it costs
 * no product of its own, and its product serves again after a rejected step; and where rounding
 * hides the objective's fall its slopes tell it.
 *
 * <p>An iteration costs one expansion, whether its step is taken or not, no value, and the products
 * of step 2 and some for bounds that are met. Its figures are {@code gradient_norm} (of the
 * projected gradient), {@code radius}, {@code step_norm}, {@code rho}, {@code inner_products},
 * {@code faces} (how often conjugate gradients ran) and {@code active} (parameters at a bound after
 * the step that was tried).
 *
 * <pre>{@code
 * Bounds box = Bounds.nonNegative(n);
 * OptimizationResult result = ProjectedTrustRegionNewton.within(box).minimize(f, box.project(guess));
 * double[] x = result.parameters();
 * BoundMultipliers multipliers = box.multipliers(x, f.expandAt(x).gradient());
 * }</pre>
 *
 * @param bounds l and u
 * @param radius Δ and its rule
 * @param forcing the largest norm of the model's gradient at which conjugate gradients end,
 *     relative to that of the projected gradient, above 0 and below 1
 * @param forcingPower p, from 0 to 1: they end at {@code min(forcing, (‖g‖/‖g‖ largest met)^p)}, so
 *     that near a minimum the error falls with the power 1 + p
 * @param ending when a run ends
 */
public record ProjectedTrustRegionNewton(
    Bounds bounds, TrustRadius radius, double forcing, double forcingPower, Ending ending)
    implements Optimizer {

  /**
   * Checks the constants.
   *
   * @throws IllegalArgumentException naming the first that lies outside its range
   */
  public ProjectedTrustRegionNewton {
    Arguments.requireBetween("The forcing term", forcing, 1e-15, 0.99);
    Arguments.requireBetween("The power of the forcing term", forcingPower, 0, 1);
  }

  /**
   * The method with all standard constants: the forcing term 0.1 of TRON and the power ½, and at
   * most 1,000 iterations.
   *
   * @param bounds l and u, one of each for every parameter
   */
  public static ProjectedTrustRegionNewton within(Bounds bounds) {
    return new ProjectedTrustRegionNewton(
        bounds, TrustRadius.standard(), 0.1, 0.5, Ending.precise().atMostIterations(1000));
  }

  /** The same with other {@link #bounds()}. */
  public ProjectedTrustRegionNewton withBounds(Bounds bounds) {
    return new ProjectedTrustRegionNewton(bounds, radius, forcing, forcingPower, ending);
  }

  /** The same with another {@link #radius()}. */
  public ProjectedTrustRegionNewton withRadius(TrustRadius radius) {
    return new ProjectedTrustRegionNewton(bounds, radius, forcing, forcingPower, ending);
  }

  /** The same with another {@link #forcing()}. */
  public ProjectedTrustRegionNewton withForcing(double most) {
    return new ProjectedTrustRegionNewton(bounds, radius, most, forcingPower, ending);
  }

  /** The same with another {@link #forcingPower()}. */
  public ProjectedTrustRegionNewton withForcingPower(double power) {
    return new ProjectedTrustRegionNewton(bounds, radius, forcing, power, ending);
  }

  /** The same with another {@link #ending()}. */
  public ProjectedTrustRegionNewton withEnding(Ending ending) {
    return new ProjectedTrustRegionNewton(bounds, radius, forcing, forcingPower, ending);
  }

  @Override
  public String name() {
    return "projected-trust-region-newton";
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException also if the number of bounds is not that of parameters, or the
   *     start lies outside them
   * @throws UnsupportedOperationException if the objective has no Hessian
   */
  @Override
  public OptimizationResult minimize(
      FiniteSum objective, double[] start, OptimizationListener listener) {
    bounds.requireDimension(objective.dimension());
    OptimizationRun run = OptimizationRun.of(objective, start, ending);
    bounds.requireStart(start);
    return run.iterate(new ProjectedNewtonSteps(bounds, radius, forcing, forcingPower), listener);
  }
}
