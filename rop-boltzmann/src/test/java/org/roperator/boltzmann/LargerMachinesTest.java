package org.roperator.boltzmann;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.roperator.autodiff.TapeObjective;
import org.roperator.autodiff.Var;
import org.roperator.autodiff.VarArray;
import org.roperator.contract.Samples;
import org.roperator.function.Expansion;
import org.roperator.function.Workers;
import org.roperator.operator.Vectors;

/** Machines of many rows of states, on the tape, on any number of threads. */
final class LargerMachinesTest {

  /**
   * A restricted machine is summed out layer by layer; with a connection of weight zero inside each
   * layer, the same machine must be enumerated state by state.
   */
  @ParameterizedTest
  @CsvSource({"7, 9, 1, ZERO_ONE", "9, 7, 1, PLUS_MINUS_ONE", "4, 9, 300, ZERO_ONE"})
  void summingOutALayerAgreesWithEnumeratingAll(
      int visible, int hidden, double scale, UnitCoding coding) {
    BoltzmannMachine restricted = BoltzmannMachine.restricted(visible, hidden).withUnits(coding);
    int units = visible + hidden;
    boolean[][] mask = new boolean[units][units];
    for (int i = 0; i < visible; i++) {
      for (int j = visible; j < units; j++) {
        mask[i][j] = true;
        mask[j][i] = true;
      }
    }
    for (int i : new int[] {0, units - 2}) {
      mask[i][i + 1] = true;
      mask[i + 1][i] = true;
    }
    BoltzmannMachine enumerated =
        BoltzmannMachine.connected(visible, hidden, mask).withUnits(coding);
    double[] w = Samples.gaussian(Samples.random(2), restricted.dimension());
    double[] v = Samples.gaussian(Samples.random(3), restricted.dimension());
    Vectors.scale(scale, w);
    Phase summed = Statistics.exact().free(restricted, w, Workers.of(2));
    Phase all =
        Statistics.exact().free(enumerated, embed(restricted, enumerated, w), Workers.of(2));
    // Relative to exponents of size scale · √n, rounding takes 1e-14 of that from probabilities.
    double rounding = 1e-12 * scale;
    assertEquals(summed.logPartition(), all.logPartition(), rounding);
    assertArrayEquals(summed.means(), project(restricted, enumerated, all.means()), rounding);
    assertArrayEquals(
        summed.covariance().times(v),
        project(restricted, enumerated, all.covariance().times(embed(restricted, enumerated, v))),
        10 * rounding);
  }

  private static double[] embed(BoltzmannMachine from, BoltzmannMachine to, double[] w) {
    return to.parameters(from.weights(w), from.biases(w));
  }

  private static double[] project(BoltzmannMachine to, BoltzmannMachine from, double[] w) {
    double[][] weights = from.weights(w);
    int n = from.units();
    for (int i : new int[] {0, n - 2}) {
      weights[i][i + 1] = 0;
      weights[i + 1][i] = 0;
    }
    return to.parameters(weights, from.biases(w));
  }

  @Test
  void resultsAreTheSameBitForBitForAnyNumberOfThreads() {
    for (BoltzmannMachine machine :
        new BoltzmannMachine[] {
          BoltzmannMachine.fullyConnected(8, 7),
          BoltzmannMachine.restricted(40, 11),
          BoltzmannMachine.restricted(11, 40).withUnits(UnitCoding.PLUS_MINUS_ONE)
        }) {
      Machines.Drawn drawn = Machines.with(Samples.random(6), machine);
      BoltzmannObjective one = machine.negativeLogLikelihood(Patterns.of(drawn.patterns()));
      Expansion expected = one.expandAt(drawn.w());
      for (int threads : new int[] {2, 3}) {
        Expansion at = one.on(Workers.of(threads)).expandAt(drawn.w());
        assertEquals(expected.value(), at.value());
        assertArrayEquals(expected.gradient(), at.gradient(), 0.0);
        assertArrayEquals(expected.hessian().times(drawn.v()), at.hessian().times(drawn.v()), 0.0);
      }
    }
  }

  /** The divergence written as a program over the tape: another way to every derivative. */
  @ParameterizedTest
  @CsvSource({"ZERO_ONE, NEGATIVE", "PLUS_MINUS_ONE, POSITIVE"})
  void derivativesAreThoseOfTheTape(UnitCoding coding, EnergySign sign) {
    BoltzmannMachine machine =
        BoltzmannMachine.fullyConnected(4, 3).withUnits(coding).withEnergy(sign).atTemperature(0.8);
    Machines.Drawn drawn = Machines.with(Samples.random(9), machine);
    TapeObjective tape =
        TapeObjective.of(machine.dimension(), w -> divergence(machine, drawn.patterns(), w));
    Expansion expected = tape.expandAt(drawn.w());
    Expansion actual = drawn.divergence().expandAt(drawn.w());
    assertEquals(expected.value(), actual.value(), 1e-12);
    assertTrue(Samples.relativeDistance(expected.gradient(), actual.gradient()) < 1e-12);
    double distance =
        Samples.relativeDistance(
            expected.hessian().times(drawn.v()), actual.hessian().times(drawn.v()));
    assertTrue(distance < 1e-11, "relative distance " + distance); // sums of 2⁷ terms
  }

  private static Var divergence(BoltzmannMachine machine, double[][] patterns, Var[] w) {
    Var sum = logSum(machine, new double[0], w);
    for (double[] pattern : patterns) {
      double share =
          Arrays.stream(patterns).filter(q -> Arrays.equals(q, pattern)).count()
              / (double) patterns.length;
      sum =
          sum.subtract(logSum(machine, pattern, w).multiply(1.0 / patterns.length))
              .add(Math.log(share) / patterns.length);
    }
    return sum;
  }

  private static Var logSum(BoltzmannMachine machine, double[] pattern, Var[] w) {
    double factor = (machine.sign() == EnergySign.NEGATIVE ? 1 : -1) / machine.temperature();
    int free = machine.units() - pattern.length;
    Var[] exponents = new Var[1 << free];
    for (int code = 0; code < exponents.length; code++) {
      double[] s = Arrays.copyOf(pattern, machine.units());
      for (int i = 0; i < free; i++) {
        s[pattern.length + i] = (code >> i & 1) == 1 ? 1 : machine.coding().low();
      }
      exponents[code] = VarArray.of(w).dot(machine.statistics(s)).multiply(factor);
    }
    return VarArray.of(exponents).logSumExp();
  }

  @Test
  void twentyFourUnitsCanBeEnumerated() {
    // Without couplings ln Z = Σ ln(1 + e^b), a closed form that only all states add up to.
    BoltzmannMachine m = BoltzmannMachine.fullyConnected(24, 0);
    double[] w = new double[m.dimension()];
    double expected = 0;
    for (int i = 0; i < 24; i++) {
      double b = 0.1 * (i - 12);
      w[m.dimension() - 24 + i] = b;
      expected += Math.log1p(Math.exp(b));
    }
    assertEquals(expected, m.logPartition().on(Workers.of(2)).value(w), 1e-10);
  }
}
