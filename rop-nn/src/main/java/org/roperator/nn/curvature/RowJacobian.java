package org.roperator.nn.curvature;

import java.util.Arrays;
import org.roperator.dense.Matrix;
import org.roperator.nn.layer.Accumulator;
import org.roperator.nn.layer.HessianPass;
import org.roperator.nn.layer.SecondSummand;
import org.roperator.nn.layer.Workspace;

/**
 * The derivative of a layer's outputs {@code y = xWᵀ + b} by a block's parameters: {@code (V, c) ↦
 * xVᵀ + c} in the block's rows, zero in the others.
 *
 * <p>k directions stand one behind the other, the weights of all before the biases of all. A whole
 * layer takes them in one matrix product; a group of rows, whose outputs have others between them,
 * in one for each.
 */
final class RowJacobian implements BlockJacobian {

  private final int outputs;
  private final int inputs;
  private final int rows;
  private final int rowFrom;
  private final int weights;
  private final boolean biases;

  RowJacobian(BlockSlot slot) {
    this.outputs = slot.layer().rows();
    this.inputs = slot.layer().inputs();
    this.rows = slot.rows();
    this.rowFrom = slot.rowFrom();
    this.weights = slot.weightCount();
    this.biases = slot.biases();
  }

  private boolean isWholeLayer() {
    return rows == outputs;
  }

  /** {@code xVᵀ + c} for each of k directions and each example: k rows per example. */
  @Override
  public Matrix times(HessianPass pass, double[] v, int k, Workspace work) {
    Matrix x = pass.factor();
    Matrix yDot = work.matrix(x.rows() * k, outputs);
    if (!isWholeLayer()) {
      Arrays.fill(yDot.array(), yDot.from(), yDot.from() + yDot.size(), 0);
    }
    if (biases) {
      for (int row = 0; row < yDot.rows(); row++) {
        int c = k * weights + row % k * rows;
        System.arraycopy(v, c, yDot.array(), yDot.from() + row * outputs + rowFrom, rows);
      }
    }
    if (weights > 0) {
      int count = isWholeLayer() ? k * rows : rows;
      for (int done = 0; done < k * rows; done += count) {
        Matrix along = work.view(v, done * inputs, count, inputs, inputs);
        Matrix to = outputs(yDot, done, count, k, work);
        work.blas().multiply(x, along.transposed(), biases ? 1 : 0, to);
      }
    }
    return yDot;
  }

  /** The block's own columns of what stands at the outputs, from those of a direction on. */
  private Matrix outputs(Matrix at, int done, int count, int k, Workspace work) {
    int from = at.from() + done / rows * outputs + rowFrom;
    return work.view(at.array(), from, at.rows() / k, count, k * outputs);
  }

  /** Adds {@code V = uᵀx} and {@code c = Σ rows u} for each direction of the sums. */
  @Override
  public void addTransposed(
      HessianPass pass, Matrix u, SecondSummand summand, Accumulator sum, Workspace work) {
    Matrix x = pass.factor();
    int k = sum.count();
    if (weights > 0) {
      int count = isWholeLayer() ? k * rows : rows;
      for (int done = 0; done < k * rows; done += count) {
        Matrix sums = work.view(sum.array(), done * inputs, count, inputs, inputs);
        Matrix of = outputs(u, done, count, k, work);
        work.blas().multiply(of.transposed(), x, sum.beta(), sums);
      }
    }
    if (biases) {
      addBiases(u, sum);
    }
  }

  private void addBiases(Matrix u, Accumulator sum) {
    int k = sum.count();
    int first = k * weights;
    if (sum.beta() == 0) {
      Arrays.fill(sum.array(), first, first + k * rows, 0);
    }
    for (int row = 0; row < u.rows(); row++) {
      int to = first + row % k * rows;
      int from = u.from() + row * outputs + rowFrom;
      for (int i = 0; i < rows; i++) {
        sum.array()[to + i] += u.array()[from + i];
      }
    }
  }
}
