package org.roperator.nn.layer;

import java.util.List;
import org.roperator.dense.Matrix;

/** The layer {@code y = x + b}. */
record ShiftLayer(int inputs) implements MeanHessianLayer {

  @Override
  public int outputs() {
    return inputs;
  }

  @Override
  public List<ParameterArray> parameters() {
    return List.of(ParameterArray.biases("b", inputs));
  }

  @Override
  public HessianPass forward(Matrix x, double[] w, int from, Workspace memory) {
    return new ShiftPass(inputs, x, w, from, outputs(x, w, from, memory));
  }

  @Override
  public Matrix outputs(Matrix x, double[] w, int from, Workspace work) {
    Matrix y = work.owned(x);
    for (int row = y.from(); row < y.from() + y.size(); row += inputs) {
      for (int i = 0; i < inputs; i++) {
        y.array()[row + i] += w[from + i];
      }
    }
    return y;
  }

  @Override
  public boolean isShift() {
    return true;
  }

  /** {@code 𝓗x = 𝓗y}. */
  @Override
  public Matrix backwardHessian(
      Matrix yHessian, double[] w, int from, HessianRule rule, HessianSums sums, Workspace work) {
    return work.copy(yHessian);
  }

  /** Per example xBar, or a copy of x if it is data. */
  @Override
  public long numbersKeptPerExample() {
    return inputs;
  }

  @Override
  public String toString() {
    return "shift of " + inputs + " units";
  }
}
