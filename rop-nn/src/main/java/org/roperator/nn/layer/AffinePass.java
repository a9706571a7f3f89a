package org.roperator.nn.layer;

import org.roperator.dense.Matrix;

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

  /** W. */
  private final Matrix weights;

  AffinePass(int inputs, int outputs, Matrix x, double[] w, int from, Matrix y) {
    super(x, w, from, y);
    this.inputs = inputs;
    this.outputs = outputs;
    this.examples = x.rows();
    this.biasFrom = from + inputs * outputs;
    this.weights = Matrix.of(w, from, outputs, inputs);
  }

  @Override
  public Matrix forwardDot(Matrix xDot, Directions v, Workspace work) {
    int k = v.count();
    Matrix yDot = work.matrix(examples * k, outputs);
    if (!v.isNone()) {
      repeat(v.array(), v.from(biasFrom), k * outputs, yDot, examples);
      Matrix along = v.matrices(from, outputs, inputs, work);
      work.blas().multiply(x, along.transposed(), 1, work.sideBySide(yDot, k));
    }
    if (xDot.size() > 0) {
      work.blas().multiply(xDot, weights.transposed(), v.isNone() ? 0 : 1, yDot);
    }
    return yDot;
  }

  @Override
  Matrix mixed(Matrix xDot, Matrix yBarDot, Directions v, Accumulator sum, Workspace work) {
    int k = v.count();
    Matrix xBarDot = sentBack(yBarDot, work);
    for (int j = 0; j < k; j++) {
      Matrix sums = sum.matrix(from, outputs, inputs, j, work);
      work.blas().multiply(yBar().transposed(), work.everyRow(xDot, j, k), 1, sums);
      Matrix along = v.matrix(from, outputs, inputs, j, work);
      work.blas().multiply(yBar(), along, 1, work.everyRow(xBarDot, j, k));
    }
    return xBarDot;
  }

  /** {@code WBar += uᵀ x} and {@code bBar += Σ rows u}, for k directions at once. */
  @Override
  public void parameterAdjoint(Matrix u, Accumulator sum, Workspace work) {
    int k = sum.count();
    Matrix sums = sum.matrices(from, outputs, inputs, work);
    work.blas().multiply(work.sideBySide(u, k).transposed(), x, sum.beta(), sums);
    sum.addRows(u, k * outputs, sum.from(biasFrom));
  }

  @Override
  public Matrix factor() {
    return x;
  }

  /** {@code u W}. */
  @Override
  Matrix sentBack(Matrix u, Workspace work) {
    Matrix product = work.matrix(u.rows(), inputs);
    work.blas().multiply(u, weights, 0, product);
    return product;
  }

  /** {@code Σₙ (yBarₙᵢ xₙⱼ)² = (yBar∘yBar)ᵀ(x∘x)}. */
  @Override
  public void squaredGradients(Accumulator sum, Workspace work) {
    Matrix u = work.squares(yBar());
    Matrix sums = sum.matrices(from, outputs, inputs, work);
    work.blas().multiply(u.transposed(), work.squares(x), sum.beta(), sums);
    sum.addRows(u, outputs, sum.from(biasFrom));
  }

  /** {@code yBarₙ xₙᵀ} and {@code yBarₙ}. */
  @Override
  public void exampleGradient(int n, Accumulator sum, Workspace work) {
    addOuter(yBar(), n, x, n, sum.array(), sum.from(from));
    int bias = sum.from(biasFrom);
    for (int i = 0; i < outputs; i++) {
      sum.array()[bias + i] += yBar().array()[yBar().from() + n * outputs + i];
    }
  }

  /** {@code sums += a bᵀ} of one row each. */
  static void addOuter(Matrix a, int aRow, Matrix b, int bRow, double[] sums, int to) {
    int columns = b.columns();
    int bFrom = b.from() + bRow * columns;
    for (int i = 0; i < a.columns(); i++) {
      double factor = a.array()[a.from() + aRow * a.columns() + i];
      int row = to + i * columns;
      for (int j = 0; j < columns; j++) {
        sums[row + j] += factor * b.array()[bFrom + j];
      }
    }
  }

  /** Writes the same {@code width} numbers into each of {@code times} consecutive rows. */
  static void repeat(double[] row, int from, int width, Matrix y, int times) {
    for (int n = 0; n < times; n++) {
      System.arraycopy(row, from, y.array(), y.from() + n * width, width);
    }
  }
}
