package org.roperator.solve;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.roperator.contract.Refusals;
import org.roperator.contract.Samples;
import org.roperator.internal.Vectors;
import org.roperator.operator.LinearOperator;
import org.roperator.operator.SymmetricOperator;

class LsmrTest {

  /** A few steps on numbers of order one: some units in the last place. */
  private static final double ROUNDING = 1e-12;

  private static final double[][] TALL = {{1, 0}, {0, 2}, {1, 1}};
  private static final double[] RIGHT = {1, 2, 5};

  /** Counts products with A and with its adjoint, and does something before the one named. */
  private static LinearOperator watched(
      LinearOperator a, AtomicInteger products, int at, java.util.function.Consumer<double[]> act) {
    LinearOperator adjoint = a.adjoint();
    return LinearOperator.of(
        a.domainDimension(),
        a.rangeDimension(),
        (v, out) -> {
          a.apply(v, out);
          if (products.incrementAndGet() == at) {
            act.accept(out);
          }
        },
        (u, out) -> {
          adjoint.apply(u, out);
          if (products.incrementAndGet() == at) {
            act.accept(out);
          }
        });
  }

  /** The normal equations are (2 1; 1 5) x = (6, 9): x = (21, 12)/9. */
  @Test
  void fitsThreePointsByTwoNumbers() {
    AtomicInteger products = new AtomicInteger();
    LsmrResult result =
        Lsmr.standard().solve(watched(LinearOperator.dense(TALL), products, 0, out -> {}), RIGHT);
    assertEquals(LsmrOutcome.LEAST_SQUARES, result.outcome());
    assertTrue(result.outcome().isSuccess());
    assertArrayEquals(new double[] {21.0 / 9, 12.0 / 9}, result.solution(), ROUNDING);
    // The residual is (−4, −2, 4)/3.
    assertEquals(2, result.residualNorm(), ROUNDING);
    assertEquals(0, result.gradientNorm(), 1e-11);
    assertEquals(Math.sqrt(585) / 9, result.solutionNorm(), ROUNDING);
    assertEquals(products.get(), result.products());
    // One for Aᵀb, two for each of two steps, and two to compute residual and gradient anew.
    assertEquals(7, result.products());
    // The singular values are the roots of (7 ± √13)/2.
    assertEquals(Math.sqrt((7 + Math.sqrt(13)) / 2), result.operatorNorm(), 0.6);
    // 2/√30 = 0.365.
    assertTrue(
        result.reason().startsWith("After 7 products the residual is 0.365 of the right-hand side"),
        result.reason());
    assertEquals("LEAST_SQUARES: " + result.reason(), result.toString());
  }

  /** The problem and the numbers of findings/scipy-lsmr-start.sh: (3 1; 1 6) x = (6, 9). */
  @Test
  void theStartChangesNoDampedSolution() {
    Lsmr solver = Lsmr.standard().withDamping(1);
    for (double[] start : new double[][] {{0, 0}, {10, -5}, {1e8, 3}, {1e200, -3}}) {
      LsmrResult result = solver.withStart(start).solve(LinearOperator.dense(TALL), RIGHT);
      assertEquals(LsmrOutcome.LEAST_SQUARES, result.outcome(), result::toString);
      // Of 1e8 rounding of 1e-8 is left, which starting anew takes away.
      assertArrayEquals(new double[] {27.0 / 17, 21.0 / 17}, result.solution(), ROUNDING);
    }
  }

  /** The tests are those of the problem asked: a start far off makes them no looser. */
  @Test
  void theStartLoosensNoTest() {
    double[][] a = LsmrLaws.matrix(Samples.random(5), 40, 30, 30);
    double[] b = Samples.gaussian(Samples.random(6), 40);
    double[] far = Samples.gaussian(Samples.random(7), 30);
    Vectors.scale(1e6, far);
    for (double lambda : new double[] {0, 0.5}) {
      LsmrResult result =
          Lsmr.standard()
              .withDamping(lambda)
              .untilBackwardErrors(1e-6, 1e-6)
              .withStart(far)
              .solve(LinearOperator.dense(a), b);
      assertEquals(LsmrOutcome.LEAST_SQUARES, result.outcome());
      double[] x = result.solution();
      double residual =
          Math.hypot(Vectors.norm(LsmrLaws.residual(a, x, b)), lambda * Vectors.norm(x));
      double gradient = Vectors.norm(LsmrLaws.gradient(a, x, b, lambda));
      assertTrue(gradient <= 1e-6 * result.operatorNorm() * residual, result::toString);
    }
    double[] consistent = LinearOperator.dense(a).times(Samples.gaussian(Samples.random(8), 30));
    LsmrResult solved =
        Lsmr.standard()
            .untilBackwardErrors(1e-9, 1e-9)
            .withStart(far)
            .solve(LinearOperator.dense(a), consistent);
    assertEquals(LsmrOutcome.RESIDUAL_REACHED, solved.outcome());
    double left = Vectors.norm(LsmrLaws.residual(a, solved.solution(), consistent));
    double allowed =
        1e-9 * (Vectors.norm(consistent) + solved.operatorNorm() * solved.solutionNorm());
    assertTrue(left <= allowed, solved::toString);
    assertEquals(left, solved.residualNorm(), 1e-12 * Vectors.norm(consistent));
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
        LsmrResult result =
            Lsmr.standard()
                .withStart(new double[] {0, 5})
                .solve(SymmetricOperator.diagonal(new double[] {size, 0}), new double[] {right, 0});
        assertEquals(LsmrOutcome.RESIDUAL_REACHED, result.outcome(), size + ", " + right);
        assertEquals(x, result.solution()[0], 1e-11 * Math.max(5, x), size + ", " + right);
        assertEquals(5, result.solution()[1], 5 * ROUNDING, size + ", " + right);
      }
    }
  }

  /** With damping it goes to zero, and the damping may be far larger than A. */
  @Test
  void dampingOfAnySizeServes() {
    for (double lambda : new double[] {1e-300, 1e-9, 1, 1e9, 1e200}) {
      LsmrResult result =
          Lsmr.standard()
              .withDamping(lambda)
              .solve(SymmetricOperator.diagonal(new double[] {3, 4}), new double[] {3, 4});
      double[] expected = {
        9 / (9 + lambda * lambda), 16 / (16 + lambda * lambda),
      };
      assertTrue(result.outcome().isSuccess(), result::toString);
      assertArrayEquals(expected, result.solution(), ROUNDING * Math.max(expected[1], 1e-300));
    }
    LsmrResult none =
        Lsmr.standard()
            .withDamping(2)
            .withStart(new double[] {0, 5})
            .solve(SymmetricOperator.diagonal(new double[] {2, 0}), new double[] {8, 0});
    assertArrayEquals(new double[] {2, 0}, none.solution(), ROUNDING);
  }

  @Test
  void oneUnknownTakesOneStep() {
    LsmrResult result =
        Lsmr.standard().solve(LinearOperator.dense(new double[][] {{-4}}), new double[] {6});
    assertEquals(LsmrOutcome.RESIDUAL_REACHED, result.outcome());
    assertArrayEquals(new double[] {-1.5}, result.solution());
    // Aᵀb, a product in which u turns out to be zero, and the residual, which is zero.
    assertEquals(3, result.products());
    assertEquals(0, result.residualNorm());
    assertEquals(0, result.gradientNorm());
    assertEquals(4, result.operatorNorm());
    assertEquals(1, result.condition());
    assertEquals(
        "After 3 products the residual is 0.00 of the right-hand side and the gradient 0.00 of"
            + " ‖A‖‖r‖; the condition is about 1.00.",
        result.reason());
  }

  @Test
  void zeroRightHandSideGivesZeroWithoutAProduct() {
    LsmrResult result =
        Lsmr.standard()
            .withStart(new double[] {3, 4})
            .solve(LinearOperator.dense(TALL), new double[3]);
    assertEquals(LsmrOutcome.RIGHT_HAND_SIDE_ZERO, result.outcome());
    assertTrue(result.outcome().isSuccess());
    assertArrayEquals(new double[2], result.solution());
    assertEquals(0, result.products());
    assertEquals(0, result.residualNorm());
    assertEquals(0, result.gradientNorm());
    assertEquals(0, result.solutionNorm());
    assertEquals(0, result.operatorNorm());
    assertEquals(1, result.condition());
    assertEquals("The right-hand side is zero, and so is x.", result.reason());
  }

  @Test
  void rightHandSideOrthogonalToTheRangeHasTheSolutionZero() {
    LinearOperator column = LinearOperator.dense(new double[][] {{1}, {0}});
    LsmrResult result = Lsmr.standard().solve(column, new double[] {0, 3});
    assertEquals(LsmrOutcome.LEAST_SQUARES, result.outcome());
    assertArrayEquals(new double[1], result.solution());
    assertEquals(1, result.products());
    assertEquals(3, result.residualNorm());
    assertEquals(0, result.gradientNorm());
    assertEquals(0, result.operatorNorm());
    LsmrResult damped = Lsmr.standard().withDamping(2).solve(column, new double[] {0, 3});
    assertEquals(LsmrOutcome.LEAST_SQUARES, damped.outcome());
    assertArrayEquals(new double[1], damped.solution());
  }

  @Test
  void anExactStartIsKept() {
    LsmrResult result =
        Lsmr.standard()
            .withStart(new double[] {1, 1})
            .solve(LinearOperator.dense(TALL), new double[] {1, 2, 2});
    assertEquals(LsmrOutcome.RESIDUAL_REACHED, result.outcome());
    assertArrayEquals(new double[] {1, 1}, result.solution());
    assertEquals(1, result.products());
    assertEquals(0, result.residualNorm());
  }

  /** The tests allow errors of A: ‖r‖ ≤ errorOfA‖A‖‖x‖ ends a solve whose b has none. */
  @Test
  void errorsOfTheOperatorAreAllowedFor() {
    // x = (1, …, 30), so ‖A‖‖x‖ = 97; b is of norm 5.5.
    double[] diagonal = new double[30];
    double[] b = new double[30];
    for (int i = 0; i < 30; i++) {
      diagonal[i] = 1.0 / (i + 1);
      b[i] = 1;
    }
    SymmetricOperator a = SymmetricOperator.diagonal(diagonal);
    LsmrResult loose = Lsmr.standard().untilBackwardErrors(1e-3, 1e-12).solve(a, b);
    LsmrResult strict = Lsmr.standard().untilBackwardErrors(1e-12, 1e-12).solve(a, b);
    assertEquals(LsmrOutcome.RESIDUAL_REACHED, loose.outcome());
    assertEquals(LsmrOutcome.RESIDUAL_REACHED, strict.outcome());
    assertTrue(loose.products() < strict.products(), loose + ", " + strict);
    assertTrue(loose.residualNorm() <= 1e-3 * loose.operatorNorm() * loose.solutionNorm());
    assertTrue(loose.residualNorm() > 1e-4 * Math.sqrt(30));
    assertTrue(strict.residualNorm() <= 1e-12 * 103);
    // R = 2I is exact: the same steps, and A's own norm in the test.
    double[] twos = new double[30];
    java.util.Arrays.fill(twos, 2);
    LsmrResult halved =
        Lsmr.standard().untilBackwardErrors(1e-3, 1e-12).withPreconditioner(twos).solve(a, b);
    assertArrayEquals(loose.solution(), halved.solution(), ROUNDING);
    assertEquals(loose.products(), halved.products());
    assertEquals(loose.operatorNorm() / 2, halved.operatorNorm(), ROUNDING);
    assertEquals(loose.gradientNorm(), halved.gradientNorm(), ROUNDING);
    LsmrResult byRight = Lsmr.standard().untilBackwardErrors(1e-12, 0.1).solve(a, b);
    assertEquals(LsmrOutcome.RESIDUAL_REACHED, byRight.outcome());
    assertTrue(byRight.residualNorm() > 1e-3 * Math.sqrt(30));
    assertTrue(byRight.residualNorm() <= 0.1001 * Math.sqrt(30));
  }

  /** Hilbert's matrix of order 8 against its inverse, whose entries are whole numbers. */
  @Test
  void hilbertMatricesAreSolvedToTheirErrors() {
    int n = 8;
    double[][] a = new double[n][n];
    double[] b = new double[n];
    for (int i = 0; i < n; i++) {
      BigDecimal sum = BigDecimal.ZERO;
      for (int j = 0; j < n; j++) {
        a[i][j] = 1.0 / (i + j + 1);
        sum =
            sum.add(
                new BigDecimal(a[i][j]).multiply(BigDecimal.valueOf(j + 1)), MathContext.UNLIMITED);
      }
      b[i] = sum.doubleValue();
    }
    LsmrResult result = Lsmr.standard().untilCondition(1e18).solve(LinearOperator.dense(a), b);
    assertEquals(LsmrOutcome.RESIDUAL_REACHED, result.outcome(), result::toString);
    // The residual is within errors of 1e-12 of A and b.
    double allowed = 1e-12 * (Vectors.norm(b) + 1.7 * result.solutionNorm());
    assertTrue(result.residualNorm() <= allowed, result::toString);
    for (int j = 0; j < n; j++) {
      // The smallest singular values leave 1e-12 over 1e-10 or so; the largest say nearly all.
      assertEquals(j + 1, result.solution()[j], 0.5);
    }
  }

  /** A part of 1e-6 outside the range: the gradient ends at the rounding of the products. */
  @Test
  void whatIsAlmostConsistentIsSolvedToRounding() {
    int n = 300;
    double[] diagonal = new double[n];
    double[] x = Samples.gaussian(Samples.random(n), n);
    for (int i = 0; i < n; i++) {
      diagonal[i] = Math.pow(10, -2.0 * i / n);
    }
    diagonal[3] = 0;
    SymmetricOperator a = SymmetricOperator.diagonal(diagonal);
    double[] b = a.times(x);
    b[3] = 1e-6;
    x[3] = 0;
    for (double error : new double[] {1e-12, 1e-15}) {
      LsmrResult result = Lsmr.standard().untilBackwardErrors(error, error).solve(a, b);
      assertEquals(LsmrOutcome.LEAST_SQUARES, result.outcome(), result::toString);
      assertTrue(Samples.relativeDistance(x, result.solution()) <= 1e-9, result::toString);
      assertEquals(1e-6, result.residualNorm(), 1e-12);
      assertTrue(result.products() < 9000, result::toString);
    }
  }

  @Test
  void theConditionLimitIsAnEnd() {
    int n = 20;
    double[] diagonal = new double[n];
    double[] b = new double[n];
    for (int i = 0; i < n; i++) {
      diagonal[i] = Math.pow(10, -0.4 * i);
      b[i] = 1;
    }
    LsmrResult result =
        Lsmr.standard().untilCondition(100).solve(SymmetricOperator.diagonal(diagonal), b);
    assertEquals(LsmrOutcome.CONDITION_LIMIT, result.outcome(), result::toString);
    assertFalse(result.outcome().isSuccess());
    assertTrue(result.condition() >= 100, result::toString);
    assertTrue(result.condition() < 1e5, result::toString);
    double[] r = SymmetricOperator.diagonal(diagonal).times(result.solution());
    Vectors.sum(b, -1, r, r);
    assertEquals(Vectors.norm(r), result.residualNorm(), ROUNDING);
    assertEquals(
        Vectors.norm(SymmetricOperator.diagonal(diagonal).times(r)),
        result.gradientNorm(),
        ROUNDING);
    LsmrResult beyond =
        Lsmr.standard().untilCondition(1e5).solve(SymmetricOperator.diagonal(diagonal), b);
    assertTrue(beyond.products() > result.products());
  }

  @Test
  void limitsAreKept() {
    double[][] a = LsmrLaws.matrix(Samples.random(1), 30, 20, 20);
    double[] b = Samples.gaussian(Samples.random(2), 30);
    for (int limit = 1; limit < 12; limit++) {
      AtomicInteger products = new AtomicInteger();
      LsmrResult result =
          Lsmr.standard()
              .atMostProducts(limit)
              .solve(watched(LinearOperator.dense(a), products, 0, out -> {}), b);
      assertEquals(LsmrOutcome.PRODUCT_LIMIT, result.outcome());
      // Aᵀb and whole steps within the limit; then residual and gradient, unless still known.
      int steps = (limit - 1) / 2;
      assertEquals(1 + 2 * steps + (steps == 0 ? 0 : 2), result.products());
      assertEquals(products.get(), result.products());
      double[] x = result.solution();
      assertEquals(Vectors.norm(LsmrLaws.residual(a, x, b)), result.residualNorm(), ROUNDING);
      assertEquals(Vectors.norm(LsmrLaws.gradient(a, x, b, 0)), result.gradientNorm(), 1e-11);
      double left = result.residualNorm();
      assertEquals(
          String.format(
              java.util.Locale.ROOT,
              "After %d products the residual is %.3g of the right-hand side and the gradient %.3g"
                  + " of ‖A‖‖r‖; the condition is about %.3g.",
              result.products(),
              left / Vectors.norm(b),
              result.gradientNorm() / left / result.operatorNorm(),
              result.condition()),
          result.reason());
    }
    assertArrayEquals(
        new double[20],
        Lsmr.standard().atMostProducts(2).solve(LinearOperator.dense(a), b).solution());
  }

  @Test
  void productThatIsNotFiniteIsNamedAndTheIterateBeforeKept() {
    double[][] a = LsmrLaws.matrix(Samples.random(3), 8, 6, 6);
    double[] b = Samples.gaussian(Samples.random(4), 8);
    for (double bad : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
      for (int at = 1; at <= 7; at++) {
        LsmrResult result =
            Lsmr.standard()
                .solve(
                    watched(LinearOperator.dense(a), new AtomicInteger(), at, out -> out[1] = bad),
                    b);
        assertEquals(LsmrOutcome.NOT_FINITE, result.outcome(), "at " + at);
        assertEquals(at, result.products());
        assertTrue(
            result.reason().startsWith("After " + at + " products a vector has the entry "),
            result.reason());
        assertTrue(result.reason().contains(" at index "), result.reason());
        int steps = Math.max(0, (at - 2) / 2);
        double[] before =
            Lsmr.standard()
                .atMostProducts(2 * steps + 1)
                .solve(LinearOperator.dense(a), b)
                .solution();
        assertArrayEquals(before, result.solution());
        if (at > 1) {
          double[] r = LsmrLaws.residual(a, before, b);
          assertEquals(Vectors.norm(r), result.residualNorm(), 1e-10, "at " + at);
          double[] g = LsmrLaws.gradient(a, before, b, 0);
          assertEquals(Vectors.norm(g), result.gradientNorm(), 1e-9, "at " + at);
        }
      }
    }
  }

  @Test
  void startWhoseProductIsNotFiniteIsNamedAndKept() {
    LinearOperator broken =
        watched(
            LinearOperator.dense(TALL),
            new AtomicInteger(),
            1,
            out -> out[2] = Double.POSITIVE_INFINITY);
    LsmrResult result =
        Lsmr.standard().withDamping(1).withStart(new double[] {7, 8}).solve(broken, RIGHT);
    assertEquals(LsmrOutcome.NOT_FINITE, result.outcome());
    assertEquals(1, result.products());
    assertArrayEquals(new double[] {7, 8}, result.solution());
  }

  @Test
  void solutionsBeyondTheLargestDoubleAreNamed() {
    LsmrResult overflow =
        Lsmr.standard()
            .solve(SymmetricOperator.diagonal(new double[] {1e-300}), new double[] {1e100});
    assertEquals(LsmrOutcome.NOT_FINITE, overflow.outcome());
    assertTrue(overflow.reason().contains("larger than the largest double"), overflow.reason());
  }

  @Test
  void anInterruptEndsTheSolveAndStays() {
    double[][] a = LsmrLaws.matrix(Samples.random(3), 8, 6, 6);
    double[] b = Samples.gaussian(Samples.random(4), 8);
    Thread.currentThread().interrupt();
    LsmrResult early = Lsmr.standard().solve(LinearOperator.dense(a), b);
    assertTrue(Thread.interrupted(), "the flag stays for whoever set it");
    assertEquals(LsmrOutcome.CANCELLED, early.outcome());
    assertArrayEquals(new double[6], early.solution());
    assertEquals(Vectors.norm(b), early.residualNorm(), ROUNDING);
    for (int at = 2; at <= 6; at++) {
      LsmrResult result =
          Lsmr.standard()
              .solve(
                  watched(
                      LinearOperator.dense(a),
                      new AtomicInteger(),
                      at,
                      out -> Thread.currentThread().interrupt()),
                  b);
      assertTrue(Thread.interrupted());
      assertEquals(LsmrOutcome.CANCELLED, result.outcome());
      int steps = at / 2;
      assertEquals(2 * steps + 1, result.products());
      double[] before =
          Lsmr.standard()
              .atMostProducts(2 * steps + 1)
              .solve(LinearOperator.dense(a), b)
              .solution();
      assertArrayEquals(before, result.solution());
      double[] r = LsmrLaws.residual(a, before, b);
      assertEquals(Vectors.norm(r), result.residualNorm(), 1e-10);
      double[] g = LsmrLaws.gradient(a, before, b, 0);
      assertEquals(Vectors.norm(g), result.gradientNorm(), 1e-9);
      assertTrue(
          result
              .reason()
              .startsWith(
                  String.format(
                      java.util.Locale.ROOT,
                      "After %d products the residual is %.3g of the",
                      2 * steps + 1,
                      Vectors.norm(r) / Vectors.norm(b))),
          result.reason());
    }
  }

  /** Products that carry an error of 1e-6 end with the name of that. */
  @Test
  void productsThatDoNotRepeatEndAsStagnated() {
    AtomicInteger calls = new AtomicInteger();
    double[] diagonal = {1, -2, 3, -4, 5};
    SymmetricOperator noisy =
        SymmetricOperator.of(
            5,
            (v, out) -> {
              RandomGenerator random = Samples.random(calls.incrementAndGet());
              for (int i = 0; i < 5; i++) {
                out[i] = diagonal[i] * v[i] * (1 + 1e-6 * random.nextDouble());
              }
            });
    LsmrResult result = Lsmr.standard().solve(noisy, new double[] {1, 1, 1, 1, 1});
    assertEquals(LsmrOutcome.STAGNATED, result.outcome(), result::toString);
    assertFalse(result.outcome().isSuccess());
    assertTrue(result.residualNorm() < 1e-4, result::toString);
    assertTrue(result.products() < 300, result::toString);
  }

  /** A tolerance below rounding means rounding. */
  @Test
  void tolerancesBelowRoundingMeanRounding() {
    LsmrResult result =
        Lsmr.standard().untilBackwardErrors(1e-30, 1e-30).solve(LinearOperator.dense(TALL), RIGHT);
    assertArrayEquals(new double[] {21.0 / 9, 12.0 / 9}, result.solution(), 1e-14);
    assertTrue(result.products() < 30, result::toString);
  }

  @Test
  void stepsAllocateNothing() {
    int n = 4000;
    double[] spectrum = new double[n];
    double[] b = new double[n];
    double[] preconditioner = new double[n];
    for (int i = 0; i < n; i++) {
      spectrum[i] = 1 + i;
      b[i] = 1;
      preconditioner[i] = 1 + i % 3;
    }
    SymmetricOperator a = SymmetricOperator.diagonal(spectrum);
    Lsmr solver = Lsmr.standard().withDamping(1e-3).withPreconditioner(preconditioner);
    long few = 0;
    long many = 0;
    for (int warm = 0; warm < 3; warm++) {
      few = allocatedBySolving(a, b, solver.atMostProducts(21), 23);
      many = allocatedBySolving(a, b, solver.atMostProducts(101), 103);
    }
    // Forty more steps cost less than half a vector.
    assertTrue(many - few < 4L * n, few + " bytes, then " + many);
  }

  private static long allocatedBySolving(
      SymmetricOperator a, double[] b, Lsmr solver, int products) {
    com.sun.management.ThreadMXBean threads =
        (com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean();
    long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
    LsmrResult result = solver.solve(a, b);
    long after = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
    assertEquals(products, result.products());
    return after - before;
  }

  @Test
  void resultsAndSettingsKeepNoArrayOfTheirCaller() {
    double[] b = {2, 6};
    double[] start = {0, 0};
    double[] diagonal = {1, 1};
    Lsmr solver = Lsmr.standard().withStart(start).withPreconditioner(diagonal);
    start[0] = Double.NaN;
    diagonal[0] = -1;
    SymmetricOperator a = SymmetricOperator.diagonal(new double[] {2, 3});
    LsmrResult result = solver.solve(a, b);
    assertArrayEquals(new double[] {2, 6}, b);
    result.solution()[0] = 99;
    assertArrayEquals(new double[] {1, 2}, result.solution(), ROUNDING);
    assertArrayEquals(new double[] {1, 2}, solver.solve(a, b).solution(), ROUNDING);
  }

  @Test
  void badArgumentsAreRefusedAtTheDoor() {
    Lsmr solver = Lsmr.standard();
    LinearOperator a = LinearOperator.dense(TALL);
    Refusals.assertRefused(() -> solver.solve(a, new double[2]), "right-hand side", 2, 3);
    Refusals.assertRefused(
        () -> solver.solve(a, new double[] {1, Double.NaN, 1}), "NaN", "index 1");
    Refusals.assertRefused(() -> solver.withStart(new double[3]).solve(a, RIGHT), "start", 3, 2);
    Refusals.assertRefused(() -> solver.withStart(new double[] {Double.NaN}), "start", "NaN");
    Refusals.assertRefused(
        () -> solver.withPreconditioner(new double[] {1, 1, 1}).solve(a, RIGHT),
        "preconditioner",
        3,
        2);
    Refusals.assertRefused(() -> solver.withPreconditioner(new double[] {1, 0}), "Entry 1", "0.0");
    Refusals.assertRefused(() -> solver.withPreconditionerInverse(a), "square", 2, 3);
    Refusals.assertRefused(() -> solver.withDamping(-1), "damping", "-1.0");
    Refusals.assertRefused(() -> solver.untilBackwardErrors(0, 1), "operator", "0.0");
    Refusals.assertRefused(() -> solver.untilBackwardErrors(1, 0), "right-hand side", "0.0");
    Refusals.assertRefused(() -> solver.untilCondition(0), "condition", "0.0");
    Refusals.assertRefused(() -> solver.atMostProducts(0), "product limit", 0);
  }

  @Test
  void outcomesExplainThemselves() {
    Set<String> explanations = new HashSet<>();
    for (LsmrOutcome outcome : LsmrOutcome.values()) {
      assertTrue(outcome.explanation().length() > 10, outcome.name());
      explanations.add(outcome.explanation());
    }
    assertEquals(LsmrOutcome.values().length, explanations.size());
  }
}
