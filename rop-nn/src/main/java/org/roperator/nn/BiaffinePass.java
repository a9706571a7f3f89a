package org.roperator.nn;

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
  final Batch x;

  /** The parameters of the whole network. */
  final double[] w;

  /** Index of the layer's first parameter. */
  final int from;

  private final Batch y;
  private Batch yBar = Batch.none();

  BiaffinePass(Batch x, double[] w, int from, Batch y) {
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
  abstract Batch sentBack(Batch u, Workspace work);

  /**
   * Computes {@code Aᵀu} of inputs that are no data.
   *
   * @param u k rows per example. Handed over: may be overwritten.
   */
  Batch sentBackInPlace(Batch u, Workspace work) {
    return sentBack(u, work);
  }

  /**
   * Computes xBarDot of inputs that are no data and adds {@code R{∂y/∂w}ᵀ yBar}.
   *
   * @param yBarDot Handed over: may be overwritten.
   * @param sum holds {@code (∂y/∂w)ᵀ yBarDot} already. Updated.
   */
  abstract Batch mixed(Batch xDot, Batch yBarDot, Directions v, Accumulator sum, Workspace work);

  @Override
  public abstract void parameterAdjoint(Batch u, Accumulator sum, Workspace work);

  @Override
  public final Batch y() {
    return y;
  }

  /** What {@link #backward} was given. */
  final Batch yBar() {
    return yBar;
  }

  @Override
  public final Batch backward(Batch yBar, Workspace memory) {
    this.yBar = yBar;
    return x.isData() ? Batch.none() : sentBack(yBar, memory);
  }

  @Override
  public final void gradient(Accumulator sum, Workspace work) {
    parameterAdjoint(yBar, sum, work);
  }

  @Override
  public final Batch backwardDot(
      Batch xDot, Batch yBarDot, Directions v, Accumulator sum, Workspace work) {
    parameterAdjoint(yBarDot, sum, work);
    return x.isData() ? Batch.none() : mixed(xDot, yBarDot, v, sum, work);
  }

  @Override
  public final Batch adjoint(Batch u, Accumulator sum, Workspace work) {
    parameterAdjoint(u, sum, work);
    return x.isData() ? Batch.none() : sentBackInPlace(u, work);
  }

  @Override
  public final Batch backwardHessian(
      Batch xDot, Batch u, int k, SecondSummand summand, Workspace work) {
    return x.isData() ? Batch.none() : sentBackInPlace(u, work);
  }
}
