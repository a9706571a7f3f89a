package org.roperator.nn.layer;

import java.util.List;
import org.roperator.dense.Matrix;
import org.roperator.internal.Arguments;

/** The layer {@code y = xWᵀ + b}, W with one row per output. */
record AffineLayer(int inputs, int outputs) implements MeanHessianLayer {

  AffineLayer {
    Arguments.requirePositive("The number of inputs of an affine layer", inputs);
    Arguments.requirePositive("The number of outputs of an affine layer", outputs);
  }

  @Override
  public List<ParameterArray> parameters() {
    return List.of(
        ParameterArray.weights("W", outputs, inputs), ParameterArray.biases("b", outputs));
  }

  @Override
  public HessianPass forward(Matrix x, double[] w, int from, Workspace memory) {
    return new AffinePass(inputs, outputs, x, w, from, outputs(x, w, from, memory));
  }

  @Override
  public Matrix outputs(Matrix x, double[] w, int from, Workspace work) {
    Matrix y = work.matrix(x.rows(), outputs);
    AffinePass.repeat(w, from + inputs * outputs, outputs, y, x.rows());
    work.blas().multiply(x, weights(w, from, work).transposed(), 1, y);
    return y;
  }

  private Matrix weights(double[] w, int from, Workspace work) {
    return work.view(w, from, outputs, inputs, inputs);
  }

  /** {@code 𝓗x = Wᵀ 𝓗y W}. */
  @Override
  public Matrix backwardHessian(
      Matrix yHessian, double[] w, int from, HessianRule rule, HessianSums sums, Workspace work) {
    Matrix weights = weights(w, from, work);
    Matrix half = work.matrix(outputs, inputs);
    work.blas().multiply(yHessian, weights, 0, half);
    Matrix xHessian = work.matrix(inputs, inputs);
    work.blas().multiply(weights.transposed(), half, 0, xHessian);
    return xHessian;
  }

  /** Per example y, and xBar once it comes back. */
  @Override
  public long numbersKeptPerExample() {
    return (long) outputs + inputs;
  }
}
