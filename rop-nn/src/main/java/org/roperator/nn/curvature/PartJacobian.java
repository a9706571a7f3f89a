package org.roperator.nn.curvature;

import org.roperator.nn.Accumulator;
import org.roperator.nn.Batch;
import org.roperator.nn.Directions;
import org.roperator.nn.HessianPass;
import org.roperator.nn.SecondSummand;
import org.roperator.nn.Workspace;

/**
 * The derivative of a layer's outputs by a block of one of its parts, whatever the layer: the
 * part's own sweeps with directions that are zero outside the block.
 */
final class PartJacobian implements BlockJacobian {

  private final BlockSlot slot;
  private final LayerSlot part;

  PartJacobian(BlockSlot slot) {
    this.slot = slot;
    this.part = slot.layer();
  }

  @Override
  public int stackedLength() {
    return part.length();
  }

  @Override
  public void forEachPiece(int k, Piece piece) {
    int weights = slot.weightCount();
    for (int j = 0; j < k; j++) {
      if (slot.weights()) {
        piece.at(j, j * part.weights() + slot.rowFrom() * part.inputs(), 0, weights);
      }
      if (slot.biases()) {
        int biases = k * part.weights() + j * part.rows() + slot.rowFrom();
        piece.at(j, biases, weights, slot.rows());
      }
    }
  }

  @Override
  public Batch times(HessianPass pass, double[] v, int k, Workspace work) {
    return pass.partDot(new Directions(v, k, part.from()), work);
  }

  @Override
  public void addTransposed(
      HessianPass pass, Batch u, SecondSummand summand, Accumulator sum, Workspace work) {
    Accumulator own = new Accumulator(sum.array(), sum.count(), sum.beta(), part.from());
    pass.partAdjoint(u, summand, own, work);
  }
}
