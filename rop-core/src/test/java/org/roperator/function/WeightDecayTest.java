package org.roperator.function;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.roperator.contract.Refusals.assertRefused;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.roperator.operator.BlockDiagonal.Range;
import org.roperator.operator.SymmetricOperator;

class WeightDecayTest {

  /** Half of 2·(1 + 9) for the first and the third of four parameters. */
  @Test
  void isHalfTheSumOfSquaresWhereItActs() {
    WeightDecay decay = new WeightDecay(2, List.of(new Range(0, 1), new Range(2, 3)));
    double[] w = {1, Double.NaN, -3, Double.POSITIVE_INFINITY};
    assertEquals(10, decay.value(w), 0.0);
    double[] out = {1, 1, 1, 1};
    decay.addTo(w, out);
    assertArrayEquals(new double[] {3, 1, -5, 1}, out, 0.0);
    assertArrayEquals(new double[] {2, 0, 2, 0}, decay.diagonal(4), 0.0);
    double[] product = decay.addTo(SymmetricOperator.identity(4)).times(new double[] {1, 1, 1, 1});
    assertArrayEquals(new double[] {3, 1, 3, 1}, product, 0.0);
  }

  @Test
  void whereRangesOverlapEachOfThemCounts() {
    WeightDecay decay = new WeightDecay(1, List.of(new Range(0, 2), new Range(1, 3)));
    // ½ (w₀² + w₁²) + ½ (w₁² + w₂²)
    assertEquals(0.5 * (1 + 4 + 4 + 9), decay.value(new double[] {1, 2, 3}), 0.0);
    assertArrayEquals(new double[] {1, 2, 1}, decay.diagonal(3), 0.0);
    double[] product = new double[3];
    decay.addTo(new double[] {1, 1, 1}, product);
    assertArrayEquals(new double[] {1, 2, 1}, product, 0.0);
  }

  @Test
  void noDecayLeavesEverythingAsItIs() {
    SymmetricOperator a = SymmetricOperator.identity(2);
    assertSame(a, WeightDecay.none().addTo(a));
    WeightDecay zero = WeightDecay.ofFirst(2, 0);
    assertEquals(0, zero.value(new double[] {Double.POSITIVE_INFINITY, Double.NaN}), 0.0);
    double[] out = {1, 2};
    zero.addTo(new double[] {Double.POSITIVE_INFINITY, Double.NaN}, out);
    assertArrayEquals(new double[] {1, 2}, out, 0.0);
    assertEquals(0, WeightDecay.ofFirst(0, 1).value(new double[] {5}), 0.0);
  }

  @Test
  void refusesCoefficientsThatAreNone() {
    for (double bad : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertRefused(() -> WeightDecay.ofFirst(1, bad), "decay is " + bad, "≥ 0");
    }
  }
}
