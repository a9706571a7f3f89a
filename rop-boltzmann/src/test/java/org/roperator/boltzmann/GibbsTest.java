package org.roperator.boltzmann;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.roperator.contract.Refusals;
import org.roperator.contract.Samples;
import org.roperator.dense.Blas;
import org.roperator.internal.Vectors;
import org.roperator.parallel.Workers;

/** Sampled statistics against enumerated ones. */
final class GibbsTest {

  private static final Workers WORKERS = Workers.of(1);

  @ParameterizedTest
  @EnumSource
  void onlyLayersGiveTheSymmetricOperatorItsProductEstimate(SampledMachine kind) {
    GibbsPhase phase = kind.free(50, 4, 2);
    double[] operator = phase.covariance().times(kind.v());
    double distance = Samples.relativeDistance(operator, phase.productEstimate(kind.v()).values());
    boolean layered = kind == SampledMachine.RESTRICTED || kind == SampledMachine.WIDE;
    assertTrue(layered ? distance < 1e-12 : distance > 1e-3, "distance " + distance);
    assertTrue(Vectors.dot(kind.v(), operator) > 0);
    assertArrayEquals(phase.meansEstimate().values(), phase.means(), 1e-14);
    double[] squares = phase.meanSquares();
    assertEquals(phase.means()[0] * phase.means()[0], squares[0], 1e-15);
    assertEquals(PhaseOutcome.SAMPLED, phase.outcome());
    assertEquals(50, phase.chains());
    assertEquals(100, phase.samples().length);
    Refusals.assertRefused(() -> phase.productEstimate(new double[1]), 1, operator.length);
  }

  /** One sample per chain makes chains and effective samples one and the same. */
  @Test
  void effectiveSampleSizeIsTheNumberOfIndependentSamples() {
    assertEquals(80, SampledMachine.COUPLED.free(80, 3, 1).effectiveSampleSize(), 1e-9);
    double many = SampledMachine.COUPLED.free(80, 3, 6).effectiveSampleSize();
    assertTrue(many > 80 && many < 480, many + " of 480");
  }

  @ParameterizedTest
  @EnumSource
  void annealedImportanceSamplingFindsThePartitionFunction(SampledMachine kind) {
    double exact = new NaiveMachine(kind.machine(), kind.w()).logSum();
    int covered = 0;
    for (int seed = 0; seed < 60; seed++) {
      LogPartitionEstimate estimate =
          ExpectationMethod.gibbs(60, seed)
              .withTemperatures(10)
              .logPartition(kind.machine(), kind.w(), WORKERS);
      double error = Math.abs(estimate.logPartition() - exact);
      covered += error <= 3 * estimate.standardError() ? 1 : 0;
      assertTrue(estimate.effectiveSamples() > 5 && estimate.effectiveSamples() <= 60 + 1e-9);
      assertEquals(60, estimate.chains());
    }
    // 99.6 % each; two of sixty may miss with a chance of 2 %, three with 0.2 %.
    assertTrue(covered >= 57, covered + " of 60");
  }

  /** Doubling temperatures brings the error down: the weights even out. */
  @Test
  void moreTemperaturesMakeBetterWeights() {
    double[] w = SampledMachine.COUPLED.w();
    Vectors.scale(4, w);
    LogPartitionEstimate few =
        ExpectationMethod.gibbs(400, 1)
            .withTemperatures(2)
            .logPartition(SampledMachine.COUPLED.machine(), w, WORKERS);
    LogPartitionEstimate many =
        ExpectationMethod.gibbs(400, 1)
            .withTemperatures(60)
            .logPartition(SampledMachine.COUPLED.machine(), w, WORKERS);
    assertTrue(many.effectiveSamples() > 1.1 * few.effectiveSamples(), few + ", " + many);
    assertTrue(many.standardError() < 0.5 * few.standardError());
  }

  @Test
  void clampedChainsAgreeWithEnumerationToo() {
    BoltzmannMachine machine = BoltzmannMachine.fullyConnected(2, 3);
    double[] w = Samples.gaussian(Samples.random(31), machine.dimension());
    double[] v = Samples.gaussian(Samples.random(32), machine.dimension());
    Patterns patterns = Patterns.of(new double[][] {{0, 1}, {1, 1}, {1, 1}});
    Phase exact = ExpectationMethod.exact().clamped(machine, w, patterns, WORKERS);
    Phase sampled =
        ExpectationMethod.gibbs(4000, 6)
            .withTemperatures(10)
            .withSettling(10)
            .clamped(machine, w, patterns, WORKERS);
    assertEquals(PhaseOutcome.SAMPLED, sampled.outcome());
    // 4,000 samples of numbers of order one: a standard error is below 0.008, |v| is about 4.
    assertEquals(exact.logPartition(), sampled.logPartition(), 0.04);
    assertArrayEquals(exact.means(), sampled.means(), 0.04);
    assertArrayEquals(exact.covariance().times(v), sampled.covariance().times(v), 0.15);
    assertEquals(
        PhaseOutcome.EXACT,
        ExpectationMethod.gibbs(2, 1)
            .clamped(BoltzmannMachine.restricted(2, 3), new double[11], patterns, WORKERS)
            .outcome());
  }

  @Test
  void samplesAreFrozenAndDontDependOnThreads() {
    for (SampledMachine kind : SampledMachine.values()) {
      Gibbs gibbs = ExpectationMethod.gibbs(300, 9).withTemperatures(5).withSettling(2);
      GibbsPhase one = gibbs.free(kind.machine(), kind.w(), Workers.of(1));
      GibbsPhase three = gibbs.free(kind.machine(), kind.w(), Workers.of(3));
      assertEquals(one.logPartition(), three.logPartition());
      assertArrayEquals(one.means(), three.means(), 0.0);
      assertArrayEquals(one.covariance().times(kind.v()), three.covariance().times(kind.v()), 0.0);
    }
  }

  @Test
  void persistentChainsReachTheDistributionAsTheyGo() {
    SampledMachine kind = SampledMachine.RESTRICTED;
    PersistentChains chains = PersistentChains.of(kind.machine(), kind.w(), 400, 8);
    GibbsPhase early = chains.advance(kind.w(), 12, WORKERS);
    double[] kept = early.means();
    GibbsPhase late = chains.advance(kind.w(), 1, WORKERS);
    double[] exact = new NaiveMachine(kind.machine(), kind.w()).means();
    // 400 samples, a standard error of at most 0.025.
    assertArrayEquals(exact, late.means(), 0.1);
    assertArrayEquals(kept, early.means(), 0.0);
    assertTrue(Samples.relativeDistance(kept, late.means()) > 1e-6);
    assertTrue(Double.isNaN(late.logPartition()));
    Refusals.assertRefused(() -> chains.advance(kind.w(), 0, WORKERS), "sweeps is 0");
    Refusals.assertRefused(
        () -> PersistentChains.of(kind.machine(), kind.w(), 1, 8), "chains is 1", "2");
  }

  @Test
  void everyGroupOfChainsOfEveryPatternDrawsItsOwnNumbers() {
    // 64 fair units are 64 bits of a stream: equal by chance in one of 2⁴⁶ tests of 500 streams.
    for (long seed : new long[] {0, 7}) {
      Gibbs gibbs = ExpectationMethod.gibbs(300, seed);
      List<Long> seeds = new ArrayList<>(List.of(seed)); // the free phase's
      for (int row = 0; row < 99; row++) {
        seeds.add(gibbs.seedOf(row));
      }
      Set<BitSet> drawn = new HashSet<>();
      for (long rowSeed : seeds) {
        Chains chains = new Chains(300, 64, rowSeed);
        chains.drawUncoupled(UnitCoding.ZERO_ONE, new double[64], new double[64]);
        for (int group = 0; group < 5; group++) {
          BitSet bits = new BitSet();
          for (int i = 0; i < 64; i++) {
            bits.set(i, chains.states()[64 * 64 * group + i] > 0);
          }
          drawn.add(bits);
        }
      }
      assertEquals(500, drawn.size());
    }
  }

  @ParameterizedTest
  @EnumSource
  void parametersTooLargeToSampleAreNamed(SampledMachine kind) {
    BoltzmannMachine machine = kind.machine();
    double[] w = kind.w();
    w[0] = 1e305;
    Gibbs gibbs = SampledMachine.gibbs(4, 1, 2);
    PersistentChains chains = PersistentChains.of(machine, kind.w(), 4, 1);
    GibbsPhase before = chains.advance(kind.w(), 1, WORKERS);
    for (GibbsPhase phase :
        List.of(gibbs.free(machine, w, WORKERS), chains.advance(w, 1, WORKERS))) {
      Machines.assertFailed(PhaseOutcome.NOT_FINITE, phase);
      Machines.assertAllNaN(phase.productEstimate(kind.v()).standardErrors());
      Machines.assertAllNaN(phase.meansEstimate().standardErrors());
      assertTrue(Double.isNaN(phase.effectiveSampleSize()));
      assertTrue(Double.isNaN(phase.logPartitionEstimate().standardError()));
      assertEquals(machine.units(), phase.samples()[0].length);
    }
    // The chains themselves were left alone, and go on.
    assertEquals(PhaseOutcome.SAMPLED, chains.advance(kind.w(), 1, WORKERS).outcome());
    assertEquals(PhaseOutcome.SAMPLED, before.outcome());
    Machines.assertFailed(
        PhaseOutcome.NOT_FINITE, gibbs.clamped(machine, w, Patterns.of(kind.patterns()), WORKERS));
    assertTrue(Double.isNaN(gibbs.logPartition(machine, w, WORKERS).logPartition()));
  }

  /** A restricted machine is swept layer by layer, and may also be swept as any other. */
  @Test
  void bothWaysToTheClassesOfARestrictedMachineAreOne() {
    BoltzmannMachine machine = BoltzmannMachine.restricted(4, 3);
    double[] theta = Samples.gaussian(Samples.random(5), machine.dimension());
    double[] couplings = new double[49];
    machine.connections().spread(theta, 0, 7, couplings);
    double[] fields = Arrays.copyOfRange(theta, 12, 19);
    SpinSystem any = SpinSystem.of(UnitCoding.ZERO_ONE, couplings, fields, Blas.instance());
    SpinSystem layers = SpinSystem.of(machine, theta, Blas.instance());
    assertArrayEquals(any.fields(), layers.fields());
    assertEquals(2, any.blocks().size());
    for (int k = 0; k < 2; k++) {
      SpinSystem.Block a = any.blocks().get(k);
      SpinSystem.Block b = layers.blocks().get(k);
      assertArrayEquals(a.units(), b.units());
      assertEquals(a.from(), b.from());
      assertEquals(a.couplings().rows(), b.couplings().rows());
      assertArrayEquals(a.couplings().array(), b.couplings().array());
      assertArrayEquals(a.fields(), b.fields());
    }
    SpinSystem wide =
        SpinSystem.of(BoltzmannMachine.restricted(2, 3), new double[11], Blas.instance());
    assertArrayEquals(new int[] {2, 3, 4}, wide.blocks().get(0).units());
  }

  @Test
  void refusesSettingsThatCantSample() {
    Refusals.assertRefused(() -> ExpectationMethod.gibbs(1, 1), "chains is 1", "2");
    Refusals.assertRefused(
        () -> ExpectationMethod.gibbs(2, 1).withTemperatures(0), "temperatures is 0");
    Refusals.assertRefused(() -> ExpectationMethod.gibbs(2, 1).withSettling(-1), "sweeps is -1");
    Refusals.assertRefused(() -> ExpectationMethod.gibbs(2, 1).withSamples(0, 1), "per chain is 0");
    Refusals.assertRefused(
        () -> ExpectationMethod.gibbs(2, 1).withSamples(1, 0), "between samples is 0");
  }

  @Test
  void learningWithSamplesIsAnObjectiveLikeAnyOther() {
    BoltzmannMachine machine = SampledMachine.RESTRICTED.machine();
    Patterns patterns = Patterns.of(new double[][] {{0, 1, 1, 0}, {1, 0, 0, 1}});
    double[] w = SampledMachine.RESTRICTED.w();
    BoltzmannObjective exact = BoltzmannObjective.negativeLogLikelihood(machine, patterns);
    BoltzmannObjective sampled =
        exact.withExpectations(ExpectationMethod.gibbs(3000, 2).withTemperatures(20));
    BoltzmannExpansion at = sampled.expandAt(w);
    assertEquals(sampled.value(w), at.value());
    // Estimates from 3,000 chains: errors below 0.01 in each entry, times a few of v.
    assertEquals(exact.value(w), at.value(), 0.05);
    assertArrayEquals(exact.expandAt(w).gradient(), at.gradient(), 0.05);
    double[] v = SampledMachine.RESTRICTED.v();
    assertArrayEquals(exact.expandAt(w).hessian().times(v), at.hessian().times(v), 0.2);
  }
}
