package org.roperator.nn;

/** A pass whose inputs and outputs are data: nothing moves, nobody asks for an adjoint. */
record DataPass(Batch y) implements HessianPass {

  @Override
  public Batch backward(Batch yBar, Workspace memory) {
    return Batch.none();
  }

  @Override
  public Batch forwardDot(Batch xDot, Directions v, Workspace work) {
    return Batch.none();
  }

  @Override
  public Batch backwardDot(
      Batch xDot, Batch yBarDot, Directions v, Accumulator sum, Workspace work) {
    return Batch.none();
  }

  @Override
  public Batch adjoint(Batch u, Accumulator sum, Workspace work) {
    return Batch.none();
  }

  @Override
  public Batch backwardHessian(Batch xDot, Batch u, int k, SecondSummand summand, Workspace work) {
    return Batch.none();
  }
}
