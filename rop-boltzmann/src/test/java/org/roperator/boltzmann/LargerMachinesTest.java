package org.roperator.boltzmann;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.roperator.contract.Samples;
import org.roperator.function.Expansion;
import org.roperator.internal.Vectors;
import org.roperator.parallel.Workers;

/** Machines of many rows of states, on any number of threads. */
final class LargerMachinesTest {

  /**
   * A restricted machine is summed out layer by layer; with a connection of weight zero inside each
   * layer, the same machine must be enumerated state by state.
   */
  @ParameterizedTest
  @CsvSource({"7, 9, 1, ZERO_ONE", "9, 7, 1, PLUS_MINUS_ONE", "4, 9, 300, ZERO_ONE"})
  void summingOutALayerAgreesWithEnumeratingAll(
      int visible, int hidden, double scale, UnitCoding coding) {
    BoltzmannMachine restricted = BoltzmannMachine.restricted(visible, hidden).withCoding(coding);
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
        BoltzmannMachine.connected(visible, hidden, mask).withCoding(coding);
    double[] w = Samples.gaussian(Samples.random(2), restricted.dimension());
    double[] v = Samples.gaussian(Samples.random(3), restricted.dimension());
    Vectors.scale(scale, w);
    Phase summed = ExpectationMethod.exact().free(restricted, w, Workers.of(2));
    Phase all =
        ExpectationMethod.exact().free(enumerated, embed(restricted, enumerated, w), Workers.of(2));
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
          BoltzmannMachine.restricted(11, 40).withCoding(UnitCoding.PLUS_MINUS_ONE)
        }) {
      Machines.Drawn drawn = Machines.with(Samples.random(6), machine);
      BoltzmannObjective one =
          BoltzmannObjective.negativeLogLikelihood(machine, Patterns.of(drawn.patterns()));
      Expansion expected = one.expandAt(drawn.w());
      for (int threads : new int[] {2, 3}) {
        Expansion at = one.on(Workers.of(threads)).expandAt(drawn.w());
        assertEquals(expected.value(), at.value());
        assertArrayEquals(expected.gradient(), at.gradient(), 0.0);
        assertArrayEquals(expected.hessian().times(drawn.v()), at.hessian().times(drawn.v()), 0.0);
      }
    }
  }

  /**
   * 24 units in blocks of three: all 2²⁴ states are visited, while everything about a block is a
   * sum over its eight.
   */
  @Test
  void twentyFourUnitsAgreeWithTheirEightIndependentBlocks() {
    boolean[][] mask = new boolean[24][24];
    for (int i = 0; i < 24; i++) {
      for (int j = 0; j < 24; j++) {
        mask[i][j] = i != j && i / 3 == j / 3;
      }
    }
    BoltzmannMachine machine = BoltzmannMachine.connected(24, 0, mask);
    BoltzmannMachine three = BoltzmannMachine.fullyConnected(3, 0);
    double[] w = Samples.gaussian(Samples.random(4), machine.dimension());
    double[] v = Samples.gaussian(Samples.random(5), machine.dimension());
    double logZ = 0;
    double[] means = new double[machine.dimension()];
    double[] covariances = new double[machine.dimension()];
    for (int block = 0; block < 8; block++) {
      NaiveMachine naive = new NaiveMachine(three, ofBlock(block, w));
      logZ += naive.logSum();
      toBlock(block, naive.means(), means);
      toBlock(block, naive.covariances(ofBlock(block, v)), covariances);
    }
    Phase all = ExpectationMethod.exact().free(machine, w, Workers.of(2));
    // Sums of 2²⁴ terms, in blocks of 512 and 1024: some 1e-14 of their size.
    assertEquals(logZ, all.logPartition(), 1e-12 * logZ);
    assertArrayEquals(means, all.means(), 1e-12);
    assertArrayEquals(covariances, all.covariance().times(v), 1e-11);
  }

  /** The parameters of a block are three pairs in a row, and three units in another. */
  private static double[] ofBlock(int block, double[] all) {
    double[] own = new double[6];
    for (int k = 0; k < 3; k++) {
      own[k] = all[3 * block + k];
      own[3 + k] = all[24 + 3 * block + k];
    }
    return own;
  }

  private static void toBlock(int block, double[] own, double[] all) {
    for (int k = 0; k < 3; k++) {
      all[3 * block + k] = own[k];
      all[24 + 3 * block + k] = own[3 + k];
    }
  }
}
