package org.roperator.boltzmann;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.roperator.contract.Samples;

/** Random machines with patterns and a point. */
final class Machines {

  private Machines() {}

  /** A machine, patterns for it and a point. */
  static final class Drawn {
    private final BoltzmannMachine machine;
    private final double[][] patterns;
    private final double[] w;
    private final double[] v;

    Drawn(BoltzmannMachine machine, double[][] patterns, double[] w, double[] v) {
      this.machine = machine;
      this.patterns = patterns;
      this.w = w;
      this.v = v;
    }

    BoltzmannMachine machine() {
      return machine;
    }

    double[][] patterns() {
      return patterns;
    }

    double[] w() {
      return w;
    }

    /** A direction of length 1. */
    double[] v() {
      return v;
    }

    BoltzmannObjective divergence() {
      return BoltzmannObjective.divergence(machine, Patterns.of(patterns));
    }

    NaiveMachine naive() {
      return new NaiveMachine(machine, w);
    }
  }

  /** 2 to 10 units of any coding, sign, temperature and connections, hidden ones or none. */
  static Drawn draw(long seed, int mostUnits) {
    RandomGenerator random = Samples.random(seed);
    int units = random.nextInt(2, mostUnits + 1);
    int visible = random.nextInt(1, units + 1);
    int hidden = units - visible;
    BoltzmannMachine machine =
        switch (random.nextInt(4)) {
          case 0 -> BoltzmannMachine.fullyConnected(visible, hidden);
          case 1 -> BoltzmannMachine.restricted(visible, hidden);
          case 2 -> BoltzmannMachine.connected(visible, hidden, mask(random, units, 0.6));
          default -> BoltzmannMachine.connected(visible, hidden, semi(random, units, visible));
        };
    return with(
        random,
        machine
            .withCoding(random.nextBoolean() ? UnitCoding.ZERO_ONE : UnitCoding.PLUS_MINUS_ONE)
            .withSign(random.nextBoolean() ? EnergySign.NEGATIVE : EnergySign.POSITIVE)
            .withTemperature(Math.exp(random.nextDouble(-1, 1))));
  }

  /** Patterns and a point for a machine. */
  static Drawn with(RandomGenerator random, BoltzmannMachine machine) {
    double[][] patterns = new double[random.nextInt(1, 7)][machine.visible()];
    for (double[] pattern : patterns) {
      Arrays.setAll(pattern, i -> random.nextBoolean() ? 1 : machine.coding().low());
    }
    double[] w = Samples.gaussian(random, machine.dimension());
    double[] v = Samples.gaussian(random, machine.dimension());
    double norm = Math.sqrt(Arrays.stream(v).map(x -> x * x).sum());
    return new Drawn(machine, patterns, w, Arrays.stream(v).map(x -> x / norm).toArray());
  }

  private static boolean[][] mask(RandomGenerator random, int units, double share) {
    boolean[][] mask = new boolean[units][units];
    for (int i = 0; i < units; i++) {
      for (int j = 0; j < i; j++) {
        mask[i][j] = random.nextDouble() < share;
        mask[j][i] = mask[i][j];
      }
    }
    return mask;
  }

  /** No connections within one of the layers. */
  private static boolean[][] semi(RandomGenerator random, int units, int visible) {
    boolean[][] mask = mask(random, units, 0.8);
    boolean first = random.nextBoolean();
    for (int i = 0; i < units; i++) {
      for (int j = 0; j < units; j++) {
        if (i < visible == first && j < visible == first) {
          mask[i][j] = false;
        }
      }
    }
    return mask;
  }

  /**
   * {@code (f(w + hv) − f(w − hv))/2h}, extrapolated from h, h/2 and h/4: off by a seventh
   * derivative times h⁶, where two steps alone leave h⁴ and are not enough for a machine near the
   * temperature at which its means branch.
   */
  static double[] difference(
      java.util.function.Function<double[], double[]> f, double[] w, double[] v, double h) {
    double[] coarse = slope(f, w, v, h);
    double[] middle = slope(f, w, v, h / 2);
    double[] fine = slope(f, w, v, h / 4);
    for (int i = 0; i < fine.length; i++) {
      double first = (4 * middle[i] - coarse[i]) / 3;
      double second = (4 * fine[i] - middle[i]) / 3;
      fine[i] = (16 * second - first) / 15;
    }
    return fine;
  }

  private static double[] slope(
      java.util.function.Function<double[], double[]> f, double[] w, double[] v, double h) {
    double[] up = w.clone();
    double[] down = w.clone();
    for (int i = 0; i < w.length; i++) {
      up[i] += h * v[i];
      down[i] -= h * v[i];
    }
    double[] above = f.apply(up);
    double[] below = f.apply(down);
    for (int i = 0; i < above.length; i++) {
      above[i] = (above[i] - below[i]) / (2 * h);
    }
    return above;
  }

  /** Every number of a failed phase is NaN. */
  static void assertFailed(PhaseOutcome outcome, Phase phase) {
    assertEquals(outcome, phase.outcome());
    assertTrue(outcome.isFailure());
    assertTrue(Double.isNaN(phase.logPartition()));
    double[] means = phase.means();
    assertAllNaN(means);
    assertAllNaN(phase.meanSquares());
    assertAllNaN(phase.covariance().times(new double[means.length]));
    assertAllNaN(phase.meansEstimate().values());
    assertAllNaN(phase.meansEstimate().standardErrors());
    assertAllNaN(phase.productEstimate(new double[means.length]).standardErrors());
  }

  static void assertAllNaN(double[] numbers) {
    for (double x : numbers) {
      assertTrue(Double.isNaN(x), Arrays.toString(numbers));
    }
  }
}
