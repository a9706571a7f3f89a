package org.roperator.nn;

import java.util.Arrays;
import org.roperator.dense.Matrix;
import org.roperator.internal.Gaussian;
import org.roperator.nn.layer.Workspace;

/** {@code E = ½ Σₖ (yₖ − tₖ)²}: {@code yBar = y − t}, {@code R{yBar} = yDot}. */
record SquaredError() implements CanonicalLoss {

  @Override
  public String name() {
    return "squared error";
  }

  @Override
  public void requireFit(Dataset data, int outputs) {
    data.requireTargets(outputs);
  }

  @Override
  public double value(Matrix y, Dataset data, int first) {
    double sum = 0;
    for (int i = 0; i < y.size(); i++) {
      double difference = difference(y, i, data, first);
      sum += difference * difference;
    }
    return sum / 2;
  }

  @Override
  public CanonicalLossPass forward(
      Matrix y, Dataset data, int first, double weight, Workspace memory) {
    Matrix yBar = memory.matrix(y.rows(), y.columns());
    Matrix curvature = memory.matrix(y.rows(), y.columns());
    double sum = 0;
    for (int i = 0; i < y.size(); i++) {
      double difference = difference(y, i, data, first);
      sum += difference * difference;
      yBar.array()[i] = weight * difference;
    }
    Arrays.fill(curvature.array(), 0, y.size(), weight);
    // Targets are normal around y with variance 1.
    return new DiagonalLossPass(
        sum / 2, yBar, curvature, (i, random) -> weight * Gaussian.draw(random));
  }

  @Override
  public long numbersKeptPerExample(int outputs) {
    return 2L * outputs;
  }

  private static double difference(Matrix y, int i, Dataset data, int first) {
    int outputs = y.columns();
    return y.array()[y.from() + i] - data.target(first + i / outputs, i % outputs);
  }
}
