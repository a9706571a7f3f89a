package org.roperator.boltzmann;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Function;
import net.jqwik.api.Assume;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.roperator.contract.Refusals;
import org.roperator.contract.Samples;
import org.roperator.function.Expansion;
import org.roperator.internal.Vectors;
import org.roperator.parallel.Workers;

/** Mean-field statistics against units settled by plain damped iteration. */
class MeanFieldTest {

  /** Settled states, free energies and statistics, straight from the equations. */
  private static final class Settled {
    private final BoltzmannMachine machine;
    private final double[][] weights;
    private final double[] biases;

    Settled(BoltzmannMachine machine, double[] w) {
      this.machine = machine;
      this.weights = machine.weights(w);
      this.biases = machine.biases(w);
    }

    private double signed() {
      return machine.sign() == EnergySign.NEGATIVE ? 1 : -1;
    }

    /** y with the first units clamped to the pattern. */
    double[] settle(double... pattern) {
      return settleFrom(Arrays.copyOf(pattern, machine.units()), pattern);
    }

    /** The same near a point that the plain iteration contracts to. */
    double[] settleFrom(double[] start, double... pattern) {
      double t = machine.temperature();
      double[] y = start.clone();
      for (int sweep = 0; sweep < 4000; sweep++) {
        double[] before = y.clone();
        for (int i = pattern.length; i < y.length; i++) {
          double x = biases[i];
          for (int j = 0; j < y.length; j++) {
            x += weights[i][j] * before[j];
          }
          double a = signed() * x / t;
          double target =
              machine.coding() == UnitCoding.ZERO_ONE ? 1 / (1 + Math.exp(-a)) : Math.tanh(a);
          y[i] = 0.3 * before[i] + 0.7 * target;
        }
        if (Arrays.equals(before, y)) {
          break;
        }
      }
      return y;
    }

    /** −F/T = −E(y)/T + the entropies of the units that aren't clamped. */
    double minusFreeEnergy(double... pattern) {
      double[] y = settle(pattern);
      double sum = 0;
      for (int i = 0; i < y.length; i++) {
        sum += biases[i] * y[i];
        for (int j = 0; j < i; j++) {
          sum += weights[i][j] * y[i] * y[j];
        }
      }
      sum *= signed() / machine.temperature();
      for (int i = pattern.length; i < y.length; i++) {
        double p = machine.coding() == UnitCoding.ZERO_ONE ? y[i] : (1 + y[i]) / 2;
        sum -= p * Math.log(p) + (1 - p) * Math.log(1 - p);
      }
      return sum;
    }

    double[] gradient(double[][] patterns) {
      double[] gradient = machine.statistics(settle());
      for (double[] pattern : patterns) {
        Vectors.addScaled(-1.0 / patterns.length, machine.statistics(settle(pattern)), gradient);
      }
      Vectors.scale(signed() / machine.temperature(), gradient);
      return gradient;
    }

    double value(double[][] patterns) {
      double value = minusFreeEnergy();
      for (double[] pattern : patterns) {
        value -= minusFreeEnergy(pattern) / patterns.length;
      }
      return value;
    }
  }

  /** Warm enough that the plain iteration contracts, by 0.3 + 0.7 · 0.6 or so. */
  private static Machines.Drawn warm(long seed) {
    Machines.Drawn drawn = Machines.draw(seed, 7);
    double[] w = drawn.w();
    Vectors.scale(0.15 * drawn.machine().temperature(), w);
    return drawn;
  }

  @Property(tries = 40, edgeCases = EdgeCasesMode.NONE)
  void agreesWithUnitsSettledByPlainIteration(@ForAll long seed) {
    Machines.Drawn drawn = warm(seed);
    BoltzmannMachine machine = drawn.machine();
    BoltzmannExpansion at =
        BoltzmannObjective.negativeLogLikelihood(machine, Patterns.of(drawn.patterns()))
            .withExpectations(ExpectationMethod.meanField())
            .expandAt(drawn.w());
    Settled settled = new Settled(machine, drawn.w());
    assertEquals(PhaseOutcome.SETTLED, at.free().outcome());
    assertEquals(settled.minusFreeEnergy(), at.free().logPartition(), 1e-11);
    assertArrayEquals(machine.statistics(settled.settle()), at.free().means(), 1e-12);
    assertEquals(settled.value(drawn.patterns()), at.value(), 1e-11);
    double t = machine.temperature();
    assertArrayEquals(settled.gradient(drawn.patterns()), at.gradient(), 1e-12 / t);
    double[] slope =
        Machines.difference(
            w -> new double[] {new Settled(machine, w).value(drawn.patterns())},
            drawn.w(),
            drawn.v(),
            2e-3 * t);
    assertEquals(slope[0], Vectors.dot(at.gradient(), drawn.v()), 1e-9 / t);
    double[] bend =
        Machines.difference(
            w -> new Settled(machine, w).gradient(drawn.patterns()),
            drawn.w(),
            drawn.v(),
            2e-3 * t);
    assertArrayEquals(bend, at.hessian().times(drawn.v()), 1e-9 / (t * t));
  }

  @Example
  void isExactWithoutCouplingsAndOneSideOfARestrictedMachine() {
    BoltzmannMachine machine = BoltzmannMachine.restricted(4, 3);
    double[] w = new double[machine.dimension()];
    System.arraycopy(Samples.gaussian(Samples.random(2), 7), 0, w, 12, 7);
    assertEquals(
        LogPartition.of(machine).value(w),
        LogPartition.of(machine).withExpectations(ExpectationMethod.meanField()).value(w),
        1e-14);
    Phase clamped =
        ExpectationMethod.meanField()
            .clamped(machine, w, Patterns.of(new double[][] {{0, 1, 1, 0}}), Workers.of(1));
    assertEquals(PhaseOutcome.EXACT, clamped.outcome());
  }

  /** Two units −1, +1 under J: y = tanh(Jy). The tilt picks the root above 0. */
  @Example
  void aSymmetricMachineLeavesItsSaddle() {
    BoltzmannMachine pair =
        BoltzmannMachine.fullyConnected(2, 0).withCoding(UnitCoding.PLUS_MINUS_ONE);
    Phase phase = ExpectationMethod.meanField().free(pair, new double[] {2, 0, 0}, Workers.of(1));
    assertEquals(PhaseOutcome.SETTLED, phase.outcome());
    // y = tanh 2y at 0.957504024077.
    assertEquals(0.957504024077, phase.means()[1], 1e-11);
  }

  /** At J = 1 the roots of y = tanh(Jy) meet: there is no minimum with a curvature. */
  @Example
  void aPointWithoutCurvatureIsNamed() {
    BoltzmannMachine pair =
        BoltzmannMachine.fullyConnected(2, 0).withCoding(UnitCoding.PLUS_MINUS_ONE);
    Phase phase = ExpectationMethod.meanField().free(pair, new double[] {1, 0, 0}, Workers.of(1));
    assertEquals(PhaseOutcome.NOT_STABLE, phase.outcome());
    Machines.assertFailed(phase.outcome(), phase);
  }

  /**
   * After one sweep of a glass of spins, Newton's method finds a minimum, a saddle, which one of 35
   * glasses ends at, or nothing.
   */
  @Example
  void unitsThatDontSettleAreNamed() {
    BoltzmannMachine glass =
        BoltzmannMachine.fullyConnected(8, 0).withCoding(UnitCoding.PLUS_MINUS_ONE);
    Set<PhaseOutcome> met = EnumSet.noneOf(PhaseOutcome.class);
    for (int seed = 0; seed < 100; seed++) {
      double[] w = Samples.gaussian(Samples.random(seed), glass.dimension());
      Vectors.scale(1.5, w);
      Phase phase = ExpectationMethod.meanField().atMostSweeps(1).free(glass, w, Workers.of(1));
      met.add(phase.outcome());
      if (phase.outcome() != PhaseOutcome.SETTLED) {
        Machines.assertFailed(phase.outcome(), phase);
      } else {
        assertSettled(glass, w, phase);
      }
    }
    assertEquals(
        EnumSet.of(PhaseOutcome.SETTLED, PhaseOutcome.NOT_SETTLED, PhaseOutcome.NOT_STABLE), met);
    Refusals.assertRefused(() -> ExpectationMethod.meanField().atMostSweeps(0), "sweeps is 0");
  }

  private static void assertSettled(BoltzmannMachine glass, double[] w, Phase phase) {
    double[] p = phase.means();
    double[] y = Arrays.copyOfRange(p, p.length - 8, p.length);
    double[][] weights = glass.weights(w);
    for (int i = 0; i < 8; i++) {
      double x = glass.biases(w)[i] + Vectors.dot(weights[i], y);
      assertEquals(Math.tanh(x), y[i], 1e-11);
    }
  }

  /**
   * Cold machines, whose units saturate: the settled point moves as re-settled ones do, though the
   * slopes of some units are next to nothing.
   */
  @Property(tries = 60, edgeCases = EdgeCasesMode.NONE)
  void saturatedUnitsMoveAsResettledOnesDo(@ForAll long seed) {
    Machines.Drawn drawn = Machines.draw(seed, 7);
    BoltzmannMachine machine = drawn.machine();
    double t = machine.temperature();
    double[] w = drawn.w();
    Vectors.scale(3 * t, w); // fields of some ±5 over T, and up to ±15
    Phase phase = ExpectationMethod.meanField().free(machine, w, Workers.of(1));
    Assume.that(phase.outcome() == PhaseOutcome.SETTLED);
    double[] means = phase.means();
    double[] y = Arrays.copyOfRange(means, means.length - machine.units(), means.length);
    double[] plain = new Settled(machine, w).settleFrom(y);
    // The plain iteration may be too slow to settle again, or leave; then it is no oracle.
    Assume.that(distance(y, plain) < 1e-12);
    double[] ours = phase.covariance().times(drawn.v());
    double kappa = machine.sign() == EnergySign.NEGATIVE ? -1 : 1;
    Vectors.scale(-kappa / t, ours);
    // Near where a settled point vanishes it moves too fast for differences.
    Assume.that(t * Vectors.maxAbs(ours) < 1);
    Function<double[], double[]> settled =
        p -> machine.statistics(new Settled(machine, p).settleFrom(y));
    double[] moved = Machines.difference(settled, w, drawn.v(), 3e-4 * t);
    // Differences that two steps don't agree on are no oracle.
    double[] finer = Machines.difference(settled, w, drawn.v(), 1.5e-4 * t);
    Assume.that(distance(moved, finer) < 5e-10 / t);
    assertArrayEquals(moved, ours, 1e-9 / t);
  }

  private static double distance(double[] x, double[] y) {
    double[] difference = x.clone();
    Vectors.addScaled(-1, y, difference);
    return Vectors.maxAbs(difference);
  }

  @Example
  void badOutcomesReachTheObjectiveAsNaN() {
    BoltzmannMachine pair =
        BoltzmannMachine.fullyConnected(2, 0).withCoding(UnitCoding.PLUS_MINUS_ONE);
    Expansion at =
        BoltzmannObjective.negativeLogLikelihood(pair, Patterns.of(new double[][] {{1, -1}}))
            .withExpectations(ExpectationMethod.meanField())
            .expandAt(new double[] {1, 0, 0});
    assertTrue(Double.isNaN(at.value()));
    assertTrue(Double.isNaN(at.gradient()[0]));
  }
}
