package org.roperator.autodiff;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Programs of millions of operations. */
class LongTapesTest {

  /** A tape of ten million operations, in the two gigabytes that all tests have. */
  @Test
  void tenMillionOperationsFit() {
    int steps = 5_000_000;
    TapeObjective f =
        TapeObjective.of(
            2,
            x -> {
              Var s = x[0];
              for (int i = 0; i < steps; i++) {
                s = s.multiply(x[1]).add(x[0]);
              }
              return s;
            });
    // s = a (1 + b + … + bⁿ) → a/(1 − b): ∂²/∂a∂b = 1/(1 − b)², ∂²/∂b² = 2a/(1 − b)³.
    TapeExpansion at = f.expandAt(new double[] {3, 0.5});
    assertEquals(2 * steps, at.operations());
    assertEquals(6, at.value(), 1e-14 * 6);
    assertArrayEquals(new double[] {2, 12}, at.gradient(), 1e-13 * 12);
    double[] hv = at.hessian().times(new double[] {1, 1});
    assertArrayEquals(new double[] {4, 4 + 48}, hv, 1e-12 * 52);
  }

  @Test
  void aMillionVariablesOfRosenbrockFit() {
    int n = 1_000_000;
    TapeObjective f =
        TapeObjective.of(
            n,
            x -> {
              Var sum = Var.constant(0);
              for (int i = 0; i + 1 < n; i++) {
                Var t = x[i + 1].subtract(x[i].square());
                sum = sum.add(t.square().multiply(100)).add(x[i].subtractFrom(1).square());
              }
              return sum;
            });
    double[] w = new double[n];
    Arrays.fill(w, 1);
    double[] v = new double[n];
    Arrays.fill(v, 1);
    TapeExpansion at = f.expandAt(w);
    assertEquals(0, at.value());
    double[] hv = at.hessian().times(v);
    // Rows at (1, …, 1): (802, −400), (−400, 1002, −400), …, (−400, 200).
    assertEquals(402, hv[0], 1e-9);
    assertEquals(202, hv[n / 2], 1e-9);
    assertEquals(-200, hv[n - 1], 1e-9);
    assertTrue(at.bytes() <= 40L * at.operations(), () -> at.bytes() + " bytes");
    assertFalse(at.gradient()[5] != 0);
  }
}
