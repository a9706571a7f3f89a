package org.roperator.nn;

/**
 * A layer through which curvature can be sent backwards: 𝓗y, the Hessian of the loss by its
 * outputs, gives 𝓗x, that by its inputs (Dangel &amp; Hennig 2019, equations 4):
 *
 * <pre>
 * 𝓗x = Jᵀ 𝓗y J + Σₖ (∂²yₖ/∂x²) ∂E/∂yₖ        J = ∂y/∂x
 * </pre>
 *
 * <p>Outputs are affine in the parameters, if there are any: {@code y = W(x) + b} with {@code W x}
 * the product of a matrix and the inputs, so that {@code 𝓗W: V ↦ 𝓗y V xxᵀ} and {@code 𝓗b = 𝓗y}
 * with nothing to add. The laws are those of the layer contract in this module's tests.
 */
public interface HessianLayer extends Layer {

  @Override
  HessianPass forward(Batch x, double[] w, int from, Workspace memory);

  /**
   * How many numbers {@link HessianPass#addHessianSums} sums over the examples.
   *
   * @param rule one that averages
   */
  int hessianSums(HessianRule rule);

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
  Batch backwardHessian(
      Batch yHessian, double[] w, int from, HessianRule rule, HessianSums sums, Workspace work);
}
