package org.roperator.solve;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.roperator.solve.StoppingRule.iterations;
import static org.roperator.solve.StoppingRule.residualBelow;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.roperator.contract.Refusals;
import org.roperator.internal.Vectors;
import org.roperator.operator.SymmetricOperator;
import org.roperator.solve.CgResult.NegativeCurvature;

class ConjugateGradientTest {

  /** Two or three steps on numbers of order one: a few units in the last place. */
  private static final double ROUNDING = 1e-14;

  private static final SymmetricOperator INDEFINITE =
      SymmetricOperator.diagonal(new double[] {3, -1});

  @Test
  void solvesTheTwoByTwoSystemOfTheTextbooks() {
    SymmetricOperator a = SymmetricOperator.symmetric(new double[][] {{4, 1}, {1, 3}});
    CgResult result =
        ConjugateGradient.until(residualBelow(1e-12))
            .withStart(new double[] {2, 1})
            .solve(a, new double[] {1, 2});
    assertArrayEquals(new double[] {1.0 / 11, 7.0 / 11}, result.solution(), ROUNDING);
    assertEquals(CgOutcome.RESIDUAL_REACHED, result.outcome());
    assertEquals(2, result.iterations());
    assertEquals(3, result.products());
  }

  @Test
  void solvesForTheColumnsOfAnInverse() {
    SymmetricOperator a =
        SymmetricOperator.symmetric(new double[][] {{5, 1, 1}, {1, 4, 1}, {1, 1, 3}});
    double[][] inverse = {{0.22, -0.04, -0.06}, {-0.04, 0.28, -0.08}, {-0.06, -0.08, 0.38}};
    for (int j = 0; j < 3; j++) {
      double[] unit = new double[3];
      unit[j] = 1;
      CgResult result = ConjugateGradient.until(residualBelow(1e-12)).solve(a, unit);
      assertArrayEquals(inverse[j], result.solution(), ROUNDING);
    }
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

  @Test
  void oneUnknownTakesOneStep() {
    CgResult result =
        ConjugateGradient.until(residualBelow(1e-15))
            .solve(SymmetricOperator.diagonal(new double[] {4}), new double[] {6});
    assertArrayEquals(new double[] {1.5}, result.solution());
    assertEquals(1, result.iterations());
    assertEquals(-4.5, result.model());
    assertArrayEquals(new double[] {0, -4.5}, result.modelHistory());
  }

  @Test
  void zeroRightHandSideGivesZeroWithoutAProduct() {
    CgResult result =
        ConjugateGradient.until(iterations(5))
            .withStart(new double[] {3, 4})
            .withStoredIterates(IterateGrid.geometric(5, 1.3))
            .solve(INDEFINITE, new double[2]);
    assertEquals(CgOutcome.RESIDUAL_REACHED, result.outcome());
    assertArrayEquals(new double[2], result.solution());
    assertEquals(0, result.products());
    assertEquals(0, result.iterations());
    assertEquals(0, result.model());
    assertEquals(0, result.residualNorm());
    assertEquals(1, result.storedIterates().size());
  }

  @Test
  void exactStartIsKeptWithoutAStepEvenAgainstAMinimum() {
    CgResult result =
        ConjugateGradient.until(iterations(5))
            .atLeastIterations(3)
            .withStart(new double[] {1, 2})
            .solve(SymmetricOperator.diagonal(new double[] {2, 3}), new double[] {2, 6});
    assertEquals(CgOutcome.RESIDUAL_REACHED, result.outcome());
    assertArrayEquals(new double[] {1, 2}, result.solution());
    assertEquals(0, result.iterations());
    assertEquals(1, result.products());
    assertEquals(-7, result.model());
  }

  @Test
  void singularSystemIsSolvedWhereItHasASolution() {
    // The Laplacian of a path of three; constants are its null space.
    SymmetricOperator a =
        SymmetricOperator.symmetric(new double[][] {{1, -1, 0}, {-1, 2, -1}, {0, -1, 1}});
    CgResult result =
        ConjugateGradient.until(StoppingRule.relativeProgressBelow(5e-4).or(iterations(50)))
            .solve(a, new double[] {1, 0, -1});
    assertEquals(CgOutcome.RESIDUAL_REACHED, result.outcome());
    assertArrayEquals(new double[] {1, 0, -1}, result.solution(), ROUNDING);
    CgResult diagonal =
        ConjugateGradient.until(residualBelow(1e-12))
            .withStart(new double[] {0, 5, 0})
            .solve(SymmetricOperator.diagonal(new double[] {2, 0, 3}), new double[] {2, 0, 6});
    assertArrayEquals(new double[] {1, 5, 2}, diagonal.solution(), ROUNDING);
  }

  /** What A maps to zero stays as it was, whatever the sizes of A and b. */
  @Test
  void startInTheNullSpaceIsKeptAtAnyScale() {
    for (double size : new double[] {1e-250, 1e-100, 1, 1e100, 1e250}) {
      for (double right : new double[] {1e-250, 1, 1e250}) {
        double x = right / size;
        if (x == 0 || Double.isInfinite(x)) {
          continue;
        }
        CgResult result =
            ConjugateGradient.until(residualBelow(1e-12))
                .withStart(new double[] {0, 5})
                .solve(SymmetricOperator.diagonal(new double[] {size, 0}), new double[] {right, 0});
        assertEquals(CgOutcome.RESIDUAL_REACHED, result.outcome(), size + ", " + right);
        assertArrayEquals(new double[] {x, 5}, result.solution(), ROUNDING * Math.max(5, x));
        assertEquals(5, result.solution()[1], 5 * ROUNDING, size + ", " + right);
      }
    }
  }

  @Test
  void negativeCurvatureComesBackWithItsDirectionAndTheIterateBefore() {
    // p₀ = (1, 1), pᵀAp = 2, x₁ = (1, 1), r₁ = (−2, 2), β = 4, p₁ = (2, 6), pᵀAp = 12 − 36.
    CgResult result =
        ConjugateGradient.until(iterations(5))
            .withStoredIterates(IterateGrid.geometric(5, 1.3))
            .solve(INDEFINITE, new double[] {1, 1});
    assertEquals(CgOutcome.NEGATIVE_CURVATURE, result.outcome());
    assertArrayEquals(new double[] {1, 1}, result.solution());
    assertEquals(1, result.iterations());
    assertEquals(2, result.products());
    assertEquals(-1, result.model());
    NegativeCurvature found = result.negativeCurvature().orElseThrow();
    assertArrayEquals(new double[] {2, 6}, found.direction());
    assertEquals(-24, found.curvature());
    assertTrue(result.reason().contains("-24"), result.reason());
    assertEquals(1, result.storedIterates().size());
    assertEquals(1, result.storedIterates().get(0).iteration());
  }

  @Test
  void zeroCurvatureCountsAsNegativeAndKeepsTheStart() {
    CgResult result =
        ConjugateGradient.until(iterations(5))
            .solve(SymmetricOperator.diagonal(new double[] {1, -1}), new double[] {1, 1});
    assertEquals(CgOutcome.NEGATIVE_CURVATURE, result.outcome());
    assertArrayEquals(new double[2], result.solution());
    assertEquals(0, result.negativeCurvature().orElseThrow().curvature());
    assertArrayEquals(new double[] {1, 1}, result.negativeCurvature().orElseThrow().direction());
  }

  @Test
  void definiteSystemsShowNoNegativeCurvature() {
    CgResult result =
        ConjugateGradient.until(iterations(1))
            .solve(SymmetricOperator.identity(2), new double[] {1, 1});
    assertEquals(Optional.empty(), result.negativeCurvature());
  }

  @Test
  void productThatIsNotFiniteIsNamedAndTheIterateBeforeKept() {
    for (double bad : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
      AtomicInteger calls = new AtomicInteger();
      SymmetricOperator broken =
          SymmetricOperator.of(
              3,
              (v, out) -> {
                for (int i = 0; i < 3; i++) {
                  out[i] = (i + 1) * v[i];
                }
                if (calls.incrementAndGet() == 2) {
                  out[1] = bad;
                }
              });
      CgResult result =
          ConjugateGradient.until(iterations(9)).solve(broken, new double[] {1, 1, 1});
      assertEquals(CgOutcome.NOT_FINITE, result.outcome());
      assertEquals(
          "Product 2, after 1 iterations, has the entry " + bad + " at index 1.", result.reason());
      assertEquals(1, result.iterations());
      // α = 3 / (1 + 2 + 3).
      assertArrayEquals(new double[] {0.5, 0.5, 0.5}, result.solution());
    }
  }

  @Test
  void startWhoseProductIsNotFiniteIsNamedAndKept() {
    SymmetricOperator broken = SymmetricOperator.of(1, (v, out) -> out[0] = Double.NaN);
    CgResult result =
        ConjugateGradient.until(iterations(9))
            .withStart(new double[] {7})
            .solve(broken, new double[] {1});
    assertEquals(CgOutcome.NOT_FINITE, result.outcome());
    assertTrue(result.reason().contains("Product 1, after 0 iterations"), result.reason());
    assertArrayEquals(new double[] {7}, result.solution());
  }

  @Test
  void solutionsBeyondTheLargestDoubleAreNamed() {
    SymmetricOperator tiny = SymmetricOperator.diagonal(new double[] {1e-300});
    CgResult overflow = ConjugateGradient.until(iterations(9)).solve(tiny, new double[] {1e100});
    assertEquals(CgOutcome.NOT_FINITE, overflow.outcome());
    assertTrue(overflow.reason().contains("larger than the largest double"), overflow.reason());
    for (double size : new double[] {1e-200, 1e200}) {
      CgResult result =
          ConjugateGradient.until(iterations(9))
              .solve(SymmetricOperator.identity(1), new double[] {size});
      assertEquals(CgOutcome.RESIDUAL_REACHED, result.outcome());
      assertArrayEquals(new double[] {size}, result.solution(), 0);
    }
  }

  @Test
  void inconsistentSystemsEndWithTheirNullDirection() {
    // The Laplacian of a ring: constants are its null space, and b has a part along them.
    for (int n : new int[] {3, 10, 101, 1000}) {
      SymmetricOperator ring =
          SymmetricOperator.of(
              n,
              (v, out) -> {
                for (int i = 0; i < n; i++) {
                  out[i] = 2 * v[i] - v[(i + 1) % n] - v[(i + n - 1) % n];
                }
              });
      double[] b = new double[n];
      for (int i = 0; i < n; i++) {
        b[i] = 0.25 + Math.sin(1.7 * i * i);
      }
      CgResult result = ConjugateGradient.until(residualBelow(1e-12)).solve(ring, b);
      assertTrue(
          result.outcome() == CgOutcome.INCONSISTENT
              || result.outcome() == CgOutcome.NEGATIVE_CURVATURE,
          result::toString);
      double[] direction = result.negativeCurvature().orElseThrow().direction();
      double alongConstants = Math.abs(Arrays.stream(direction).sum()) / Math.sqrt(n);
      assertEquals(1, alongConstants / Vectors.norm(direction), 1e-4, "the null direction");
      assertTrue(Vectors.norm(result.solution()) < 1e18, result::toString);
      assertTrue(result.iterations() < 20 * n, result::toString);
    }
  }

  @Test
  void severalRightHandSidesAreSolvedAsOneByOne() {
    int n = 60;
    double[] spectrum = new double[n];
    for (int i = 0; i < n; i++) {
      spectrum[i] = 1 + i % 6;
    }
    List<Integer> counts = new ArrayList<>();
    SymmetricOperator diagonal = SymmetricOperator.diagonal(spectrum);
    SymmetricOperator a =
        new SymmetricOperator() {
          @Override
          public int dimension() {
            return n;
          }

          @Override
          public void apply(double[] v, double[] out) {
            diagonal.apply(v, out);
          }

          @Override
          public void applyAll(double[][] vs, double[][] outs) {
            counts.add(vs.length);
            diagonal.applyAll(vs, outs);
          }
        };
    double[][] bs = new double[5][n];
    for (int i = 0; i < n; i++) {
      bs[0][i] = 1;
      bs[1][i] = i % 6 == 0 ? 3 : 0; // one eigenvalue: one iteration
      bs[3][i] = i % 6 < 2 ? Math.cos(i) : 0; // two
      bs[4][i] = Math.sin(i);
    }
    for (ConjugateGradient solver :
        new ConjugateGradient[] {
          ConjugateGradient.until(residualBelow(1e-12)),
          ConjugateGradient.until(residualBelow(1e-12)).withStart(spectrum),
          ConjugateGradient.until(residualBelow(1e-12)).withPreconditioner(bs[0])
        }) {
      counts.clear();
      List<CgResult> all = solver.solveAll(a, bs);
      assertEquals(5, all.size());
      long products = 0;
      for (int j = 0; j < 5; j++) {
        CgResult one = solver.solve(a, bs[j]);
        assertArrayEquals(one.solution(), all.get(j).solution(), 0);
        assertArrayEquals(one.modelHistory(), all.get(j).modelHistory(), 0);
        assertEquals(one.outcome(), all.get(j).outcome());
        products += one.products();
        for (int i = 0; i < n; i++) {
          assertEquals(bs[j][i] / spectrum[i], all.get(j).solution()[i], 1e-11);
        }
      }
      assertEquals(products, counts.stream().mapToInt(Integer::intValue).sum());
      for (int i = 1; i < counts.size(); i++) {
        assertTrue(counts.get(i) <= counts.get(i - 1), "what has ended drops out: " + counts);
      }
    }
    counts.clear();
    ConjugateGradient.until(residualBelow(1e-12)).solveAll(a, bs);
    assertEquals(List.of(4, 3), counts.subList(0, 2), "zero asks for nothing");
    assertEquals(List.of(), ConjugateGradient.until(iterations(1)).solveAll(a, new double[0][]));
    Refusals.assertRefused(
        () -> ConjugateGradient.until(iterations(1)).solveAll(a, new double[][] {bs[0], {1, 2}}),
        "Right-hand side 1 has length 2",
        "dimension 60");
  }

  @Test
  void preconditionerThatIsNotPositiveIsNamed() {
    SymmetricOperator inverse = SymmetricOperator.diagonal(new double[] {1, -3});
    CgResult result =
        ConjugateGradient.until(iterations(9))
            .withPreconditionerInverse(inverse)
            .solve(SymmetricOperator.identity(2), new double[] {1, 1});
    assertEquals(CgOutcome.PRECONDITIONER_NOT_POSITIVE, result.outcome());
    assertTrue(result.reason().contains("-2.0"), result.reason());
    CgResult singular =
        ConjugateGradient.until(iterations(9))
            .withPreconditionerInverse(SymmetricOperator.zero(2))
            .solve(SymmetricOperator.identity(2), new double[] {1, 1});
    assertEquals(CgOutcome.PRECONDITIONER_NOT_POSITIVE, singular.outcome());
    CgResult notANumber =
        ConjugateGradient.until(iterations(9))
            .withPreconditionerInverse(SymmetricOperator.of(1, (v, out) -> out[0] = Double.NaN))
            .solve(SymmetricOperator.identity(1), new double[] {1});
    assertEquals(CgOutcome.NOT_FINITE, notANumber.outcome());
  }

  @Test
  void whoeverWaitsMayCancel() {
    AtomicInteger asked = new AtomicInteger();
    CgResult result =
        ConjugateGradient.until(StoppingRule.cancelledWhen(() -> asked.incrementAndGet() == 3))
            .solve(
                SymmetricOperator.diagonal(new double[] {1, 2, 3, 4}), new double[] {1, 1, 1, 1});
    assertEquals(CgOutcome.CANCELLED, result.outcome());
    assertEquals(2, result.iterations());
  }

  @Test
  void ruleIsNotAskedBeforeTheMinimum() {
    SymmetricOperator a = SymmetricOperator.diagonal(new double[] {1, 2, 3, 4, 5});
    double[] b = {1, 1, 1, 1, 1};
    CgResult result = ConjugateGradient.until(iterations(1)).atLeastIterations(3).solve(a, b);
    assertEquals(3, result.iterations());
    assertEquals(CgOutcome.ITERATION_LIMIT, result.outcome());
    assertEquals(
        1, ConjugateGradient.until(iterations(1)).atLeastIterations(0).solve(a, b).iterations());
  }

  @Test
  void progressRuleStopsASolveAtTheFirstIterationThatFulfilsIt() {
    double[] spectrum = new double[500];
    double[] b = new double[500];
    for (int i = 0; i < spectrum.length; i++) {
      spectrum[i] = Math.pow(10, -4.0 * i / spectrum.length);
      b[i] = 1;
    }
    CgResult result =
        ConjugateGradient.until(StoppingRule.relativeProgressBelow(5e-4).or(iterations(500)))
            .solve(SymmetricOperator.diagonal(spectrum), b);
    assertEquals(CgOutcome.PROGRESS_STALLED, result.outcome());
    double[] model = result.modelHistory();
    int end = result.iterations();
    assertTrue(end > 20, () -> "only " + end + " iterations");
    for (int i = 11; i <= end; i++) {
      int k = Math.max(10, (int) Math.ceil(0.1 * i));
      assertEquals(i == end, (model[i] - model[i - k]) / model[i] < k * 5e-4, "at " + i);
    }
  }

  @Test
  void solveEndsAtRoundingWhateverTheRule() {
    SymmetricOperator a = SymmetricOperator.diagonal(new double[] {1, 2, 3});
    CgResult result = ConjugateGradient.until(iterations(1000)).solve(a, new double[] {1, 1, 1});
    assertEquals(CgOutcome.RESIDUAL_REACHED, result.outcome());
    assertTrue(result.iterations() <= 6, () -> result.iterations() + " iterations");
    assertArrayEquals(new double[] {1, 0.5, 1.0 / 3}, result.solution(), ROUNDING);
  }

  @Test
  void iterationsAllocateNothing() {
    int n = 4000;
    double[] spectrum = new double[n];
    double[] b = new double[n];
    for (int i = 0; i < n; i++) {
      spectrum[i] = 1 + i;
      b[i] = 1;
    }
    SymmetricOperator a = SymmetricOperator.diagonal(spectrum);
    long few = 0;
    long many = 0;
    for (int warm = 0; warm < 3; warm++) {
      few = allocatedBySolving(a, b, 20);
      many = allocatedBySolving(a, b, 60);
    }
    // Forty more iterations cost less than half a vector; history starts with room for 64.
    assertTrue(many - few < 4L * n, few + " bytes, then " + many);
  }

  private static long allocatedBySolving(SymmetricOperator a, double[] b, int limit) {
    com.sun.management.ThreadMXBean threads =
        (com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean();
    long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
    CgResult result = ConjugateGradient.until(iterations(limit)).solve(a, b);
    long after = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
    assertEquals(limit, result.iterations());
    return after - before;
  }

  @Test
  void resultsAndSettingsKeepNoArrayOfTheirCaller() {
    double[] b = {2, 6};
    double[] x0 = {0, 0};
    double[] m = {1, 1};
    SymmetricOperator a = SymmetricOperator.diagonal(new double[] {2, 3});
    ConjugateGradient solver =
        ConjugateGradient.until(residualBelow(1e-12)).withStart(x0).withPreconditioner(m);
    x0[0] = Double.NaN;
    m[0] = -1;
    CgResult result = solver.solve(a, b);
    assertArrayEquals(new double[] {2, 6}, b);
    result.solution()[0] = 99;
    result.modelHistory()[0] = 99;
    assertArrayEquals(new double[] {1, 2}, result.solution(), ROUNDING);
    assertEquals(0, result.modelHistory()[0]);
  }

  @Test
  void badArgumentsAreRefusedAtTheDoor() {
    ConjugateGradient solver = ConjugateGradient.until(iterations(3));
    SymmetricOperator a = SymmetricOperator.identity(2);
    double[] b = {1, 1};
    Refusals.assertRefused(() -> solver.solve(a, new double[3]), "right-hand side", 3, 2);
    Refusals.assertRefused(() -> solver.solve(a, new double[] {1, Double.NaN}), "NaN", "index 1");
    Refusals.assertRefused(() -> solver.withStart(new double[5]).solve(a, b), "start", 5, 2);
    Refusals.assertRefused(() -> solver.withStart(new double[] {Double.NaN}), "start", "NaN");
    Refusals.assertRefused(
        () -> solver.withPreconditioner(new double[] {1, 1, 1}).solve(a, b),
        "preconditioner",
        3,
        2);
    Refusals.assertRefused(
        () -> solver.withPreconditionerInverse(SymmetricOperator.identity(4)).solve(a, b),
        "preconditioner",
        4,
        2);
    Refusals.assertRefused(
        () -> solver.withPreconditioner(new double[] {1, 0}), "Entry 1", "preconditioner", "0.0");
    Refusals.assertRefused(() -> solver.atLeastIterations(-1), "-1");
  }

  @Test
  void outcomesExplainThemselves() {
    Set<String> explanations = new HashSet<>();
    for (CgOutcome outcome : CgOutcome.values()) {
      assertTrue(outcome.explanation().length() > 10, outcome.name());
      explanations.add(outcome.explanation());
    }
    assertEquals(CgOutcome.values().length, explanations.size());
    CgResult result =
        ConjugateGradient.until(iterations(1))
            .solve(SymmetricOperator.diagonal(new double[] {1, 3}), new double[] {1, 1});
    // x = (½, ½), r = (½, −½), ψ = ½ − 1.
    assertEquals(
        "ITERATION_LIMIT: After 1 iterations the residual is 0.500 of the right-hand side"
            + " and ψ is -0.500000.",
        result.toString());
  }

  /** ‖b‖ beyond the doubles, and a residual below the smallest: the ratio is judged. */
  @Test
  void normsBeyondTheDoublesAreNoSuccess() {
    ConjugateGradient cg = ConjugateGradient.until(StoppingRule.residualBelow(1e-10));
    CgResult large = cg.solve(SymmetricOperator.identity(2), new double[] {1.7e308, 1.7e308});
    assertEquals(CgOutcome.RESIDUAL_REACHED, large.outcome());
    assertArrayEquals(new double[] {1.7e308, 1.7e308}, large.solution(), 1e294);
    // After one step the residual is a third of b: (⅓, −⅓) of (1, 1).
    CgResult small =
        ConjugateGradient.until(StoppingRule.residualBelow(0.1))
            .solve(
                SymmetricOperator.diagonal(new double[] {1, 2}),
                new double[] {Double.MIN_VALUE, Double.MIN_VALUE});
    assertEquals(CgOutcome.RESIDUAL_REACHED, small.outcome());
    assertEquals(2, small.iterations());
  }

  @Test
  void aCancellationDoesNotWaitForTheFewestIterations() {
    AtomicInteger products = new AtomicInteger();
    double[] diagonal = new double[300];
    Arrays.setAll(diagonal, i -> i + 1);
    SymmetricOperator plain = SymmetricOperator.diagonal(diagonal);
    SymmetricOperator counted =
        SymmetricOperator.of(
            300,
            (v, out) -> {
              products.incrementAndGet();
              plain.apply(v, out);
            });
    double[] b = new double[300];
    Arrays.fill(b, 1);
    CgResult result =
        ConjugateGradient.until(
                StoppingRule.cancelledWhen(() -> products.get() >= 3)
                    .or(StoppingRule.iterations(10)))
            .atLeastIterations(250)
            .solve(counted, b);
    assertEquals(CgOutcome.CANCELLED, result.outcome());
    assertEquals(3, result.iterations());
  }
}
