package org.roperator.recurrent;

import org.roperator.function.WeightDecay;
import org.roperator.recurrent.LossTerm.Outputs;

/**
 * What is to settle, by what measure, on what, and how it is computed.
 *
 * @param parameters the network's, or those with the inputs of the patterns
 * @param decay of the weights
 */
record Problem(
    RecurrentNetwork network,
    EquilibriumLoss loss,
    PatternBatch patterns,
    Parameters parameters,
    WeightDecay decay,
    Method method) {

  /**
   * How it is computed.
   *
   * @param stableOnly whether an unstable equilibrium counts as none
   * @param budget bytes for the factorizations of all patterns
   */
  record Method(Settling settling, FixedPointSolver solver, boolean stableOnly, long budget) {

    Method withSettling(Settling other) {
      return new Method(other, solver, stableOnly, budget);
    }

    Method withSolver(FixedPointSolver other) {
      return new Method(settling, other, stableOnly, budget);
    }

    Method withStabilityRequired() {
      return new Method(settling, solver, true, budget);
    }

    Method withBudget(long bytes) {
      return new Method(settling, solver, stableOnly, bytes);
    }
  }

  Problem withNetwork(RecurrentNetwork other) {
    return new Problem(other, loss, patterns, parameters, decay, method);
  }

  Problem withPatterns(PatternBatch others) {
    return new Problem(network, loss, others, parameters, decay, method);
  }

  /** With inputs as parameters, a row for each of the patterns. */
  Problem withTrainedInputs() {
    PatternBatch counted = patterns.countedAnew();
    Parameters more = network.parameters().withInputs(counted.size);
    return new Problem(network, loss, counted, more, decay, method);
  }

  Problem withDecay(double coefficient) {
    WeightDecay other = WeightDecay.ofFirst(parameters.weights(), coefficient);
    return new Problem(network, loss, patterns, parameters, other, method);
  }

  Problem withMethod(Method other) {
    return new Problem(network, loss, patterns, parameters, decay, other);
  }

  /** The number of patterns. */
  int size() {
    return patterns.size;
  }

  /** What one pattern counts for. */
  double weight() {
    return 1.0 / patterns.size;
  }

  Dynamics at(double[] w) {
    return network.dynamics(parameters, w, patterns);
  }

  SettledBatch settle(Dynamics dynamics, int first, int last) {
    return new SettlingRun(dynamics, method.settling(), (t, y, r) -> {}).run(first, last);
  }

  /** The outputs of settled patterns beside their targets. */
  Outputs outputs(SettledBatch settled) {
    return new Outputs(settled.y(), patterns.targets, settled.first(), patterns.n);
  }

  /**
   * The linear systems at settled patterns.
   *
   * @param budget bytes for their factorizations
   */
  FixedPointSystems systems(Dynamics dynamics, SettledBatch settled, long budget) {
    return method.solver().systems(dynamics, settled, network.blas(), budget);
  }

  /** E(w), given the sums of the losses of some patterns each. */
  double value(double[] w, double[] sums) {
    double sum = 0;
    for (double part : sums) {
      sum += part;
    }
    return sum / patterns.size + decay.value(w);
  }
}
