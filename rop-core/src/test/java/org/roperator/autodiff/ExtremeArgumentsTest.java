package org.roperator.autodiff;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Arguments so large that the textbook formula overflows. */
class ExtremeArgumentsTest {

  private static final List<TapeObjective> LOG_SUM_EXPS =
      List.of(TapeObjective.of(3, Var::logSumExp), TapeObjective.ofArray(3, VarArray::logSumExp));

  @Test
  void logSumExpNearAThousandIsThatNearZeroShifted() {
    double[] v = {1, -2, 0.5};
    for (TapeObjective f : LOG_SUM_EXPS) {
      for (double shift : new double[] {1000, -1000}) {
        TapeExpansion near = f.expandAt(new double[] {0, 1, -2});
        TapeExpansion far = f.expandAt(new double[] {shift, shift + 1, shift - 2});
        assertEquals(near.value() + shift, far.value(), 1e-15 * 1000);
        assertArrayEquals(near.gradient(), far.gradient(), 1e-15);
        assertArrayEquals(near.hessian().times(v), far.hessian().times(v), 1e-15);
      }
    }
  }

  @Test
  void constantsDividedAreQuotients() {
    for (double[] c :
        new double[][] {{49, 49, 1}, {1e-310, 1e-310, 1}, {0, 3, 0}, {1, 3, 1.0 / 3}}) {
      TapeExpansion at =
          TapeObjective.of(1, x -> x[0].divideInto(c[0])).expandAt(new double[] {c[1]});
      assertEquals(c[2], at.value());
    }
    // c/x has the slope −c/x² and the bend 2c/x³.
    TapeExpansion at = TapeObjective.of(1, x -> x[0].divideInto(6)).expandAt(new double[] {2});
    assertArrayEquals(new double[] {-1.5}, at.gradient());
    assertArrayEquals(new double[] {1.5}, at.hessian().times(new double[] {1}));
  }

  @Test
  void theBendOfALogarithmIsThatOfPositiveZero() {
    assertEquals(
        Double.NEGATIVE_INFINITY, BinaryElementary.X_LOG_Y.bb(1, -0.0, Double.NEGATIVE_INFINITY));
    assertEquals(
        Double.NEGATIVE_INFINITY, BinaryElementary.X_LOG_Y.bb(1, 0.0, Double.NEGATIVE_INFINITY));
  }

  /** p = (1, e⁻⁷⁰⁰, 0): Hv = p ∘ v − p ⟨p, v⟩, in the smallest numbers there are. */
  @Test
  void softmaxWithGapsOfSevenHundredHasExactProducts() {
    double tiny = Math.exp(-700);
    for (TapeObjective f : LOG_SUM_EXPS) {
      TapeExpansion at = f.expandAt(new double[] {0, -700, -1400});
      assertEquals(tiny, at.value(), tiny * 1e-12); // ln(1 + e⁻⁷⁰⁰)
      assertArrayEquals(new double[] {1, tiny, 0}, at.gradient(), tiny * 1e-12);
      double[] hv = at.hessian().times(new double[] {0, 1, 0});
      assertEquals(-tiny, hv[0], tiny * 1e-12);
      assertEquals(tiny, hv[1], tiny * 1e-12);
      assertEquals(0, hv[2]);
    }
  }

  @Test
  void logisticLossOfWideMarginsKeepsItsCurvature() {
    TapeObjective f = TapeObjective.of(1, x -> x[0].softplus().add(x[0].negate().sigmoid()));
    double[] one = {1};
    for (double x : new double[] {-700, 700}) {
      TapeExpansion at = f.expandAt(new double[] {x});
      double tiny = Math.exp(-700);
      // softplus'' = e, σ(−x)'' = e for x ≫ 0 and −e for x ≪ 0, with e = e^(−|x|).
      assertEquals(x > 0 ? 2 * tiny : 0, at.hessian().times(one)[0], tiny * 1e-12);
      assertTrue(Double.isFinite(at.value()));
    }
  }

  @Test
  void infiniteTermsHaveANamedValue() {
    assertEquals(
        Double.POSITIVE_INFINITY,
        Var.logSumExp(Var.constant(1), Var.constant(Double.POSITIVE_INFINITY)).getReal());
    assertEquals(Double.NEGATIVE_INFINITY, Var.logSumExp().getReal());
    assertEquals(
        Double.NEGATIVE_INFINITY,
        VarArray.constant(Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY)
            .logSumExp()
            .getReal());
    TapeExpansion at = TapeObjective.of(1, x -> x[0].log()).expandAt(new double[] {0});
    assertEquals(Double.NEGATIVE_INFINITY, at.value());
  }

  /** The angle and the length of points whose squares overflow or vanish. */
  @Test
  void anglesAndLengthsDoNotOverflowInBetween() {
    for (double size : new double[] {1e-150, 1e150}) {
      TapeExpansion length =
          TapeObjective.of(2, x -> x[0].hypot(x[1])).expandAt(new double[] {3 * size, 4 * size});
      assertArrayEquals(new double[] {0.6, 0.8}, length.gradient(), 1e-15);
      assertArrayEquals(
          new double[] {0.128 / size, -0.096 / size},
          length.hessian().times(new double[] {1, 0}),
          1e-15 / size);
      TapeExpansion angle =
          TapeObjective.of(2, x -> x[0].atan2(x[1])).expandAt(new double[] {3 * size, 4 * size});
      assertArrayEquals(new double[] {0.16 / size, -0.12 / size}, angle.gradient(), 1e-15 / size);
    }
  }
}
