package org.roperator.nn.layer;

import org.roperator.dense.Matrix;

/**
 * The sweeps through an affine map without parameters, {@code y = Ax + c}, with a matrix that may
 * be each example's own: {@code yDot = A xDot}, and whatever comes back is {@code Aᵀ} times what
 * arrives.
 */
abstract class LinearPass implements HessianPass {

  private final Matrix y;

  LinearPass(Matrix y) {
    this.y = y;
  }

  /**
   * Computes {@code Aᵀu}.
   *
   * @param u k rows per example. Handed over: may be overwritten.
   */
  abstract Matrix sentBack(Matrix u, int k, Workspace work);

  @Override
  public final Matrix y() {
    return y;
  }

  @Override
  public final Matrix backward(Matrix yBar, Workspace memory) {
    return sentBack(yBar, 1, memory);
  }

  @Override
  public final Matrix backwardDot(
      Matrix xDot, Matrix yBarDot, Directions v, Accumulator sum, Workspace work) {
    return sentBack(yBarDot, v.count(), work);
  }

  @Override
  public final Matrix adjoint(Matrix u, Accumulator sum, Workspace work) {
    return sentBack(u, sum.count(), work);
  }

  @Override
  public final Matrix backwardHessian(
      Matrix xDot, Matrix u, int k, SecondSummand summand, Workspace work) {
    return sentBack(u, k, work);
  }
}
