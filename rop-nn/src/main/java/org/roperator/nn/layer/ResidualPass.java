package org.roperator.nn.layer;

import org.roperator.dense.Matrix;

/**
 * The sweeps through {@code y = s(x) + f(x)}: each is that of f plus that of s, where s is an empty
 * chain or one of its own. So curvature comes back as {@code 𝓗x = (I + J)ᵀ 𝓗y (I + J) + Σₖ
 * (∂²fₖ/∂x²) ∂E/∂yₖ} for an identity.
 */
final class ResidualPass implements HessianPass {

  private final ChainPass f;
  private final ChainPass s;
  private final int skipFrom;
  private final boolean ofData;
  private final Matrix y;

  /**
   * The sum of two branches.
   *
   * @param skipFrom where the parameters of s begin, behind those of f
   * @param ofData whether the inputs of both are data
   */
  ResidualPass(ChainPass f, ChainPass s, int skipFrom, boolean ofData, Workspace memory) {
    this.ofData = ofData;
    this.f = f;
    this.s = s;
    this.skipFrom = skipFrom;
    this.y = memory.sum(f.y(), s.y());
  }

  @Override
  public Matrix y() {
    return y;
  }

  @Override
  public Matrix backward(Matrix yBar, Workspace memory) {
    Matrix bar = f.backward(memory.copy(yBar), memory);
    return sum(bar, s.backward(yBar, memory), memory);
  }

  @Override
  public void gradient(Accumulator sum, Workspace work) {
    f.gradient(sum, work);
    s.gradient(sum, work);
  }

  @Override
  public void squaredGradients(Accumulator sum, Workspace work) {
    f.squaredGradients(sum, work);
    s.squaredGradients(sum, work);
  }

  @Override
  public void exampleGradient(int n, Accumulator sum, Workspace work) {
    f.exampleGradient(n, sum, work);
    s.exampleGradient(n, sum, work);
  }

  @Override
  public Matrix forwardDot(Matrix xDot, Directions v, Workspace work) {
    Matrix copy = xDot.size() == 0 ? xDot : work.copy(xDot);
    work.keep(this, 1)[0] = copy;
    Matrix dot = f.forwardDot(copy, v, work);
    return work.sum(dot, s.forwardDot(xDot, v, work));
  }

  @Override
  public Matrix backwardDot(
      Matrix xDot, Matrix yBarDot, Directions v, Accumulator sum, Workspace work) {
    Matrix copy = work.kept(this)[0];
    Matrix barDot = f.backwardDot(copy, work.copy(yBarDot), v, sum, work);
    return sum(barDot, s.backwardDot(xDot, yBarDot, v, sum, work), work);
  }

  @Override
  public Matrix adjoint(Matrix u, Accumulator sum, Workspace work) {
    Matrix bar = f.adjoint(work.copy(u), sum, work);
    return sum(bar, s.adjoint(u, sum, work), work);
  }

  @Override
  public Matrix backwardHessian(
      Matrix xDot, Matrix u, int k, SecondSummand summand, Workspace work) {
    // A chain finds its tangents in the workspace; xDot itself is not asked for.
    Matrix bar = f.backwardHessian(Matrix.empty(), work.copy(u), k, summand, work);
    return sum(bar, s.backwardHessian(Matrix.empty(), u, k, summand, work), work);
  }

  @Override
  public void parameterAdjoint(Matrix u, Accumulator sum, Workspace work) {
    f.parameterAdjoint(u, sum, work);
    s.parameterAdjoint(u, sum, work);
  }

  @Override
  public Matrix partDot(Directions v, Workspace work) {
    return branch(v.origin()).partDot(v, work);
  }

  @Override
  public void partAdjoint(Matrix u, SecondSummand summand, Accumulator sum, Workspace work) {
    branch(sum.origin()).partAdjoint(u, summand, sum, work);
  }

  /** What goes back to the inputs, if anybody asks: an empty skip can't know. */
  private Matrix sum(Matrix ofInner, Matrix ofSkip, Workspace work) {
    return ofData ? Matrix.empty() : work.sum(ofInner, ofSkip);
  }

  private ChainPass branch(int parameter) {
    return parameter < skipFrom ? f : s;
  }
}
