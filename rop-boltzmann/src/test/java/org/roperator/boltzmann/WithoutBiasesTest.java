package org.roperator.boltzmann;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.roperator.contract.Refusals;

/** A machine without biases is the one with biases of zero, seen along its weights alone. */
class WithoutBiasesTest {

  /** Sums in another order where there are no biases to add: rounding of numbers of order one. */
  private static final double ROUNDING = 1e-13;

  @ParameterizedTest
  @EnumSource
  void everythingIsThatOfZeroBiases(SampledMachine kind) {
    BoltzmannMachine with = kind.machine();
    BoltzmannMachine without = with.withoutBiases();
    int pairs = without.dimension();
    assertEquals(with.dimension() - with.units(), pairs);
    double[] w = Arrays.copyOf(kind.w(), pairs);
    double[] v = Arrays.copyOf(kind.v(), pairs);
    double[] wide = Arrays.copyOf(w, with.dimension());
    double[] wideV = Arrays.copyOf(v, with.dimension());
    Patterns patterns = Patterns.of(kind.patterns());
    for (ExpectationMethod statistics :
        List.of(
            ExpectationMethod.exact(),
            ExpectationMethod.meanField(),
            ExpectationMethod.gibbs(40, 3).withTemperatures(10).withSettling(5))) {
      BoltzmannObjective narrow =
          BoltzmannObjective.divergence(without, patterns)
              .withExpectations(statistics)
              .withDecay(0.1);
      BoltzmannExpansion at = narrow.expandAt(w);
      BoltzmannExpansion expected =
          BoltzmannObjective.divergence(with, patterns)
              .withExpectations(statistics)
              .withDecay(0.1)
              .expandAt(wide);
      assertEquals(expected.value(), at.value(), ROUNDING);
      assertArrayEquals(Arrays.copyOf(expected.gradient(), pairs), at.gradient(), ROUNDING);
      double[] hv = expected.hessian().times(wideV);
      assertArrayEquals(Arrays.copyOf(hv, pairs), at.hessian().times(v), ROUNDING);
      VectorEstimate estimate = expected.free().productEstimate(wideV);
      assertArrayEquals(
          Arrays.copyOf(estimate.values(), pairs), at.free().productEstimate(v).values(), ROUNDING);
    }
  }

  @Test
  void parametersAreTheWeights() {
    BoltzmannMachine machine = BoltzmannMachine.restricted(2, 1).withoutBiases();
    assertFalse(machine.hasBiases());
    assertEquals("W.between", machine.layout().slices().get(0).name());
    assertEquals(1, machine.layout().slices().size());
    double[][] weights = {{0, 0, 2}, {0, 0, -3}, {2, -3, 0}};
    assertArrayEquals(new double[] {2, -3}, machine.parameters(weights, new double[3]));
    assertArrayEquals(new double[3], machine.biases(new double[] {2, -3}));
    assertArrayEquals(new double[] {0, 1}, machine.statistics(new double[] {0, 1, 1}));
    Refusals.assertRefused(
        () -> machine.parameters(weights, new double[] {0, 1, 0}), "unit 1 is 1.0", "no biases");
    Refusals.assertRefused(
        () -> BoltzmannMachine.restricted(3, 0).withoutBiases(), "3 units", "biases");
  }
}
