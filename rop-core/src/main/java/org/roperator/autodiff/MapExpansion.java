package org.roperator.autodiff;

import org.roperator.operator.LinearOperator;
import org.roperator.operator.SymmetricOperator;

/** A map {@code ℝⁿ → ℝᵐ} to first order at one point. Immutable and safe to share. */
public final class MapExpansion {

  private final double[] values;
  private final ReducedTape reduced;
  private final int[] slots;

  MapExpansion(double[] values, ReducedTape reduced, int[] slots) {
    this.values = values;
    this.reduced = reduced;
    this.slots = slots;
  }

  /** The values {@code r(w)}, in a fresh array. */
  public double[] values() {
    return values.clone();
  }

  /**
   * The Jacobian {@code J = ∂r/∂w}: products by one forward sweep, its adjoint's by one reverse.
   */
  public LinearOperator jacobian() {
    return LinearOperator.of(
        reduced.inputs(),
        values.length,
        (v, out) -> reduced.tangents(v, slots, out),
        (u, out) -> reduced.adjoints(u, slots, out));
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
