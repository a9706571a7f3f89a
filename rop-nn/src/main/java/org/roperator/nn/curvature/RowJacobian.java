package org.roperator.nn.curvature;

import static org.roperator.dense.Transpose.NO;
import static org.roperator.dense.Transpose.YES;

import java.util.Arrays;
import org.roperator.nn.Accumulator;
import org.roperator.nn.Batch;
import org.roperator.nn.HessianPass;
import org.roperator.nn.SecondSummand;
import org.roperator.nn.Workspace;

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
  public Batch times(HessianPass pass, double[] v, int k, Workspace work) {
    Batch x = pass.factor();
    Batch yDot = work.batch(x.rows() * k, outputs);
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
        int column = done / rows * outputs + rowFrom;
        work.blas()
            .gemm(
                NO,
                YES,
                x.rows(),
                count,
                inputs,
                1,
                x.array(),
                x.from(),
                inputs,
                v,
                done * inputs,
                inputs,
                biases ? 1 : 0,
                yDot.array(),
                yDot.from() + column,
                k * outputs);
      }
    }
    return yDot;
  }

  /** Adds {@code V = uᵀx} and {@code c = Σ rows u} for each direction of the sums. */
  @Override
  public void addTransposed(
      HessianPass pass, Batch u, SecondSummand summand, Accumulator sum, Workspace work) {
    Batch x = pass.factor();
    int k = sum.count();
    if (weights > 0) {
      int count = isWholeLayer() ? k * rows : rows;
      for (int done = 0; done < k * rows; done += count) {
        int column = done / rows * outputs + rowFrom;
        work.blas()
            .gemm(
                YES,
                NO,
                count,
                inputs,
                x.rows(),
                1,
                u.array(),
                u.from() + column,
                k * outputs,
                x.array(),
                x.from(),
                inputs,
                sum.beta(),
                sum.array(),
                done * inputs,
                inputs);
      }
    }
    if (biases) {
      addBiases(u, sum);
    }
  }

  private void addBiases(Batch u, Accumulator sum) {
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
