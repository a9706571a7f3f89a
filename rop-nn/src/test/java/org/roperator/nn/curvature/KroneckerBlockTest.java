package org.roperator.nn.curvature;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.roperator.dense.Blas;
import org.roperator.operator.SymmetricOperator;

/** Factors that change places: the first a moment of inputs, the second indefinite. */
class KroneckerBlockTest {

  /** Some ten roundings of numbers of order one. */
  private static final double ROUNDING = 1e-14;

  /** diag(1, 4) ⊗ (−1), of eigenvalues −1 and −4. */
  private static KroneckerBlock turned() {
    Blas blas = Blas.instance();
    Factor negative = Factor.explicit(blas, new double[] {-1}, 1);
    return new KroneckerBlock(blas, new double[] {1, 0, 0, 4}, 2, negative, false);
  }

  @Test
  void theLargestEigenvalueOfANegativeProductIsTheNearestToZero() {
    assertEquals(-1, turned().largestEigenvalue().value(), ROUNDING);
  }

  @Test
  void shiftedInversesAreOfPositiveDefiniteMatricesAlone() {
    assertTrue(turned().shiftedInverse(new double[] {2, 2}).isEmpty(), "−4 + 2 < 0");
    Optional<SymmetricOperator> inverse = turned().shiftedInverse(new double[] {5, 5});
    assertArrayEquals(
        new double[] {1.0 / 4, 1}, inverse.orElseThrow().times(new double[] {1, 1}), ROUNDING);
  }
}
