package org.roperator.nn;

/**
 * The sweeps through several layers one behind the other. The tangents in between are kept in the
 * workspace until the sweep back.
 */
final class ChainPass implements HessianPass {

  private static final Batch[] NOTHING = {};

  private final HessianPass[] passes;
  private final int[] froms;
  private final int end;
  private final Batch y;

  /**
   * Passes in the order of the layers. The arrays are kept.
   *
   * @param froms where their parameters begin
   * @param end one past the last parameter
   * @param y the outputs of the last
   */
  ChainPass(HessianPass[] passes, int[] froms, int end, Batch y) {
    this.passes = passes;
    this.froms = froms;
    this.end = end;
    this.y = y;
  }

  @Override
  public Batch y() {
    return y;
  }

  @Override
  public Batch backward(Batch yBar, Workspace memory) {
    Batch bar = yBar;
    for (int i = passes.length - 1; i >= 0; i--) {
      bar = passes[i].backward(bar, memory);
    }
    return bar;
  }

  @Override
  public void gradient(Accumulator sum, Workspace work) {
    for (Pass pass : passes) {
      pass.gradient(sum, work);
    }
  }

  @Override
  public void squaredGradients(Accumulator sum, Workspace work) {
    for (Pass pass : passes) {
      pass.squaredGradients(sum, work);
    }
  }

  @Override
  public Batch forwardDot(Batch xDot, Directions v, Workspace work) {
    return forwardDot(0, xDot, v, work);
  }

  /** Layers without parameters pass on that nothing moves. */
  private Batch forwardDot(int first, Batch xDot, Directions v, Workspace work) {
    Batch[] xDots = work.keep(this, passes.length);
    Batch dot = xDot;
    for (int i = first; i < passes.length; i++) {
      xDots[i] = dot;
      boolean still = dot.size() == 0 && (v.isNone() || !hasParameters(i));
      dot = still ? Batch.none() : passes[i].forwardDot(dot, v, work);
    }
    return dot;
  }

  private boolean hasParameters(int i) {
    return i + 1 == passes.length ? end > froms[i] : froms[i + 1] > froms[i];
  }

  @Override
  public Batch backwardDot(
      Batch xDot, Batch yBarDot, Directions v, Accumulator sum, Workspace work) {
    Batch[] xDots = work.kept(this);
    Batch barDot = yBarDot;
    for (int i = passes.length - 1; i >= 0; i--) {
      barDot = passes[i].backwardDot(xDots[i], barDot, v, sum, work);
    }
    return barDot;
  }

  @Override
  public Batch adjoint(Batch u, Accumulator sum, Workspace work) {
    Batch bar = u;
    for (int i = passes.length - 1; i >= 0; i--) {
      bar = passes[i].adjoint(bar, sum, work);
    }
    return bar;
  }

  @Override
  public Batch backwardHessian(Batch xDot, Batch u, int k, SecondSummand summand, Workspace work) {
    return backwardHessian(0, u, k, summand, work);
  }

  private Batch backwardHessian(int first, Batch u, int k, SecondSummand summand, Workspace work) {
    // Where the summand is dropped no tangents are asked for, and none may have been swept forward.
    Batch[] xDots = summand == SecondSummand.DROP ? NOTHING : work.kept(this);
    Batch bar = u;
    for (int i = passes.length - 1; i >= first; i--) {
      Batch xDot = xDots.length == 0 ? Batch.none() : xDots[i];
      bar = passes[i].backwardHessian(xDot, bar, k, summand, work);
    }
    return bar;
  }

  @Override
  public void parameterAdjoint(Batch u, Accumulator sum, Workspace work) {
    adjoint(u.copy(work), sum, work);
  }

  @Override
  public Batch partDot(Directions v, Workspace work) {
    int own = owner(v.origin());
    Batch dot = passes[own].partDot(v, work);
    return forwardDot(own + 1, dot, Directions.none(v.count()), work);
  }

  @Override
  public void partAdjoint(Batch u, SecondSummand summand, Accumulator sum, Workspace work) {
    int own = owner(sum.origin());
    Batch bar = backwardHessian(own + 1, u, sum.count(), summand, work);
    passes[own].partAdjoint(bar, summand, sum, work);
  }

  /** The layer to which a parameter belongs. */
  private int owner(int parameter) {
    int i = passes.length - 1;
    while (froms[i] > parameter || !hasParameters(i)) {
      i--;
    }
    return i;
  }
}
