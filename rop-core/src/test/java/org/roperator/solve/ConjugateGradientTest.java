package org.roperator.solve;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.roperator.solve.StoppingRule.iterations;
import static org.roperator.solve.StoppingRule.residualBelow;

import org.junit.jupiter.api.Test;
import org.roperator.operator.SymmetricOperator;

class ConjugateGradientTest {

  /** Two or three steps on numbers of order one: a few units in the last place. */
  private static final double ROUNDING = 1e-14;

  @Test
  void solvesTheTwoByTwoSystemOfTheTextbooks() {
    SymmetricOperator a = SymmetricOperator.symmetric(new double[][] {{4, 1}, {1, 3}});
    CgResult result =
        ConjugateGradient.until(residualBelow(1e-12))
            .startingAt(new double[] {2, 1})
            .solve(a, new double[] {1, 2});
    assertArrayEquals(new double[] {1.0 / 11, 7.0 / 11}, result.solution(), ROUNDING);
    assertEquals(CgOutcome.RESIDUAL_REACHED, result.outcome());
    assertEquals(2, result.iterations());
    assertEquals(3, result.products());
  }

  @Test
  void solvesATridiagonalSystemInThreeSteps() {
    SymmetricOperator a =
        SymmetricOperator.symmetric(new double[][] {{4, 1, 0}, {1, 3, 1}, {0, 1, 2}});
    CgResult result =
        ConjugateGradient.until(residualBelow(1e-12).or(iterations(10)))
            .solve(a, new double[] {1, 2, 3});
    assertArrayEquals(new double[] {2.0 / 9, 1.0 / 9, 13.0 / 9}, result.solution(), ROUNDING);
    assertEquals(3, result.iterations());
    assertEquals(3, result.products());
  }
}
