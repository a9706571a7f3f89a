package org.roperator.optimize;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.roperator.function.FiniteSum;
import org.roperator.function.Objective;
import org.roperator.operator.SymmetricOperator;
import org.roperator.solve.CgResult.NegativeCurvature;
import org.roperator.solve.CgResult.StoredIterate;
import org.roperator.solve.ConjugateGradient;
import org.roperator.solve.IterateGrid;
import org.roperator.solve.StoppingRule;

/** Each piece of Hessian-free optimization against its written rule, in numbers. */
class HessianFreePiecesTest {

  private static final Damping DAMPING = Damping.standard();

  private static Damping.Level level(double lambda, double smallest) {
    return new Damping.Level(lambda, smallest, DAMPING);
  }

  private static final double ROUNDING = 1e-14;

  @Test
  void dampingRisesByHalfWherePoorAndFallsByAThirdWhereGood() {
    double[][] rhoAndLambda = {
      {Double.NEGATIVE_INFINITY, 12},
      {-1, 12},
      {0.2499, 12},
      {0.25, 8},
      {0.5, 8},
      {0.75, 8},
      {0.7501, 16.0 / 3},
      {1.2, 16.0 / 3},
      {Double.NaN, 12}
    };
    for (double[] row : rhoAndLambda) {
      Damping.Level after = level(8, 1e-3).after(row[0]);
      assertEquals(row[1], after.lambda(), ROUNDING, () -> "after ρ = " + row[0]);
    }
    assertEquals(12, level(8, 1e-3).raised().lambda());
  }

  @Test
  void dampingStaysWithinItsBounds() {
    assertEquals(1e-15, level(1.1e-15, 1e-15).after(1).lambda());
    assertEquals(Double.MAX_VALUE, level(Double.MAX_VALUE, 1).raised().lambda());
    Damping half = DAMPING.withInitial(0.5);
    assertEquals(new Damping.Level(4, 8e-15, half), half.level(8));
    // Below the normal doubles λ would lose its digits, or be zero.
    assertEquals(
        new Damping.Level(Double.MIN_NORMAL, Double.MIN_NORMAL, half),
        half.level(Double.MIN_NORMAL));
    assertEquals(Double.MAX_VALUE, DAMPING.withInitial(9).level(Double.MAX_VALUE).lambda());
  }

  @Test
  void sizeOfACurvatureIsTakenAlongTheGradient() {
    for (double unit : new double[] {1e-150, 1, 1e150}) {
      // C = diag(3, 4), g = (3, 4): Cg = (9, 16).
      SymmetricOperator c = SymmetricOperator.diagonal(new double[] {3 * unit, 4 * unit});
      double[] g = {3 * unit, 4 * unit};
      assertEquals(
          Math.sqrt(81 + 256) / 5, CurvatureScale.of(c, g, new double[] {7, 7}) / unit, ROUNDING);
      // Without a curvature along g the parameters have to say what is far: ‖g‖ = 5, ‖w‖ = 10.
      for (double none : new double[] {0, Double.NaN, Double.POSITIVE_INFINITY}) {
        SymmetricOperator flat = SymmetricOperator.of(2, (v, out) -> Arrays.fill(out, none));
        assertEquals(0.5, CurvatureScale.of(flat, g, new double[] {6, 8}) / unit, ROUNDING);
        assertEquals(5, CurvatureScale.of(flat, g, new double[2]) / unit, ROUNDING);
      }
    }
  }

  /** Of one example d = g², here (9, 16)·4⁻ᵏ: the largest, of sum 25, is to have the sum s = 50. */
  @Test
  void preconditionerHasTheSizeOfTheCurvature() {
    for (double unit : new double[] {1e-150, 1, 1e150}) {
      for (double half : new double[] {1, 0.5}) {
        double[] g = {3 * unit * half, 4 * unit * half};
        Objective linear =
            Objective.quadratic(SymmetricOperator.zero(2), new double[] {-g[0], -g[1]});
        GradientInfo slope = new GradientInfo(g, FiniteSum.ofOne(linear).expandAt(new double[2]));
        double largest = 25 * unit * unit;
        assertEquals(largest * half * half, slope.sumOfMeanSquares(), ROUNDING * largest);
        double[] m = slope.preconditioner(50 * unit, largest, 7 * unit, 1);
        assertArrayEquals(
            new double[] {18 * half * half + 7, 32 * half * half + 7},
            new double[] {m[0] / unit, m[1] / unit},
            40 * ROUNDING);
      }
    }
    GradientInfo flat =
        new GradientInfo(
            new double[2],
            FiniteSum.ofOne(Objective.quadratic(SymmetricOperator.zero(2), new double[2]))
                .expandAt(new double[2]));
    assertArrayEquals(new double[] {7, 7}, flat.preconditioner(50, 0, 7, 1));
  }

  @Test
  void ratioIsTheFallOverTheFallTheModelPromised() {
    SymmetricOperator curvature = SymmetricOperator.diagonal(new double[] {2, 4});
    double[] g = {-1, -2};
    double[] p = {0.5, 0.5};
    // ½(2/4 + 4/4) − (½ + 1) = −0.75.
    assertEquals(0.8, ReductionRatio.of(1, 0.4, curvature, g, p), ROUNDING);
    assertEquals(0, ReductionRatio.of(1, 1, curvature, g, p), ROUNDING);
  }

  @Test
  void ratioIsMinusInfinityWhereTheBatchRose() {
    SymmetricOperator curvature = SymmetricOperator.identity(1);
    for (double after : new double[] {1.0001, Double.POSITIVE_INFINITY}) {
      assertEquals(
          Double.NEGATIVE_INFINITY,
          ReductionRatio.of(1, after, curvature, new double[] {-1}, new double[] {1}));
    }
  }

  @Test
  void curvatureBatchesDealOutTheExamplesInTurn() {
    LogisticRegression all = LogisticRegression.random(3, 10, 4, 0.1);
    CurvatureBatches batches = CurvatureBatches.of(all, 4);
    int[][] dealt = {{0, 4, 8}, {1, 5, 9}, {2, 6}, {3, 7}};
    double[] w = {0.3, -1, 2, 0.5};
    for (int i = 0; i < 9; i++) {
      assertEquals(dealt[i % 4].length, batches.batch(i).size());
      assertEquals(all.restrictedTo(dealt[i % 4]).value(w), batches.batch(i).value(w));
    }
  }

  @Test
  void thereAreNoMoreCurvatureBatchesThanExamples() {
    LogisticRegression three = LogisticRegression.random(3, 3, 2, 0);
    assertEquals(3, CurvatureBatches.of(three, 4).count());
    assertEquals(1, CurvatureBatches.of(three, 4).batch(5).size());
    LogisticRegression one = LogisticRegression.random(3, 1, 2, 0);
    assertSame(one, CurvatureBatches.of(one, 4).batch(7));
    assertSame(three, CurvatureBatches.of(three, 1).batch(7));
  }

  @Test
  void preconditionerIsThePowerOfTheSum() {
    // (15 + ½ + ½)^¾ = 8 and (0 + ½ + 0)^¾ = 2^(−¾).
    double[] d = {15, 0};
    double[] regularizer = {0.5, 0};
    assertArrayEquals(
        new double[] {8, 0.5946035575013605},
        DiagonalPreconditioner.of(d, regularizer, 0.5, 0.75),
        ROUNDING);
    assertArrayEquals(new double[] {1, 1}, DiagonalPreconditioner.of(d, regularizer, 0.5, 0));
  }

  @Test
  void lineSearchShrinksUntilTheStepGainsItsPartOfTheSlope() {
    // f = x² at 1 along −4: 9, 4.84, 2.43, 1.098, 0.408 at 0.8⁰ … 0.8⁴, against 1 − 0.08 rate.
    AtomicInteger calls = new AtomicInteger();
    LineSearch.Found found =
        search(x -> x[0] * x[0], calls, new double[] {1}, new double[] {-4}, 9, -8);
    assertEquals(0.4096, found.rate(), ROUNDING);
    assertEquals(Math.pow(1 - 4 * 0.4096, 2), found.value(), ROUNDING);
    assertEquals(4, calls.get());
    assertTrue(!found.rejected());
  }

  @Test
  void lineSearchTakesTheFullStepWithoutAnotherValue() {
    AtomicInteger calls = new AtomicInteger();
    // 0.92 = 1 − 1e-2 · 8: just enough.
    LineSearch.Found found =
        search(x -> 99, calls, new double[] {1}, new double[] {-4}, 1 - 1e-2 * 8, -8);
    assertEquals(1, found.rate());
    assertEquals(1 - 1e-2 * 8, found.value());
    assertEquals(0, calls.get());
    LineSearch.Found tooLittle =
        search(x -> 0, calls, new double[] {1}, new double[] {-4}, 0.9201, -8);
    assertEquals(0.8, tooLittle.rate());
  }

  @Test
  void lineSearchGivesUpAfterSixtyRates() {
    for (double bad : new double[] {Double.POSITIVE_INFINITY, 2}) {
      AtomicInteger calls = new AtomicInteger();
      LineSearch.Found found =
          search(x -> bad, calls, new double[] {1}, new double[] {-4}, bad, -8);
      assertTrue(found.rejected());
      assertEquals(0, found.rate());
      assertEquals(1, found.value());
      assertEquals(59, calls.get());
    }
  }

  @Test
  void stepThatPointsUphillMustNotRaiseTheValue() {
    AtomicInteger calls = new AtomicInteger();
    assertEquals(1, search(x -> 99, calls, new double[] {1}, new double[] {1}, 1, 5).rate());
    assertEquals(
        0.8, search(x -> 0.5, calls, new double[] {1}, new double[] {1}, 1.0001, 5).rate());
  }

  private static LineSearch.Found search(
      ToDoubleFunction<double[]> f,
      AtomicInteger calls,
      double[] w,
      double[] p,
      double full,
      double slope) {
    return LineSearch.standard()
        .search(
            x -> {
              calls.incrementAndGet();
              return f.applyAsDouble(x);
            },
            w,
            1,
            p,
            full,
            slope);
  }

  @Test
  void backtrackingGoesFromTheLastIterateForAsLongAsTheValueDoesNotRise() {
    double infinity = Double.POSITIVE_INFINITY;
    assertChosen(3, 5, 4, 3, 2);
    assertChosen(1, 5, 1, 2, 3);
    // A value below lies behind a rise: it is not looked for.
    assertChosen(2, 0, 5, 2, 3);
    assertChosen(0, 1, 1, 1, 1);
    assertChosen(0, 1, 2, infinity, infinity);
    assertChosen(3, infinity, infinity, infinity, 7);
  }

  /** Asserts which of four iterates is chosen, and after how many values. */
  private static void assertChosen(int expected, double... values) {
    List<StoredIterate> stored =
        ConjugateGradient.until(StoppingRule.iterations(4))
            .withStoredIterates(IterateGrid.geometric(1, 1.2))
            .solve(
                SymmetricOperator.diagonal(new double[] {1, 2, 3, 4, 5}),
                new double[] {1, 1, 1, 1, 1})
            .storedIterates();
    AtomicInteger calls = new AtomicInteger();
    double[] w = {3, 1, 4, 1, 5};
    ToDoubleFunction<double[]> f =
        at -> {
          calls.incrementAndGet();
          for (int k = 0; k < stored.size(); k++) {
            double[] x = stored.get(k).x();
            for (int i = 0; i < x.length; i++) {
              x[i] += w[i];
            }
            if (Arrays.equals(x, at)) {
              return values[k];
            }
          }
          throw new AssertionError("a point that is no stored iterate");
        };
    CgBacktracking.Choice choice = CgBacktracking.choose(f, w, stored);
    assertEquals(expected + 1, choice.iterate().iteration());
    assertEquals(values[expected], choice.value());
    // One value each for the iterates from the last to one before the chosen, if there is one.
    assertEquals(Math.min(4, 4 - expected + 1), calls.get());
  }

  @Test
  void negativeCurvatureStepPointsDownhillAtTheLengthOfTheAbsoluteCurvature() {
    // p = 1 with pᵀ(C + λ)p = −3 and λ = 1, so pᵀCp = −4: s = 2 / (4 + 1).
    NegativeCurvature down = found(new double[] {-3}, 1);
    assertArrayEquals(
        new double[] {0.4}, NegativeCurvatureStep.of(down, new double[] {-2}, 1), ROUNDING);
    assertArrayEquals(
        new double[] {-0.4}, NegativeCurvatureStep.of(down, new double[] {2}, 1), ROUNDING);
    // p = (1, 1), damped curvature 0, λ‖p‖² = 1: s = p · 2 / 2.
    NegativeCurvature flat = found(new double[] {1, -1}, 1, 1);
    assertArrayEquals(
        new double[] {1, 1}, NegativeCurvatureStep.of(flat, new double[] {-1, -1}, 0.5), ROUNDING);
  }

  private static NegativeCurvature found(double[] diagonal, double... b) {
    return ConjugateGradient.until(StoppingRule.iterations(3))
        .solve(SymmetricOperator.diagonal(diagonal), b)
        .negativeCurvature()
        .orElseThrow();
  }

  @Test
  void pointThatOverflowedHasAnInfiniteValueThatCostsNothing() {
    EvaluationCounter meter = new EvaluationCounter();
    LogisticRegression f = LogisticRegression.random(1, 5, 2, 0);
    assertEquals(
        Double.POSITIVE_INFINITY, meter.value(f, new double[] {1, Double.NEGATIVE_INFINITY}));
    assertEquals(0, meter.evaluations());
    assertEquals(f.value(new double[] {1, 2}), meter.value(f, new double[] {1, 2}));
    assertEquals(1, meter.evaluations());
  }
}
