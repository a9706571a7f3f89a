package org.roperator.recurrent;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.roperator.autodiff.Elementary;
import org.roperator.contract.Samples;
import org.roperator.function.ScalarFunction;
import org.roperator.internal.Gaussian;
import org.roperator.internal.Vectors;

/** Random networks, patterns and losses for tests. */
final class Nets {

  private Nets() {}

  static List<ScalarFunction> functions() {
    return List.of(
        Elementary.TANH,
        Elementary.SIGMOID,
        Elementary.SOFTPLUS,
        ScalarFunction.identity(),
        ScalarFunction.of(Math::sin, Math::cos, x -> -Math.sin(x)));
  }

  /** The last units settle at what the loss compares; some of the others are clamped. */
  static List<Pattern> patterns(RandomGenerator random, int n, int count) {
    List<Pattern> patterns = new ArrayList<>();
    for (int p = 0; p < count; p++) {
      Pattern.Builder pattern = Pattern.of(n).inputs(Samples.gaussian(random, n));
      if (n > 3) {
        pattern.clamp(random.nextInt(n - 2), Gaussian.draw(random));
      }
      int first = random.nextInt(2);
      pattern.target(n - 2, first).target(n - 1, 1 - first);
      patterns.add(pattern.build());
    }
    return patterns;
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

  /** Parameters, and patterns that start near where they then settle. */
  static final class Drawn {
    private final double[] w;
    private final List<Pattern> patterns;

    private Drawn(double[] w, List<Pattern> patterns) {
      this.w = w;
      this.patterns = patterns;
    }

    double[] w() {
      return w.clone();
    }

    List<Pattern> patterns() {
      return patterns;
    }
  }

  /**
   * A network of a wanted spectral radius of DWᵀ, the largest among the patterns: weights are drawn
   * and scaled until it is within a twentieth.
   */
  static Drawn ofRadius(
      RecurrentNetwork network, List<Pattern> patterns, double radius, RandomGenerator random) {
    int n = network.units();
    while (true) {
      double[] w = Samples.gaussian(random, network.dimension());
      scale(w, n, radius / Math.sqrt(n));
      // Units that saturate need ever larger weights and leave no gradient to speak of; and a
      // radius may jump over what is wanted.
      for (int tries = 0; tries < 40 && Vectors.norm(w) < 7 * Math.sqrt(n); tries++) {
        double now = 0;
        List<Pattern> near = new ArrayList<>();
        for (Pattern pattern : patterns) {
          Equilibrium settled = network.settle(w, pattern);
          boolean stable = settled.outcome() == SettlingOutcome.CONVERGED;
          now = Math.max(now, stable ? settled.stability().spectralRadius() : 4 * radius);
          near.add(startingAt(settled.state(), pattern));
        }
        if (Math.abs(now - radius) <= 0.05 * radius) {
          return new Drawn(w, near);
        }
        scale(w, n, Math.sqrt(radius / now));
      }
    }
  }

  private static void scale(double[] w, int n, double factor) {
    for (int i = 0; i < n * n; i++) {
      w[i] *= factor;
    }
  }

  private static Pattern startingAt(double[] state, Pattern pattern) {
    int n = state.length;
    double[] start = state.clone();
    for (int i = 0; i < n; i++) {
      start[i] += 0.001;
    }
    Pattern.Builder near = Pattern.of(n).inputs(pattern.input()).start(start);
    for (int i = 0; i < n; i++) {
      if (!Double.isNaN(pattern.clamp()[i])) {
        near.clamp(i, pattern.clamp()[i]);
      }
      if (!Double.isNaN(pattern.target()[i])) {
        near.target(i, pattern.target()[i]);
      }
    }
    return near.build();
  }
}
