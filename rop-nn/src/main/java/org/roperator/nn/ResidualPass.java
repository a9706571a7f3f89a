package org.roperator.nn;

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
  private final Batch y;

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
    this.y = f.y().plus(s.y(), memory);
  }

  @Override
  public Batch y() {
    return y;
  }

  @Override
  public Batch backward(Batch yBar, Workspace memory) {
    Batch bar = f.backward(yBar.copy(memory), memory);
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
  public Batch forwardDot(Batch xDot, Directions v, Workspace work) {
    Batch copy = xDot.size() == 0 ? xDot : xDot.copy(work);
    work.keep(this, 1)[0] = copy;
    Batch dot = f.forwardDot(copy, v, work);
    return dot.plus(s.forwardDot(xDot, v, work), work);
  }

  @Override
  public Batch backwardDot(
      Batch xDot, Batch yBarDot, Directions v, Accumulator sum, Workspace work) {
    Batch copy = work.kept(this)[0];
    Batch barDot = f.backwardDot(copy, yBarDot.copy(work), v, sum, work);
    return sum(barDot, s.backwardDot(xDot, yBarDot, v, sum, work), work);
  }

  @Override
  public Batch adjoint(Batch u, Accumulator sum, Workspace work) {
    Batch bar = f.adjoint(u.copy(work), sum, work);
    return sum(bar, s.adjoint(u, sum, work), work);
  }

  @Override
  public Batch backwardHessian(Batch xDot, Batch u, int k, SecondSummand summand, Workspace work) {
    // A chain finds its tangents in the workspace; xDot itself is not asked for.
    Batch bar = f.backwardHessian(Batch.none(), u.copy(work), k, summand, work);
    return sum(bar, s.backwardHessian(Batch.none(), u, k, summand, work), work);
  }

  @Override
  public void parameterAdjoint(Batch u, Accumulator sum, Workspace work) {
    f.parameterAdjoint(u, sum, work);
    s.parameterAdjoint(u, sum, work);
  }

  @Override
  public Batch partDot(Directions v, Workspace work) {
    return branch(v.origin()).partDot(v, work);
  }

  @Override
  public void partAdjoint(Batch u, SecondSummand summand, Accumulator sum, Workspace work) {
    branch(sum.origin()).partAdjoint(u, summand, sum, work);
  }

  /** What goes back to the inputs, if anybody asks: an empty skip can't know. */
  private Batch sum(Batch ofInner, Batch ofSkip, Workspace work) {
    return ofData ? Batch.none() : ofInner.plus(ofSkip, work);
  }

  private ChainPass branch(int parameter) {
    return parameter < skipFrom ? f : s;
  }
}
