package org.roperator.recurrent;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.roperator.contract.Samples;

/** Random networks, patterns and losses for tests. */
final class Nets {

  private Nets() {}

  static List<UnitFunction> functions() {
    return List.of(
        UnitFunction.tanh(),
        UnitFunction.logistic(),
        UnitFunction.softplus(),
        UnitFunction.identity(),
        UnitFunction.of("sine", Math::sin, Math::cos, x -> -Math.sin(x)));
  }

  /** The last units settle at what the loss compares; some of the others are clamped. */
  static List<Pattern> patterns(RandomGenerator random, int n, int count) {
    List<Pattern> patterns = new ArrayList<>();
    for (int p = 0; p < count; p++) {
      Pattern.Builder pattern = Pattern.of(n).inputs(Samples.gaussian(random, n));
      if (n > 3) {
        pattern.clamp(random.nextInt(n - 2), random.nextGaussian());
      }
      int first = random.nextInt(2);
      pattern.target(n - 2, first).target(n - 1, 1 - first);
      patterns.add(pattern.build());
    }
    return patterns;
  }

  static List<EquilibriumLoss> losses(int n) {
    return List.of(
        EquilibriumLoss.squaredError(),
        EquilibriumLoss.softmaxCrossEntropy(n - 2, n - 1),
        EquilibriumLoss.logisticCrossEntropy(n - 1)
            .plus(EquilibriumLoss.squaredError(n - 2).scaledBy(0.5)));
  }

  /** Weights and biases of a network that settles everywhere if its slopes are at most 1. */
  static double[] point(RecurrentNetwork network, RandomGenerator random, int dimension) {
    double[] w = Samples.gaussian(random, dimension);
    double scale = 0.35 / Math.sqrt(network.units());
    for (int i = 0; i < network.connectivity().weights(); i++) {
      w[i] *= scale;
    }
    return w;
  }
}
