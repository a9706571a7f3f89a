package org.roperator.function;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.roperator.contract.Refusals.assertRefused;

import org.junit.jupiter.api.Test;
import org.roperator.operator.LinearOperator;
import org.roperator.operator.SymmetricOperator;

/** Residuals by hand. */
class ResidualsTest {

  private static final Residuals MAP =
      Residuals.of(
          2,
          w -> new double[] {w[0] * w[1], w[0], 1},
          w -> new double[][] {{w[1], w[0]}, {1, 0}, {0, 0}});

  @Test
  void valuesAndJacobianAreThoseGiven() {
    ResidualsExpansion at = MAP.expandAt(new double[] {3, 5});
    assertArrayEquals(new double[] {15, 3, 1}, at.values());
    assertArrayEquals(new double[] {15, 3, 1}, MAP.values(new double[] {3, 5}));
    assertArrayEquals(new double[] {11, 1, 0}, at.jacobian().times(new double[] {1, 2}));
    assertArrayEquals(new double[] {7, 3}, at.jacobian().adjoint().times(new double[] {1, 2, 9}));
    at.values()[0] = 0;
    assertEquals(15, at.values()[0]);
    assertEquals(2, MAP.dimension());
    assertThrows(UnsupportedOperationException.class, () -> at.curvature(new double[3]));
  }

  @Test
  void partsOfOtherShapesAreRefused() {
    assertRefused(() -> MAP.values(new double[3]), 3, 2);
    assertRefused(() -> MAP.expandAt(new double[] {1, Double.NaN}), "NaN");
    assertRefused(() -> Residuals.of(0, w -> w, w -> new double[1][0]), "is 0");
    assertRefused(
        () ->
            Residuals.of(2, w -> w, w -> new double[][] {{1, 2}, {1, 2, 3}})
                .expandAt(new double[2]),
        3,
        2);
    assertRefused(
        () -> ResidualsExpansion.of(new double[2], LinearOperator.dense(new double[3][1])), 2, 3);
  }

  @Test
  void curvatureIsThatGiven() {
    double[] values = {1, 2};
    ResidualsExpansion at =
        ResidualsExpansion.of(
            values,
            LinearOperator.dense(new double[][] {{1}, {3}}),
            u -> SymmetricOperator.identity(1).scaledBy(u[0] + 2 * u[1]));
    values[0] = 7;
    assertArrayEquals(new double[] {1, 2}, at.values());
    assertArrayEquals(new double[] {1, 3}, at.jacobian().times(new double[] {1}));
    assertArrayEquals(new double[] {11}, at.curvature(new double[] {3, 4}).times(new double[] {1}));
    assertRefused(() -> at.curvature(new double[3]), 3, 2);
  }
}
