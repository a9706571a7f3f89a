package org.roperator.nn;

import java.util.List;

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
  public HessianPass forward(Batch x, double[] w, int from, Workspace memory) {
    return new ShiftPass(inputs, x, w, from, outputs(x, w, from, memory));
  }

  @Override
  public Batch outputs(Batch x, double[] w, int from, Workspace work) {
    Batch y = x.owned(work);
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
  public Batch backwardHessian(
      Batch yHessian, double[] w, int from, HessianRule rule, HessianSums sums, Workspace work) {
    return yHessian.copy(work);
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
