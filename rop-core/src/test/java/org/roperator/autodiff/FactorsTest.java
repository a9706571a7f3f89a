package org.roperator.autodiff;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.function.BinaryOperator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.roperator.contract.AnyDouble;

/** Multiples by constants are carried along by a Var rather than recorded. */
class FactorsTest {

  private static final List<BinaryOperator<Var>> OPERATIONS =
      List.of(
          Var::add,
          Var::subtract,
          Var::multiply,
          Var::divide,
          Var::hypot,
          Var::atan2,
          (a, b) -> a.square().add(1).pow(b),
          (a, b) -> a.sin().multiply(b.exp()),
          (a, b) -> a.pow(3).subtract(b.tanh()),
          (a, b) -> VarArray.of(a, b).squaredNorm());

  /**
   * The reference has the factors as two more inputs, where they are recorded like any number.
   *
   * <p>1e-12: a few roundings, of numbers whose derivatives are below 1e3.
   */
  @Property(tries = 100)
  void aConstantFactorIsAVariableHeldFast(
      @ForAll @AnyDouble(min = 0.5, max = 2) double x,
      @ForAll @AnyDouble(min = 0.5, max = 2) double y,
      @ForAll @AnyDouble(min = 0.5, max = 2) double p,
      @ForAll @AnyDouble(min = -2, max = -0.5) double q) {
    for (BinaryOperator<Var> f : OPERATIONS) {
      TapeExpansion carried =
          TapeObjective.of(2, w -> f.apply(w[0].multiply(p), w[1].multiply(q)).multiply(q))
              .expandAt(new double[] {x, y});
      TapeExpansion recorded =
          TapeObjective.of(
                  4,
                  w -> f.apply(w[0].multiply(w[2]), w[1].multiply(w[3])).multiply(w[3].getReal()))
              .expandAt(new double[] {x, y, p, q});
      double[] g = recorded.gradient();
      double[] hv = recorded.hessian().times(new double[] {0.7, -1.3, 0, 0});
      double scale = 1 + Math.abs(g[0]) + Math.abs(g[1]) + Math.abs(hv[0]) + Math.abs(hv[1]);
      assertEquals(recorded.value(), carried.value(), 1e-12 * scale);
      assertArrayEquals(new double[] {g[0], g[1]}, carried.gradient(), 1e-12 * scale);
      assertArrayEquals(
          new double[] {hv[0], hv[1]},
          carried.hessian().times(new double[] {0.7, -1.3}),
          1e-12 * scale);
    }
  }

  /** Each derivative is a double, the product of its first two factors none. */
  @Test
  void factorsTooLargeOrSmallTogetherAreRecorded() {
    TapeObjective large =
        TapeObjective.of(1, x -> x[0].multiply(1e200).multiply(1e200).multiply(1e-300));
    assertEquals(1e100, large.expandAt(new double[] {1e-200}).gradient()[0], 1e88);
    TapeObjective small =
        TapeObjective.of(1, x -> x[0].multiply(1e-200).divide(1e200).multiply(1e300));
    assertEquals(1e-100, small.expandAt(new double[] {1e250}).gradient()[0], 1e-112);
  }

  @Test
  void aZeroFactorCutsTheDependence() {
    TapeObjective f =
        TapeObjective.of(1, x -> x[0].multiply(0).add(x[0].multiply(Var.constant(0))));
    assertEquals(0, f.expandAt(new double[] {3}).operations());
    assertArrayEquals(new double[] {0}, f.expandAt(new double[] {3}).gradient());
  }
}
