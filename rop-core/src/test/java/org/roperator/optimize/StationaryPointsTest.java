package org.roperator.optimize;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.roperator.function.Expansion;
import org.roperator.function.Objective;
import org.roperator.operator.SymmetricOperator;
import org.roperator.optimize.rule.Adam;
import org.roperator.optimize.rule.GradientDescent;
import org.roperator.optimize.smooth.LimitedMemoryBfgs;
import org.roperator.optimize.smooth.NewtonConjugateGradient;

/** Where runs end that start, pass or end at other places than plain minima. */
class StationaryPointsTest {

  private static final HessianFree NEWTON =
      HessianFree.standard().withCurvature(Curvature.hessian());

  private static final List<Optimizer> FIRST_ORDER =
      List.of(
          Epochs.standard().stepping(GradientDescent.ofRate(0.1)),
          Epochs.standard().stepping(Adam.ofRate(0.1)));

  private interface Function {
    double at(double x, double y);
  }

  private interface Derivatives {
    double[] at(double x, double y);
  }

  /** A function of two numbers; derivatives are x, y, xx, xy, yy. */
  private record Written(Function f, Derivatives d) implements Objective {

    @Override
    public int dimension() {
      return 2;
    }

    @Override
    public double value(double[] w) {
      return f.at(w[0], w[1]);
    }

    @Override
    public Expansion expandAt(double[] w) {
      double[] d = this.d.at(w[0], w[1]);
      return Expansion.of(
          f.at(w[0], w[1]),
          new double[] {d[0], d[1]},
          SymmetricOperator.symmetric(new double[][] {{d[2], d[3]}, {d[3], d[4]}}));
    }
  }

  /** {@code x² − y² + y⁴/4}: a saddle at 0, minima of value −1 at (0, ±√2). */
  private static Objective doubleWell(double scale) {
    return new Written(
        (x, y) -> scale * (x * x - y * y + y * y * y * y / 4),
        (x, y) ->
            new double[] {
              scale * 2 * x, scale * (y * y * y - 2 * y), scale * 2, 0, scale * (3 * y * y - 2)
            });
  }

  @Test
  void saddlesAndMaximaAreLeft() {
    OptimizationResult saddle = NEWTON.minimize(doubleWell(1), new double[2]);
    assertEquals(OptimizationOutcome.CONVERGED, saddle.outcome(), saddle::toString);
    assertEquals(-1, saddle.value(), 1e-12);
    assertArrayEquals(
        new double[] {0, Math.sqrt(2)},
        new double[] {saddle.parameters()[0], Math.abs(saddle.parameters()[1])},
        1e-8);
    // cos x + cos y at its maximum: the minima have value −2.
    Objective waves =
        new Written(
            (x, y) -> Math.cos(x) + Math.cos(y),
            (x, y) -> new double[] {-Math.sin(x), -Math.sin(y), -Math.cos(x), 0, -Math.cos(y)});
    OptimizationResult maximum = NEWTON.minimize(waves, new double[2]);
    assertEquals(OptimizationOutcome.CONVERGED, maximum.outcome(), maximum::toString);
    assertEquals(-2, maximum.value(), 1e-12);
  }

  @Test
  void lineSearchesLeaveSaddlesAndNameDescentWithoutEnd() {
    for (Optimizer method :
        List.of(LimitedMemoryBfgs.standard(), NewtonConjugateGradient.standard())) {
      OptimizationResult saddle = method.minimize(doubleWell(1), new double[2]);
      assertEquals(OptimizationOutcome.CONVERGED, saddle.outcome(), saddle::toString);
      assertEquals(-1, saddle.value(), 1e-12);
      Objective ridge =
          new Written((x, y) -> x * x - y * y, (x, y) -> new double[] {2 * x, -2 * y, 2, 0, -2});
      Objective slope = new Written((x, y) -> x - 2 * y, (x, y) -> new double[] {1, -2, 0, 0, 0});
      for (Objective f : List.of(ridge, slope)) {
        OptimizationResult result = method.minimize(f, new double[] {1, 1});
        assertEquals(OptimizationOutcome.UNBOUNDED, result.outcome(), result::toString);
      }
      OptimizationResult near =
          method.minimize(
              new Written(
                  (x, y) -> 5 + (x - 1) * (x - 1) + y * y,
                  (x, y) -> new double[] {2 * (x - 1), 2 * y, 2, 0, 2}),
              new double[] {1 + 0x1p-50, 0});
      assertEquals(OptimizationOutcome.CONVERGED, near.outcome(), near::toString);
      assertTrue(near.iterations() <= 2, near::toString);
    }
  }

  @Test
  void methodsOfGradientsNameTheSaddleTheyStayAt() {
    for (Optimizer method : FIRST_ORDER) {
      OptimizationResult result = method.minimize(doubleWell(1), new double[2]);
      assertEquals(OptimizationOutcome.SADDLE_POINT, result.outcome(), result::toString);
      assertTrue(result.reason().contains("curvature -"), result.reason());
      OptimizationResult bottom = method.minimize(bowl(1), new double[2]);
      assertEquals(OptimizationOutcome.CONVERGED, bottom.outcome(), bottom::toString);
    }
  }

  /** {@code s (x² + xy + y²)}. */
  private static Objective bowl(double scale) {
    return new Written(
        (x, y) -> scale * (x * x + x * y + y * y),
        (x, y) ->
            new double[] {scale * (2 * x + y), scale * (x + 2 * y), 2 * scale, scale, 2 * scale});
  }

  @Test
  void aMinimumIsNoneFoundAtTheStartBecauseNumbersAreSmall() {
    for (double scale : new double[] {1e-150, 1e-20, 1e-10, 1, 1e10, 1e20}) {
      for (double offset : new double[] {0, 1}) {
        HessianFree method =
            HessianFree.standard().withCurvature(Curvature.hessian()).withCurvatureBatches(1);
        Objective f = bowl(scale);
        Objective shifted =
            new Written((x, y) -> f.value(new double[] {x - offset, y}), derivatives(f, offset));
        OptimizationResult result = method.minimize(shifted, new double[] {3, -4});
        assertEquals(OptimizationOutcome.CONVERGED, result.outcome(), result::toString);
        assertTrue(result.iterations() > 0);
        assertArrayEquals(new double[] {offset, 0}, result.parameters(), 1e-7);
      }
      for (Optimizer method :
          List.of(
              Epochs.of(200).stepping(GradientDescent.ofRate(0.3 / scale)),
              Epochs.of(200)
                  .untilGradient(1e-9 * scale)
                  .stepping(GradientDescent.ofRate(0.3 / scale)))) {
        OptimizationResult result = method.minimize(bowl(scale), new double[] {3, -4});
        assertEquals(OptimizationOutcome.CONVERGED, result.outcome(), result::toString);
        assertArrayEquals(new double[2], result.parameters(), 1e-7);
      }
    }
  }

  private static Derivatives derivatives(Objective f, double offset) {
    return (x, y) -> {
      Expansion at = f.expandAt(new double[] {x - offset, y});
      double[] first = at.hessian().times(new double[] {1, 0});
      double[] second = at.hessian().times(new double[] {0, 1});
      return new double[] {at.gradient()[0], at.gradient()[1], first[0], first[1], second[1]};
    };
  }

  @Test
  void startsWithinRoundingOfAMinimumConverge() {
    Objective f =
        new Written(
            (x, y) -> 5 + (x - 1) * (x - 1) + y * y,
            (x, y) -> new double[] {2 * (x - 1), 2 * y, 2, 0, 2});
    OptimizationResult result = NEWTON.minimize(f, new double[] {1 + 0x1p-50, 0});
    assertEquals(OptimizationOutcome.CONVERGED, result.outcome(), result::toString);
    assertTrue(result.iterations() <= 2, result::toString);
  }

  @Test
  void descentWithoutEndIsNamed() {
    Objective ridge =
        new Written((x, y) -> x * x - y * y, (x, y) -> new double[] {2 * x, -2 * y, 2, 0, -2});
    Objective slope = new Written((x, y) -> x - 2 * y, (x, y) -> new double[] {1, -2, 0, 0, 0});
    for (Objective f : List.of(ridge, slope)) {
      OptimizationResult result = NEWTON.minimize(f, new double[] {1, 1});
      assertEquals(OptimizationOutcome.UNBOUNDED, result.outcome(), result::toString);
      assertTrue(result.value() < -1e6, result::toString);
    }
    Objective logarithm =
        new Written(
            (x, y) -> Math.log(Math.abs(x)) + y * y,
            (x, y) -> new double[] {1 / x, 2 * y, -1 / x / x, 0, 2});
    OptimizationResult pole = NEWTON.minimize(logarithm, new double[] {1, 1});
    assertTrue(pole.outcome() != OptimizationOutcome.CONVERGED, pole::toString);
    // A minimum far away is none: √(1 + x²) − x falls for ever, but slower and slower.
    OptimizationResult far =
        NEWTON.minimize(
            new Written(
                (x, y) -> 1 / (Math.hypot(1, x) + x) + y * y,
                (x, y) ->
                    new double[] {
                      x / Math.hypot(1, x) - 1, 2 * y, Math.pow(1 + x * x, -1.5), 0, 2
                    }),
            new double[] {0, 1});
    assertTrue(far.outcome() != OptimizationOutcome.UNBOUNDED, far::toString);
  }

  @Test
  void exceptionsAreMetAsInfiniteValuesAndKept() {
    IllegalStateException outside = new IllegalStateException("outside the domain");
    // Newton's full step from 3 leads to −∞ of the domain of x − ln x, whose minimum is 1.
    Objective barrier =
        new Written(
            (x, y) -> {
              if (x <= 0) {
                throw outside;
              }
              return x - Math.log(x) + y * y;
            },
            (x, y) -> new double[] {1 - 1 / x, 2 * y, 1 / x / x, 0, 2});
    HessianFree bold =
        HessianFree.standard()
            .withCurvature(Curvature.hessian())
            .withDamping(Damping.standard().withInitial(1e-9));
    OptimizationResult result = bold.minimize(barrier, new double[] {3, 1});
    assertEquals(OptimizationOutcome.CONVERGED, result.outcome(), result::toString);
    assertArrayEquals(new double[] {1, 0}, result.parameters(), 1e-8);
    assertSame(outside, result.cause().orElseThrow());
    OptimizationResult nowhere = bold.minimize(barrier, new double[] {-1, 1});
    assertEquals(OptimizationOutcome.FAILED, nowhere.outcome());
    assertSame(outside, nowhere.cause().orElseThrow());
    assertArrayEquals(new double[] {-1, 1}, nowhere.parameters());
    assertTrue(NEWTON.minimize(bowl(1), new double[2]).cause().isEmpty());
  }

  @Test
  void anExpansionThatThrowsLeavesTheLastIterate() {
    IllegalStateException full = new IllegalStateException("the disk is full");
    for (Optimizer method :
        List.of(
            NEWTON,
            Epochs.standard().stepping(GradientDescent.ofRate(0.1)),
            Epochs.standard().stepping(Adam.ofRate(0.1)))) {
      int[] expansions = {0};
      Objective bowl = bowl(1);
      Objective f =
          new Written(
              (x, y) -> bowl.value(new double[] {x, y}),
              (x, y) -> {
                if (++expansions[0] == 3) {
                  throw full;
                }
                return derivatives(bowl, 0).at(x, y);
              });
      OptimizationResult result = method.minimize(f, new double[] {3, -4});
      assertEquals(OptimizationOutcome.FAILED, result.outcome(), method.name());
      assertSame(full, result.cause().orElseThrow());
      assertTrue(result.reason().contains("the disk is full"), result.reason());
      assertTrue(result.iterations() >= 1 && result.value() < 13, result::toString);
      assertEquals(bowl.value(result.parameters()), result.value());
    }
  }
}
