package org.roperator.nn.layer;

import org.roperator.dense.Matrix;

/** A pass whose inputs and outputs are data: nothing moves, nobody asks for an adjoint. */
record DataPass(Matrix y) implements HessianPass {

  @Override
  public Matrix backward(Matrix yBar, Workspace memory) {
    return Matrix.empty();
  }

  @Override
  public Matrix forwardDot(Matrix xDot, Directions v, Workspace work) {
    return Matrix.empty();
  }

  @Override
  public Matrix backwardDot(
      Matrix xDot, Matrix yBarDot, Directions v, Accumulator sum, Workspace work) {
    return Matrix.empty();
  }

  @Override
  public Matrix adjoint(Matrix u, Accumulator sum, Workspace work) {
    return Matrix.empty();
  }

  @Override
  public Matrix backwardHessian(
      Matrix xDot, Matrix u, int k, SecondSummand summand, Workspace work) {
    return Matrix.empty();
  }
}
