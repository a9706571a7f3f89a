package org.roperator.boltzmann;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.roperator.contract.Refusals;
import org.roperator.contract.Samples;

/** Weights are repetitions, where they are whole numbers, and nothing but ratios. */
class WeightedPatternsTest {
  private static final double[][] PATTERNS = {{0, 1}, {1, 0}, {1, 1}};
  private static final double ROUNDING = 1e-14;

  private final BoltzmannMachine machine = BoltzmannMachine.fullyConnected(2, 2);
  private final double[] w = Samples.gaussian(Samples.random(4), machine.dimension());
  private final double[] v = Samples.gaussian(Samples.random(5), machine.dimension());

  private void assertSame(BoltzmannObjective expected, BoltzmannObjective actual) {
    assertEquals(expected.value(w), actual.value(w), ROUNDING);
    BoltzmannExpansion a = expected.expandAt(w);
    BoltzmannExpansion b = actual.expandAt(w);
    assertArrayEquals(a.gradient(), b.gradient(), ROUNDING);
    assertArrayEquals(a.hessian().times(v), b.hessian().times(v), ROUNDING);
  }

  @Test
  void wholeWeightsAreRepetitions() {
    double[][] repeated = {PATTERNS[0], PATTERNS[1], PATTERNS[1], PATTERNS[2], PATTERNS[1]};
    Patterns weighted = Patterns.of(PATTERNS).withWeights(new double[] {1, 3, 1});
    assertEquals(3, weighted.size());
    assertEquals(Patterns.of(repeated).entropy(), weighted.entropy(), ROUNDING);
    assertSame(
        BoltzmannObjective.divergence(machine, Patterns.of(repeated)),
        BoltzmannObjective.divergence(machine, weighted));
    // Of some examples, those alone.
    assertSame(
        BoltzmannObjective.divergence(machine, Patterns.of(repeated))
            .restrictedTo(new int[] {0, 1, 2, 4}),
        BoltzmannObjective.divergence(machine, weighted).restrictedTo(new int[] {1, 0}));
  }

  @Test
  void onlyRatiosMatterWhateverTheirSize() {
    BoltzmannObjective expected =
        BoltzmannObjective.divergence(
            machine, Patterns.of(PATTERNS).withWeights(new double[] {0.5, 0.25, 0.25}));
    for (double scale : new double[] {1e-300, 3, 1e307}) {
      double[] weights = {2 * scale, scale, scale};
      assertSame(
          expected,
          BoltzmannObjective.divergence(machine, Patterns.of(PATTERNS).withWeights(weights)));
    }
  }

  @Test
  void refusesWeightsThatAreNone() {
    Refusals.assertRefused(() -> Patterns.of(PATTERNS).withWeights(new double[2]), 2, 3);
    for (double bad : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
      Refusals.assertRefused(
          () -> Patterns.of(PATTERNS).withWeights(new double[] {1, bad, 1}), "Weight 1", bad);
    }
  }

  /** Beside the largest they would be zero, and 0 ln 0 no number. */
  @Test
  void refusesWeightsThatVanishBesideTheLargest() {
    Refusals.assertRefused(
        () -> Patterns.of(PATTERNS).withWeights(new double[] {1e300, 1, 1e-300}),
        "Weight 2",
        1e-300,
        1e300);
    // A share of it would be zero, though it is not itself.
    Refusals.assertRefused(
        () -> Patterns.of(PATTERNS).withWeights(new double[] {Double.MIN_VALUE, 1, 1}),
        "Weight 0",
        Double.MIN_VALUE,
        1.0);
    Patterns least = Patterns.of(PATTERNS).withWeights(new double[] {1, 1, Double.MIN_NORMAL});
    assertEquals(Math.log(2), least.entropy(), ROUNDING);
    // A term is ln P⁺ − ln P of its pattern: P is the same, P⁺ a third or next to nothing.
    int[] last = {2};
    double third =
        BoltzmannObjective.divergence(machine, Patterns.of(PATTERNS)).restrictedTo(last).value(w);
    double next = BoltzmannObjective.divergence(machine, least).restrictedTo(last).value(w);
    assertEquals(Math.log(Double.MIN_NORMAL) - Math.log(2) + Math.log(3), next - third, 1e-12);
  }
}
