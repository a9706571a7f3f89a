package org.roperator.nn.layer;

import org.roperator.dense.Matrix;

/**
 * The sweeps through several layers one behind the other. The tangents in between are kept in the
 * workspace until the sweep back.
 */
final class ChainPass implements HessianPass {

  private static final Matrix[] NOTHING = {};

  private final HessianPass[] passes;
  private final int[] froms;
  private final int end;
  private final Matrix y;

  /**
   * Passes in the order of the layers. The arrays are kept.
   *
   * @param froms where their parameters begin
   * @param end one past the last parameter
   * @param y the outputs of the last
   */
  ChainPass(HessianPass[] passes, int[] froms, int end, Matrix y) {
    this.passes = passes;
    this.froms = froms;
    this.end = end;
    this.y = y;
  }

  @Override
  public Matrix y() {
    return y;
  }

  @Override
  public Matrix backward(Matrix yBar, Workspace memory) {
    Matrix bar = yBar;
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
  public void exampleGradient(int n, Accumulator sum, Workspace work) {
    for (int i = 0; i < passes.length; i++) {
      if (hasParameters(i)) {
        passes[i].exampleGradient(n, sum, work);
      }
    }
  }

  @Override
  public Matrix forwardDot(Matrix xDot, Directions v, Workspace work) {
    return forwardDot(0, xDot, v, work);
  }

  /** Layers without parameters pass on that nothing moves. */
  private Matrix forwardDot(int first, Matrix xDot, Directions v, Workspace work) {
    Matrix[] xDots = work.keep(this, passes.length);
    Matrix dot = xDot;
    for (int i = first; i < passes.length; i++) {
      xDots[i] = dot;
      boolean still = dot.size() == 0 && (v.isNone() || !hasParameters(i));
      dot = still ? Matrix.empty() : passes[i].forwardDot(dot, v, work);
    }
    return dot;
  }

  private boolean hasParameters(int i) {
    return i + 1 == passes.length ? end > froms[i] : froms[i + 1] > froms[i];
  }

  @Override
  public Matrix backwardDot(
      Matrix xDot, Matrix yBarDot, Directions v, Accumulator sum, Workspace work) {
    Matrix[] xDots = work.kept(this);
    Matrix barDot = yBarDot;
    for (int i = passes.length - 1; i >= 0; i--) {
      barDot = passes[i].backwardDot(xDots[i], barDot, v, sum, work);
    }
    return barDot;
  }

  @Override
  public Matrix adjoint(Matrix u, Accumulator sum, Workspace work) {
    Matrix bar = u;
    for (int i = passes.length - 1; i >= 0; i--) {
      bar = passes[i].adjoint(bar, sum, work);
    }
    return bar;
  }

  @Override
  public Matrix backwardHessian(
      Matrix xDot, Matrix u, int k, SecondSummand summand, Workspace work) {
    return backwardHessian(0, u, k, summand, work);
  }

  private Matrix backwardHessian(
      int first, Matrix u, int k, SecondSummand summand, Workspace work) {
    // Where the summand is dropped no tangents are asked for, and none may have been swept forward.
    Matrix[] xDots = summand == SecondSummand.DROP ? NOTHING : work.kept(this);
    Matrix bar = u;
    for (int i = passes.length - 1; i >= first; i--) {
      Matrix xDot = xDots.length == 0 ? Matrix.empty() : xDots[i];
      bar = passes[i].backwardHessian(xDot, bar, k, summand, work);
    }
    return bar;
  }

  @Override
  public void parameterAdjoint(Matrix u, Accumulator sum, Workspace work) {
    adjoint(work.copy(u), sum, work);
  }

  @Override
  public Matrix partDot(Directions v, Workspace work) {
    int own = owner(v.origin());
    Matrix dot = passes[own].partDot(v, work);
    return forwardDot(own + 1, dot, Directions.none(v.count()), work);
  }

  @Override
  public void partAdjoint(Matrix u, SecondSummand summand, Accumulator sum, Workspace work) {
    int own = owner(sum.origin());
    Matrix bar = backwardHessian(own + 1, u, sum.count(), summand, work);
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
