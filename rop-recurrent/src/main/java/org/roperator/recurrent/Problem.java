package org.roperator.recurrent;

import org.roperator.dense.Blas;

/**
 * What is to settle, by what measure, on what, and how it is computed.
 *
 * @param decay the factor of {@code ½‖W‖²}
 */
record Problem(
    RecurrentNetwork network,
    EquilibriumLoss loss,
    PatternBatch patterns,
    Parameters parameters,
    double decay,
    How how) {

  /**
   * How it is computed.
   *
   * @param stableOnly whether an unstable equilibrium counts as none
   */
  record How(Settling settling, FixedPointSolver solver, boolean stableOnly, Blas blas) {}

  Problem with(PatternBatch others) {
    return new Problem(network, loss, others, parameters, decay, how);
  }

  Problem with(Parameters others) {
    return new Problem(network, loss, patterns, others, decay, how);
  }

  Problem withDecay(double other) {
    return new Problem(network, loss, patterns, parameters, other, how);
  }

  Problem with(How other) {
    return new Problem(network, loss, patterns, parameters, decay, other);
  }

  /** What one pattern counts for. */
  double weight() {
    return 1.0 / patterns.size;
  }

  Settled settle(Dynamics dynamics, int first, int last) {
    return new SettlingRun(dynamics, how.settling(), (t, y, r) -> {}).run(first, last);
  }

  FixedPointSystems systems(Dynamics dynamics, Settled settled, long budget) {
    return how.solver().systems(dynamics, settled, how.blas(), budget);
  }

  Dynamics at(double[] w) {
    return new Dynamics(
        network, Connections.of(network.connectivity(), how.blas()), parameters, w, patterns);
  }

  double decayValue(double[] w) {
    double sum = 0;
    for (int i = 0; decay > 0 && i < parameters.weights(); i++) {
      sum += w[i] * w[i];
    }
    return decay * sum / 2;
  }

  void addDecay(double[] x, double[] out) {
    for (int i = 0; decay > 0 && i < parameters.weights(); i++) {
      out[i] += decay * x[i];
    }
  }
}
