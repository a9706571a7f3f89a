package org.roperator.contract;

import java.util.random.RandomGenerator;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import org.roperator.contract.RidgeSum.Profile;
import org.roperator.function.Objective;
import org.roperator.function.ParameterLayout;

/** Arbitrary objectives with right derivatives, to try solvers, optimizers and checkers on. */
public final class SmoothObjectives {

  private static final Profile[] SMOOTH = {
    Profile.SINE,
    Profile.TANH,
    Profile.BELL,
    Profile.SQUARE,
    Profile.CUBIC,
    Profile.HYPERBOLA,
    Profile.SOFTPLUS
  };

  private SmoothObjectives() {}

  /** Sums of smooth ridge functions in 1 to 30 dimensions, of size and scale about 1. */
  public static Arbitrary<ObjectiveCase<Objective>> wellScaled() {
    return Arbitraries.longs().map(seed -> ridges(seed, 0, 0, SMOOTH));
  }

  /** The same with values scaled by up to 1e±8, and each parameter by up to 1e±8 of its own. */
  public static Arbitrary<ObjectiveCase<Objective>> badlyScaled() {
    return Arbitraries.longs().map(seed -> ridges(seed, 8, 8, SMOOTH));
  }

  /** Sums with ReLU ridges among them, whose kinks lie anywhere but at the point. */
  public static Arbitrary<ObjectiveCase<Objective>> piecewiseSmooth() {
    return Arbitraries.longs()
        .map(seed -> ridges(seed, 0, 0, Profile.RELU, Profile.RELU, Profile.TANH, Profile.SQUARE));
  }

  private static ObjectiveCase<Objective> ridges(
      long seed, int heightDecades, int scaleDecades, Profile... profiles) {
    RandomGenerator random = Samples.random(seed);
    int n = random.nextInt(1, 31);
    ParameterLayout layout =
        n < 4
            ? ParameterLayout.unnamed(n)
            : ParameterLayout.builder().add("first", n - 2).add("second", 2).build();
    RidgeSum plain = RidgeSum.random(random, layout, random.nextInt(1, 60), profiles);
    double[] scales = new double[n];
    for (int i = 0; i < n; i++) {
      scales[i] = Math.pow(10, scaleDecades * (2 * random.nextDouble() - 1));
    }
    double height = Math.pow(10, heightDecades * (2 * random.nextDouble() - 1));
    RidgeSum scaled = plain.scaled(height, scales);
    return new ObjectiveCase<>(
        "ridges of seed " + seed,
        scaled,
        scaled::forwardPasses,
        from -> {
          double[] w = Samples.gaussian(from, n);
          for (int i = 0; i < n; i++) {
            w[i] /= scales[i];
          }
          return w;
        });
  }
}
