package org.roperator.autodiff;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.roperator.contract.Refusals.assertRefused;

import java.util.List;
import java.util.random.RandomGenerator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.roperator.contract.Samples;
import org.roperator.function.Expansion;
import org.roperator.internal.Gaussian;
import org.roperator.internal.Vectors;
import org.roperator.operator.SymmetricOperator;

class DenseHessianTest {

  private static DenseHessian of(double[][] a) {
    return DenseHessian.of(Expansion.of(0, new double[a.length], SymmetricOperator.symmetric(a)));
  }

  private static double[][] diagonal(double... d) {
    double[][] a = new double[d.length][d.length];
    for (int i = 0; i < d.length; i++) {
      a[i][i] = d[i];
    }
    return a;
  }

  /** Of order 5, times 2520 so that its entries are integers; inverse and determinant are known. */
  private static double[][] hilbert() {
    double[][] a = new double[5][5];
    for (int i = 0; i < 5; i++) {
      for (int j = 0; j < 5; j++) {
        a[i][j] = 2520.0 / (i + j + 1);
      }
    }
    return a;
  }

  @Test
  void hilbertsMatrixIsSolvedWith() {
    DenseHessian h = of(hilbert());
    double[] expected = {25, -300, 1050, -1400, 630}; // the first row of its inverse
    double[] first = h.solve(new double[] {2520, 0, 0, 0, 0});
    // The condition is 4.8e5.
    assertTrue(Samples.relativeDistance(expected, first) < 1e-10);
    assertTrue(Samples.relativeDistance(expected, scaled(h.inverse().rows()[0], 2520)) < 1e-10);
    // det = 1/266716800000.
    assertEquals(5 * Math.log(2520) - Math.log(266_716_800_000.0), h.logDeterminant(), 1e-10);
    assertEquals(4.766072502425e5, h.condition(), 1e-2); // published
    assertEquals(2520 * 1.567050691098231, h.eigenvalues()[4], 1e-11); // published
    assertEquals(h.eigenvalues()[4], h.eigen().value(4));
    assertTrue(h.isPositiveDefinite());
    assertFalse(h.isSingular());
  }

  private static double[] scaled(double[] x, double factor) {
    double[] copy = x.clone();
    Vectors.scale(factor, copy);
    return copy;
  }

  @Test
  void newtonsStepOfATapedProgramEndsAtTheMinimumOfAQuadratic() {
    TapeObjective f =
        TapeObjective.of(
            2, x -> x[0].subtract(3).square().add(x[0].multiply(x[1])).add(x[1].square()));
    Expansion at = f.expandAt(new double[] {7, -5});
    double[] step = DenseHessian.of(at).solve(at.gradient());
    // 2x + y = 6 and x + 2y = 0.
    assertArrayEquals(new double[] {4, -2}, new double[] {7 - step[0], -5 - step[1]}, 1e-14);
  }

  /** Parameters in units of 2ᵏ, each its own: (DHD)⁻¹b = D⁻¹H⁻¹D⁻¹b. */
  @Property(tries = 100)
  void unitsOfParametersDontMatter(
      @ForAll @IntRange(min = 1, max = 12) int n,
      @ForAll @IntRange(min = 0, max = 200) int most,
      @ForAll long seed) {
    RandomGenerator random = Samples.random(seed);
    int[] k = random.ints(n, -most, most + 1).toArray();
    double[][] a = new double[n][n];
    double[] x = Samples.gaussian(random, n);
    double[] b = new double[n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        a[i][j] = i == j ? 2 * n : Gaussian.draw(random); // diagonally dominant, mostly
        a[j][i] = a[i][j];
      }
    }
    double reference = of(a).logDeterminant();
    double[] product = of(a).times(x);
    int twos = 0;
    for (int i = 0; i < n; i++) {
      twos += 2 * k[i];
      b[i] = Math.scalb(product[i], k[i]);
      for (int j = 0; j < n; j++) {
        a[i][j] = Math.scalb(a[i][j], k[i] + k[j]);
      }
    }
    DenseHessian h = of(a);
    double[] solution = h.solve(b);
    double[] inverted = h.inverse().times(b);
    for (int i = 0; i < n; i++) {
      solution[i] = Math.scalb(solution[i], k[i]);
      inverted[i] = Math.scalb(inverted[i], k[i]);
    }
    assertTrue(Samples.relativeDistance(x, solution) < 1e-12);
    assertTrue(Samples.relativeDistance(x, inverted) < 1e-12);
    assertTrue(h.isPositiveDefinite());
    double expected = reference + twos * Math.log(2);
    assertEquals(expected, h.logDeterminant(), 1e-12 * (n + Math.abs(expected)));
  }

  @Test
  void wildScalesAreSolvedWith() {
    DenseHessian h = of(diagonal(1e20, 1, 1e-3, 1e-160, 1e160));
    assertArrayEquals(new double[] {1e-160, 1e-3, 1, 1e20, 1e160}, h.eigenvalues());
    double[] x = h.solve(new double[] {1e20, 1, 1e-3, 1e-160, 1e160});
    assertArrayEquals(new double[] {1, 1, 1, 1, 1}, x, 1e-15);
    assertEquals(17 * Math.log(10), h.logDeterminant(), 1e-12);
  }

  @Test
  void indefiniteHessiansAreSolvedWithButHaveNoLogarithm() {
    DenseHessian saddle = of(new double[][] {{0, 2}, {2, 0}});
    assertArrayEquals(new double[] {3, 1}, saddle.solve(new double[] {2, 6}), 1e-15);
    assertFalse(saddle.isPositiveDefinite());
    assertFalse(saddle.isSingular());
    assertEquals(1, saddle.condition(), 1e-15);
    IllegalStateException refusal =
        assertThrows(IllegalStateException.class, saddle::logDeterminant);
    assertTrue(
        String.valueOf(refusal.getMessage()).contains("not positive definite"),
        refusal.getMessage());
  }

  /** Two equal infinities have themselves for a mean, not NaN. */
  @Test
  void infiniteEntriesStayWhatTheyAre() {
    double up = Double.POSITIVE_INFINITY;
    SymmetricOperator h =
        SymmetricOperator.of(
            2,
            (v, out) -> {
              out[0] = v[1] == 0 ? 0 : up;
              out[1] = v[0] == 0 ? 0 : up;
            });
    DenseHessian written = DenseHessian.of(Expansion.of(0, new double[2], h));
    assertArrayEquals(new double[] {0, up}, written.rows()[0]);
    assertArrayEquals(new double[] {up, 0}, written.rows()[1]);
  }

  @Test
  void whatIsWrongIsNamed() {
    DenseHessian singular = of(new double[][] {{1, 2}, {2, 4}});
    assertTrue(singular.isSingular());
    assertFalse(singular.isPositiveDefinite());
    for (DenseHessian h : new DenseHessian[] {singular, of(new double[3][3])}) {
      double[] b = new double[h.dimension()];
      IllegalStateException refusal = assertThrows(IllegalStateException.class, () -> h.solve(b));
      assertTrue(String.valueOf(refusal.getMessage()).contains("singular"));
      assertThrows(IllegalStateException.class, h::inverse);
      assertThrows(IllegalStateException.class, h::logDeterminant);
    }
    assertEquals(Double.POSITIVE_INFINITY, of(new double[3][3]).condition());
    DenseHessian broken =
        DenseHessian.of(
            Expansion.of(
                0, new double[1], SymmetricOperator.of(1, (v, out) -> out[0] = Double.NaN)));
    IllegalStateException refusal =
        assertThrows(IllegalStateException.class, () -> broken.solve(new double[1]));
    assertTrue(String.valueOf(refusal.getMessage()).contains("not finite"));
    for (Executable each :
        List.<Executable>of(
            broken::eigenvalues,
            broken::eigen,
            broken::condition,
            broken::inverse,
            broken::logDeterminant,
            broken::isSingular,
            broken::isPositiveDefinite)) {
      assertThrows(IllegalStateException.class, each);
    }
    assertRefused(() -> singular.solve(new double[3]), 3, 2);
  }
}
