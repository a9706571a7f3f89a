package org.roperator.function;

import java.util.function.Function;
import org.roperator.operator.LinearOperator;
import org.roperator.operator.SymmetricOperator;

/**
 * A map {@code r: ℝⁿ → ℝᵐ} near one point w: {@code r(w + v) = r + Jv + …}, and what bends it as
 * far as it is known. Immutable and safe to share between threads.
 */
public interface ResidualsExpansion {

  /** The values {@code r(w)}, in a fresh array of length m. */
  double[] values();

  /** The Jacobian {@code J = ∂r/∂w}: {@code Jv}, and by its adjoint {@code Jᵀu}. */
  LinearOperator jacobian();

  /**
   * The curvature of the residuals, {@code Σ uᵢ∇²rᵢ}: the Hessian of {@code ⟨u, r(w)⟩}. For {@code
   * u = r} it is what {@code JᵀJ} lacks of the Hessian of {@code ½‖r‖²}.
   *
   * @param u m finite weights. Not modified and not kept.
   * @throws UnsupportedOperationException if the map knows no second derivatives, as those by hand
   *     may not
   * @throws IllegalArgumentException if the length is wrong
   */
  default SymmetricOperator curvature(double[] u) {
    throw new UnsupportedOperationException(
        "These residuals have no curvature; give ResidualsExpansion.of a third argument, or write"
            + " them as a TapeMap.");
  }

  /**
   * An expansion without curvature, of parts that are known.
   *
   * @param values r, m numbers. Copied.
   * @param jacobian J, from dimension n to m; immutable, and of this point alone
   * @throws IllegalArgumentException if the Jacobian does not give m numbers
   */
  static ResidualsExpansion of(double[] values, LinearOperator jacobian) {
    return new GivenResidualsExpansion(values.clone(), jacobian);
  }

  /**
   * An expansion of parts that are known.
   *
   * @param values r, m numbers. Copied.
   * @param jacobian J, from dimension n to m; immutable, and of this point alone
   * @param curvature gives {@code Σ uᵢ∇²rᵢ}, of dimension n, for m weights u
   * @throws IllegalArgumentException if the Jacobian does not give m numbers
   */
  static ResidualsExpansion of(
      double[] values, LinearOperator jacobian, Function<double[], SymmetricOperator> curvature) {
    return new BentResidualsExpansion(of(values, jacobian), curvature);
  }
}
