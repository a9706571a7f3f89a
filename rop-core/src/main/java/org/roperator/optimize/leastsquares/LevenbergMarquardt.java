package org.roperator.optimize.leastsquares;

import org.roperator.function.Residuals;
import org.roperator.optimize.Ending;
import org.roperator.optimize.OptimizationListener;

/**
 * Nonlinear least squares by Levenberg and Marquardt's method in a trust region (Moré 1978):
 * minimizes {@code F(w) = ½ Σ rᵢ(w)²}, or a {@link RobustLoss} of the residuals.
 *
 * <pre>{@code
 * LeastSquaresResult fit = LevenbergMarquardt.standard()
 *     .withLoss(RobustLoss.huber(1.5))
 *     .minimize(residuals, start);
 * double[] errors = fit.covariance().standardErrors();
 * }</pre>
 *
 * <p>One iteration at w, with the Jacobian J, scales D and a bound Δ:
 *
 * <ol>
 *   <li>the step p that minimizes the model {@code ½‖r + Jp‖²} within {@code ‖Dp‖ ≤ Δ}, which is
 *       {@code (JᵀJ + λD²)p = −Jᵀr} with {@code λ ≥ 0} (see {@link StepSolver}); with {@link
 *       FitCurvature#FULL_HESSIAN} the step of the exact second-order model;
 *   <li>the gain ratio ρ, the fall of F over that of the model: the step is taken if it is above
 *       1e-4, and Δ shrinks or grows with it (see {@link StepBound}). Where a residual is infinite
 *       or NaN, or the residuals throw, the step is rejected.
 * </ol>
 *
 * <p>D has the largest norms that the columns of J had so far, so that neither steps nor the end
 * depend on the units of the parameters; nor do they on those of the residuals. {@link
 * StepScaling#COMMON} is for parameters that share a unit.
 *
 * <p>The {@link Ending} is that of other methods, but for the relative gradient: it is measured as
 * a part of what it could be at most, {@code ‖Pr‖/‖r‖} with the projection P on the range of J, so
 * that it is free of units too (Bates &amp; Watts 1981, "A relative offset orthogonality
 * convergence criterion"): its square is the part of F that a Gauss-Newton step would take away, or
 * with the whole Hessian a Newton step. It also counts as vanished where rounding of w changes the
 * residuals as much as such a step, or where after a rejected step the fall that is left to the
 * model is no more than the rounding of F; if it is above 1e-5 even so, the run has stalled. It has
 * also stalled where the patience ends, unless the largest cosine between the residuals and a
 * column of J is as small as the relative gradient is to be: then it has converged. Where the
 * residuals tell their curvature, up to sixty products with the Hessian look for a way down before
 * the run has converged, so that it leaves saddles.
 *
 * <p>There may be fewer residuals than parameters; the result says so. The method is an immutable
 * configured value: it may run many times, also at the same time, and the same residuals, start and
 * settings give the same history bit for bit. It ends with a named outcome where numbers go wrong,
 * the residuals throw a {@code RuntimeException}, or its thread is interrupted, each time with the
 * last complete iterate. What a listener throws leaves the run.
 *
 * @param loss how much large residuals count
 * @param curvature the matrix the steps are solved with
 * @param solver how they are solved for
 * @param scaling D, what steps are measured in
 * @param stepBound Δ and its rule
 * @param ending when a run ends
 */
public record LevenbergMarquardt(
    RobustLoss loss,
    FitCurvature curvature,
    StepSolver solver,
    StepScaling scaling,
    StepBound stepBound,
    Ending ending) {

  private static final LevenbergMarquardt STANDARD =
      new LevenbergMarquardt(
          RobustLoss.squares(),
          FitCurvature.GAUSS_NEWTON,
          StepSolver.automatic(),
          StepScaling.BY_PARAMETER,
          StepBound.standard(),
          Ending.standard().atMostIterations(1000));

  /**
   * Plain least squares by {@code JᵀJ}, with the solver that the size of J asks for and Moré's
   * constants; at most 1000 iterations, which are cheaper than those of other methods.
   */
  public static LevenbergMarquardt standard() {
    return STANDARD;
  }

  /** The same with another {@link #loss()}. */
  public LevenbergMarquardt withLoss(RobustLoss loss) {
    return new LevenbergMarquardt(loss, curvature, solver, scaling, stepBound, ending);
  }

  /** The same with another {@link #curvature()}. */
  public LevenbergMarquardt withCurvature(FitCurvature curvature) {
    return new LevenbergMarquardt(loss, curvature, solver, scaling, stepBound, ending);
  }

  /** The same with another {@link #solver()}. */
  public LevenbergMarquardt withSolver(StepSolver solver) {
    return new LevenbergMarquardt(loss, curvature, solver, scaling, stepBound, ending);
  }

  /** The same with another {@link #scaling()}. */
  public LevenbergMarquardt withScaling(StepScaling scaling) {
    return new LevenbergMarquardt(loss, curvature, solver, scaling, stepBound, ending);
  }

  /** The same with another {@link #stepBound()}. */
  public LevenbergMarquardt withStepBound(StepBound stepBound) {
    return new LevenbergMarquardt(loss, curvature, solver, scaling, stepBound, ending);
  }

  /** The same with another {@link #ending()}. */
  public LevenbergMarquardt withEnding(Ending ending) {
    return new LevenbergMarquardt(loss, curvature, solver, scaling, stepBound, ending);
  }

  /** The method's short name. */
  public String name() {
    return "levenberg-marquardt";
  }

  /**
   * Minimizes.
   *
   * @param residuals r, from n parameters to m residuals, m the same everywhere
   * @param start n finite parameters to start from. Not modified.
   * @param listener told after every iteration, on the calling thread
   * @throws IllegalArgumentException if the start has the wrong length or is not finite
   * @throws IllegalStateException if the number of residuals changes from point to point
   * @throws UnsupportedOperationException if the whole Hessian is asked for and the residuals don't
   *     know their curvature
   */
  public LeastSquaresResult minimize(
      Residuals residuals, double[] start, OptimizationListener listener) {
    FitModels models =
        new FitModels(
            new Scales(residuals.dimension(), scaling),
            curvature,
            solver,
            stepBound.slack(),
            ending.relativeGradient());
    FitCounter counter = new FitCounter(residuals);
    return new FitRun(loss, models, stepBound, ending, counter, start).run(listener);
  }

  /**
   * Minimizes without telling anyone on the way.
   *
   * @param residuals r, from n parameters to m residuals, m the same everywhere
   * @param start n finite parameters to start from. Not modified.
   * @throws IllegalArgumentException if the start has the wrong length or is not finite
   * @throws IllegalStateException if the number of residuals changes from point to point
   * @throws UnsupportedOperationException if the whole Hessian is asked for and the residuals don't
   *     know their curvature
   */
  public LeastSquaresResult minimize(Residuals residuals, double[] start) {
    return minimize(residuals, start, OptimizationListener.silent());
  }
}
