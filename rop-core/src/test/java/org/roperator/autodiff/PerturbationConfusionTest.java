package org.roperator.autodiff;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.roperator.contract.Refusals.assertThrowsNaming;

import org.junit.jupiter.api.Test;
import org.roperator.function.Expansion;

/**
 * One differentiation inside another: the classical trap d/dx (x · d/dy (x + y)) = 1, which becomes
 * 2 where the two perturbations are taken for one (Siskind and Pearlmutter, 2005).
 */
class PerturbationConfusionTest {

  @Test
  void derivativeInsideAValueIsANumber() {
    TapeObjective f =
        TapeObjective.of(
            1,
            x -> {
              double outer = x[0].getReal();
              TapeObjective inner = TapeObjective.of(1, y -> y[0].add(outer));
              return x[0].multiply(inner.expandAt(new double[] {1}).gradient()[0]);
            });
    Expansion at = f.expandAt(new double[] {1});
    assertArrayEquals(new double[] {1}, at.gradient());
    assertArrayEquals(new double[] {0}, at.hessian().times(new double[] {1}), 0.0);
  }

  @Test
  void usingTheOuterVariableInsideIsAnErrorNotAWrongNumber() {
    TapeObjective f =
        TapeObjective.of(
            1,
            x -> {
              TapeObjective inner = TapeObjective.of(1, y -> y[0].add(x[0]));
              return x[0].multiply(inner.expandAt(new double[] {1}).gradient()[0]);
            });
    assertThrowsNaming(
        IllegalStateException.class, () -> f.expandAt(new double[] {1}), "outer one", "node");
  }

  @Test
  void returningTheOuterVariableInsideIsAnErrorToo() {
    TapeObjective f =
        TapeObjective.of(
            1,
            x -> {
              double inner = TapeObjective.of(1, y -> x[0]).value(new double[] {1});
              return x[0].multiply(inner);
            });
    assertThrowsNaming(IllegalStateException.class, () -> f.expandAt(new double[] {1}), "outer");
  }

  @Test
  void anObjectiveMayExpandItselfInside() {
    TapeObjective[] self = new TapeObjective[1];
    self[0] =
        TapeObjective.of(
            1,
            x -> {
              double w = x[0].getReal();
              if (w <= 1) {
                return x[0].pow(3);
              }
              // d/dw (w − 1)³ at the point below, as a number.
              double slope = self[0].expandAt(new double[] {w - 1}).gradient()[0];
              return x[0].square().multiply(slope);
            });
    // At 1.5: 3 · 0.5² w² with slope 0.75: value 1.6875, gradient 2.25, Hessian 1.5.
    TapeExpansion at = self[0].expandAt(new double[] {1.5});
    assertEquals(1.6875, at.value());
    assertArrayEquals(new double[] {2.25}, at.gradient());
    assertArrayEquals(new double[] {1.5}, at.hessian().times(new double[] {1}));
  }

  /** Applied as a node, the inner objective is differentiated with the outer program. */
  @Test
  void anObjectiveAsANodeIsDifferentiatedThrough() {
    TapeObjective inner = TapeObjective.of(2, y -> y[0].square().multiply(y[1]));
    TapeObjective f =
        TapeObjective.ofArray(2, x -> x.feed(inner).multiply(x.get(0)).add(x.get(1).square()));
    // x³y + y² at (2, 3): (3x²y, x³ + 2y) = (36, 14); H = [[6xy, 3x²], [3x², 2]].
    TapeExpansion at = f.expandAt(new double[] {2, 3});
    assertArrayEquals(new double[] {36, 14}, at.gradient());
    assertArrayEquals(new double[] {36 + 12, 12 + 2}, at.hessian().times(new double[] {1, 1}));
  }
}
