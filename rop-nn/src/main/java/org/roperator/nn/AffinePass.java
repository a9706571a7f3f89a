package org.roperator.nn;

import static org.roperator.dense.Transpose.NO;
import static org.roperator.dense.Transpose.YES;

/**
 * The sweeps through {@code y = xWᵀ + b} along {@code (V, c)}.
 *
 * <pre>
 * xBar    = yBar W                   WBar    = yBarᵀ x                     bBar    = Σ rows yBar
 * yDot    = xDot Wᵀ + x Vᵀ + c
 * xBarDot = yBarDot W + yBar V       WBarDot = yBarDotᵀ x + yBarᵀ xDot     bBarDot = Σ rows yBarDot
 * </pre>
 *
 * <p>Six matrix products for an Hv, four for a Gv; two and two where x is data. For k directions
 * the products with W and x take all k at once; those of yBar, whose two sides would have to be
 * stacked differently, take one at a time.
 */
final class AffinePass extends BiaffinePass {

  private final int inputs;
  private final int outputs;
  private final int examples;
  private final int biasFrom;

  AffinePass(AffineLayer layer, Batch x, double[] w, int from, Batch y) {
    super(x, w, from, y);
    this.inputs = layer.inputs();
    this.outputs = layer.outputs();
    this.examples = x.rows();
    this.biasFrom = from + inputs * outputs;
  }

  @Override
  public Batch forwardDot(Batch xDot, Directions v, Workspace work) {
    int k = v.count();
    Batch yDot = work.batch(examples * k, outputs);
    if (!v.isNone()) {
      addAlongParameters(v, yDot, work);
    }
    if (xDot.size() > 0) {
      // yDot += xDot Wᵀ
      work.blas()
          .gemm(
              NO,
              YES,
              examples * k,
              outputs,
              inputs,
              1,
              xDot.array(),
              xDot.from(),
              inputs,
              w,
              from,
              inputs,
              v.isNone() ? 0 : 1,
              yDot.array(),
              yDot.from(),
              outputs);
    }
    return yDot;
  }

  /** {@code yDot = x Vᵀ + c}. */
  private void addAlongParameters(Directions v, Batch yDot, Workspace work) {
    int k = v.count();
    AffineLayer.repeat(v.array(), v.from(biasFrom), k * outputs, yDot, examples);
    work.blas()
        .gemm(
            NO,
            YES,
            examples,
            k * outputs,
            inputs,
            1,
            x.array(),
            x.from(),
            inputs,
            v.array(),
            v.from(from),
            inputs,
            1,
            yDot.array(),
            yDot.from(),
            k * outputs);
  }

  @Override
  Batch mixed(Batch xDot, Batch yBarDot, Directions v, Accumulator sum, Workspace work) {
    Batch xBarDot = sentBack(yBarDot, work);
    for (int j = 0; j < v.count(); j++) {
      addRemembered(j, xDot, xBarDot, v, sum, work);
    }
    return xBarDot;
  }

  /** {@code WBarDot += yBarᵀ xDot} and {@code xBarDot += yBar V} along direction j. */
  private void addRemembered(
      int j, Batch xDot, Batch xBarDot, Directions v, Accumulator sum, Workspace work) {
    int stride = v.count() * inputs;
    int weights = inputs * outputs;
    Batch yBar = yBar();
    work.blas()
        .gemm(
            YES,
            NO,
            outputs,
            inputs,
            examples,
            1,
            yBar.array(),
            yBar.from(),
            outputs,
            xDot.array(),
            xDot.from() + j * inputs,
            stride,
            1,
            sum.array(),
            sum.from(from, weights, j),
            inputs);
    work.blas()
        .gemm(
            NO,
            NO,
            examples,
            inputs,
            outputs,
            1,
            yBar.array(),
            yBar.from(),
            outputs,
            v.array(),
            v.from(from, weights, j),
            inputs,
            1,
            xBarDot.array(),
            xBarDot.from() + j * inputs,
            stride);
  }

  /** {@code WBar += uᵀ x} and {@code bBar += Σ rows u}, for k directions at once. */
  @Override
  public void parameterAdjoint(Batch u, Accumulator sum, Workspace work) {
    int width = sum.count() * outputs;
    work.blas()
        .gemm(
            YES,
            NO,
            width,
            inputs,
            examples,
            1,
            u.array(),
            u.from(),
            width,
            x.array(),
            x.from(),
            inputs,
            sum.beta(),
            sum.array(),
            sum.from(from),
            inputs);
    sum.addRows(u, width, sum.from(biasFrom));
  }

  @Override
  public Batch factor() {
    return x;
  }

  /** {@code u W}. */
  @Override
  Batch sentBack(Batch u, Workspace work) {
    Batch product = work.batch(u.rows(), inputs);
    work.blas()
        .gemm(
            NO,
            NO,
            u.rows(),
            inputs,
            outputs,
            1,
            u.array(),
            u.from(),
            outputs,
            w,
            from,
            inputs,
            0,
            product.array(),
            product.from(),
            inputs);
    return product;
  }

  /** {@code Σₙ (yBarₙᵢ xₙⱼ)² = (yBar∘yBar)ᵀ(x∘x)}. */
  @Override
  public void squaredGradients(Accumulator sum, Workspace work) {
    Batch u = yBar().squares(work);
    Batch s = x.squares(work);
    work.blas()
        .gemm(
            YES,
            NO,
            outputs,
            inputs,
            examples,
            1,
            u.array(),
            u.from(),
            outputs,
            s.array(),
            s.from(),
            inputs,
            sum.beta(),
            sum.array(),
            sum.from(from),
            inputs);
    sum.addRows(u, outputs, sum.from(biasFrom));
  }
}
