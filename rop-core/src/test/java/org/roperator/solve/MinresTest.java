package org.roperator.solve;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.roperator.contract.Refusals;
import org.roperator.contract.Samples;
import org.roperator.dense.Blas;
import org.roperator.dense.LuFactorization;
import org.roperator.internal.Vectors;
import org.roperator.operator.SymmetricOperator;

class MinresTest {

  /** A few steps on numbers of order one: some units in the last place. */
  private static final double ROUNDING = 1e-13;

  private static final SymmetricOperator INDEFINITE =
      SymmetricOperator.symmetric(new double[][] {{1, 2, 0}, {2, -1, 1}, {0, 1, 3}});

  /** Counts products. */
  private static SymmetricOperator counted(SymmetricOperator a, AtomicInteger products) {
    return SymmetricOperator.of(
        a.dimension(),
        (v, out) -> {
          products.incrementAndGet();
          a.apply(v, out);
        });
  }

  /** The Laplacian of a ring: constants are its null space. */
  private static SymmetricOperator ring(int n) {
    return SymmetricOperator.of(
        n,
        (v, out) -> {
          for (int i = 0; i < n; i++) {
            out[i] = 2 * v[i] - v[(i + 1) % n] - v[(i + n - 1) % n];
          }
        });
  }

  @Test
  void solvesAnIndefiniteSystemInThreeSteps() {
    AtomicInteger products = new AtomicInteger();
    MinresResult result =
        Minres.standard().solve(counted(INDEFINITE, products), new double[] {5, 3, 11});
    assertEquals(MinresOutcome.RESIDUAL_REACHED, result.outcome());
    assertArrayEquals(new double[] {1, 2, 3}, result.solution(), ROUNDING);
    // Three steps, and one product to compute the residual anew.
    assertEquals(4, result.products());
    assertEquals(4, products.get());
    assertTrue(result.residualNorm() <= 1e-12 * Math.sqrt(155));
  }

  @Test
  void oneUnknownTakesOneStep() {
    MinresResult result =
        Minres.standard().solve(SymmetricOperator.diagonal(new double[] {-4}), new double[] {6});
    assertArrayEquals(new double[] {-1.5}, result.solution());
    assertEquals(2, result.products());
    assertEquals(0, result.residualNorm());
    assertEquals(4, result.operatorNorm());
    assertEquals(1, result.condition());
    assertEquals(
        "RESIDUAL_REACHED: After 2 products the residual is 0.00 of the right-hand side.",
        result.toString());
  }

  /** Where the vector that follows is zero, no preconditioner is blamed. */
  @Test
  void anExactEndIsOneWithAPreconditionerToo() {
    MinresResult result =
        Minres.standard()
            .withPreconditioner(new double[] {4})
            .solve(SymmetricOperator.diagonal(new double[] {-4}), new double[] {6});
    assertEquals(MinresOutcome.RESIDUAL_REACHED, result.outcome());
    assertArrayEquals(new double[] {-1.5}, result.solution());
    assertEquals(1, result.operatorNorm());
    assertEquals(2, result.products());
    double[] inconsistent = {2, 3, 4};
    MinresResult shortest =
        Minres.standard()
            .withPreconditioner(new double[] {4, 4, 4})
            .solve(SymmetricOperator.diagonal(new double[] {2, 0, -4}), inconsistent);
    assertEquals(MinresOutcome.LEAST_SQUARES, shortest.outcome());
    assertArrayEquals(new double[] {1, 0, -1}, shortest.solution(), ROUNDING);
    assertEquals(3, shortest.residualNorm(), ROUNDING);
  }

  /** α = 0 in the first step, where conjugate gradients break down. */
  @Test
  void zeroCurvatureIsNoObstacle() {
    MinresResult result =
        Minres.standard()
            .solve(SymmetricOperator.diagonal(new double[] {1, -1}), new double[] {1, 1});
    assertEquals(MinresOutcome.RESIDUAL_REACHED, result.outcome());
    assertArrayEquals(new double[] {1, -1}, result.solution(), ROUNDING);
    assertEquals(1, result.condition(), ROUNDING);
    assertEquals(1, result.operatorNorm(), ROUNDING);
  }

  @Test
  void zeroRightHandSideGivesZeroWithoutAProduct() {
    MinresResult result = Minres.standard().solve(INDEFINITE, new double[3]);
    assertEquals(MinresOutcome.RIGHT_HAND_SIDE_ZERO, result.outcome());
    assertTrue(result.outcome().isSuccess());
    assertArrayEquals(new double[3], result.solution());
    assertEquals(0, result.products());
    assertEquals(0, result.residualNorm());
    assertEquals(0, result.operatorNorm());
    assertEquals(1, result.condition());
    assertEquals("The right-hand side is zero, and so is x.", result.reason());
  }

  /** diag(2, 0, −4) with b = (2, 3, 4): A⁺b = (1, 0, −1), residual (0, 3, 0). */
  @Test
  void shortestLeastSquaresSolutionOfAnInconsistentSystem() {
    MinresResult result =
        Minres.standard()
            .solve(SymmetricOperator.diagonal(new double[] {2, 0, -4}), new double[] {2, 3, 4});
    assertEquals(MinresOutcome.LEAST_SQUARES, result.outcome());
    assertTrue(result.outcome().isSuccess());
    assertArrayEquals(new double[] {1, 0, -1}, result.solution(), ROUNDING);
    assertEquals(3, result.residualNorm(), ROUNDING);
    String end = result.reason().substring(result.reason().indexOf("and ‖Ar‖ is ") + 12);
    double normal = Double.parseDouble(end.substring(0, end.indexOf(' ')));
    assertTrue(normal <= 1e-12, result.reason());
    // 3/√29 = 0.557.
    assertTrue(result.reason().contains("the residual is 0.557 of"), result.reason());
    assertTrue(result.condition() <= 2 + ROUNDING, result::toString);
  }

  @Test
  void whatTheOperatorMapsToZeroHasTheSolutionZero() {
    for (SymmetricOperator a :
        new SymmetricOperator[] {
          SymmetricOperator.zero(2), SymmetricOperator.diagonal(new double[] {5, 0})
        }) {
      MinresResult result = Minres.standard().solve(a, new double[] {0, 3});
      assertEquals(MinresOutcome.LEAST_SQUARES, result.outcome());
      assertArrayEquals(new double[2], result.solution());
      assertEquals(1, result.products());
      assertEquals(3, result.residualNorm());
      assertEquals(0, result.operatorNorm());
      assertEquals(1, result.condition());
    }
  }

  /** Consistent: b of mean zero. Else b less its mean has the same shortest solution. */
  @Test
  void solvesTheLaplacianOfARing() {
    for (int n : new int[] {3, 10, 101, 1000}) {
      double[] b = new double[n];
      for (int i = 0; i < n; i++) {
        b[i] = 0.25 + Math.sin(1.7 * i * i);
      }
      double mean = Arrays.stream(b).sum() / n;
      double[] centered = Arrays.stream(b).map(x -> x - mean).toArray();
      // The largest eigenvalue is at most 4, the smallest but zero 2 − 2cos(2π/n).
      double condition = 2 / (1 - Math.cos(2 * Math.PI / n));
      MinresResult consistent = Minres.standard().solve(ring(n), centered);
      assertEquals(MinresOutcome.RESIDUAL_REACHED, consistent.outcome(), consistent::toString);
      MinresResult result = Minres.standard().solve(ring(n), b);
      assertEquals(MinresOutcome.LEAST_SQUARES, result.outcome(), result::toString);
      assertEquals(Math.abs(mean) * Math.sqrt(n), result.residualNorm(), 1e-9 * Math.sqrt(n));
      double[] x = result.solution();
      double size = Vectors.norm(x);
      assertEquals(0, Arrays.stream(x).sum() / Math.sqrt(n), 1e-11 * condition * size);
      double distance = Samples.relativeDistance(consistent.solution(), x);
      assertTrue(distance <= 1e-11 * condition, () -> "distance " + distance + " at " + n);
      assertTrue(result.products() < 3 * n + 20, result::toString);
      assertTrue(result.condition() <= condition * 1.01, result::toString);
    }
  }

  /** A part of 1e-6 outside the range: ‖Ar‖ ends at the rounding of the products. */
  @Test
  void whatIsAlmostConsistentIsSolvedToRounding() {
    int n = 50;
    double[] diagonal = new double[n];
    double[] x = Samples.gaussian(Samples.random(n), n);
    for (int i = 0; i < n; i++) {
      diagonal[i] = Math.pow(10, -2.0 * i / n) * (i % 2 == 0 ? 1 : -1);
    }
    diagonal[3] = 0;
    diagonal[7] = 0;
    SymmetricOperator a = SymmetricOperator.diagonal(diagonal);
    double[] b = a.times(x);
    b[3] = 1e-6;
    b[7] = -1e-7;
    x[3] = 0;
    x[7] = 0;
    MinresResult result = Minres.standard().solve(a, b);
    assertEquals(MinresOutcome.LEAST_SQUARES, result.outcome(), result::toString);
    assertTrue(Samples.relativeDistance(x, result.solution()) <= 1e-9, result::toString);
    assertEquals(Math.sqrt(1.01e-12), result.residualNorm(), 1e-13);
    assertTrue(result.products() < 600, result::toString);
  }

  /** (M Bᵀ; B 0), as in constrained minimization, against LU. */
  @Test
  void solvesSaddlePointSystems() {
    int n = 30;
    int m = 12;
    RandomGenerator random = Samples.random(11);
    double[][] rows = new double[n + m][n + m];
    for (int i = 0; i < n; i++) {
      rows[i][i] = 1 + i % 5;
      for (int k = 0; k < m; k++) {
        double entry = Samples.gaussian(random, 1)[0];
        rows[n + k][i] = entry;
        rows[i][n + k] = entry;
      }
    }
    double[] flat = new double[(n + m) * (n + m)];
    for (int i = 0; i < n + m; i++) {
      System.arraycopy(rows[i], 0, flat, i * (n + m), n + m);
    }
    double[] b = Samples.gaussian(random, n + m);
    double[] expected = b.clone();
    LuFactorization.of(n + m, flat, Blas.instance()).solve(expected, 1, new double[n + m]);
    SymmetricOperator a = SymmetricOperator.symmetric(rows);
    // Conditions below a hundred.
    assertTrue(
        Samples.relativeDistance(expected, Minres.standard().solve(a, b).solution()) <= 1e-10);
    // A preconditioner of blocks with M exact: few distinct eigenvalues, so fewer products.
    double[] diagonal = new double[n + m];
    for (int i = 0; i < n + m; i++) {
      diagonal[i] = i < n ? rows[i][i] : n / 3.0;
    }
    MinresResult preconditioned = Minres.standard().withPreconditioner(diagonal).solve(a, b);
    assertEquals(MinresOutcome.RESIDUAL_REACHED, preconditioned.outcome());
    assertTrue(Samples.relativeDistance(expected, preconditioned.solution()) <= 1e-10);
    assertTrue(preconditioned.products() < Minres.standard().solve(a, b).products());
  }

  /** Hilbert's matrix times integers, as exact sums of fractions with one denominator. */
  @Test
  void hilbertMatricesAreSolvedToTheirResidual() {
    for (int n : new int[] {3, 6, 12}) {
      double[][] rows = new double[n][n];
      double[] b = new double[n];
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < n; j++) {
          rows[i][j] = 1.0 / (i + j + 1);
          b[i] += rows[i][j];
        }
      }
      SymmetricOperator a = SymmetricOperator.symmetric(rows);
      MinresResult result = Minres.standard().solve(a, b);
      assertEquals(MinresOutcome.RESIDUAL_REACHED, result.outcome(), result::toString);
      assertTrue(result.residualNorm() <= 1e-12 * Vectors.norm(b));
      // The order of 3 has a condition of 524; the others are too ill-conditioned to say as much.
      if (n == 3) {
        assertArrayEquals(new double[] {1, 1, 1}, result.solution(), 1e-9);
      }
      assertTrue(result.condition() > 500, result::toString);
    }
  }

  @Test
  void limitsAreKept() {
    double[] diagonal = new double[50];
    double[] b = new double[50];
    for (int i = 0; i < 50; i++) {
      diagonal[i] = i % 2 == 0 ? 1 + i : -1 - i;
      b[i] = 1;
    }
    SymmetricOperator a = SymmetricOperator.diagonal(diagonal);
    for (int limit : new int[] {1, 5, 20}) {
      AtomicInteger products = new AtomicInteger();
      MinresResult result = Minres.standard().atMostProducts(limit).solve(counted(a, products), b);
      assertEquals(MinresOutcome.PRODUCT_LIMIT, result.outcome());
      assertFalse(result.outcome().isSuccess());
      assertEquals(limit + 1, result.products(), "one more to know the residual");
      assertEquals(limit + 1, products.get());
      double[] r = MinresLaws.residual(a, result.solution(), b);
      assertEquals(Vectors.norm(r), result.residualNorm(), ROUNDING);
      assertEquals(
          String.format(
              java.util.Locale.ROOT,
              "After %d products the residual is %.3g of the right-hand side.",
              limit + 1,
              Vectors.norm(r) / Math.sqrt(50)),
          result.reason());
    }
    // A step along b: x = αb with α = bᵀAb/‖Ab‖².
    double[] first = Minres.standard().atMostProducts(1).solve(a, b).solution();
    assertEquals(-25 / Vectors.dot(diagonal, diagonal), first[7], ROUNDING);
  }

  /** Refining is within the limit, too. */
  @Test
  void theLimitHoldsWhereASolutionIsRefined() {
    int n = 200;
    double[] b = new double[n];
    for (int i = 0; i < n; i++) {
      b[i] = 0.25 + Math.sin(1.7 * i * i);
    }
    int all = Minres.standard().solve(ring(n), b).products();
    Set<MinresOutcome> seen = new HashSet<>();
    for (int limit = all - 12; limit <= all; limit++) {
      MinresResult result = Minres.standard().atMostProducts(limit).solve(ring(n), b);
      seen.add(result.outcome());
      assertTrue(result.products() <= limit + 1, result::toString);
      double[] r = MinresLaws.residual(ring(n), result.solution(), b);
      assertEquals(Vectors.norm(r), result.residualNorm(), 1e-9);
    }
    assertEquals(Set.of(MinresOutcome.PRODUCT_LIMIT, MinresOutcome.LEAST_SQUARES), seen);
  }

  @Test
  void productThatIsNotFiniteIsNamedAndTheIterateBeforeKept() {
    double[] b = {1, 1, 1};
    SymmetricOperator a = SymmetricOperator.diagonal(new double[] {1, 2, 3});
    for (double bad : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
      for (int at = 1; at <= 4; at++) {
        int broken = at;
        AtomicInteger calls = new AtomicInteger();
        MinresResult result =
            Minres.standard()
                .solve(
                    SymmetricOperator.of(
                        3,
                        (v, out) -> {
                          a.apply(v, out);
                          if (calls.incrementAndGet() == broken) {
                            out[1] = bad;
                          }
                        }),
                    b);
        assertEquals(MinresOutcome.NOT_FINITE, result.outcome());
        assertEquals(at, result.products());
        assertTrue(
            result.reason().startsWith("After " + at + " products a vector has the entry "),
            result.reason());
        assertTrue(result.reason().contains(" at index "), result.reason());
        double[] before =
            at == 1
                ? new double[3]
                : Minres.standard().atMostProducts(at - 1).solve(a, b).solution();
        assertArrayEquals(before, result.solution());
        // The third step solves the system, and the fourth product finds out.
        double left = Vectors.norm(MinresLaws.residual(a, before, b));
        if (at < 4) {
          assertEquals(left, result.residualNorm(), ROUNDING);
        }
      }
    }
  }

  @Test
  void solutionsBeyondTheLargestDoubleAreNamed() {
    SymmetricOperator tiny = SymmetricOperator.diagonal(new double[] {1e-300});
    MinresResult overflow = Minres.standard().solve(tiny, new double[] {1e100});
    assertEquals(MinresOutcome.NOT_FINITE, overflow.outcome());
    assertTrue(overflow.reason().contains("larger than the largest double"), overflow.reason());
  }

  @Test
  void preconditionerThatIsNotPositiveIsNamed() {
    SymmetricOperator identity = SymmetricOperator.identity(2);
    double[] b = {1, 1};
    for (double[] inverse : new double[][] {{1, -3}, {0, 0}, {1, -1}}) {
      MinresResult result =
          Minres.standard()
              .withPreconditionerInverse(SymmetricOperator.diagonal(inverse))
              .solve(identity, b);
      assertEquals(MinresOutcome.PRECONDITIONER_NOT_POSITIVE, result.outcome());
      assertArrayEquals(new double[2], result.solution());
      assertEquals(Math.sqrt(2), result.residualNorm(), ROUNDING);
      assertEquals("After 0 products rᵀM⁻¹r was not above 0, though r was.", result.reason());
    }
    // Positive along b, and not along what comes next: b is (1, 1, 0), Ab has a third part.
    MinresResult later =
        Minres.standard()
            .withPreconditionerInverse(SymmetricOperator.diagonal(new double[] {1, 1, -9}))
            .solve(INDEFINITE, new double[] {1, 1, 0});
    assertEquals(MinresOutcome.PRECONDITIONER_NOT_POSITIVE, later.outcome());
    assertEquals(1, later.products());
    assertEquals(Math.sqrt(2), later.residualNorm(), ROUNDING);
    MinresResult notANumber =
        Minres.standard()
            .withPreconditionerInverse(SymmetricOperator.of(1, (v, out) -> out[0] = Double.NaN))
            .solve(SymmetricOperator.identity(1), new double[] {1});
    assertEquals(MinresOutcome.NOT_FINITE, notANumber.outcome());
    assertTrue(notANumber.reason().contains("the preconditioner's"), notANumber.reason());
  }

  @Test
  void anInterruptEndsTheSolveAndStays() {
    double[] b = {1, 1, 1, 1};
    SymmetricOperator a = SymmetricOperator.diagonal(new double[] {1, -2, 3, -4});
    for (int at = 0; at <= 3; at++) {
      int when = at;
      AtomicInteger calls = new AtomicInteger();
      if (when == 0) {
        Thread.currentThread().interrupt();
      }
      MinresResult result =
          Minres.standard()
              .solve(
                  SymmetricOperator.of(
                      4,
                      (v, out) -> {
                        a.apply(v, out);
                        if (calls.incrementAndGet() == when) {
                          Thread.currentThread().interrupt();
                        }
                      }),
                  b);
      assertTrue(Thread.interrupted(), "the flag stays for whoever set it");
      assertEquals(MinresOutcome.CANCELLED, result.outcome());
      assertEquals(at, result.products());
      double[] before =
          at == 0 ? new double[4] : Minres.standard().atMostProducts(at).solve(a, b).solution();
      assertArrayEquals(before, result.solution());
      double left = Vectors.norm(MinresLaws.residual(a, before, b));
      assertEquals(left, result.residualNorm(), ROUNDING);
      assertTrue(result.reason().startsWith("After " + at + " products the residual is "));
    }
  }

  @Test
  void anInterruptEndsRefiningToo() {
    int n = 200;
    double[] b = new double[n];
    for (int i = 0; i < n; i++) {
      b[i] = 0.25 + Math.sin(1.7 * i * i);
    }
    int all = Minres.standard().solve(ring(n), b).products();
    AtomicInteger calls = new AtomicInteger();
    MinresResult result =
        Minres.standard()
            .solve(
                SymmetricOperator.of(
                    n,
                    (v, out) -> {
                      ring(n).apply(v, out);
                      if (calls.incrementAndGet() == all - 3) {
                        Thread.currentThread().interrupt();
                      }
                    }),
                b);
    assertTrue(Thread.interrupted());
    assertEquals(MinresOutcome.CANCELLED, result.outcome());
    assertEquals(all - 3, result.products());
    double left = Vectors.norm(MinresLaws.residual(ring(n), result.solution(), b));
    assertEquals(left, result.residualNorm(), 1e-9);
  }

  /** Products that carry an error of 1e-6 end with the name of that. */
  @Test
  void productsThatDoNotRepeatEndAsStagnated() {
    AtomicInteger calls = new AtomicInteger();
    double[] diagonal = {1, -2, 3, -4, 5};
    MinresResult result =
        Minres.standard()
            .solve(
                SymmetricOperator.of(
                    5,
                    (v, out) -> {
                      RandomGenerator random = Samples.random(calls.incrementAndGet());
                      for (int i = 0; i < 5; i++) {
                        out[i] = diagonal[i] * v[i] * (1 + 1e-6 * random.nextDouble());
                      }
                    }),
                new double[] {1, 1, 1, 1, 1});
    assertEquals(MinresOutcome.STAGNATED, result.outcome());
    assertFalse(result.outcome().isSuccess());
    assertTrue(result.residualNorm() < 1e-4, result::toString);
    assertTrue(result.reason().contains("‖Ar‖ is"), result.reason());
    assertTrue(result.products() < 200, result::toString);
  }

  /** A tolerance below rounding means rounding. */
  @Test
  void tolerancesBelowRoundingMeanRounding() {
    MinresResult result =
        Minres.standard()
            .untilResidual(1e-30)
            .untilLeastSquares(1e-30)
            .solve(SymmetricOperator.diagonal(new double[] {1, -2}), new double[] {1, 4});
    assertArrayEquals(new double[] {1, -2}, result.solution(), 1e-15);
    assertTrue(result.products() < 20, result::toString);
  }

  @Test
  void aLooserLeastSquaresTestEndsEarlier() {
    int n = 300;
    double[] b = new double[n];
    for (int i = 0; i < n; i++) {
      b[i] = 0.25 + Math.sin(1.7 * i * i);
    }
    MinresResult loose = Minres.standard().untilLeastSquares(1e-3).solve(ring(n), b);
    MinresResult strict = Minres.standard().solve(ring(n), b);
    assertEquals(MinresOutcome.LEAST_SQUARES, loose.outcome());
    assertTrue(loose.products() < strict.products(), loose + ", " + strict);
    MinresResult rough =
        Minres.standard().untilResidual(0.5).solve(INDEFINITE, new double[] {5, 3, 11});
    assertEquals(MinresOutcome.RESIDUAL_REACHED, rough.outcome());
    assertTrue(rough.residualNorm() <= 0.5 * Math.sqrt(155));
    assertTrue(rough.residualNorm() > 1e-3);
  }

  @Test
  void stepsAllocateNothing() {
    int n = 4000;
    double[] spectrum = new double[n];
    double[] b = new double[n];
    for (int i = 0; i < n; i++) {
      spectrum[i] = i % 2 == 0 ? 1 + i : -1 - i;
      b[i] = 1;
    }
    SymmetricOperator a = SymmetricOperator.diagonal(spectrum);
    long few = 0;
    long many = 0;
    for (int warm = 0; warm < 3; warm++) {
      few = allocatedBySolving(a, b, 20);
      many = allocatedBySolving(a, b, 60);
    }
    // Forty more steps cost less than half a vector.
    assertTrue(many - few < 4L * n, few + " bytes, then " + many);
  }

  private static long allocatedBySolving(SymmetricOperator a, double[] b, int limit) {
    com.sun.management.ThreadMXBean threads =
        (com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean();
    long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
    MinresResult result = Minres.standard().atMostProducts(limit).solve(a, b);
    long after = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
    assertEquals(limit + 1, result.products());
    return after - before;
  }

  @Test
  void resultsAndSettingsKeepNoArrayOfTheirCaller() {
    double[] b = {2, 6};
    double[] m = {1, 1};
    Minres solver = Minres.standard().withPreconditioner(m);
    m[0] = -1;
    MinresResult result = solver.solve(SymmetricOperator.diagonal(new double[] {2, 3}), b);
    assertArrayEquals(new double[] {2, 6}, b);
    result.solution()[0] = 99;
    assertArrayEquals(new double[] {1, 2}, result.solution(), ROUNDING);
  }

  @Test
  void badArgumentsAreRefusedAtTheDoor() {
    Minres solver = Minres.standard();
    SymmetricOperator a = SymmetricOperator.identity(2);
    double[] b = {1, 1};
    Refusals.assertRefused(() -> solver.solve(a, new double[3]), "right-hand side", 3, 2);
    Refusals.assertRefused(() -> solver.solve(a, new double[] {1, Double.NaN}), "NaN", "index 1");
    Refusals.assertRefused(
        () -> solver.withPreconditioner(new double[] {1, 1, 1}).solve(a, b), "preconditioner", 3);
    Refusals.assertRefused(
        () -> solver.withPreconditionerInverse(SymmetricOperator.identity(4)).solve(a, b), 4, 2);
    Refusals.assertRefused(() -> solver.withPreconditioner(new double[] {1, 0}), "Entry 1", "0.0");
    Refusals.assertRefused(() -> solver.untilResidual(0), "residual", "0.0");
    Refusals.assertRefused(() -> solver.untilLeastSquares(-1), "least-squares", "-1.0");
    Refusals.assertRefused(() -> solver.atMostProducts(0), "product limit", 0);
  }

  @Test
  void outcomesExplainThemselves() {
    Set<String> explanations = new HashSet<>();
    for (MinresOutcome outcome : MinresOutcome.values()) {
      assertTrue(outcome.explanation().length() > 10, outcome.name());
      explanations.add(outcome.explanation());
    }
    assertEquals(MinresOutcome.values().length, explanations.size());
  }
}
