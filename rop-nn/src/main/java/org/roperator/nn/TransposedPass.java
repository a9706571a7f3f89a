package org.roperator.nn;

import static org.roperator.dense.Transpose.NO;
import static org.roperator.dense.Transpose.YES;

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
final class TransposedPass extends BiaffinePass {

  private final int inputs;
  private final int outputs;

  TransposedPass(TransposedLayer layer, Batch x, double[] w, int from, Batch y) {
    super(x, w, from, y);
    this.inputs = layer.inputs();
    this.outputs = layer.outputs();
  }

  @Override
  public Batch forwardDot(Batch xDot, Directions v, Workspace work) {
    int k = v.count();
    boolean still = xDot.size() == 0;
    Batch yDot = still ? work.zeros(x.rows() * k, outputs) : work.batch(x.rows() * k, outputs);
    if (!still) {
      rows(NO, xDot, w, from, 0, yDot, 0, 1, work);
    }
    for (int j = 0; j < k && !v.isNone(); j++) {
      rows(NO, x, v.array(), along(v, j), 1, yDot, j, k, work);
    }
    return yDot;
  }

  private int along(Directions v, int j) {
    return v.from(from, inputs * outputs, j);
  }

  @Override
  Batch mixed(Batch xDot, Batch yBarDot, Directions v, Accumulator sum, Workspace work) {
    int k = v.count();
    Batch xBarDot = sentBack(yBarDot, work);
    for (int j = 0; j < k; j++) {
      rows(YES, yBar(), v.array(), along(v, j), 1, xBarDot, j, k, work);
      addProduct(xDot, j, k, yBar(), 0, 1, sum, j, work);
    }
    return xBarDot;
  }

  @Override
  public void parameterAdjoint(Batch u, Accumulator sum, Workspace work) {
    int k = sum.count();
    sum.begin(sum.from(from), k * inputs * outputs);
    for (int j = 0; j < k; j++) {
      addProduct(x, 0, 1, u, j, k, sum, j, work);
    }
  }

  @Override
  public Batch factor() {
    return x;
  }

  /** {@code u Wᵀ}. */
  @Override
  Batch sentBack(Batch u, Workspace work) {
    Batch product = work.batch(u.rows(), inputs);
    rows(YES, u, w, from, 0, product, 0, 1, work);
    return product;
  }

  /** {@code out = beta · out + a op(W)}, of every k-th row of out from the j-th on. */
  private void rows(
      Transpose transpose,
      Batch a,
      double[] weights,
      int at,
      double beta,
      Batch out,
      int j,
      int k,
      Workspace work) {
    work.blas()
        .gemm(
            NO,
            transpose,
            a.rows(),
            out.columns(),
            a.columns(),
            1,
            a.array(),
            a.from(),
            a.columns(),
            weights,
            at,
            outputs,
            beta,
            out.array(),
            out.from() + j * out.columns(),
            k * out.columns());
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
    sum.begin(sum.from(from), inputs * outputs);
    addProduct(x.squares(work), 0, 1, yBar().squares(work), 0, 1, sum, 0, work);
  }
}
