package org.roperator.autodiff;

import java.util.function.Function;
import org.roperator.function.ResidualsExpansion;
import org.roperator.internal.Arguments;
import org.roperator.operator.LinearOperator;
import org.roperator.operator.SymmetricOperator;

/** A map {@code ℝⁿ → ℝᵐ} to second order at one point. Immutable and safe to share. */
public final class MapExpansion implements ResidualsExpansion {

  private final double[] values;
  private final ReducedTape reduced;
  private final int[] slots;
  private final Function<double[], SymmetricOperator> curvature;

  MapExpansion(
      double[] values,
      ReducedTape reduced,
      int[] slots,
      Function<double[], SymmetricOperator> curvature) {
    this.values = values;
    this.reduced = reduced;
    this.slots = slots;
    this.curvature = curvature;
  }

  /** The values {@code r(w)}, in a fresh array. */
  @Override
  public double[] values() {
    return values.clone();
  }

  /**
   * The Jacobian {@code J = ∂r/∂w}: products by one forward sweep, its adjoint's by one reverse.
   */
  @Override
  public LinearOperator jacobian() {
    return LinearOperator.of(
        reduced.inputs(),
        values.length,
        (v, out) -> reduced.tangents(v, slots, out),
        (u, out) -> reduced.adjoints(u, slots, out));
  }

  /**
   * The curvature of the results, {@code Σ uᵢ∇²rᵢ}, exactly: the Hessian of {@code ⟨u, r(w)⟩}.
   * Costs another recorded run with its reverse sweep; its products one forward and one reverse
   * sweep each.
   *
   * @param u m finite weights. Not modified.
   * @throws IllegalArgumentException if the length is wrong or a weight is not finite
   */
  @Override
  public SymmetricOperator curvature(double[] u) {
    Arguments.requireLength(
        "The array of weights", u, values.length, "the map has " + values.length + " results");
    Arguments.requireFinite("The array of weights", u);
    return curvature.apply(u);
  }

  /** The Gauss-Newton operator {@code JᵀJ} of {@code ½ ‖r‖²}. */
  public SymmetricOperator gaussNewton() {
    return gaussNewton(SymmetricOperator.identity(values.length));
  }

  /**
   * The Gauss-Newton operator {@code Jᵀ A J} of a loss of the results.
   *
   * @param lossHessian A, the loss's Hessian with respect to the results
   */
  public SymmetricOperator gaussNewton(SymmetricOperator lossHessian) {
    return lossHessian.congruence(jacobian());
  }
}
