package org.roperator.nn;

import java.util.Arrays;

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
  public double value(Batch y, Dataset data, int first) {
    double sum = 0;
    for (int i = 0; i < y.size(); i++) {
      double difference = difference(y, i, data, first);
      sum += difference * difference;
    }
    return sum / 2;
  }

  @Override
  public CanonicalLossPass forward(
      Batch y, Dataset data, int first, double weight, Workspace memory) {
    Batch yBar = memory.batch(y.rows(), y.columns());
    Batch curvature = memory.batch(y.rows(), y.columns());
    double sum = 0;
    for (int i = 0; i < y.size(); i++) {
      double difference = difference(y, i, data, first);
      sum += difference * difference;
      yBar.array()[i] = weight * difference;
    }
    Arrays.fill(curvature.array(), 0, y.size(), weight);
    // Targets are normal around y with variance 1.
    return new DiagonalLossPass(
        sum / 2, yBar, curvature, (i, random) -> weight * random.nextGaussian());
  }

  @Override
  public long numbersKeptPerExample(int outputs) {
    return 2L * outputs;
  }

  private static double difference(Batch y, int i, Dataset data, int first) {
    int outputs = y.columns();
    return y.array()[y.from() + i] - data.target(first + i / outputs, i % outputs);
  }
}
