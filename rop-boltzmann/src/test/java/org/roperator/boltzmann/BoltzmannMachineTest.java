package org.roperator.boltzmann;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.roperator.contract.Refusals.assertRefused;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.roperator.contract.Samples;
import org.roperator.function.ParameterLayout;
import org.roperator.internal.Vectors;
import org.roperator.parallel.Workers;

final class BoltzmannMachineTest {

  @Test
  void parametersAreWeightsLayerByLayerThenBiases() {
    BoltzmannMachine machine = BoltzmannMachine.fullyConnected(2, 2);
    double[][] weights = {
      {0, 12, 13, 14}, {12, 0, 23, 24}, {13, 23, 0, 34}, {14, 24, 34, 0},
    };
    double[] biases = {1, 2, 3, 4};
    double[] w = machine.parameters(weights, biases);
    assertArrayEquals(new double[] {12, 13, 14, 23, 24, 34, 1, 2, 3, 4}, w);
    assertArrayEquals(weights, machine.weights(w));
    assertArrayEquals(biases, machine.biases(w));
    assertEquals(
        List.of("W.visible", "W.between", "W.hidden", "b"),
        machine.layout().slices().stream().map(ParameterLayout.Slice::name).toList());
    assertEquals("W.between[1,0]", machine.layout().nameOf(3));
    assertArrayEquals(
        new double[] {1, 0, 1, 0, 1, 0, 1, 1, 0, 1}, machine.statistics(new double[] {1, 1, 0, 1}));
    assertEquals("2 visible and 2 hidden units, 6 connections", machine.toString());
  }

  @Test
  void masksLeaveOutWeights() {
    boolean[][] mask = {{false, true, false}, {true, false, true}, {false, true, false}};
    BoltzmannMachine chain = BoltzmannMachine.connected(1, 2, mask);
    assertEquals(2 + 3, chain.dimension());
    assertEquals(
        List.of("W.between", "W.hidden", "b"),
        chain.layout().slices().stream().map(ParameterLayout.Slice::name).toList());
    assertEquals(4 * 3 + 7, BoltzmannMachine.restricted(4, 3).dimension());
    assertArrayEquals(
        new int[] {4, 3}, BoltzmannMachine.restricted(4, 3).layout().slice("W.between").shape());
  }

  @Test
  void refusesWeightsThatAreNotSymmetric() {
    BoltzmannMachine m = BoltzmannMachine.fullyConnected(2, 0);
    double[] b = {0, 0};
    assertRefused(
        () -> m.parameters(new double[][] {{0, 1}, {2, 0}}, b),
        "unit 0 to unit 1 is 1.0",
        "back it is 2.0",
        "symmetric");
    assertRefused(
        () -> m.parameters(new double[][] {{0, 1}, {1, 5}}, b), "Unit 1", "itself", "5.0", "bias");
    assertRefused(() -> m.parameters(new double[3][3], b), "3 rows", "2 units");
    assertRefused(() -> m.parameters(new double[2][3], b), "length 3", "2 units");
    assertRefused(() -> m.parameters(new double[2][2], new double[4]), "length 4", "2 units");
    assertRefused(() -> m.parameters(new double[][] {{0, Double.NaN}, {0, 0}}, b), "Row 0", "NaN");
    assertRefused(() -> m.parameters(new double[2][2], new double[] {0, 1 / 0.0}), "Infinity");
    BoltzmannMachine restricted = BoltzmannMachine.restricted(2, 1);
    assertRefused(
        () ->
            restricted.parameters(new double[][] {{0, 3, 0}, {3, 0, 0}, {0, 0, 0}}, new double[3]),
        "Units 0 and 1 are not connected",
        "3.0");
    assertRefused(() -> restricted.weights(new double[4]), 4, 5);
    assertRefused(() -> restricted.biases(new double[4]), 4, 5);
    assertRefused(() -> restricted.statistics(new double[2]), 2, 3);
  }

  @Test
  void refusesMasksThatAreNotConnections() {
    boolean[][] self = {{false, true}, {true, true}};
    boolean[][] oneWay = {{false, true}, {false, false}};
    assertRefused(() -> BoltzmannMachine.connected(1, 1, self), "unit 1 with itself", "bias");
    assertRefused(() -> BoltzmannMachine.connected(1, 1, oneWay), "one way", "0 and 1");
    assertRefused(() -> BoltzmannMachine.connected(2, 1, self), "2 rows", "3 units");
    assertRefused(() -> BoltzmannMachine.connected(1, 1, new boolean[2][3]), "length 3", "2 units");
  }

  @Test
  void everyStatisticsRefusesPatternsOfAnotherMachine() {
    BoltzmannMachine m = BoltzmannMachine.fullyConnected(3, 2);
    double[] w = new double[m.dimension()];
    Workers one = Workers.of(1);
    for (ExpectationMethod statistics :
        List.of(
            ExpectationMethod.exact(),
            ExpectationMethod.meanField(),
            ExpectationMethod.gibbs(2, 1))) {
      assertRefused(
          () -> statistics.clamped(m, w, Patterns.of(new double[][] {{0, 1}}), one),
          "2 values",
          "3 visible units");
      assertRefused(
          () -> statistics.clamped(m, w, Patterns.of(new double[][] {{1, -1, 1}}), one),
          "-1",
          "0 and 1");
    }
    BoltzmannMachine many = BoltzmannMachine.fullyConnected(1, 31);
    assertRefused(
        () ->
            ExpectationMethod.exact()
                .clamped(
                    many, new double[many.dimension()], Patterns.of(new double[][] {{1}}), one),
        "31 free units",
        "at most 30");
  }

  @Test
  void refusesImpossibleMachinesAndPatterns() {
    BoltzmannMachine m = BoltzmannMachine.restricted(3, 2);
    for (double t : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertRefused(() -> m.withTemperature(t), "temperature is " + t, "above 0");
    }
    assertRefused(() -> BoltzmannMachine.restricted(0, 2), "visible units is 0", "1");
    assertRefused(() -> BoltzmannMachine.restricted(2, -1), "hidden units is -1", "0");
    assertRefused(
        () -> BoltzmannObjective.divergence(m, Patterns.of(new double[][] {{0, 1, 0.5}})),
        "0.5",
        "unit 2",
        "0 and 1",
        "binary");
    assertRefused(
        () ->
            BoltzmannObjective.negativeLogLikelihood(
                m.withCoding(UnitCoding.PLUS_MINUS_ONE),
                Patterns.of(new double[][] {{1, 1, -1}, {1, 0, 1}})),
        "[1.0, 0.0, 1.0]",
        "unit 1",
        "-1 and 1");
    assertRefused(
        () -> BoltzmannObjective.divergence(m, Patterns.of(new double[][] {{0, 1}})),
        "2 values",
        "3 visible units");
    assertRefused(() -> Patterns.of(new double[0][]), "patterns is 0");
    assertRefused(() -> Patterns.of(new double[][] {{}}), "length of a pattern is 0");
    assertRefused(() -> Patterns.of(new double[][] {{1}, {1, 0}}), "Pattern 1", "2", "1");
    assertRefused(
        () ->
            BoltzmannObjective.divergence(m, Patterns.of(new double[][] {{0, 1, 0}})).withDecay(-1),
        "-1.0",
        "≥ 0");
  }

  @Test
  void refusesMoreUnitsThanCanBeEnumerated() {
    BoltzmannMachine full = BoltzmannMachine.fullyConnected(31, 0);
    double[] w = new double[full.dimension()];
    assertRefused(
        () -> LogPartition.of(full).value(w),
        "31 free units",
        "at most 30",
        "ExpectationMethod.gibbs");
    BoltzmannMachine restricted = BoltzmannMachine.restricted(25, 25);
    double[] x = new double[restricted.dimension()];
    assertRefused(() -> LogPartition.of(restricted).value(x), "50 free units", "24 in the other");
    BoltzmannMachine deep = BoltzmannMachine.fullyConnected(1, 31);
    double[] y = new double[deep.dimension()];
    Patterns one = Patterns.of(new double[][] {{1}});
    assertRefused(
        () -> ExpectationMethod.exact().clamped(deep, y, one, Workers.of(1)), "at most 30");
  }

  @Test
  void patternsKnowTheirDistribution() {
    Patterns p = Patterns.of(new double[][] {{1, 0}, {0, 0}, {1, 0}, {-0.0, 0}});
    assertEquals(4, p.size());
    assertEquals(2, p.width());
    assertArrayEquals(new double[] {0.5, 0.5}, p.shares());
    assertEquals(Math.log(2), p.entropy(), 1e-15);
    assertArrayEquals(new double[] {1, 0}, p.get(2));
    Patterns some = p.restrictedTo(new int[] {2, 2, 1});
    assertArrayEquals(new double[] {2 / 3.0, 1 / 3.0}, some.shares(), 1e-15);
    assertRefused(() -> p.restrictedTo(new int[] {4}), 4);
  }

  /** At T → ∞ states are fair coins: Var s_is_j = 3/16, sharing a unit 1/16, disjoint 0. */
  @Test
  void hotMachinesAreFairCoins() {
    BoltzmannMachine m = BoltzmannMachine.fullyConnected(4, 0).withTemperature(1e12);
    double[] w = Samples.gaussian(Samples.random(3), m.dimension());
    var covariance = ExpectationMethod.exact().free(m, w, Workers.of(1)).covariance();
    double[] e = new double[m.dimension()];
    e[0] = 1; // s_0 s_1
    double[] column = covariance.times(e);
    // Pairs 01 02 03 12 13 23, then units; Cov(s_0 s_1, s_0) = 1/2 · 1/2 · 1/2 = 1/8.
    double[] expected = {3 / 16.0, 1 / 16.0, 1 / 16.0, 1 / 16.0, 1 / 16.0, 0, .125, .125, 0, 0};
    assertArrayEquals(expected, column, 1e-11); // weights over T are 1e-12
    // Of fair signs all products of different units are fair and independent signs: Cov = I.
    BoltzmannMachine signs = m.withCoding(UnitCoding.PLUS_MINUS_ONE);
    double[] v = Samples.gaussian(Samples.random(4), m.dimension());
    assertArrayEquals(
        v, ExpectationMethod.exact().free(signs, w, Workers.of(1)).covariance().times(v), 1e-11);
  }

  /** C11: pooling the clamped averages over the patterns gives another Hessian, and a wrong one. */
  @Test
  void pooledClampedAveragesGiveAWrongHessian() {
    Machines.Drawn drawn = Machines.with(Samples.random(8), BoltzmannMachine.fullyConnected(3, 3));
    double[][] patterns = {{0, 0, 1}, {1, 1, 0}, {1, 0, 1}};
    NaiveMachine naive = drawn.naive();
    double[] v = drawn.v();
    double[] p = naive.clampedMeans(patterns);
    double[] perPattern = new double[p.length];
    double[] q = new double[p.length];
    for (double[] pattern : patterns) {
      double[] means = naive.means(pattern);
      double[] covariances = naive.covariances(v, pattern);
      double meanD = dot(means, v);
      for (int i = 0; i < p.length; i++) {
        perPattern[i] += covariances[i] / 3;
        q[i] += (covariances[i] + means[i] * meanD) / 3;
      }
    }
    double meanD = dot(p, v);
    double[] pooled = new double[p.length];
    for (int i = 0; i < p.length; i++) {
      pooled[i] = q[i] - p[i] * meanD;
    }
    double[] moved =
        Machines.difference(
            w -> new NaiveMachine(drawn.machine(), w).clampedMeans(patterns), drawn.w(), v, 2e-3);
    double[] ours =
        BoltzmannObjective.divergence(drawn.machine(), Patterns.of(patterns))
            .expandAt(drawn.w())
            .clampedDerivative(v);
    assertArrayEquals(moved, ours, 1e-10);
    assertArrayEquals(perPattern, ours, 1e-12);
    assertTrue(Samples.relativeDistance(pooled, moved) > 0.5, Arrays.toString(pooled));
  }

  private static double dot(double[] x, double[] y) {
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      sum += x[i] * y[i];
    }
    return sum;
  }

  @Test
  void hiddenUnitsMakeTheHessianIndefinite() {
    BoltzmannMachine m = BoltzmannMachine.fullyConnected(2, 2);
    BoltzmannExpansion at =
        BoltzmannObjective.divergence(m, Patterns.of(new double[][] {{0, 1}, {1, 0}}))
            .expandAt(new double[m.dimension()]);
    boolean up = false;
    boolean down = false;
    for (int i = 0; i < 100; i++) {
      double curvature = at.hessian().quadraticForm(Samples.gaussian(Samples.random(i), 10));
      up |= curvature > 1e-3;
      down |= curvature < -1e-3;
    }
    assertTrue(up && down);
    assertFalse(at.free().outcome() == PhaseOutcome.NOT_FINITE);
  }

  @Test
  void hugeParametersEndInANamedOutcome() {
    Patterns patterns = Patterns.of(new double[][] {{0, 1, 1}, {1, 1, 0}});
    for (BoltzmannMachine m :
        List.of(BoltzmannMachine.fullyConnected(3, 2), BoltzmannMachine.restricted(3, 2))) {
      double[] w = new double[m.dimension()];
      w[1] = -1e303; // a sum of eight such fields is far from infinite; the outcome allows room
      for (ExpectationMethod statistics :
          List.of(
              ExpectationMethod.exact(),
              ExpectationMethod.meanField(),
              ExpectationMethod.gibbs(2, 1))) {
        Workers one = Workers.of(1);
        Machines.assertFailed(PhaseOutcome.NOT_FINITE, statistics.free(m, w, one));
        Machines.assertFailed(PhaseOutcome.NOT_FINITE, statistics.clamped(m, w, patterns, one));
        BoltzmannObjective g =
            BoltzmannObjective.divergence(m, patterns).withExpectations(statistics);
        assertTrue(Double.isNaN(g.value(w)));
        Machines.assertAllNaN(g.expandAt(w).gradient());
        Machines.assertAllNaN(g.expandAt(w).hessian().times(w));
        Machines.assertAllNaN(g.expandAt(w).gradientEstimate().values());
        Machines.assertAllNaN(g.expandAt(w).hessianProductEstimate(w).standardErrors());
      }
      // 0/T with 1/T infinite is no number either.
      double[] zero = new double[m.dimension()];
      Machines.assertFailed(
          PhaseOutcome.NOT_FINITE,
          ExpectationMethod.exact().free(m.withTemperature(1e-310), zero, Workers.of(1)));
    }
    assertTrue(PhaseOutcome.NOT_FINITE.explanation().contains("too large"));
    assertFalse(PhaseOutcome.EXACT.isFailure());
  }

  /** Just within the bound all numbers are finite: the state of least energy has them all. */
  @Test
  void parametersAsLargeAsAllowedStillGiveFiniteNumbers() {
    for (BoltzmannMachine m :
        List.of(BoltzmannMachine.fullyConnected(3, 2), BoltzmannMachine.restricted(3, 2))) {
      for (UnitCoding coding : UnitCoding.values()) {
        BoltzmannMachine machine = m.withCoding(coding);
        double[] w = new double[m.dimension()];
        w[0] = 4e299;
        w[w.length - 1] = -5e299;
        for (ExpectationMethod statistics :
            List.of(
                ExpectationMethod.exact(),
                ExpectationMethod.meanField(),
                ExpectationMethod.gibbs(2, 1))) {
          Phase phase = statistics.free(machine, w, Workers.of(1));
          assertFalse(phase.outcome().isFailure());
          assertEquals(9e299, phase.logPartition(), coding.low() == 0 ? 5.1e299 : 1e288);
          assertTrue(Double.isFinite(Vectors.norm(phase.means())));
          assertTrue(Double.isFinite(Vectors.norm(phase.covariance().times(phase.means()))));
        }
      }
    }
  }

  @Test
  void exactNumbersAreEstimatesWithoutError() {
    BoltzmannMachine m = BoltzmannMachine.fullyConnected(2, 2).withTemperature(2);
    BoltzmannObjective g =
        BoltzmannObjective.divergence(m, Patterns.of(new double[][] {{0, 1}, {1, 1}}))
            .withDecay(0.3);
    double[] w = Samples.gaussian(Samples.random(3), m.dimension());
    double[] v = Samples.gaussian(Samples.random(4), m.dimension());
    BoltzmannExpansion at = g.expandAt(w);
    // The same terms in another order.
    assertArrayEquals(at.gradient(), at.gradientEstimate().values(), 1e-15);
    assertArrayEquals(at.hessian().times(v), at.hessianProductEstimate(v).values(), 1e-14);
    double[] none = new double[w.length];
    assertArrayEquals(none, at.gradientEstimate().standardErrors());
    assertArrayEquals(none, at.hessianProductEstimate(v).standardErrors());
  }
}
