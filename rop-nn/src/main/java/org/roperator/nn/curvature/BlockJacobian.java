package org.roperator.nn.curvature;

import org.roperator.nn.Accumulator;
import org.roperator.nn.Batch;
import org.roperator.nn.HessianPass;
import org.roperator.nn.MeanHessianLayer;
import org.roperator.nn.Network;
import org.roperator.nn.SecondSummand;
import org.roperator.nn.Workspace;

/**
 * The derivative of a layer's outputs by a block's parameters, by products along k directions that
 * stand stacked: the weights of all before the biases of all.
 */
interface BlockJacobian {

  /** That of a block, by the matrix products of its rows alone where its layer allows it. */
  static BlockJacobian of(BlockSlot slot, Network network) {
    return network.layers().get(slot.layer().index()) instanceof MeanHessianLayer
        ? new RowJacobian(slot)
        : new PartJacobian(slot);
  }

  /** How many numbers of the stack belong to a direction. */
  int stackedLength();

  /** Tells where the numbers of k directions stand in the stack and in the block. */
  void forEachPiece(int k, Piece piece);

  /** Where consecutive numbers of direction j stand. */
  interface Piece {
    void at(int j, int stacked, int part, int length);
  }

  /**
   * The tangents of the outputs, k rows per example.
   *
   * @param pass of the block's layer
   * @param v the stacked directions. Not modified.
   * @param k how many
   * @param work lends the result
   */
  Batch times(HessianPass pass, double[] v, int k, Workspace work);

  /**
   * Adds the transpose's products, with the curvature of what lies behind the parameters within the
   * layer.
   *
   * @param pass of the block's layer
   * @param u k rows per example. May be overwritten.
   * @param summand what becomes of second summands within the layer
   * @param sum one sum per direction. Updated.
   * @param work what {@link #times} was given
   */
  void addTransposed(
      HessianPass pass, Batch u, SecondSummand summand, Accumulator sum, Workspace work);
}
