package org.roperator.nn.layer;

import org.roperator.dense.Matrix;

/**
 * A layer through which the average of the examples' Hessians can be sent backwards as one matrix
 * (Dangel &amp; Hennig 2019, equations 6 and 7).
 *
 * <p>Its parameters, if there are any, are one matrix W that multiplies the inputs and at most one
 * bias per output, {@code y = Wx + b}, so that {@code 𝓗W: V ↦ 𝓗y V xxᵀ} and {@code 𝓗b = 𝓗y}; or
 * W {@linkplain #isTransposed turned round}, or {@linkplain #isShift biases alone}. It does not
 * couple examples.
 */
public interface MeanHessianLayer extends HessianLayer {

  /**
   * How many numbers {@link HessianPass#addHessianSums} sums over the examples; none where the
   * Jacobian is the same for all of them.
   *
   * @param rule one that averages
   */
  default int hessianSums(HessianRule rule) {
    return 0;
  }

  /**
   * Whether W has one row per input, {@code y = Wᵀx} and no biases, so that {@code 𝓗W: V ↦ xxᵀ V
   * 𝓗y}.
   */
  default boolean isTransposed() {
    return false;
  }

  /**
   * Whether there is no W and one bias per output, {@code y = x + b}, so that {@code 𝓗b = 𝓗y}.
   */
  default boolean isShift() {
    return false;
  }

  /**
   * Computes 𝓗x from 𝓗y, both averages over the batch.
   *
   * @param yHessian outputs × outputs numbers, symmetric. Not modified.
   * @param w the parameters of the whole network. Not modified.
   * @param from index of this layer's first parameter in {@code w}
   * @param rule one that averages
   * @param sums over all examples
   * @param work lends the result
   * @return inputs × inputs numbers
   */
  Matrix backwardHessian(
      Matrix yHessian, double[] w, int from, HessianRule rule, HessianSums sums, Workspace work);
}
