package org.roperator.nn.layer;

import org.roperator.dense.Matrix;

/**
 * The sweeps through a map that is affine in its inputs and affine in its parameters, {@code y =
 * A(w) x + c(w)}.
 *
 * <p>Its only second derivatives are mixed ones:
 *
 * <pre>
 * xBar    = Aᵀ yBar                        wBar    = (∂y/∂w)ᵀ yBar
 * xBarDot = Aᵀ yBarDot + R{A}ᵀ yBar        wBarDot = (∂y/∂w)ᵀ yBarDot + R{∂y/∂w}ᵀ yBar
 * </pre>
 *
 * <p>So curvature comes back as {@code Aᵀu}. Where x is data nothing comes back to it, and {@code
 * ∂y/∂w} does not move.
 */
abstract class BiaffinePass implements HessianPass {

  /** The inputs. */
  final Matrix x;

  /** The parameters of the whole network. */
  final double[] w;

  /** Index of the layer's first parameter. */
  final int from;

  private final Matrix y;
  private Matrix yBar = Matrix.empty();

  BiaffinePass(Matrix x, double[] w, int from, Matrix y) {
    this.x = x;
    this.w = w;
    this.from = from;
    this.y = y;
  }

  /**
   * Computes {@code Aᵀu} in another place than u, of inputs that are no data.
   *
   * @param u k rows per example. Not modified.
   */
  abstract Matrix sentBack(Matrix u, Workspace work);

  /**
   * Computes {@code Aᵀu} of inputs that are no data.
   *
   * @param u k rows per example. Handed over: may be overwritten.
   */
  Matrix sentBackInPlace(Matrix u, Workspace work) {
    return sentBack(u, work);
  }

  /**
   * Computes xBarDot of inputs that are no data and adds {@code R{∂y/∂w}ᵀ yBar}.
   *
   * @param yBarDot Handed over: may be overwritten.
   * @param sum holds {@code (∂y/∂w)ᵀ yBarDot} already. Updated.
   */
  abstract Matrix mixed(Matrix xDot, Matrix yBarDot, Directions v, Accumulator sum, Workspace work);

  @Override
  public abstract void parameterAdjoint(Matrix u, Accumulator sum, Workspace work);

  @Override
  public final Matrix y() {
    return y;
  }

  /** What {@link #backward} was given. */
  final Matrix yBar() {
    return yBar;
  }

  @Override
  public final Matrix backward(Matrix yBar, Workspace memory) {
    this.yBar = yBar;
    return x.isConstant() ? Matrix.empty() : sentBack(yBar, memory);
  }

  @Override
  public final void gradient(Accumulator sum, Workspace work) {
    parameterAdjoint(yBar, sum, work);
  }

  @Override
  public final Matrix backwardDot(
      Matrix xDot, Matrix yBarDot, Directions v, Accumulator sum, Workspace work) {
    parameterAdjoint(yBarDot, sum, work);
    return x.isConstant() ? Matrix.empty() : mixed(xDot, yBarDot, v, sum, work);
  }

  @Override
  public final Matrix adjoint(Matrix u, Accumulator sum, Workspace work) {
    parameterAdjoint(u, sum, work);
    return x.isConstant() ? Matrix.empty() : sentBackInPlace(u, work);
  }

  @Override
  public final Matrix backwardHessian(
      Matrix xDot, Matrix u, int k, SecondSummand summand, Workspace work) {
    return x.isConstant() ? Matrix.empty() : sentBackInPlace(u, work);
  }
}
