package org.roperator.function;

import org.roperator.operator.SymmetricOperator;

/**
 * An objective to second order at one point {@code w}: {@code E(w + v) = E + ⟨∇E, v⟩ + ½⟨v, Hv⟩ +
 * …}.
 *
 * <p>Holds everything the forward and backward passes computed, so that any number of products
 * follow without another pass. Immutable and safe to share between threads.
 */
public interface Expansion {

  /** The number n of parameters. */
  int dimension();

  /** The value E at the point; infinite or NaN where the function is not finite. */
  double value();

  /** The gradient ∇E at the point, in a fresh array. */
  double[] gradient();

  /**
   * The Hessian at the point, {@code Hv = R{∇E}}.
   *
   * <p>Each product costs one R-forward and one R-backward sweep, never a new forward pass.
   */
  SymmetricOperator hessian();

  /**
   * An expansion of parts that are known, for an objective with derivatives by hand.
   *
   * @param value E
   * @param gradient ∇E, n numbers. Not modified and not kept.
   * @param hessian the Hessian, of dimension n; immutable, and of this point alone
   */
  static Expansion of(double value, double[] gradient, SymmetricOperator hessian) {
    return new GivenExpansion(value, gradient, hessian);
  }
}
