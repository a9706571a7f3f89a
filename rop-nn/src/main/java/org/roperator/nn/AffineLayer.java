package org.roperator.nn;

import static org.roperator.dense.Transpose.NO;
import static org.roperator.dense.Transpose.YES;

import java.util.List;
import org.roperator.operator.Arguments;

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
  public HessianPass forward(Batch x, double[] w, int from, Workspace memory) {
    return new AffinePass(this, x, w, from, outputs(x, w, from, memory));
  }

  @Override
  public Batch outputs(Batch x, double[] w, int from, Workspace work) {
    Batch y = work.batch(x.rows(), outputs);
    repeat(w, from + inputs * outputs, outputs, y, x.rows());
    work.blas()
        .gemm(
            NO, YES, x.rows(), outputs, inputs, 1, x.array(), x.from(), inputs, w, from, inputs, 1,
            y.array(), y.from(), outputs);
    return y;
  }

  /** {@code 𝓗x = Wᵀ 𝓗y W}. */
  @Override
  public Batch backwardHessian(
      Batch yHessian, double[] w, int from, HessianRule rule, HessianSums sums, Workspace work) {
    Batch half = work.batch(outputs, inputs);
    work.blas()
        .gemm(
            NO,
            NO,
            outputs,
            inputs,
            outputs,
            1,
            yHessian.array(),
            yHessian.from(),
            outputs,
            w,
            from,
            inputs,
            0,
            half.array(),
            half.from(),
            inputs);
    Batch xHessian = work.batch(inputs, inputs);
    work.blas()
        .gemm(
            YES,
            NO,
            inputs,
            inputs,
            outputs,
            1,
            w,
            from,
            inputs,
            half.array(),
            half.from(),
            inputs,
            0,
            xHessian.array(),
            xHessian.from(),
            inputs);
    return xHessian;
  }

  /** Per example y, and xBar once it comes back. */
  @Override
  public long numbersKeptPerExample() {
    return (long) outputs + inputs;
  }

  /** Writes the same {@code width} numbers into each of {@code times} consecutive rows. */
  static void repeat(double[] row, int from, int width, Batch y, int times) {
    for (int n = 0; n < times; n++) {
      System.arraycopy(row, from, y.array(), y.from() + n * width, width);
    }
  }
}
