package org.roperator.nn.layer;

import org.roperator.dense.Matrix;

/** A pass through a {@link HessianLayer}: its part in sending curvature backwards. */
public interface HessianPass extends Pass {

  /**
   * Computes {@code Jᵀu + C xDot} with {@code J = ∂y/∂x} and C the second summand {@code Σₖ
   * (∂²yₖ/∂x²) yBarₖ} of the remembered {@code yBar}, changed as told: the product of each
   * example's 𝓗x with xDot where u is that of 𝓗y with J xDot.
   *
   * @param xDot what {@link #forwardDot} was given and left. Not modified; {@link Matrix#empty()}
   *     will do if the summand is dropped.
   * @param u k rows per example. Handed over: may be overwritten.
   * @param k the number of directions
   * @param summand what becomes of the second summand; of a layer made of layers, what becomes of
   *     each of theirs
   * @param work what {@link #forwardDot} was given; lends the result
   * @return k rows per example; {@link Matrix#empty()} if x is data
   */
  Matrix backwardHessian(Matrix xDot, Matrix u, int k, SecondSummand summand, Workspace work);

  /**
   * Computes {@code yDot = (∂y/∂w) v} along the parameters of one {@linkplain HessianLayer#parts
   * part}, x standing still.
   *
   * @param v directions of which only those of the part are stored
   * @param work lends the result; it comes back in {@link #partAdjoint}
   */
  default Matrix partDot(Directions v, Workspace work) {
    return forwardDot(Matrix.empty(), v, work);
  }

  /**
   * Adds {@code (∂y/∂w)ᵀu} by the parameters of one part, with the curvature of what lies behind it
   * within this layer: {@code 𝓗w v} where u is {@code 𝓗y yDot}.
   *
   * @param u k rows per example. Handed over: may be overwritten.
   * @param summand what becomes of second summands
   * @param sum takes one sum per direction, of this part's parameters alone. Updated.
   * @param work what {@link #partDot} was given
   */
  default void partAdjoint(Matrix u, SecondSummand summand, Accumulator sum, Workspace work) {
    parameterAdjoint(u, sum, work);
  }

  /**
   * Adds {@code (∂y/∂w)ᵀu} and computes nothing else.
   *
   * @param u k rows per example. Not modified.
   * @param sum takes one sum per direction. Updated.
   * @param work lends what is needed
   */
  default void parameterAdjoint(Matrix u, Accumulator sum, Workspace work) {}

  /**
   * The inputs that multiply the weights, one row per example; not to be modified. {@link
   * Matrix#empty()} if the layer has no such weights; asked of a {@link MeanHessianLayer} alone.
   */
  default Matrix factor() {
    return Matrix.empty();
  }

  /**
   * Adds what {@link MeanHessianLayer#backwardHessian} needs of these examples.
   *
   * @param rule one that averages
   * @param sums as many as {@link MeanHessianLayer#hessianSums} says. Updated.
   * @param work lends what is needed
   */
  default void addHessianSums(HessianRule rule, HessianSums sums, Workspace work) {}
}
