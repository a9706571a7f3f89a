package org.roperator.nn.layer;

import java.util.List;
import org.roperator.dense.Matrix;
import org.roperator.internal.Arguments;

/**
 * The layer {@code y = γ ∘ x + β}, with one factor and one shift for each unit, the units of an
 * example standing there once or position by position.
 */
record ScaleLayer(int inputs, int units) implements HessianLayer {

  ScaleLayer {
    Arguments.requirePositive("The number of units of a scale", units);
    if (inputs % units != 0) {
      throw new IllegalArgumentException(
          "A scale of "
              + units
              + " units can't act on "
              + inputs
              + " inputs, which is not a multiple of "
              + units
              + ".");
    }
  }

  @Override
  public int outputs() {
    return inputs;
  }

  @Override
  public List<ParameterArray> parameters() {
    return List.of(ParameterArray.scales("scale", units), ParameterArray.biases("shift", units));
  }

  @Override
  public HessianPass forward(Matrix x, double[] w, int from, Workspace memory) {
    return new ScalePass(inputs, units, x, w, from, outputs(x, w, from, memory));
  }

  @Override
  public Matrix outputs(Matrix x, double[] w, int from, Workspace work) {
    Matrix y = work.matrix(x.rows(), inputs);
    for (int at = 0; at < x.size(); at += units) {
      for (int i = 0; i < units; i++) {
        y.array()[y.from() + at + i] =
            w[from + i] * x.array()[x.from() + at + i] + w[from + units + i];
      }
    }
    return y;
  }

  /** Per example y and xBar. */
  @Override
  public long numbersKeptPerExample() {
    return 2L * inputs;
  }

  @Override
  public String toString() {
    return "factors and shifts of " + units + " units";
  }
}
