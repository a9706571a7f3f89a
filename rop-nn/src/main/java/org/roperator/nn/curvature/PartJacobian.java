package org.roperator.nn.curvature;

import java.util.Arrays;
import org.roperator.dense.Matrix;
import org.roperator.nn.layer.Accumulator;
import org.roperator.nn.layer.Directions;
import org.roperator.nn.layer.HessianPass;
import org.roperator.nn.layer.SecondSummand;
import org.roperator.nn.layer.Workspace;

/**
 * The derivative by a block's parameters, by the sweeps of the layer that has them: a product with
 * a group of rows costs as much as one with its whole layer.
 */
final class PartJacobian implements BlockJacobian {

  private final BlockSlot slot;
  private final LayerSlot layer;

  PartJacobian(BlockSlot slot) {
    this.slot = slot;
    this.layer = slot.layer();
  }

  @Override
  public Matrix times(HessianPass pass, double[] v, int k, Workspace work) {
    double[] stack = work.matrix(1, k * layer.length()).array();
    Arrays.fill(stack, 0, k * layer.length(), 0);
    forEachPiece(k, (part, whole, length) -> System.arraycopy(v, part, stack, whole, length));
    return pass.partDot(new Directions(stack, k, layer.from()), work);
  }

  @Override
  public void addTransposed(
      HessianPass pass, Matrix u, SecondSummand summand, Accumulator sum, Workspace work) {
    int k = sum.count();
    double[] stack = work.matrix(1, k * layer.length()).array();
    pass.partAdjoint(u, summand, new Accumulator(stack, k, 0, layer.from()), work);
    if (sum.beta() == 0) {
      Arrays.fill(sum.array(), 0, k * slot.length(), 0);
    }
    forEachPiece(
        k,
        (part, whole, length) -> {
          for (int i = 0; i < length; i++) {
            sum.array()[part + i] += stack[whole + i];
          }
        });
  }

  /** Where consecutive numbers stand in the stack of the block and in that of its layer. */
  private interface Piece {
    void at(int part, int whole, int length);
  }

  private void forEachPiece(int k, Piece piece) {
    int weights = slot.weightCount();
    for (int j = 0; j < k; j++) {
      if (slot.weights()) {
        int row = j * layer.weights() + slot.rowFrom() * layer.inputs();
        piece.at(j * weights, row, weights);
      }
      if (slot.biases()) {
        int row = k * layer.weights() + j * layer.rows() + slot.rowFrom();
        piece.at(k * weights + j * slot.rows(), row, slot.rows());
      }
    }
  }
}
