package org.roperator.nn.layer;

/**
 * What Hessian back-propagation averages over a batch, and where; equations of Dangel &amp; Hennig
 * (2019).
 *
 * <p>With J a layer's Jacobian by its inputs and 𝓗y the Hessian of the loss by its outputs, the
 * Hessian by its inputs is {@code Jᵀ 𝓗y J} for each example, plus the layer's own curvature. For a
 * batch of one example all three are the same.
 */
public enum Averaging {
  /**
   * Nothing: {@code mean[Jᵀ 𝓗y J]} with each example's own 𝓗y, by products alone. The exact
   * blocks.
   */
  EACH_EXAMPLE,
  /** The Hessians: {@code mean[Jᵀ mean[𝓗y] J]}, equation (6). */
  HESSIANS,
  /**
   * Hessians and Jacobians: {@code mean[J]ᵀ mean[𝓗y] mean[J]}, equation (7). The cheapest; it
   * loses the curvature of weights whose inputs have mean zero.
   */
  HESSIANS_AND_JACOBIANS
}
