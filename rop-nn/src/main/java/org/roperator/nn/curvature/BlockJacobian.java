package org.roperator.nn.curvature;

import org.roperator.dense.Matrix;
import org.roperator.nn.Network;
import org.roperator.nn.layer.Accumulator;
import org.roperator.nn.layer.HessianPass;
import org.roperator.nn.layer.SecondSummand;
import org.roperator.nn.layer.Workspace;

/**
 * The derivative of a layer's outputs by a block's parameters. k directions stand one behind the
 * other, the weights of all before the biases of all.
 */
interface BlockJacobian {

  /** The derivative along each of k directions: k rows per example. */
  Matrix times(HessianPass pass, double[] v, int k, Workspace work);

  /**
   * Adds its transpose times u for each direction of the sums, with the curvature of what lies
   * behind the parameters within their layer.
   *
   * @param work what {@link #times} was given
   */
  void addTransposed(
      HessianPass pass, Matrix u, SecondSummand summand, Accumulator sum, Workspace work);

  /** That of a block: by matrix products of its own size if the layer is affine. */
  static BlockJacobian of(BlockSlot slot, Network network) {
    LayerSlot layer = slot.layer();
    boolean affine = layer.isAffine() && layer.layer() == network.layers().get(layer.index());
    return affine ? new RowJacobian(slot) : new PartJacobian(slot);
  }
}
