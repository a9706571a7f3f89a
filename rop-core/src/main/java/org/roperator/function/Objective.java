package org.roperator.function;

import org.roperator.operator.SymmetricOperator;

/**
 * A twice-differentiable scalar function {@code E: ℝⁿ → ℝ}.
 *
 * <pre>{@code
 * Expansion at = objective.expandAt(w);
 * double[] hv = at.hessian().times(v);     // exact, and reusable for any number of directions
 * }</pre>
 *
 * <p>Implementations are immutable and safe to share between threads. Where the function overflows
 * or is not defined, {@link #value} and {@link Expansion#value} are infinite or NaN; solvers and
 * optimizers turn that into a named outcome.
 */
public interface Objective {

  /** The number n of parameters. */
  int dimension();

  /** The names of the parameters; one unnamed slice where the objective knows nothing better. */
  default ParameterLayout layout() {
    return ParameterLayout.unnamed(dimension());
  }

  /**
   * The value {@code E(w)}, at the cost of a forward pass.
   *
   * @param w n finite parameters. Not modified.
   * @throws IllegalArgumentException if the length is wrong or an entry is not finite
   */
  double value(double[] w);

  /**
   * The function to second order at a point, at the cost of one forward and one backward pass.
   *
   * @param w n finite parameters. Not modified; copied, so that the caller may overwrite it.
   * @throws IllegalArgumentException if the length is wrong or an entry is not finite
   */
  Expansion expandAt(double[] w);

  /**
   * The quadratic {@code E(w) = ½ wᵀAw − bᵀw}, whose Hessian is A everywhere.
   *
   * @param a A
   * @param b n finite numbers. Copied.
   */
  static Objective quadratic(SymmetricOperator a, double[] b) {
    return new Quadratic(a, b);
  }
}
