package org.roperator.spectrum;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.roperator.internal.Vectors;
import org.roperator.operator.SymmetricOperator;
import org.roperator.parallel.Workers;

/** Gauss–Radau rules, the bounds they give, and the ends of the spectrum these need. */
class QuadratureRulesTest {

  private static List<LanczosMatrix> matrices(
      SymmetricOperator a, int steps, int probes, long seed) {
    List<LanczosMatrix> all = new ArrayList<>();
    QuadratureRun run = new QuadratureRun(new CountedOperator(a), steps, probes, Workers.of(1));
    Probes signs = new Probes(seed);
    while (all.size() < probes) {
      assertEquals(SpectrumOutcome.REACHED, run.addMatrices(probes - all.size(), signs, all));
    }
    return all;
  }

  @Test
  void radauRulesHaveTheirNodeAndAreExactToTwiceTheSteps() {
    int n = 50;
    double[] lambda = new double[n];
    Arrays.setAll(lambda, i -> 1 + Math.cos(i));
    SymmetricOperator a = Prescribed.dense(3, lambda);
    LanczosMatrix t = matrices(a, 5, 1, 4).get(0);
    double[] v = new double[n];
    new Probes(4).signs(v);
    for (double node : new double[] {-1, -0.01, 2.01, 7}) {
      GaussRule rule = t.radau(node);
      assertEquals(6, rule.size());
      double nearest = node < 0 ? rule.smallest() : rule.largest();
      assertEquals(node, nearest, 1e-13);
      double[] power = v.clone();
      for (int p = 0; p <= 10; p++) {
        int exponent = p;
        double exact = Vectors.dot(v, power) / n;
        double seen = rule.integral(x -> Math.pow(x, exponent));
        assertEquals(exact, seen, 1e-12 * Math.max(exact, Math.pow(7, p) * 1e-3), "moment " + p);
        power = a.times(power);
      }
      double beyond = Math.abs(rule.integral(x -> Math.pow(x, 11)) - Vectors.dot(v, power) / n);
      assertTrue(beyond > 1e-7, "moment 11 is beyond the rule: " + beyond);
    }
    assertEquals(0, t.radau(Double.NaN).size());
  }

  @Test
  void rulesLieOnBothSidesOfTheTruth() {
    List<SpectralFunction> functions =
        List.of(
            SpectralFunction.log(),
            SpectralFunction.logDamped(0.3),
            SpectralFunction.squareRoot(),
            SpectralFunction.inverse(),
            SpectralFunction.effectiveDimension(0.3),
            SpectralFunction.exp());
    double[] lambda = new double[60];
    Arrays.setAll(lambda, i -> 0.5 + 3 * Math.pow(i / 59.0, 2));
    SymmetricOperator a = Prescribed.dense(3, lambda);
    List<LanczosMatrix> exact = matrices(a, 60, 5, 1);
    for (int steps : new int[] {1, 2, 3, 6}) {
      List<LanczosMatrix> short_ = matrices(a, steps, 5, 1);
      for (int i = 0; i < 5; i++) {
        LanczosMatrix t = short_.get(i);
        for (SpectralFunction f : functions) {
          double truth = exact.get(i).gauss(60).integral(f::at);
          double gauss = t.gauss(steps).integral(f::at);
          boolean alike = f.derivatives() == SpectralFunction.Derivatives.ALIKE;
          double radau = t.radau(alike ? 3.6 : 0.4).integral(f::at);
          assertTrue((gauss - truth) * (radau - truth) < 0, f + ", " + steps + " steps");
        }
      }
    }
  }

  @Test
  void endsHoldTheSpectrumAndComeNearer() {
    double previous = Double.POSITIVE_INFINITY;
    double[] lambda = new double[200];
    Arrays.setAll(lambda, i -> Math.sin(i) - (i == 0 ? 1 : 0));
    double smallest = Arrays.stream(lambda).min().orElse(0);
    double largest = Arrays.stream(lambda).max().orElse(0);
    for (int steps : new int[] {10, 20, 40, 80}) {
      for (int seed = 0; seed < 20; seed++) {
        SymmetricOperator a = Prescribed.operator(seed, lambda);
        List<LanczosMatrix> all = matrices(a, steps, 4, seed);
        List<GaussRule> rules = all.stream().map(t -> t.gauss(steps)).toList();
        SpectrumEnds ends = SpectrumEnds.of(all, rules, 200);
        assertTrue(ends.lower() <= smallest && ends.upper() >= largest, ends.toString());
        if (seed == 0) {
          double beyond = smallest - ends.lower() + ends.upper() - largest;
          assertTrue(beyond < 0.6 * previous, "with twice the steps a quarter, more or less");
          previous = beyond;
        }
      }
    }
    // Three steps, or few dimensions, are below what the theorem speaks of.
    List<LanczosMatrix> few = matrices(Prescribed.operator(1, lambda), 3, 4, 0);
    List<GaussRule> rules = few.stream().map(t -> t.gauss(3)).toList();
    assertTrue(Double.isNaN(SpectrumEnds.of(few, rules, 200).lower()));
  }

  @Test
  void remaindersThatFallAsPowersAreJudgedExactly() {
    // Rules that integrate λ to m⁻ᵖ stand in for those of m steps; the truth is 0.
    for (double p : new double[] {0.5, 1, 1.5}) {
      HalvedRules unseen = new HalvedRules(false);
      DoubleUnaryOperator left = m -> Math.pow(m, -p);
      ProbeRules probe =
          new ProbeRules(
              at(left.applyAsDouble(64)),
              at(left.applyAsDouble(32)),
              at(left.applyAsDouble(16)),
              new GaussRule(new double[0], new double[0]),
              new GaussRule(new double[0], new double[0]));
      unseen.add(probe, x -> x);
      unseen.add(probe, x -> x);
      assertEquals(Math.pow(64, -p), unseen.size(0), 1e-12);
      assertTrue(!unseen.outweighs(0));
    }
  }

  private static GaussRule at(double node) {
    return new GaussRule(new double[] {node}, new double[] {1});
  }
}
