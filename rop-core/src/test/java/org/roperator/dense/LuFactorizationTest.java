package org.roperator.dense;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.RealMatrix;
import org.junit.jupiter.api.Test;
import org.roperator.contract.CountingBlas;
import org.roperator.contract.Refusals;
import org.roperator.contract.Samples;

class LuFactorizationTest {

  private static final Blas BLAS = Blas.instance();

  /**
   * Around, at and off the width of a block, k systems at once: whatever the condition number, the
   * residual is that of rounding, {@code ‖b − Au‖∞ ≤ c n ε ‖A‖∞ ‖u‖∞} with c = 10 for the growth of
   * pivoting, about n^⅔ in random matrices (Higham, Accuracy and Stability, §9.4), beyond 1/n of
   * the worst sum.
   */
  @Property(tries = 40)
  void solvesWithTheResidualOfRounding(
      @ForAll @IntRange(min = 1, max = 100) int n,
      @ForAll @IntRange(min = 1, max = 4) int k,
      @ForAll long seed) {
    RandomGenerator random = Samples.random(seed);
    double[] a = Samples.gaussian(random, n * n);
    double[] b = Samples.gaussian(random, k * n);
    Array2DRowRealMatrix matrix = new Array2DRowRealMatrix(n, n);
    for (int i = 0; i < n * n; i++) {
      matrix.setEntry(i / n, i % n, a[i]);
    }
    LuFactorization lu = LuFactorization.of(n, a, BLAS);
    assertFalse(lu.isSingular());
    assertEquals(n, lu.order());
    double[] straight = b.clone();
    double[] transposed = b.clone();
    lu.solve(straight, k, new double[k * n]);
    lu.solveTransposed(transposed, k, new double[k * n]);
    for (int r = 0; r < k; r++) {
      double[] right = Arrays.copyOfRange(b, r * n, (r + 1) * n);
      assertSolves(matrix, Arrays.copyOfRange(straight, r * n, (r + 1) * n), right);
      assertSolves(matrix.transpose(), Arrays.copyOfRange(transposed, r * n, (r + 1) * n), right);
    }
  }

  private static void assertSolves(RealMatrix matrix, double[] u, double[] b) {
    int n = b.length;
    double norm = matrix.transpose().getNorm(); // the largest sum of a row
    double[] product = matrix.operate(u);
    double residual = 0;
    double largest = 0;
    for (int i = 0; i < n; i++) {
      residual = Math.max(residual, Math.abs(b[i] - product[i]));
      largest = Math.max(largest, Math.abs(u[i]));
    }
    double bound = 10 * n * Math.ulp(1.0) * norm * largest;
    assertTrue(residual <= bound, residual + " is above " + bound);
  }

  @Test
  void pivotsWhereTheDiagonalIsZero() {
    double[] b = {2, 3, 5};
    LuFactorization lu = LuFactorization.of(3, new double[] {0, 2, 0, 0, 0, 4, 8, 0, 0}, BLAS);
    double[] u = b.clone();
    lu.solve(u, 1, new double[3]);
    assertArrayEquals(new double[] {0.625, 1, 0.75}, u, 0.0); // powers of two are exact
    double[] t = b.clone();
    lu.solveTransposed(t, 1, new double[3]);
    assertArrayEquals(new double[] {1.5, 1.25, 0.25}, t, 0.0);
  }

  @Test
  void aSystemCostsNSquaredAndFactoringAThirdOfNCubed() {
    int n = 256;
    CountingBlas counting = new CountingBlas(BLAS);
    double[] a = Samples.gaussian(Samples.random(1), n * n);
    LuFactorization lu = LuFactorization.of(n, a, counting);
    // Whole blocks of 32 columns: Σ (n − 32 i)² 32 of n³/3; the rest is done by plain loops.
    long blocks = 0;
    for (int rest = n - 32; rest > 0; rest -= 32) {
      blocks += 32L * rest * rest;
    }
    assertEquals(blocks, counting.multiplyAdds());
    counting.reset();
    lu.solve(new double[n], 1, new double[n]);
    // Two triangles off their diagonal blocks, whose n · 31 multiply-adds are plain loops.
    assertEquals((long) n * (n - 32), counting.multiplyAdds());
    counting.reset();
    lu.solveTransposed(new double[n], 1, new double[n]);
    assertEquals((long) n * (n - 32), counting.multiplyAdds());
  }

  @Test
  void thePivotsBehindAZeroAreThoseOfTheRest() {
    for (double[] a : new double[][] {{0, 0, 0, 1}, {0, 1, 0, 1}, new double[4]}) {
      LuFactorization lu = LuFactorization.of(2, a, BLAS);
      assertEquals(Double.NEGATIVE_INFINITY, lu.logAbsDeterminant());
      assertEquals(0, lu.determinantSign());
      assertTrue(lu.isSingular());
    }
  }

  @Test
  void singularAndNotFiniteMatricesAreNamed() {
    assertTrue(LuFactorization.of(2, new double[] {1, 2, 2, 4}, BLAS).isSingular());
    assertTrue(LuFactorization.of(2, new double[4], BLAS).isSingular());
    assertTrue(LuFactorization.of(2, new double[] {1, 0, 0, Double.NaN}, BLAS).isSingular());
    assertTrue(LuFactorization.of(2, new double[] {1, 0, 0, 1e-17}, BLAS).isSingular());
    assertFalse(LuFactorization.of(2, new double[] {1, 0, 0, 1e-12}, BLAS).isSingular());
  }

  @Test
  void refusesWhatDoesNotFit() {
    Refusals.assertRefused(() -> LuFactorization.of(2, new double[3], BLAS), 2, 4, 3);
    Refusals.assertRefused(() -> LuFactorization.of(0, new double[0], BLAS), 0);
    // 65,536² is 0 in 32 bits.
    Refusals.assertRefused(() -> LuFactorization.of(65_536, new double[0], BLAS), 65_536, "Gmres");
    LuFactorization lu = LuFactorization.of(2, new double[] {1, 0, 0, 1}, BLAS);
    Refusals.assertRefused(() -> lu.solve(new double[3], 2, new double[4]), 4, 3);
    Refusals.assertRefused(() -> lu.solveTransposed(new double[2], 1, new double[1]), 2, 1);
    double[] one = new double[2];
    Refusals.assertRefused(() -> lu.solve(one, 1, one), "one array");
    Refusals.assertRefused(() -> lu.solve(one, -1, new double[2]), -1);
  }
}
