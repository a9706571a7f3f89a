package org.roperator.nn;

import org.roperator.dense.Matrix;
import org.roperator.nn.layer.Workspace;

/** A loss at the outputs of one batch. Immutable; the last two sweeps share it between threads. */
public interface LossPass {

  /** The sum of the losses, without weight. */
  double sum();

  /** The weighted gradient {@code yBar = weight · ∂E/∂y}; handed over to the backward sweep. */
  Matrix yBar();

  /**
   * Computes {@code yBarDot = R{yBar} = weight · (∂²E/∂y²) yDot}.
   *
   * @param yDot k rows per example. Handed over: may be overwritten.
   * @param k the number of directions
   * @param work lends the result
   */
  Matrix yBarDot(Matrix yDot, int k, Workspace work);
}
