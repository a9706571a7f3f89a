package org.roperator.nn;

/**
 * The sweeps through an affine map without parameters, {@code y = Ax + c}, with a matrix that may
 * be each example's own: {@code yDot = A xDot}, and whatever comes back is {@code Aᵀ} times what
 * arrives.
 */
abstract class LinearPass implements HessianPass {

  private final Batch y;

  LinearPass(Batch y) {
    this.y = y;
  }

  /**
   * Computes {@code Aᵀu}.
   *
   * @param u k rows per example. Handed over: may be overwritten.
   */
  abstract Batch sentBack(Batch u, int k, Workspace work);

  @Override
  public final Batch y() {
    return y;
  }

  @Override
  public final Batch backward(Batch yBar, Workspace memory) {
    return sentBack(yBar, 1, memory);
  }

  @Override
  public final Batch backwardDot(
      Batch xDot, Batch yBarDot, Directions v, Accumulator sum, Workspace work) {
    return sentBack(yBarDot, v.count(), work);
  }

  @Override
  public final Batch adjoint(Batch u, Accumulator sum, Workspace work) {
    return sentBack(u, sum.count(), work);
  }

  @Override
  public final Batch backwardHessian(
      Batch xDot, Batch u, int k, SecondSummand summand, Workspace work) {
    return sentBack(u, k, work);
  }
}
