package org.roperator.nn.layer;

import org.roperator.dense.Matrix;

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

  /** W. */
  private final Matrix weights;

  TransposedPass(int inputs, int outputs, Matrix x, double[] w, int from, Matrix y) {
    super(x, w, from, y);
    this.inputs = inputs;
    this.outputs = outputs;
    this.weights = Matrix.of(w, from, inputs, outputs);
  }

  @Override
  public Matrix forwardDot(Matrix xDot, Directions v, Workspace work) {
    int k = v.count();
    boolean still = xDot.size() == 0;
    Matrix yDot = still ? work.zeros(x.rows() * k, outputs) : work.matrix(x.rows() * k, outputs);
    if (!still) {
      work.blas().multiply(xDot, weights, 0, yDot);
    }
    for (int j = 0; j < k && !v.isNone(); j++) {
      Matrix along = v.matrix(from, inputs, outputs, j, work);
      work.blas().multiply(x, along, 1, work.everyRow(yDot, j, k));
    }
    return yDot;
  }

  @Override
  Matrix mixed(Matrix xDot, Matrix yBarDot, Directions v, Accumulator sum, Workspace work) {
    int k = v.count();
    Matrix xBarDot = sentBack(yBarDot, work);
    for (int j = 0; j < k; j++) {
      Matrix along = v.matrix(from, inputs, outputs, j, work);
      work.blas().multiply(yBar(), along.transposed(), 1, work.everyRow(xBarDot, j, k));
      addProduct(work.everyRow(xDot, j, k), yBar(), sum, j, work);
    }
    return xBarDot;
  }

  @Override
  public void parameterAdjoint(Matrix u, Accumulator sum, Workspace work) {
    int k = sum.count();
    sum.begin(sum.from(from), k * inputs * outputs);
    for (int j = 0; j < k; j++) {
      addProduct(x, work.everyRow(u, j, k), sum, j, work);
    }
  }

  @Override
  public Matrix factor() {
    return x;
  }

  /** {@code u Wᵀ}. */
  @Override
  Matrix sentBack(Matrix u, Workspace work) {
    Matrix product = work.matrix(u.rows(), inputs);
    work.blas().multiply(u, weights.transposed(), 0, product);
    return product;
  }

  /** {@code WBar += aᵀ b} along direction j. */
  private void addProduct(Matrix a, Matrix b, Accumulator sum, int j, Workspace work) {
    Matrix sums = sum.matrix(from, inputs, outputs, j, work);
    work.blas().multiply(a.transposed(), b, 1, sums);
  }

  /** {@code Σₙ (xₙᵢ yBarₙⱼ)² = (x∘x)ᵀ(yBar∘yBar)}. */
  @Override
  public void squaredGradients(Accumulator sum, Workspace work) {
    sum.begin(sum.from(from), inputs * outputs);
    addProduct(work.squares(x), work.squares(yBar()), sum, 0, work);
  }

  /** {@code xₙ yBarₙᵀ}. */
  @Override
  public void exampleGradient(int n, Accumulator sum, Workspace work) {
    AffinePass.addOuter(x, n, yBar(), n, sum.array(), sum.from(from));
  }
}
