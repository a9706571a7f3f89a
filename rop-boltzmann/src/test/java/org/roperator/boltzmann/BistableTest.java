package org.roperator.boltzmann;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.roperator.parallel.Workers;

/**
 * Machines with two modes that no chain gets from one to another of, against enumeration: an error
 * must cover the truth, and a warning must be given.
 */
class BistableTest {
  private static final Workers WORKERS = Workers.of(2);
  private static final int UNITS = 10;

  /** What a standard error is to hold at: 3 of them. */
  private static final double ERRORS = 3;

  /** States of a probability as small as this no sample shows, and no spread. */
  private static final double UNSEEN = 1e-10;

  /** All units coupled by c, each with the field f: all low, or all high. */
  private static BoltzmannMachine alike(UnitCoding coding) {
    return BoltzmannMachine.fullyConnected(UNITS, 0).withCoding(coding);
  }

  private static double[] parameters(BoltzmannMachine machine, double c, double f) {
    double[] w = new double[machine.dimension()];
    Arrays.fill(w, 0, w.length - machine.units(), c);
    Arrays.fill(w, w.length - machine.units(), w.length, f);
    return w;
  }

  @ParameterizedTest
  @CsvSource({
    // All low has weight 1, all high e²⁵: the field keeps every chain from it.
    "ZERO_ONE, 5, -20",
    // The same the other way: the second side alone is wrong.
    "ZERO_ONE, 5, -27",
    // Both have weight 1: each side finds a half, and the sides agree on the number.
    "ZERO_ONE, 6, -27",
    // A field of −0.3 parts two modes of a machine whose units are −1 and 1.
    "PLUS_MINUS_ONE, 1.5, -0.3",
    // Without a field, chains of the first side fall into both modes.
    "PLUS_MINUS_ONE, 1.5, 0",
  })
  void errorsCoverTheTruthAndTheChainsAreCalledNotMixed(UnitCoding coding, double c, double f) {
    BoltzmannMachine machine = alike(coding);
    double[] w = parameters(machine, c, f);
    NaiveMachine exact = new NaiveMachine(machine, w);
    for (long seed = 0; seed < 5; seed++) {
      GibbsPhase phase = ExpectationMethod.gibbs(200, seed).free(machine, w, WORKERS);
      LogPartitionEstimate z = phase.logPartitionEstimate();
      assertEquals(PhaseOutcome.NOT_MIXED, phase.outcome());
      assertFalse(phase.outcome().isFailure());
      assertFalse(z.sidesAgree());
      assertEquals(exact.logSum(), z.logPartition(), ERRORS * z.standardError());
      VectorEstimate means = phase.meansEstimate();
      double[] truth = exact.means();
      for (int i = 0; i < truth.length; i++) {
        double allowed = ERRORS * means.standardErrors()[i] + UNSEEN;
        assertEquals(truth[i], means.values()[i], allowed, "mean " + i);
      }
      assertTrue(phase.effectiveSampleSize() < 0.1 * phase.chains());
    }
  }

  /** A unit that both sides see alike has no part in what lies between them. */
  @ParameterizedTest
  @ValueSource(ints = {8, 9, 20, 21})
  void theErrorOfWhatIsTheSameOnBothSidesIsNone(int chains) {
    BoltzmannMachine machine = BoltzmannMachine.fullyConnected(UNITS + 1, 0);
    double[][] weights = new double[UNITS + 1][UNITS + 1];
    double[] biases = new double[UNITS + 1];
    for (int i = 0; i < UNITS; i++) {
      biases[i] = -20;
      for (int j = 0; j < UNITS; j++) {
        weights[i][j] = i == j ? 0 : 5;
      }
    }
    biases[UNITS] = 50; // It is 1 but for one time in e⁵⁰.
    double[] w = machine.parameters(weights, biases);
    GibbsPhase phase = ExpectationMethod.gibbs(chains, 1).free(machine, w, WORKERS);
    assertEquals(PhaseOutcome.NOT_MIXED, phase.outcome());
    double[] errors = phase.meansEstimate().standardErrors();
    assertEquals(0, errors[errors.length - 1], 1e-15 * chains, "rounding of so many ones");
    // The others are all low in n₁ chains and all high in n₂. Their means lie 1 apart, of which
    // 2n₁n₂/n² is in the error, beside the spread: the root of n₁n₂/n over n(n − 1).
    double n = chains;
    double sizes = Math.floor(n / 2) * Math.ceil(n / 2);
    double expected = Math.hypot(2 * sizes / (n * n), Math.sqrt(sizes / n / (n * (n - 1))));
    assertEquals(expected, errors[0], 2 * Math.exp(-25), "among nine high ones a unit is low");
  }

  /** The same among hidden units: the clamped phase samples per pattern. */
  @Test
  void clampedChainsThatDontMixAreNamedToo() {
    BoltzmannMachine machine = BoltzmannMachine.fullyConnected(1, 8);
    double[] w = new double[machine.dimension()];
    double[][] weights = new double[9][9];
    double[] biases = new double[9];
    for (int i = 1; i < 9; i++) {
      biases[i] = -15;
      for (int j = 1; j < 9; j++) {
        weights[i][j] = i == j ? 0 : 5;
      }
    }
    System.arraycopy(machine.parameters(weights, biases), 0, w, 0, w.length);
    Patterns patterns = Patterns.of(new double[][] {{0}, {1}});
    Phase exact = ExpectationMethod.exact().clamped(machine, w, patterns, WORKERS);
    Phase sampled = ExpectationMethod.gibbs(100, 1).clamped(machine, w, patterns, WORKERS);
    assertEquals(PhaseOutcome.NOT_MIXED, sampled.outcome());
    VectorEstimate means = sampled.meansEstimate();
    for (int i = 0; i < w.length; i++) {
      double allowed = ERRORS * means.standardErrors()[i] + UNSEEN;
      assertEquals(exact.means()[i], means.values()[i], allowed, "mean " + i);
    }
    double[] v = new double[w.length];
    Arrays.fill(v, 1);
    VectorEstimate product = sampled.productEstimate(v);
    double[] truth = exact.covariance().times(v);
    for (int i = 0; i < w.length; i++) {
      double allowed = ERRORS * product.standardErrors()[i] + UNSEEN;
      assertEquals(truth[i], product.values()[i], allowed, "product " + i);
    }
  }

  /** A restricted machine, whose layers hold one another in either of two states. */
  @Test
  void layersThatHoldOneAnotherAreNamed() {
    BoltzmannMachine machine = BoltzmannMachine.restricted(6, 6);
    double[] w = new double[machine.dimension()];
    Arrays.fill(w, 0, 36, 5);
    Arrays.fill(w, 36, 48, -12);
    double exact = new NaiveMachine(machine, w).logSum();
    GibbsPhase phase = ExpectationMethod.gibbs(100, 3).free(machine, w, WORKERS);
    LogPartitionEstimate z = phase.logPartitionEstimate();
    assertEquals(PhaseOutcome.NOT_MIXED, phase.outcome());
    assertTrue(exact > 30, "all high has the weight e³⁶, not " + exact);
    assertEquals(exact, z.logPartition(), ERRORS * z.standardError());
    PersistentChains persistent = PersistentChains.of(machine, w, 100, 5);
    assertEquals(PhaseOutcome.NOT_MIXED, persistent.advance(w, 20, WORKERS).outcome());
  }

  /** Five standard errors by chance, of sixty: never seen with these seeds. */
  @ParameterizedTest
  @EnumSource
  void machinesThatMixRaiseNoAlarm(SampledMachine kind) {
    for (int seed = 0; seed < 60; seed++) {
      GibbsPhase phase = ExpectationMethod.gibbs(100, seed).free(kind.machine(), kind.w(), WORKERS);
      assertEquals(PhaseOutcome.SAMPLED, phase.outcome(), "seed " + seed);
      assertTrue(phase.logPartitionEstimate().sidesAgree(), "seed " + seed);
      assertEquals(0, phase.logPartitionEstimate().disagreement());
    }
  }
}
