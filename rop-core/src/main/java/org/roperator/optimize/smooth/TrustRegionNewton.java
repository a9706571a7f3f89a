package org.roperator.optimize.smooth;

import java.util.Optional;
import java.util.function.UnaryOperator;
import org.roperator.function.FiniteSum;
import org.roperator.optimize.Ending;
import org.roperator.optimize.OptimizationListener;
import org.roperator.optimize.OptimizationResult;
import org.roperator.optimize.OptimizationRun;
import org.roperator.optimize.Optimizer;

/**
 * Newton's method in a trust region, from products with the Hessian alone (Conn, Gould &amp; Toint
 * 2000): the first to try on a smooth function of your own.
 *
 * <p>One iteration at w: the step p that lowers {@code m(p) = gᵀp + ½pᵀHp} most within {@code ‖p‖ ≤
 * Δ}, found to a residual of {@code min(most, (‖g‖/s)^power) ‖g‖}, which is loose far from a
 * minimum and close near it, so that few products are made and the last steps converge faster than
 * linearly; the expansion at w + p; and by the ratio ρ of the fall of the objective to that of the
 * model the step is taken or rejected and the radius changes ({@link TrustRadius}). Here s is the
 * largest gradient met or, where that is less, the size of the curvature times the length of the
 * parameters.
 *
 * <p>H may be indefinite: negative curvature is followed to the boundary, so that saddles are left.
 * A value that is infinite or NaN, as of a logarithm beyond its domain, is a rejected step. Where
 * rounding of the value hides the fall of a step, the slopes at both ends tell it instead, so that
 * the gradient falls as far as its own rounding allows.
 *
 * <p>Each iteration is one expansion, the products of its step, and no value alone. Its {@link
 * org.roperator.optimize.Iteration#figures() figures}: {@code gradient_norm} and {@code radius} at
 * its start, {@code step_norm}, {@code rho}, {@code multiplier} of the step, {@code
 * inner_products}.
 *
 * <pre>{@code
 * OptimizationResult found =
 *     TrustRegionNewton.standard()
 *         .withEnding(Ending.standard().atMostIterations(500).untilGradient(1e-6))
 *         .minimize(objective, start);
 * }</pre>
 *
 * @param subproblem what finds the steps
 * @param radius the rules of the radius
 * @param forcing the accuracy of steps
 * @param preconditioner gives at a point w a diagonal near that of the Hessian, all above 0, whose
 *     norm {@code ‖p‖² = Σ dᵢ pᵢ²} measures steps; none by default
 * @param secondOrder whether a run that found a gradient of zero asks for the smallest eigenvalue
 *     of the Hessian there, tells it in its reason, and goes on where it is negative
 * @param ending when a run ends
 */
public record TrustRegionNewton(
    Subproblem subproblem,
    TrustRadius radius,
    Forcing forcing,
    Optional<UnaryOperator<double[]>> preconditioner,
    boolean secondOrder,
    Ending ending)
    implements Optimizer {

  private static final TrustRegionNewton STANDARD =
      new TrustRegionNewton(
          Subproblem.LANCZOS,
          TrustRadius.standard(),
          Forcing.standard(),
          Optional.empty(),
          false,
          Ending.precise().atMostIterations(1000));

  /** All standard constants, at most 1,000 iterations, and steps by the Lanczos method. */
  public static TrustRegionNewton standard() {
    return STANDARD;
  }

  /** The same with another {@link #subproblem()}. */
  public TrustRegionNewton withSubproblem(Subproblem subproblem) {
    return new TrustRegionNewton(subproblem, radius, forcing, preconditioner, secondOrder, ending);
  }

  /** The same with another {@link #radius()}. */
  public TrustRegionNewton withRadius(TrustRadius radius) {
    return new TrustRegionNewton(subproblem, radius, forcing, preconditioner, secondOrder, ending);
  }

  /** The same with another {@link #forcing()}. */
  public TrustRegionNewton withForcing(Forcing forcing) {
    return new TrustRegionNewton(subproblem, radius, forcing, preconditioner, secondOrder, ending);
  }

  /**
   * The same with a {@link #preconditioner()}.
   *
   * @param diagonal of a point, which it may keep, n numbers above 0
   */
  public TrustRegionNewton withPreconditioner(UnaryOperator<double[]> diagonal) {
    return new TrustRegionNewton(
        subproblem, radius, forcing, Optional.of(diagonal), secondOrder, ending);
  }

  /** The same with or without {@link #secondOrder()}. */
  public TrustRegionNewton withSecondOrder(boolean asked) {
    return new TrustRegionNewton(subproblem, radius, forcing, preconditioner, asked, ending);
  }

  /** The same with another {@link #ending()}. */
  public TrustRegionNewton withEnding(Ending ending) {
    return new TrustRegionNewton(subproblem, radius, forcing, preconditioner, secondOrder, ending);
  }

  @Override
  public String name() {
    return "trust-region-newton";
  }

  @Override
  public OptimizationResult minimize(
      FiniteSum objective, double[] start, OptimizationListener listener) {
    return OptimizationRun.of(objective, start, ending)
        .iterate(
            new TrustRegionSteps(subproblem, radius, forcing, preconditioner, secondOrder),
            listener);
  }
}
