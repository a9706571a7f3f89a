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
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.roperator.contract.Refusals;
import org.roperator.contract.Samples;
import org.roperator.function.Workers;
import org.roperator.operator.Vectors;

/** Sampled statistics against enumerated ones. */
final class GibbsTest {

  private static final Workers WORKERS = Workers.of(1);

  /** Small machines of every kind of Rao-Blackwell averaging. */
  enum Kind {
    COUPLED,
    SIGNS,
    RESTRICTED,
    WIDE;

    BoltzmannMachine machine() {
      return switch (this) {
        case COUPLED -> BoltzmannMachine.fullyConnected(3, 2);
        case SIGNS -> BoltzmannMachine.fullyConnected(3, 2).withUnits(UnitCoding.PLUS_MINUS_ONE);
        case RESTRICTED -> BoltzmannMachine.restricted(4, 3);
        case WIDE ->
            BoltzmannMachine.restricted(2, 4)
                .withUnits(UnitCoding.PLUS_MINUS_ONE)
                .withEnergy(EnergySign.POSITIVE);
      };
    }

    double[] w() {
      double[] w = Samples.gaussian(Samples.random(21), machine().dimension());
      Vectors.scale(0.5, w);
      return w;
    }

    double[] v() {
      return Samples.gaussian(Samples.random(22), machine().dimension());
    }

    GibbsPhase sample(int chains, long seed, int kept) {
      return Statistics.gibbs(chains, seed)
          .temperatures(8)
          .settling(12)
          .keeping(kept, 1)
          .free(machine(), w(), WORKERS);
    }
  }

  /** 3 standard errors hold 99.66 % of Student's t with 99 degrees of freedom. */
  @ParameterizedTest
  @EnumSource
  void threeStandardErrorsCoverTheExactValues(Kind kind) {
    NaiveMachine naive = new NaiveMachine(kind.machine(), kind.w());
    double[] p = naive.means();
    double[] c = naive.covariances(kind.v());
    int covered = 0;
    int all = 0;
    for (int repeat = 0; repeat < 200; repeat++) {
      GibbsPhase phase = kind.sample(100, 1000 + repeat, 1 + repeat % 2);
      covered += covered(phase.meansEstimate(), p);
      covered += covered(phase.productEstimate(kind.v()), c);
      all += 2 * p.length;
    }
    assertTrue(covered >= 0.99 * all, covered + " of " + all);
  }

  private static int covered(Estimate estimate, double[] exact) {
    double[] values = estimate.values();
    double[] errors = estimate.standardErrors();
    int covered = 0;
    for (int i = 0; i < exact.length; i++) {
      covered += Math.abs(values[i] - exact[i]) <= 3 * errors[i] ? 1 : 0;
    }
    return covered;
  }

  /** The root mean square error over repeats falls with the power −1/2 of the chains. */
  @ParameterizedTest
  @EnumSource(names = {"COUPLED", "RESTRICTED"})
  void errorsFallAsTheRootOfTheSamples(Kind kind) {
    NaiveMachine naive = new NaiveMachine(kind.machine(), kind.w());
    double[] exact = naive.covariances(kind.v());
    int[] chains = {40, 160, 640, 2560};
    double[] x = new double[chains.length];
    double[] y = new double[chains.length];
    for (int k = 0; k < chains.length; k++) {
      double squares = 0;
      for (int repeat = 0; repeat < 12; repeat++) {
        double[] error = kind.sample(chains[k], 50L * k + repeat, 1).covariance().times(kind.v());
        Vectors.addScaled(-1, exact, error);
        squares += Vectors.dot(error, error);
      }
      x[k] = Math.log(chains[k]);
      y[k] = 0.5 * Math.log(squares / 12);
    }
    double meanX = Arrays.stream(x).average().orElseThrow();
    double slope = 0;
    double scale = 0;
    for (int k = 0; k < x.length; k++) {
      slope += (x[k] - meanX) * y[k];
      scale += (x[k] - meanX) * (x[k] - meanX);
    }
    // 12 repeats of some 15 correlated entries: each point is known to a tenth or so.
    assertEquals(-0.5, slope / scale, 0.08);
  }

  @ParameterizedTest
  @EnumSource
  void averagingInClosedFormVariesLess(Kind kind) {
    double[] v = kind.v();
    double means = variance(kind, phase -> phase.meansEstimate().values());
    double plainMeans = variance(kind, phase -> plainMeans(kind.machine(), phase));
    assertTrue(means < 0.9 * plainMeans, means + " against " + plainMeans);
    double products = variance(kind, phase -> phase.productEstimate(v).values());
    double plainProducts = variance(kind, phase -> plainProduct(kind.machine(), phase, v));
    assertTrue(products < 0.95 * plainProducts, products + " against " + plainProducts);
  }

  private static double variance(Kind kind, Function<GibbsPhase, double[]> estimate) {
    int n = kind.machine().dimension();
    double[] sum = new double[n];
    double[] squares = new double[n];
    int repeats = 60;
    for (int repeat = 0; repeat < repeats; repeat++) {
      double[] values = estimate.apply(kind.sample(60, 300 + repeat, 1));
      for (int i = 0; i < n; i++) {
        sum[i] += values[i] / repeats;
        squares[i] += values[i] * values[i] / repeats;
      }
    }
    double total = 0;
    for (int i = 0; i < n; i++) {
      total += squares[i] - sum[i] * sum[i];
    }
    return total;
  }

  private static double[] plainMeans(BoltzmannMachine machine, GibbsPhase phase) {
    double[] mean = new double[machine.dimension()];
    for (double[] s : phase.samples()) {
      Vectors.addScaled(1.0 / phase.samples().length, machine.statistics(s), mean);
    }
    return mean;
  }

  private static double[] plainProduct(BoltzmannMachine machine, GibbsPhase phase, double[] v) {
    double[][] samples = phase.samples();
    double[] mean = plainMeans(machine, phase);
    double[] product = new double[mean.length];
    for (double[] s : samples) {
      double[] f = machine.statistics(s);
      Vectors.addScaled(-1, mean, f);
      Vectors.addScaled(Vectors.dot(f, v) / (samples.length - 1), f, product);
    }
    return product;
  }

  /** The mean over many small samples, whose chains each give three dependent samples, is exact. */
  @ParameterizedTest
  @EnumSource
  void theOperatorIsUnbiasedHoweverFewAndDependentTheSamples(Kind kind) {
    double[] exact = new NaiveMachine(kind.machine(), kind.w()).covariances(kind.v());
    int repeats = 1000;
    double[] sum = new double[exact.length];
    double[] squares = new double[exact.length];
    double[] estimates = new double[exact.length];
    for (int repeat = 0; repeat < repeats; repeat++) {
      GibbsPhase phase = kind.sample(3, 7000 + repeat, 3);
      double[] product = phase.covariance().times(kind.v());
      Vectors.addScaled(1.0 / repeats, product, sum);
      Vectors.addScaled(1.0 / repeats, phase.productEstimate(kind.v()).values(), estimates);
      for (int i = 0; i < product.length; i++) {
        squares[i] += product[i] * product[i] / repeats;
      }
    }
    for (int i = 0; i < exact.length; i++) {
      double error = Math.sqrt((squares[i] - sum[i] * sum[i]) / repeats);
      // A biased estimate, divided by n, would be off by a third of itself, several errors.
      assertEquals(exact[i], sum[i], 4.5 * error);
      assertEquals(exact[i], estimates[i], 4.5 * error);
    }
  }

  @ParameterizedTest
  @EnumSource
  void onlyLayersGiveTheSymmetricOperatorItsProductEstimate(Kind kind) {
    GibbsPhase phase = kind.sample(50, 4, 2);
    double[] operator = phase.covariance().times(kind.v());
    double distance = Samples.relativeDistance(operator, phase.productEstimate(kind.v()).values());
    boolean layered = kind == Kind.RESTRICTED || kind == Kind.WIDE;
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
    assertEquals(80, Kind.COUPLED.sample(80, 3, 1).effectiveSampleSize(), 1e-9);
    double many = Kind.COUPLED.sample(80, 3, 6).effectiveSampleSize();
    assertTrue(many > 80 && many < 480, many + " of 480");
  }

  @ParameterizedTest
  @EnumSource
  void annealedImportanceSamplingFindsThePartitionFunction(Kind kind) {
    double exact = new NaiveMachine(kind.machine(), kind.w()).logSum();
    int covered = 0;
    for (int seed = 0; seed < 60; seed++) {
      LogPartitionEstimate estimate =
          Statistics.gibbs(60, seed)
              .temperatures(10)
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
    double[] w = Kind.COUPLED.w();
    Vectors.scale(4, w);
    LogPartitionEstimate few =
        Statistics.gibbs(400, 1).temperatures(2).logPartition(Kind.COUPLED.machine(), w, WORKERS);
    LogPartitionEstimate many =
        Statistics.gibbs(400, 1).temperatures(60).logPartition(Kind.COUPLED.machine(), w, WORKERS);
    assertTrue(many.effectiveSamples() > 1.1 * few.effectiveSamples(), few + ", " + many);
    assertTrue(many.standardError() < 0.5 * few.standardError());
  }

  @Test
  void clampedChainsAgreeWithEnumerationToo() {
    BoltzmannMachine machine = BoltzmannMachine.fullyConnected(2, 3);
    double[] w = Samples.gaussian(Samples.random(31), machine.dimension());
    double[] v = Samples.gaussian(Samples.random(32), machine.dimension());
    Patterns patterns = Patterns.of(new double[][] {{0, 1}, {1, 1}, {1, 1}});
    Phase exact = Statistics.exact().clamped(machine, w, patterns, WORKERS);
    Phase sampled =
        Statistics.gibbs(4000, 6)
            .temperatures(10)
            .settling(10)
            .clamped(machine, w, patterns, WORKERS);
    assertEquals(PhaseOutcome.SAMPLED, sampled.outcome());
    // 4,000 samples of numbers of order one: a standard error is below 0.008, |v| is about 4.
    assertEquals(exact.logPartition(), sampled.logPartition(), 0.04);
    assertArrayEquals(exact.means(), sampled.means(), 0.04);
    assertArrayEquals(exact.covariance().times(v), sampled.covariance().times(v), 0.15);
    assertEquals(
        PhaseOutcome.EXACT,
        Statistics.gibbs(2, 1)
            .clamped(BoltzmannMachine.restricted(2, 3), new double[11], patterns, WORKERS)
            .outcome());
  }

  @Test
  void samplesAreFrozenAndDontDependOnThreads() {
    for (Kind kind : Kind.values()) {
      Gibbs gibbs = Statistics.gibbs(300, 9).temperatures(5).settling(2);
      GibbsPhase one = gibbs.free(kind.machine(), kind.w(), Workers.of(1));
      GibbsPhase three = gibbs.free(kind.machine(), kind.w(), Workers.of(3));
      assertEquals(one.logPartition(), three.logPartition());
      assertArrayEquals(one.means(), three.means(), 0.0);
      assertArrayEquals(one.covariance().times(kind.v()), three.covariance().times(kind.v()), 0.0);
    }
  }

  @Test
  void persistentChainsReachTheDistributionAsTheyGo() {
    Kind kind = Kind.RESTRICTED;
    PersistentChains chains = PersistentChains.start(kind.machine(), kind.w(), 400, 8);
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
        () -> PersistentChains.start(kind.machine(), kind.w(), 1, 8), "chains is 1", "2");
  }

  @Test
  void everyGroupOfChainsOfEveryPatternDrawsItsOwnNumbers() {
    // 64 fair units are 64 bits of a stream: equal by chance in one of 2⁴⁶ tests of 500 streams.
    SpinSystem fair = SpinSystem.of(UnitCoding.ZERO_ONE, new double[64 * 64], new double[64]);
    for (long seed : new long[] {0, 7}) {
      Gibbs gibbs = Statistics.gibbs(300, seed);
      List<Long> seeds = new ArrayList<>(List.of(seed)); // the free phase's
      for (int row = 0; row < 99; row++) {
        seeds.add(gibbs.seedOf(row));
      }
      Set<BitSet> drawn = new HashSet<>();
      for (long rowSeed : seeds) {
        Chains chains = new Chains(300, 64, rowSeed);
        chains.drawUncoupled(fair, WORKERS);
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

  @Test
  void refusesSettingsThatCantSample() {
    Refusals.assertRefused(() -> Statistics.gibbs(1, 1), "chains is 1", "2");
    Refusals.assertRefused(() -> Statistics.gibbs(2, 1).temperatures(0), "temperatures is 0");
    Refusals.assertRefused(() -> Statistics.gibbs(2, 1).settling(-1), "sweeps is -1");
    Refusals.assertRefused(() -> Statistics.gibbs(2, 1).keeping(0, 1), "per chain is 0");
    Refusals.assertRefused(() -> Statistics.gibbs(2, 1).keeping(1, 0), "between samples is 0");
  }

  @Test
  void learningWithSamplesIsAnObjectiveLikeAnyOther() {
    BoltzmannMachine machine = Kind.RESTRICTED.machine();
    Patterns patterns = Patterns.of(new double[][] {{0, 1, 1, 0}, {1, 0, 0, 1}});
    double[] w = Kind.RESTRICTED.w();
    BoltzmannObjective exact = machine.negativeLogLikelihood(patterns);
    BoltzmannObjective sampled = exact.using(Statistics.gibbs(3000, 2).temperatures(20));
    BoltzmannExpansion at = sampled.expandAt(w);
    assertEquals(sampled.value(w), at.value());
    // Estimates from 3,000 chains: errors below 0.01 in each entry, times a few of v.
    assertEquals(exact.value(w), at.value(), 0.05);
    assertArrayEquals(exact.expandAt(w).gradient(), at.gradient(), 0.05);
    double[] v = Kind.RESTRICTED.v();
    assertArrayEquals(exact.expandAt(w).hessian().times(v), at.hessian().times(v), 0.2);
  }
}
