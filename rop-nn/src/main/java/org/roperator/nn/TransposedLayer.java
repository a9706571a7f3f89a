package org.roperator.nn;

import static org.roperator.dense.Transpose.NO;
import static org.roperator.dense.Transpose.YES;

import java.util.List;

/** The layer {@code y = xW}, W with one row per input: an affine layer's weights turned round. */
record TransposedLayer(int inputs, int outputs) implements MeanHessianLayer {

  @Override
  public List<ParameterArray> parameters() {
    return List.of(ParameterArray.weights("W", inputs, outputs));
  }

  @Override
  public HessianPass forward(Batch x, double[] w, int from, Workspace memory) {
    return new TransposedPass(this, x, w, from, outputs(x, w, from, memory));
  }

  @Override
  public Batch outputs(Batch x, double[] w, int from, Workspace work) {
    Batch y = work.batch(x.rows(), outputs);
    work.blas()
        .gemm(
            NO, NO, x.rows(), outputs, inputs, 1, x.array(), x.from(), inputs, w, from, outputs, 0,
            y.array(), y.from(), outputs);
    return y;
  }

  @Override
  public boolean isTransposed() {
    return true;
  }

  /** {@code 𝓗x = W 𝓗y Wᵀ}. */
  @Override
  public Batch backwardHessian(
      Batch yHessian, double[] w, int from, HessianRule rule, HessianSums sums, Workspace work) {
    Batch half = work.batch(inputs, outputs);
    work.blas()
        .gemm(
            NO,
            NO,
            inputs,
            outputs,
            outputs,
            1,
            w,
            from,
            outputs,
            yHessian.array(),
            yHessian.from(),
            outputs,
            0,
            half.array(),
            half.from(),
            outputs);
    Batch xHessian = work.batch(inputs, inputs);
    work.blas()
        .gemm(
            NO,
            YES,
            inputs,
            inputs,
            outputs,
            1,
            half.array(),
            half.from(),
            outputs,
            w,
            from,
            outputs,
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

  @Override
  public String toString() {
    return "transposed weights of " + inputs + " to " + outputs;
  }
}
