package org.roperator.dense;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.roperator.contract.Refusals.assertRefused;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.apache.commons.math3.linear.MatrixUtils;
import org.junit.jupiter.api.Test;
import org.roperator.contract.PreciseEigen;
import org.roperator.contract.Samples;

class SymmetricEigenTest {

  private static final Blas BLAS = Blas.instance();

  private static double[] diagonal(double... d) {
    double[] a = new double[d.length * d.length];
    for (int i = 0; i < d.length; i++) {
      a[i * d.length + i] = d[i];
    }
    return a;
  }

  private static double[] symmetric(RandomGenerator random, int n) {
    double[] a = Samples.gaussian(random, n * n);
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < i; j++) {
        a[j * n + i] = a[i * n + j];
      }
    }
    return a;
  }

  private static double[] values(double[] a) {
    return SymmetricEigen.values((int) Math.sqrt(a.length), a.clone(), BLAS);
  }

  private static double[] sorted(double[] x) {
    double[] copy = x.clone();
    Arrays.sort(copy);
    return copy;
  }

  private static void assertRelative(double[] expected, double[] actual, double relative) {
    assertEquals(expected.length, actual.length);
    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i], actual[i], relative * Math.abs(expected[i]));
    }
  }

  /** {@code XAXᵀ = Λ} and {@code XXᵀ = I} to some n roundings, X of rows. */
  private static void assertDiagonalizes(SymmetricEigen parts, double[] a) {
    int n = parts.order();
    double[] x = parts.vectors();
    double norm = Math.max(Math.abs(parts.value(0)), Math.abs(parts.value(n - 1)));
    for (int i = 0; i < n; i++) {
      assertArrayEquals(Arrays.copyOfRange(x, i * n, (i + 1) * n), parts.vector(i));
      assertTrue(i == 0 || parts.value(i - 1) <= parts.value(i));
      for (int j = 0; j < n; j++) {
        double product = 0;
        double image = 0;
        for (int k = 0; k < n; k++) {
          product += x[i * n + k] * x[j * n + k];
          image += x[i * n + k] * a[Math.max(k, j) * n + Math.min(k, j)];
        }
        assertEquals(i == j ? 1 : 0, product, 4 * n * 0x1p-52 + 0x1p-50);
        assertEquals(parts.value(i) * x[i * n + j], image, (4 * n * 0x1p-52 + 0x1p-50) * norm);
      }
    }
  }

  /** Around the width of a block of reflections and of rotations, too. */
  @Property(tries = 60)
  void diagonalizesByOrthonormalVectors(
      @ForAll @IntRange(min = 1, max = 110) int n, @ForAll long seed) {
    double[] a = symmetric(Samples.random(seed), n);
    SymmetricEigen parts = SymmetricEigen.of(n, a.clone(), BLAS);
    assertDiagonalizes(parts, a);
    assertArrayEquals(parts.values(), SymmetricEigen.values(n, a, BLAS));
  }

  @Test
  void diagonalizesWhereRotationsAreGatheredManyTimes() {
    double[] a = symmetric(Samples.random(1), 230);
    assertDiagonalizes(SymmetricEigen.of(230, a.clone(), BLAS), a);
  }

  @Property(tries = 200)
  void powersOfTwoScaleExactly(
      @ForAll @IntRange(min = 1, max = 40) int n,
      @ForAll @IntRange(min = -1000, max = 1000) int k,
      @ForAll boolean graded,
      @ForAll long seed) {
    RandomGenerator random = Samples.random(seed);
    double[] a = symmetric(random, n);
    if (graded) {
      grade(random, n, a, 10);
    }
    double[] scaled = Arrays.stream(a).map(x -> Math.scalb(x, k)).toArray();
    double[] expected = Arrays.stream(values(a)).map(x -> Math.scalb(x, k)).toArray();
    // What is rounding beside the largest may fall below the normal doubles.
    assertArrayEquals(expected, values(scaled), Double.MIN_NORMAL);
  }

  /** DAD with D of powers of two. */
  private static double[] grade(RandomGenerator random, int n, double[] a, int most) {
    int[] exponent = random.ints(n, -most, most + 1).toArray();
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        a[i * n + j] = Math.scalb(a[i * n + j], exponent[i] + exponent[j]);
      }
    }
    return a;
  }

  @Test
  void diagonalsComeBackAsTheyAre() {
    assertArrayEquals(new double[] {1e-3, 1, 1e20}, values(diagonal(1e20, 1, 1e-3)));
    double[] wide = {1e308, -3, Double.MIN_VALUE, 0, 1e-308, -1e-300, 7};
    assertArrayEquals(sorted(wide), values(diagonal(wide)));
    SymmetricEigen parts = SymmetricEigen.of(3, diagonal(1e20, 1, 1e-3), BLAS);
    assertArrayEquals(new double[] {0, 0, 1}, parts.vector(0));
    assertArrayEquals(new double[] {1, 0, 0}, parts.vector(2));
    assertArrayEquals(new double[4], values(new double[16]));
  }

  /** Reversed, too: 1e160 + rounding is not allowed to reach the block of 1e-160. */
  @Test
  void partsCountEachByItself() {
    double[] a = new double[16];
    a[0] = 1e160;
    a[10] = 1e160;
    a[8] = 1e159;
    a[5] = 0;
    a[13] = 3e-160;
    a[15] = 8e-160;
    // 1e160 ± 1e159, and of {{0, 3}, {3, 8}}: 4 ± 5.
    assertRelative(new double[] {-1e-160, 9e-160, 9e159, 1.1e160}, values(a), 4 * 0x1p-52);
    assertDiagonalizes(SymmetricEigen.of(4, a.clone(), BLAS), a);
  }

  /**
   * D(I + C)D with C so small that the condition of I + C is below 3: every eigenvalue is right to
   * some n roundings, over 180 powers of ten.
   */
  @Property(tries = 30)
  void gradedPositiveMatricesKeepEveryEigenvalue(
      @ForAll @IntRange(min = 2, max = 7) int n, @ForAll long seed) {
    RandomGenerator random = Samples.random(seed);
    double[] a = new double[n * n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < i; j++) {
        a[i * n + j] = random.nextDouble(-0.5, 0.5) / (n - 1);
      }
      a[i * n + i] = 1;
    }
    grade(random, n, a, 150);
    assertRelative(PreciseEigen.values(n, a), values(a), 1e-14);
    SymmetricEigen parts = SymmetricEigen.of(n, a, BLAS);
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        double product = 0;
        for (int k = 0; k < n; k++) {
          product += parts.vector(i)[k] * parts.vector(j)[k];
        }
        assertEquals(i == j ? 1 : 0, product, 1e-14);
      }
    }
  }

  /** Entries over all powers of ten from −300 to 300: many products on the way are subnormal. */
  @Property(tries = 100)
  void vectorsAreOrthonormalOverTheWholeRange(
      @ForAll @IntRange(min = 2, max = 70) int n, @ForAll boolean positive, @ForAll long seed) {
    RandomGenerator random = Samples.random(seed);
    double[] a = symmetric(random, n);
    for (int i = 0; positive && i < n; i++) {
      for (int j = 0; j < n; j++) {
        a[i * n + j] = i == j ? 2 : a[i * n + j] / (4 * n);
      }
    }
    grade(random, n, a, 500);
    assertDiagonalizes(SymmetricEigen.of(n, a.clone(), BLAS), a);
  }

  /**
   * Rotations turn each row hundreds of times: both ways to the eigenvalues are right to a few
   * roundings beside the norm, not to a hundred.
   */
  @Test
  void largeEigenvaluesOfGradedMatricesLoseNothing() {
    int n = 150;
    RandomGenerator random = Samples.random(2);
    double[] a = new double[n * n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < i; j++) {
        a[i * n + j] = random.nextDouble(-0.5, 0.5) / Math.sqrt(n);
      }
      a[i * n + i] = 1;
    }
    grade(random, n, a, 10);
    double[] values = values(a);
    TridiagonalReduction t = TridiagonalReduction.of(n, a, false, BLAS);
    ImplicitQl.run(t.diagonal(), t.beside(), false, new Rotations(n, new double[0], 0, BLAS));
    assertArrayEquals(sorted(t.diagonal()), values, 20 * 0x1p-52 * values[n - 1]);
  }

  /** Both beyond what is solved by Jacobi's rotations and indefinite: right beside the norm. */
  @Property(tries = 30)
  void gradedIndefiniteMatricesAreRightBesideTheNorm(
      @ForAll @IntRange(min = 2, max = 6) int n, @ForAll long seed) {
    RandomGenerator random = Samples.random(seed);
    double[] a = grade(random, n, symmetric(random, n), 60);
    double[] expected = PreciseEigen.values(n, a);
    double norm = Math.max(-expected[0], expected[n - 1]);
    assertArrayEquals(expected, values(a), 1e-14 * norm);
  }

  /**
   * Reflected diagonals, in exact arithmetic: with u of ones and n = 64, {@code (I − uuᵀ/32) D (I −
   * uuᵀ/32)} has entries of few bits.
   */
  @Test
  void knowsReflectedDiagonals() {
    int n = 64;
    double[] d = new double[n];
    for (int i = 0; i < n; i++) {
      d[i] = i < 20 ? 0 : i < 40 ? 3 : 1024 * (i - 50);
    }
    double sum = Arrays.stream(d).sum();
    double[] a = new double[n * n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        a[i * n + j] = (i == j ? d[i] : 0) - (d[i] + d[j]) / 32 + sum / 1024;
      }
    }
    assertArrayEquals(sorted(d), values(a), 64 * 0x1p-52 * 14_000);
    assertDiagonalizes(SymmetricEigen.of(n, a.clone(), BLAS), a);
  }

  /** Kac and Clement: √(i(n − i)) beside a zero diagonal has the eigenvalues n − 1, n − 3 …. */
  @Test
  void knowsTheMatrixOfKac() {
    int n = 31;
    double[] beside = new double[n - 1];
    double[] a = new double[n * n];
    for (int i = 1; i < n; i++) {
      beside[i - 1] = Math.sqrt(i * (n - i));
      a[i * n + i - 1] = beside[i - 1];
    }
    double[] expected = new double[n];
    Arrays.setAll(expected, i -> 2 * i - (n - 1));
    assertArrayEquals(expected, values(a), 1e-13);
    assertArrayEquals(
        expected, sorted(SymmetricEigen.tridiagonal(new double[n], beside, new double[0])), 1e-13);
  }

  /** Of Hilbert's matrix of order 6, in 120 digits and as published: the smallest is 1.1e-7. */
  @Test
  void knowsHilbertsMatrixBesideItsNorm() {
    double[] a = new double[36];
    for (int i = 0; i < 6; i++) {
      for (int j = 0; j < 6; j++) {
        a[i * 6 + j] = 1.0 / (i + j + 1);
      }
    }
    double[] values = values(a);
    assertArrayEquals(PreciseEigen.values(6, a), values, 1e-15);
    assertEquals(1.618899858924339, values[5], 1e-15); // published
  }

  /** Gauss and Legendre's rule of three nodes on [−1, 1], at any scale. */
  @Test
  void tridiagonalMatricesGiveGaussRules() {
    for (double scale : new double[] {1, 0x1p-1000, 0x1p1000}) {
      double[] beside = {scale / Math.sqrt(3), scale * 2 / Math.sqrt(15)};
      double[] first = {1, 0, 0};
      double[] nodes = SymmetricEigen.tridiagonal(new double[3], beside, first);
      for (int i = 0; i < 3; i++) {
        double node = nodes[i] / scale;
        assertEquals(0, node * (node * node - 0.6), 1e-15);
        assertEquals(Math.abs(node) < 0.1 ? 4.0 / 9 : 5.0 / 18, first[i] * first[i], 1e-15);
      }
    }
  }

  /** Rounding of the last dot products kept turning these two forever. */
  @Test
  void rotationsEndWhereOnlyRoundingIsLeft() {
    double[] diagonal = {0x1.7413439dbb62fp-15, 0, 0x1.ebb2107874a59p-15, 0, 0, 0};
    diagonal[1] = 0x1.cb8c61d90b19ep-15;
    diagonal[3] = 0x1.51f91a16d0e28p-13;
    diagonal[4] = 0x1.175d2641f0963p-6;
    diagonal[5] = 0x1.6be789e76339fp0;
    double[] below = {0, 0x1.582b487886978p-16, 0x1.155bbe6b3881bp-15, 0x1.4b97e4a3f0b79p-10, 0};
    below[4] = 0x1.cbc3c4c28b4c5p-6;
    double[] a = new double[36];
    for (int i = 0; i < 6; i++) {
      a[7 * i] = diagonal[i];
      if (i > 0) {
        a[7 * i - 1] = below[i - 1];
        a[7 * i - 6] = below[i - 1];
      }
    }
    a[6 * 2] = 0x1.3c3f8c888639ap-16;
    a[2] = a[6 * 2];
    a[1] = 0;
    a[6] = 0;
    assertRelative(PreciseEigen.values(6, a), values(a), 1e-13);
  }

  @Test
  void rotationsEndForGradedMatricesOfManyKinds() {
    RandomGenerator random = Samples.random(1);
    int positive = 0;
    for (int k = 0; k < 20_000; k++) {
      int n = 2 + random.nextInt(9);
      double[] scale = new double[n];
      int range = random.nextInt(30);
      Arrays.setAll(scale, i -> Math.pow(10, (random.nextDouble() - 0.5) * range));
      double[] a = new double[n * n];
      for (int i = 0; i < n; i++) {
        for (int j = 0; j <= i; j++) {
          double entry = i == j ? 1 + 0.3 * n * random.nextDouble() : random.nextDouble() - 0.5;
          a[i * n + j] = entry * scale[i] * scale[j];
          a[j * n + i] = a[i * n + j];
        }
      }
      positive += PositiveJacobi.of(n, a) == null ? 0 : 1;
    }
    assertTrue(positive > 10_000, positive + " were positive definite");
  }

  @Test
  void entriesThatAreNotFiniteAreRefusedByPlace() {
    double[] a = diagonal(1, 2, 3);
    a[7] = Double.NaN;
    assertRefused(() -> SymmetricEigen.values(3, a, BLAS), "(2, 1)", "NaN", "finite");
    a[7] = Double.NEGATIVE_INFINITY;
    assertRefused(() -> SymmetricEigen.of(3, a, BLAS), "(2, 1)", "-Infinity", "finite");
    assertRefused(
        () -> SymmetricEigen.tridiagonal(new double[] {1, Double.NaN}, a, new double[0]),
        "(0, 1)",
        "NaN");
    assertRefused(() -> SymmetricEigen.values(0, new double[0], BLAS), 0);
    assertRefused(() -> SymmetricEigen.values(2, new double[3], BLAS), 2, 4, 3);
    assertRefused(
        () -> SymmetricEigen.tridiagonal(new double[3], new double[1], new double[2]), 3, 2, 1);
  }

  /** The row in docs/libraries.md. */
  @Test
  void commonsMathLosesWhatIsSmallBesideTheLargest() {
    double[] theirs =
        new EigenDecomposition(MatrixUtils.createRealDiagonalMatrix(new double[] {1e20, 1, 1e-3}))
            .getRealEigenvalues();
    assertArrayEquals(new double[] {1e20, 0, 0}, theirs);
  }
}
