package org.roperator.solve;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.LUDecomposition;
import org.junit.jupiter.api.Test;
import org.roperator.contract.Refusals;
import org.roperator.contract.Samples;
import org.roperator.internal.Arnoldi;
import org.roperator.internal.Vectors;
import org.roperator.operator.LinearOperator;

class GmresTest {

  /** {@code I + 0.7 G/√n}: eigenvalues in a disc about 1, not symmetric. */
  private static double[][] matrix(RandomGenerator random, int n) {
    double[][] a = new double[n][];
    for (int i = 0; i < n; i++) {
      a[i] = Samples.gaussian(random, n);
      Vectors.scale(0.7 / Math.sqrt(n), a[i]);
      a[i][i] += 1;
    }
    return a;
  }

  @Property(tries = 40)
  void solvesWhatTriangularFactorsSolve(
      @ForAll @IntRange(min = 1, max = 40) int n,
      @ForAll @IntRange(min = 20, max = 60) int cycle,
      @ForAll long seed) {
    RandomGenerator random = Samples.random(seed);
    double[][] a = matrix(random, n);
    double[] b = Samples.gaussian(random, n);
    GmresResult result =
        Gmres.untilResidual(1e-13).withRestart(cycle).solve(LinearOperator.dense(a), b);
    double[] expected =
        new LUDecomposition(new Array2DRowRealMatrix(a), 0)
            .getSolver()
            .solve(new ArrayRealVector(b))
            .toArray();
    assertTrue(result.isSolved(), result.toString());
    // A residual of 1e-13 times condition numbers up to some hundred, rarely more.
    assertTrue(Samples.relativeDistance(expected, result.solution()) < 1e-8);
    double[] residual = LinearOperator.dense(a).times(result.solution());
    Vectors.sum(b, -1, residual, residual);
    assertEquals(Vectors.norm(residual), result.residualNorm(), 1e-15 * Vectors.norm(b));
    assertTrue(result.residualNorm() <= 1e-13 * Vectors.norm(b));
  }

  @Test
  void endsAfterAsManyStepsAsTheMinimalPolynomialHasDegrees() {
    // Three distinct eigenvalues: three steps, and one product to see that they sufficed.
    double[][] a = new double[9][9];
    for (int i = 0; i < 9; i++) {
      a[i][i] = 1 + i % 3;
    }
    AtomicInteger products = new AtomicInteger();
    LinearOperator counted = counting(LinearOperator.dense(a), products);
    double[] b = {1, 2, 3, 4, 5, 6, 7, 8, 9};
    GmresResult result = Gmres.untilResidual(1e-12).solve(counted, b);
    assertEquals(GmresOutcome.RESIDUAL_REACHED, result.outcome());
    assertEquals(4, result.products());
    assertEquals(4, products.get());
    for (int i = 0; i < 9; i++) {
      assertEquals(b[i] / (1 + i % 3), result.solution()[i], 1e-12);
    }
    assertNotSame(result.solution(), result.solution());
    assertTrue(result.reason().contains("4 products"), result.reason());
    assertTrue(result.toString().startsWith("RESIDUAL_REACHED: "), result.toString());
  }

  private static LinearOperator counting(LinearOperator a, AtomicInteger products) {
    return LinearOperator.of(
        a.domainDimension(),
        a.rangeDimension(),
        (v, out) -> {
          products.incrementAndGet();
          a.apply(v, out);
        },
        a.adjoint()::apply);
  }

  @Test
  void zeroNeedsNoProduct() {
    GmresResult result =
        Gmres.untilResidual(1e-12).solve(LinearOperator.dense(new double[][] {{2}}), new double[1]);
    assertEquals(0, result.products());
    assertTrue(result.isSolved());
    assertArrayEquals(new double[1], result.solution(), 0.0);
    assertTrue(result.reason().contains("residual is 0"), result.reason());
  }

  @Test
  void theCyclicShiftDefeatsShortCyclesByName() {
    // The classic: minimal residuals make no headway before step n.
    int n = 8;
    double[][] shift = new double[n][n];
    for (int i = 0; i < n; i++) {
      shift[(i + 1) % n][i] = 1;
    }
    double[] b = new double[n];
    b[0] = 1;
    Gmres gmres = Gmres.untilResidual(1e-12);
    LinearOperator a = LinearOperator.dense(shift);
    GmresResult stuck = gmres.withRestart(n - 1).solve(a, b);
    assertEquals(GmresOutcome.STAGNATED, stuck.outcome());
    assertFalse(stuck.isSolved());
    assertEquals(1, stuck.residualNorm(), 1e-12);
    GmresResult whole = gmres.withRestart(n).solve(a, b);
    assertTrue(whole.isSolved(), whole.toString());
    assertEquals(1, whole.solution()[n - 1], 1e-12);
  }

  @Test
  void aSingularMatrixAndALimitAndOverflowAreNamed() {
    LinearOperator singular = LinearOperator.dense(new double[][] {{1, 0}, {0, 0}});
    GmresResult stuck = Gmres.untilResidual(1e-12).solve(singular, new double[] {1, 1});
    assertEquals(GmresOutcome.STAGNATED, stuck.outcome());
    assertEquals(1, stuck.residualNorm(), 1e-12);

    LinearOperator nilpotent = LinearOperator.dense(new double[][] {{0, 1}, {0, 0}});
    assertFalse(Gmres.untilResidual(1e-12).solve(nilpotent, new double[] {0, 1}).isSolved());

    LinearOperator good = LinearOperator.dense(matrix(Samples.random(3), 30));
    GmresResult limited =
        Gmres.untilResidual(1e-13)
            .atMostProducts(6)
            .solve(good, Samples.gaussian(Samples.random(4), 30));
    assertEquals(GmresOutcome.PRODUCT_LIMIT, limited.outcome());
    assertTrue(limited.residualNorm() > 0);
    assertTrue(limited.products() <= 7, "one more to know the residual: " + limited.products());

    LinearOperator broken =
        LinearOperator.of(2, 2, (v, out) -> out[0] = Double.NaN, (v, out) -> {});
    GmresResult nothing = Gmres.untilResidual(1e-12).solve(broken, new double[] {1, 0});
    assertEquals(GmresOutcome.NOT_FINITE, nothing.outcome());
    assertArrayEquals(new double[2], nothing.solution(), 0.0);
    for (GmresOutcome outcome : GmresOutcome.values()) {
      assertFalse(outcome.explanation().isBlank());
    }
  }

  @Test
  void refusesWhatDoesNotFit() {
    LinearOperator a = LinearOperator.dense(new double[][] {{1, 0}, {0, 1}});
    Gmres gmres = Gmres.untilResidual(1e-9);
    Refusals.assertRefused(() -> gmres.solve(a, new double[3]), 3, 2);
    Refusals.assertRefused(() -> gmres.solve(a, new double[] {0, Double.NaN}), "NaN");
    LinearOperator wide = LinearOperator.dense(new double[][] {{1, 0}});
    Refusals.assertRefused(() -> gmres.solve(wide, new double[1]), "square");
    Refusals.assertRefused(() -> Gmres.untilResidual(0), 0);
    Refusals.assertRefused(() -> gmres.withRestart(0), 0);
    Refusals.assertRefused(() -> gmres.atMostProducts(0), 0);
  }

  /** AQ = Q₊H and QᵀQ = I, from one object used for two spaces. */
  @Property(tries = 20)
  void arnoldiSpansAnOrthonormalBasis(
      @ForAll @IntRange(min = 2, max = 12) int n, @ForAll long seed) {
    RandomGenerator random = Samples.random(seed);
    Arnoldi arnoldi = new Arnoldi();
    for (int use = 0; use < 2; use++) {
      LinearOperator a = LinearOperator.dense(matrix(random, n));
      double[] start = Samples.gaussian(random, n);
      assertEquals(Vectors.norm(start), arnoldi.begin(start), 0.0);
      double[] work = new double[n];
      int steps = n - 1;
      for (int j = 0; j < steps; j++) {
        arnoldi.step(a::apply, work);
      }
      assertEquals(steps, arnoldi.steps());
      double[][] q = new double[steps + 1][];
      for (int j = 0; j <= steps; j++) {
        double[] unit = new double[steps + 1];
        unit[j] = 1;
        q[j] = new double[n];
        arnoldi.addCombination(unit, steps + 1, q[j]);
      }
      for (int j = 0; j <= steps; j++) {
        for (int i = 0; i <= j; i++) {
          assertEquals(i == j ? 1 : 0, Vectors.dot(q[i], q[j]), 1e-13);
        }
      }
      for (int j = 0; j < steps; j++) {
        double[] image = a.times(q[j]);
        for (int i = 0; i <= steps; i++) {
          Vectors.addScaled(-arnoldi.hessenberg(i, j), q[i], image);
        }
        assertTrue(Vectors.norm(image) < 1e-12);
      }
      // The last possible step ends the space.
      arnoldi.step(a::apply, work);
      assertEquals(0, arnoldi.hessenberg(n, n - 1), 1e-12);
      assertEquals(0, arnoldi.hessenberg(n, 0), 0.0);
    }
  }

  @Test
  void solvesIntoAnArrayOfTheCallers() {
    LinearOperator a = LinearOperator.dense(matrix(Samples.random(4), 12));
    double[] b = Samples.gaussian(Samples.random(5), 12);
    Gmres gmres = Gmres.untilResidual(1e-12);
    GmresResult result = gmres.solve(a, b);
    double[] out = Samples.gaussian(Samples.random(6), 12);
    GmresResult end = gmres.solve(a, b, out);
    assertArrayEquals(result.solution(), out, 0.0);
    assertTrue(end.isSolved());
    assertEquals(result.products(), end.products());
    assertEquals(result.residualNorm(), end.residualNorm(), 0.0);
    assertEquals(Vectors.norm(b), end.rightHandSideNorm(), 0.0);
    assertEquals(result.toString(), end.toString());
    IllegalStateException refused =
        assertThrows(
            IllegalStateException.class, end::solution, "the array of the caller's has it");
    assertTrue(String.valueOf(refused.getMessage()).contains("solve(a, b, out)"));
    Refusals.assertRefused(() -> gmres.solve(a, b, new double[11]), 11, 12);
    assertFalse(gmres.atMostProducts(1).solve(a, b, out).isSolved());
  }

  /** B·C is the identity, but C alone takes 1e150 beyond the doubles: unit vectors go through. */
  @Test
  void aResidualThatIsNotANumberIsNotReached() {
    LinearOperator product =
        LinearOperator.of(
            2,
            2,
            (v, out) -> {
              double sum = 1e200 * v[0] + 1e200 * v[1];
              double difference = 1e200 * v[0] - 1e200 * v[1];
              out[0] = 5e-201 * sum + 5e-201 * difference;
              out[1] = 5e-201 * sum - 5e-201 * difference;
            },
            GmresTest::noTranspose);
    GmresResult result = Gmres.untilResidual(1e-10).solve(product, new double[] {2e150, 1e150});
    assertEquals(GmresOutcome.NOT_FINITE, result.outcome());
    assertFalse(result.isSolved());
    assertArrayEquals(new double[2], result.solution());
    assertEquals(Math.sqrt(5) * 1e150, result.residualNorm(), 1e136);
    // ‖b‖ is no double.
    GmresResult beyond =
        Gmres.untilResidual(1e-10)
            .solve(
                LinearOperator.dense(new double[][] {{1, 0}, {0, 1}}),
                new double[] {1.7e308, 1.7e308});
    assertEquals(GmresOutcome.NOT_FINITE, beyond.outcome());
  }

  /** A cyclic shift turns e₁ away from what it was for 99 steps, and then at once. */
  @Test
  void aCycleThatTheLimitCutsShortHasNotStagnated() {
    LinearOperator shift =
        LinearOperator.of(
            100,
            100,
            (v, out) -> {
              System.arraycopy(v, 0, out, 1, 99);
              out[0] = v[99];
            },
            GmresTest::noTranspose);
    double[] b = new double[100];
    b[1] = 1;
    Gmres gmres = Gmres.untilResidual(1e-10).withRestart(100);
    assertEquals(GmresOutcome.PRODUCT_LIMIT, gmres.atMostProducts(10).solve(shift, b).outcome());
    double[] far = new double[100];
    far[0] = 1;
    assertEquals(GmresOutcome.PRODUCT_LIMIT, gmres.atMostProducts(10).solve(shift, far).outcome());
    assertEquals(GmresOutcome.RESIDUAL_REACHED, gmres.solve(shift, far).outcome());
    assertEquals(
        GmresOutcome.STAGNATED,
        gmres.withRestart(30).atMostProducts(200).solve(shift, far).outcome());
  }

  private static void noTranspose(double[] u, double[] out) {
    throw new AssertionError("GMRES asks for no products with the transpose.");
  }
}
