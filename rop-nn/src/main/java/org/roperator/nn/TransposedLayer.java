package org.roperator.nn;

import static org.roperator.dense.Transpose.NO;

import java.util.List;

/** The layer {@code y = xW}, W with one row per input: an affine layer's weights turned round. */
record TransposedLayer(int inputs, int outputs) implements HessianLayer {

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
