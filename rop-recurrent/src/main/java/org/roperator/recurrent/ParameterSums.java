package org.roperator.recurrent;

/** Adds what adjoints at some patterns mean for the parameters. */
final class ParameterSums {

  private final Problem problem;
  private final Connections connections;
  private final int first;
  private final int count;
  private final int n;

  ParameterSums(Problem problem, Dynamics dynamics, int first, int count) {
    this.problem = problem;
    this.connections = dynamics.connections();
    this.first = first;
    this.count = count;
    this.n = dynamics.n();
  }

  /** {@code sum_ij += Σ y_i z_j} for the weights. */
  void addWeights(Rows y, Rows z, double[] sum) {
    connections.addOuter(y, z, sum);
  }

  /** Adds adjoints of total inputs to biases and, if they are inside, inputs; λ if outside. */
  void addRest(Rows zs, Rows lambdas, double[] sum) {
    Parameters parameters = problem.parameters();
    Rows bars = problem.network().inputs() == InputPlace.INSIDE ? zs : lambdas;
    for (int row = 0; row < count; row++) {
      if (parameters.hasBiases()) {
        int from = zs.start(row);
        for (int i = 0; i < n; i++) {
          sum[parameters.biasFrom() + i] += zs.array()[from + i];
        }
      }
      if (parameters.hasInputs()) {
        addInputs(first + row, bars, bars.start(row), sum);
      }
    }
  }

  private void addInputs(int pattern, Rows bars, int from, double[] sum) {
    int at = problem.parameters().inputFrom(problem.patterns().origin[pattern]);
    for (int i = 0; i < n; i++) {
      if (problem.patterns().isFree(pattern, i)) {
        sum[at + i] += bars.array()[from + i];
      }
    }
  }
}
