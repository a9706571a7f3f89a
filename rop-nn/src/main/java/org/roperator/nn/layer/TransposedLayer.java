package org.roperator.nn.layer;

import java.util.List;
import org.roperator.dense.Matrix;

/** The layer {@code y = xW}, W with one row per input: an affine layer's weights turned round. */
record TransposedLayer(int inputs, int outputs) implements MeanHessianLayer {

  @Override
  public List<ParameterArray> parameters() {
    return List.of(ParameterArray.weights("W", inputs, outputs));
  }

  @Override
  public HessianPass forward(Matrix x, double[] w, int from, Workspace memory) {
    return new TransposedPass(inputs, outputs, x, w, from, outputs(x, w, from, memory));
  }

  @Override
  public Matrix outputs(Matrix x, double[] w, int from, Workspace work) {
    Matrix y = work.matrix(x.rows(), outputs);
    work.blas().multiply(x, weights(w, from, work), 0, y);
    return y;
  }

  private Matrix weights(double[] w, int from, Workspace work) {
    return work.view(w, from, inputs, outputs, outputs);
  }

  @Override
  public boolean isTransposed() {
    return true;
  }

  /** {@code 𝓗x = W 𝓗y Wᵀ}. */
  @Override
  public Matrix backwardHessian(
      Matrix yHessian, double[] w, int from, HessianRule rule, HessianSums sums, Workspace work) {
    Matrix weights = weights(w, from, work);
    Matrix half = work.matrix(inputs, outputs);
    work.blas().multiply(weights, yHessian, 0, half);
    Matrix xHessian = work.matrix(inputs, inputs);
    work.blas().multiply(half, weights.transposed(), 0, xHessian);
    return xHessian;
  }

  /** Per example y, and xBar once it comes back. */
  @Override
  public long numbersKeptPerExample() {
    return (long) outputs + inputs;
  }

  @Override
  public String toString() {
    return "transposed weights of " + inputs + " to " + outputs;
  }
}
