package org.roperator.boltzmann;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.roperator.function.Expansion;
import org.roperator.internal.Vectors;
import org.roperator.parallel.Workers;

/** Exact statistics against nested loops, differences, and the laws of mirror and temperature. */
class ExactStatisticsProperties {

  /** Sums of up to 2¹⁰ terms, each with a few roundings, taken in two orders. */
  private static final double ROUNDING = 1e-12;

  /** Extrapolated differences: truncation h⁴ ~ 1e-12 of the fifth derivative, rounding ε/h. */
  private static final double DIFFERENCES = 1e-10;

  private static final double STEP = 2e-3;

  @Property(tries = 150, edgeCases = EdgeCasesMode.NONE)
  void phasesAgreeWithNestedLoops(@ForAll long seed) {
    Machines.Drawn drawn = Machines.draw(seed, 10);
    BoltzmannMachine machine = drawn.machine();
    NaiveMachine naive = drawn.naive();
    Phase free = ExpectationMethod.exact().free(machine, drawn.w(), Workers.of(1));
    assertEquals(PhaseOutcome.EXACT, free.outcome());
    assertEquals(naive.logSum(), free.logPartition(), ROUNDING * (1 + Math.abs(naive.logSum())));
    assertArrayEquals(naive.means(), free.means(), ROUNDING);
    assertArrayEquals(naive.covariances(drawn.v()), free.covariance().times(drawn.v()), ROUNDING);
    assertArrayEquals(
        Arrays.stream(naive.means()).map(p -> p * p).toArray(), free.meanSquares(), ROUNDING);

    Phase clamped =
        ExpectationMethod.exact()
            .clamped(machine, drawn.w(), Patterns.of(drawn.patterns()), Workers.of(1));
    double[] covariances = new double[machine.dimension()];
    double[] squares = new double[machine.dimension()];
    double logSum = 0;
    double count = drawn.patterns().length;
    for (double[] pattern : drawn.patterns()) {
      logSum += naive.logSum(pattern) / count;
      Vectors.addScaled(1 / count, naive.covariances(drawn.v(), pattern), covariances);
      double[] p = naive.means(pattern);
      for (int i = 0; i < p.length; i++) {
        squares[i] += p[i] * p[i] / count;
      }
    }
    assertEquals(logSum, clamped.logPartition(), ROUNDING * (1 + Math.abs(logSum)));
    assertArrayEquals(naive.clampedMeans(drawn.patterns()), clamped.means(), ROUNDING);
    assertArrayEquals(covariances, clamped.covariance().times(drawn.v()), ROUNDING);
    assertArrayEquals(squares, clamped.meanSquares(), ROUNDING);
  }

  @Property(tries = 60, edgeCases = EdgeCasesMode.NONE)
  void statisticsMoveAsDifferencesOfEnumeratedOnesDo(@ForAll long seed) {
    Machines.Drawn drawn = Machines.draw(seed, 8);
    BoltzmannExpansion at = drawn.divergence().expandAt(drawn.w());
    assertClose(
        Machines.difference(
            w -> new NaiveMachine(drawn.machine(), w).means(),
            drawn.w(),
            drawn.v(),
            STEP * drawn.machine().temperature()),
        at.freeDerivative(drawn.v()),
        drawn);
    assertClose(
        Machines.difference(
            w -> new NaiveMachine(drawn.machine(), w).clampedMeans(drawn.patterns()),
            drawn.w(),
            drawn.v(),
            STEP * drawn.machine().temperature()),
        at.clampedDerivative(drawn.v()),
        drawn);
  }

  /** The statistics are of order one, and move by as much when w moves by T. */
  private static void assertClose(double[] expected, double[] actual, Machines.Drawn drawn) {
    assertArrayEquals(
        expected, actual, DIFFERENCES * Math.max(1, 1 / drawn.machine().temperature()));
  }

  @Property(tries = 40, edgeCases = EdgeCasesMode.NONE)
  void valueAndGradientAreThoseOfTheEnumeratedDivergence(@ForAll long seed) {
    Machines.Drawn drawn = Machines.draw(seed, 8);
    BoltzmannObjective g = drawn.divergence();
    double value = drawn.naive().divergence(drawn.patterns());
    assertEquals(value, g.value(drawn.w()), ROUNDING * (1 + Math.abs(drawn.naive().logSum())));
    double[] slope =
        Machines.difference(
            w -> new double[] {new NaiveMachine(drawn.machine(), w).divergence(drawn.patterns())},
            drawn.w(),
            drawn.v(),
            STEP * drawn.machine().temperature());
    Expansion at = g.expandAt(drawn.w());
    double scale = (1 + Math.abs(value)) * Math.max(1, 1 / drawn.machine().temperature());
    assertEquals(slope[0], Vectors.dot(at.gradient(), drawn.v()), DIFFERENCES * scale);
    double likelihood =
        BoltzmannObjective.negativeLogLikelihood(drawn.machine(), Patterns.of(drawn.patterns()))
            .value(drawn.w());
    assertEquals(value + Patterns.of(drawn.patterns()).entropy(), likelihood, 1e-11 * scale);
  }

  @Property(tries = 40, edgeCases = EdgeCasesMode.NONE)
  void hessianAgreesWithDifferencesOfEnumeratedGradients(@ForAll long seed) {
    Machines.Drawn drawn = Machines.draw(seed, 8);
    double kappa = drawn.machine().sign() == EnergySign.NEGATIVE ? -1 : 1;
    double t = drawn.machine().temperature();
    // ∂G/∂w = κ(p⁺ − p⁻)/T, typed out for both signs.
    double[] expected =
        Machines.difference(
            w -> {
              NaiveMachine naive = new NaiveMachine(drawn.machine(), w);
              double[] gradient = naive.clampedMeans(drawn.patterns());
              Vectors.addScaled(-1, naive.means(), gradient);
              Vectors.scale(kappa / t, gradient);
              return gradient;
            },
            drawn.w(),
            drawn.v(),
            STEP * drawn.machine().temperature());
    double[] actual = drawn.divergence().expandAt(drawn.w()).hessian().times(drawn.v());
    double scale = Math.max(1, 1 / (t * t));
    assertArrayEquals(expected, actual, DIFFERENCES * scale);
  }

  @Property(tries = 40, edgeCases = EdgeCasesMode.NONE)
  void theOtherSignIsTheMirrorImage(@ForAll long seed) {
    Machines.Drawn drawn = Machines.draw(seed, 9);
    BoltzmannMachine machine = drawn.machine();
    EnergySign other =
        machine.sign() == EnergySign.NEGATIVE ? EnergySign.POSITIVE : EnergySign.NEGATIVE;
    Patterns patterns = Patterns.of(drawn.patterns());
    double[] mirrored = drawn.w().clone();
    Vectors.scale(-1, mirrored);
    BoltzmannExpansion here = BoltzmannObjective.divergence(machine, patterns).expandAt(drawn.w());
    BoltzmannExpansion there =
        BoltzmannObjective.divergence(machine.withSign(other), patterns).expandAt(mirrored);
    double[] gradient = there.gradient();
    Vectors.scale(-1, gradient);
    assertEquals(here.value(), there.value(), ROUNDING * (1 + Math.abs(here.value())));
    assertArrayEquals(here.gradient(), gradient, ROUNDING / machine.temperature());
    assertArrayEquals(
        here.hessian().times(drawn.v()),
        there.hessian().times(drawn.v()),
        ROUNDING / Math.pow(machine.temperature(), 2));
    double[] opposite = there.freeDerivative(drawn.v());
    Vectors.scale(-1, opposite);
    assertArrayEquals(here.freeDerivative(drawn.v()), opposite, ROUNDING / machine.temperature());
  }

  @Property(tries = 40, edgeCases = EdgeCasesMode.NONE)
  void temperatureScalesWeightsGradientAndHessian(@ForAll long seed) {
    Machines.Drawn drawn = Machines.draw(seed, 9);
    double t = drawn.machine().temperature();
    Patterns patterns = Patterns.of(drawn.patterns());
    double[] scaled = drawn.w().clone();
    Vectors.scale(1 / t, scaled);
    Expansion hot = BoltzmannObjective.divergence(drawn.machine(), patterns).expandAt(drawn.w());
    Expansion unit =
        BoltzmannObjective.divergence(drawn.machine().withTemperature(1), patterns)
            .expandAt(scaled);
    double[] gradient = unit.gradient();
    Vectors.scale(1 / t, gradient);
    double[] hv = unit.hessian().times(drawn.v());
    Vectors.scale(1 / (t * t), hv);
    assertEquals(unit.value(), hot.value(), ROUNDING * (1 + Math.abs(unit.value())));
    assertArrayEquals(gradient, hot.gradient(), ROUNDING / t);
    assertArrayEquals(hv, hot.hessian().times(drawn.v()), ROUNDING / (t * t));
  }

  @Property(tries = 60, edgeCases = EdgeCasesMode.NONE)
  void logPartitionIsConvexAndFullyVisibleMachinesHaveItsHessian(@ForAll long seed) {
    Machines.Drawn drawn = Machines.draw(seed, 9);
    Expansion logZ = LogPartition.of(drawn.machine()).expandAt(drawn.w());
    double[] hv = logZ.hessian().times(drawn.v());
    double rounding = ROUNDING / Math.pow(drawn.machine().temperature(), 2);
    assertTrue(Vectors.dot(drawn.v(), hv) >= -rounding);
    BoltzmannExpansion at = drawn.divergence().expandAt(drawn.w());
    assertArrayEquals(hv, at.gaussNewton().times(drawn.v()), 0.0);
    if (drawn.machine().hidden() == 0) {
      assertArrayEquals(new double[hv.length], at.clampedDerivative(drawn.v()), 1e-15);
      assertArrayEquals(hv, at.hessian().times(drawn.v()), rounding);
    }
  }

  @Property(tries = 20, edgeCases = EdgeCasesMode.NONE)
  void oneStateMayBeAllThereIs(@ForAll long seed) {
    Machines.Drawn drawn = Machines.draw(seed, 10);
    double[] w = drawn.w().clone();
    Vectors.scale(1000, w);
    NaiveMachine naive = new NaiveMachine(drawn.machine(), w);
    Phase free = ExpectationMethod.exact().free(drawn.machine(), w, Workers.of(1));
    // Exponents of some 1e4: the relative rounding of a difference of two of them is 1e-12.
    assertEquals(naive.logSum(), free.logPartition(), ROUNDING * Math.abs(naive.logSum()));
    assertArrayEquals(naive.means(), free.means(), 1e-9);
    assertArrayEquals(naive.covariances(drawn.v()), free.covariance().times(drawn.v()), 1e-9);
  }
}
