package org.roperator.nn;

import static org.roperator.dense.Transpose.NO;
import static org.roperator.dense.Transpose.YES;

import java.util.Arrays;
import org.roperator.dense.Transpose;

/**
 * The sweeps through {@code y = xW} along V.
 *
 * <pre>
 * xBar    = yBar Wᵀ                   WBar    = xᵀ yBar
 * yDot    = xDot W + x V
 * xBarDot = yBarDot Wᵀ + yBar Vᵀ      WBarDot = xᵀ yBarDot + xDotᵀ yBar
 * </pre>
 */
final class TransposedPass implements HessianPass {

  private final int inputs;
  private final int outputs;
  private final Batch x;
  private final double[] w;
  private final int from;
  private final Batch y;
  private Batch yBar = Batch.none();

  TransposedPass(TransposedLayer layer, Batch x, double[] w, int from, Batch y) {
    this.inputs = layer.inputs();
    this.outputs = layer.outputs();
    this.x = x;
    this.w = w;
    this.from = from;
    this.y = y;
  }

  @Override
  public Batch y() {
    return y;
  }

  @Override
  public Batch backward(Batch yBar, Workspace memory) {
    this.yBar = yBar;
    return timesWeights(yBar, memory);
  }

  @Override
  public void gradient(Accumulator sum, Workspace work) {
    parameterAdjoint(yBar, sum, work);
  }

  @Override
  public Batch adjoint(Batch u, Accumulator sum, Workspace work) {
    parameterAdjoint(u, sum, work);
    return timesWeights(u, work);
  }

  @Override
  public Batch backwardHessian(Batch xDot, Batch u, int k, SecondSummand summand, Workspace work) {
    return timesWeights(u, work);
  }

  @Override
  public Batch forwardDot(Batch xDot, Directions v, Workspace work) {
    int k = v.count();
    Batch yDot = work.batch(x.rows() * k, outputs);
    Arrays.fill(yDot.array(), yDot.from(), yDot.from() + yDot.size(), 0);
    if (xDot.size() > 0) {
      rows(NO, xDot, 0, 1, w, from, yDot, 0, 1, work);
    }
    for (int j = 0; j < k && !v.isNone(); j++) {
      rows(NO, x, 0, 1, v.array(), along(v, j), yDot, j, k, work);
    }
    return yDot;
  }

  private int along(Directions v, int j) {
    return v.from(from, inputs * outputs, j);
  }

  @Override
  public Batch backwardDot(
      Batch xDot, Batch yBarDot, Directions v, Accumulator sum, Workspace work) {
    parameterAdjoint(yBarDot, sum, work);
    if (x.isData()) {
      return Batch.none();
    }
    int k = v.count();
    Batch xBarDot = timesWeights(yBarDot, work);
    for (int j = 0; j < k; j++) {
      rows(YES, yBar, 0, 1, v.array(), along(v, j), xBarDot, j, k, work);
      addProduct(xDot, j, k, yBar, 0, 1, sum, j, work);
    }
    return xBarDot;
  }

  @Override
  public void parameterAdjoint(Batch u, Accumulator sum, Workspace work) {
    int k = sum.count();
    if (sum.beta() == 0) {
      int at = sum.from(from);
      Arrays.fill(sum.array(), at, at + k * inputs * outputs, 0);
    }
    for (int j = 0; j < k; j++) {
      addProduct(x, 0, 1, u, j, k, sum, j, work);
    }
  }

  @Override
  public Batch factor() {
    return x;
  }

  /** {@code u Wᵀ}, which nobody asks for if x is data. */
  private Batch timesWeights(Batch u, Workspace work) {
    if (x.isData()) {
      return Batch.none();
    }
    Batch product = work.batch(u.rows(), inputs);
    Arrays.fill(product.array(), product.from(), product.from() + product.size(), 0);
    rows(YES, u, 0, 1, w, from, product, 0, 1, work);
    return product;
  }

  /** {@code out += a op(W)}, of every k-th row from the j-th on. */
  private void rows(
      Transpose transpose,
      Batch a,
      int aFirst,
      int aStep,
      double[] weights,
      int at,
      Batch out,
      int first,
      int step,
      Workspace work) {
    work.blas()
        .gemm(
            NO,
            transpose,
            a.rows() / aStep,
            out.columns(),
            a.columns(),
            1,
            a.array(),
            a.from() + aFirst * a.columns(),
            aStep * a.columns(),
            weights,
            at,
            outputs,
            1,
            out.array(),
            out.from() + first * out.columns(),
            step * out.columns());
  }

  /** {@code WBar += aᵀ b} along direction j, of every so many rows of each. */
  private void addProduct(
      Batch a,
      int aFirst,
      int aStep,
      Batch b,
      int bFirst,
      int bStep,
      Accumulator sum,
      int j,
      Workspace work) {
    work.blas()
        .gemm(
            YES,
            NO,
            inputs,
            outputs,
            x.rows(),
            1,
            a.array(),
            a.from() + aFirst * inputs,
            aStep * inputs,
            b.array(),
            b.from() + bFirst * outputs,
            bStep * outputs,
            1,
            sum.array(),
            sum.from(from, inputs * outputs, j),
            outputs);
  }

  /** {@code Σₙ (xₙᵢ yBarₙⱼ)² = (x∘x)ᵀ(yBar∘yBar)}. */
  @Override
  public void squaredGradients(Accumulator sum, Workspace work) {
    if (sum.beta() == 0) {
      int at = sum.from(from);
      Arrays.fill(sum.array(), at, at + inputs * outputs, 0);
    }
    addProduct(squares(x, work), 0, 1, squares(yBar, work), 0, 1, sum, 0, work);
  }

  private static Batch squares(Batch terms, Workspace work) {
    Batch squares = terms.copy(work);
    for (int i = 0; i < squares.size(); i++) {
      squares.array()[squares.from() + i] *= squares.array()[squares.from() + i];
    }
    return squares;
  }
}
