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
final class AffinePass implements HessianPass {

  private final int inputs;
  private final int outputs;
  private final int examples;
  private final Batch x;
  private final double[] w;
  private final int from;
  private final int biasFrom;
  private final Batch y;
  private Batch yBar = Batch.none();

  AffinePass(AffineLayer layer, Batch x, double[] w, int from, Batch y) {
    this.inputs = layer.inputs();
    this.outputs = layer.outputs();
    this.examples = x.rows();
    this.x = x;
    this.w = w;
    this.from = from;
    this.biasFrom = from + inputs * outputs;
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
  public Batch backwardDot(
      Batch xDot, Batch yBarDot, Directions v, Accumulator sum, Workspace work) {
    parameterAdjoint(yBarDot, sum, work);
    Batch xBarDot = timesWeights(yBarDot, work);
    if (!x.isData()) {
      for (int j = 0; j < v.count(); j++) {
        addRemembered(j, xDot, xBarDot, v, sum, work);
      }
    }
    return xBarDot;
  }

  /** {@code WBarDot += yBarᵀ xDot} and {@code xBarDot += yBar V} along direction j. */
  private void addRemembered(
      int j, Batch xDot, Batch xBarDot, Directions v, Accumulator sum, Workspace work) {
    int stride = v.count() * inputs;
    int weights = inputs * outputs;
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

  /** The map is linear in x: {@code Wᵀu} is all. */
  @Override
  public Batch backwardHessian(Batch xDot, Batch u, int k, SecondSummand summand, Workspace work) {
    return timesWeights(u, work);
  }

  @Override
  public Batch factor() {
    return x;
  }

  /** {@code u W}, which nobody asks for if x is data. */
  private Batch timesWeights(Batch u, Workspace work) {
    if (x.isData()) {
      return Batch.none();
    }
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
    Batch u = squares(yBar, work);
    Batch s = squares(x, work);
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

  private static Batch squares(Batch terms, Workspace work) {
    Batch squares = work.batch(terms.rows(), terms.columns());
    for (int i = 0; i < terms.size(); i++) {
      double term = terms.array()[terms.from() + i];
      squares.array()[squares.from() + i] = term * term;
    }
    return squares;
  }
}
