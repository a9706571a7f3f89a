package org.roperator.nn;

/** A pass through a {@link HessianLayer}: its part in sending curvature backwards. */
public interface HessianPass extends Pass {

  /**
   * Computes {@code Jᵀu + C xDot} with {@code J = ∂y/∂x} and C the second summand {@code Σₖ
   * (∂²yₖ/∂x²) yBarₖ} of the remembered {@code yBar}, changed as told: the product of each
   * example's 𝓗x with xDot where u is that of 𝓗y with J xDot.
   *
   * @param xDot what {@link #forwardDot} was given and left. Not modified; {@link Batch#none()}
   *     will do if the summand is dropped.
   * @param u k rows per example. Handed over: may be overwritten.
   * @param k the number of directions
   * @param summand what becomes of the second summand
   * @param work lends the result
   * @return k rows per example; {@link Batch#none()} if x is data
   */
  Batch backwardHessian(Batch xDot, Batch u, int k, SecondSummand summand, Workspace work);

  /**
   * The inputs that multiply the weights, one row per example; not to be modified. {@link
   * Batch#none()} if the layer has no parameters.
   */
  default Batch factor() {
    return Batch.none();
  }

  /**
   * Adds what {@link HessianLayer#backwardHessian} needs of these examples.
   *
   * @param rule one that averages
   * @param sums as many as {@link HessianLayer#hessianSums} says. Updated.
   * @param work lends what is needed
   */
  default void addHessianSums(HessianRule rule, HessianSums sums, Workspace work) {}
}
