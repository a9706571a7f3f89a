package org.roperator.boltzmann;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class UnitCodingTest {

  /** A few units in the last place of the number itself. */
  private static final double ROUNDING = 1e-15;

  /** tanh x = x − x³/3 + …, whose second term is below the last place of the first here. */
  @Test
  void meansNearZeroKeepTheirDigits() {
    for (double x : new double[] {1e-9, -1e-12, 1e-17, 1e-300}) {
      assertEquals(1, UnitCoding.PLUS_MINUS_ONE.mean(x) / x, ROUNDING);
    }
    for (double x : new double[] {-800, -3, -0.1, 0, 0.39, 0.41, 2, 800}) {
      double mean = UnitCoding.PLUS_MINUS_ONE.mean(x);
      assertEquals(Math.tanh(x), mean, ROUNDING * Math.abs(x));
      assertEquals((1 + mean) / 2, UnitCoding.PLUS_MINUS_ONE.chanceOfOne(x), ROUNDING);
    }
  }
}
