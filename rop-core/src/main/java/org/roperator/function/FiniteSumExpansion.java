package org.roperator.function;

import org.roperator.operator.SymmetricOperator;

/**
 * A mean over examples to second order at one point, with what {@code loss ∘ model} knows besides.
 */
public interface FiniteSumExpansion extends Expansion {

  /**
   * Whether there is a {@link #gaussNewton}: true for every loss of a model, false for a plain
   * objective taken as a sum of one.
   */
  default boolean hasGaussNewton() {
    return true;
  }

  /**
   * The generalised Gauss-Newton operator {@code G = (1/N) Σₙ Jₙᵀ (∂²loss) Jₙ + ∇²r}.
   *
   * <p>Positive semi-definite for convex losses; equal to the Hessian where the model is linear.
   * Each product costs about two thirds of a Hessian product.
   *
   * @throws UnsupportedOperationException if {@link #hasGaussNewton} is false
   */
  SymmetricOperator gaussNewton();

  /**
   * The mean over the examples of the squared gradient entries, {@code dᵢ = (1/N) Σₙ (∂Eₙ/∂wᵢ)²},
   * of the data terms alone: the diagonal of the empirical Fisher matrix.
   *
   * @return n numbers ≥ 0 in a fresh array
   */
  double[] meanSquaredGradient();

  /**
   * The diagonal of the regulariser's Hessian, {@code ∂²r/∂wᵢ²}.
   *
   * @return n numbers in a fresh array; zero where nothing regularises a parameter
   */
  double[] regulariserDiagonal();
}
