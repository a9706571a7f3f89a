package org.roperator.nn.layer;

import org.roperator.dense.Matrix;

/** The map {@code y = (x − μ) s} with a fixed μ and s for each channel. */
final class FixedNormalization implements MeanHessianLayer {

  private final int positions;
  private final double[] means;
  private final double[] factors;

  /** Keeps the arrays. */
  FixedNormalization(int positions, double[] means, double[] factors) {
    this.positions = positions;
    this.means = means;
    this.factors = factors;
  }

  @Override
  public int inputs() {
    return positions * means.length;
  }

  @Override
  public int outputs() {
    return inputs();
  }

  @Override
  public HessianPass forward(Matrix x, double[] w, int from, Workspace memory) {
    return new FixedNormalizationPass(factors, outputs(x, w, from, memory));
  }

  @Override
  public Matrix outputs(Matrix x, double[] w, int from, Workspace work) {
    Matrix y = work.owned(x);
    double[] values = y.array();
    for (int row = y.from(); row < y.from() + y.size(); row += means.length) {
      for (int i = 0; i < means.length; i++) {
        values[row + i] = (values[row + i] - means[i]) * factors[i];
      }
    }
    return y;
  }

  /** {@code 𝓗x = diag(s) 𝓗y diag(s)}. */
  @Override
  public Matrix backwardHessian(
      Matrix yHessian, double[] w, int from, HessianRule rule, HessianSums sums, Workspace work) {
    int width = inputs();
    Matrix xHessian = work.matrix(width, width);
    for (int i = 0; i < width; i++) {
      for (int j = 0; j < width; j++) {
        int at = i * width + j;
        xHessian.array()[xHessian.from() + at] =
            factors[i % factors.length]
                * factors[j % factors.length]
                * yHessian.array()[yHessian.from() + at];
      }
    }
    return xHessian;
  }

  /** None: y takes the place of x, and adjoints are multiplied where they stand. */
  @Override
  public long numbersKeptPerExample() {
    return 0;
  }

  @Override
  public String toString() {
    return "normalization of " + means.length + " units by fixed statistics";
  }
}
