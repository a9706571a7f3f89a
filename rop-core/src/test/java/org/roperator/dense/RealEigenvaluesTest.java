package org.roperator.dense;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.roperator.contract.Refusals.assertRefused;

import java.util.Arrays;
import java.util.Comparator;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.junit.jupiter.api.Test;
import org.roperator.contract.Samples;

class RealEigenvaluesTest {

  /** Real and imaginary parts, by rising real, then imaginary part. */
  private static double[][] of(double[][] a) {
    int n = a.length;
    double[] flat = new double[n * n];
    for (int i = 0; i < n; i++) {
      System.arraycopy(a[i], 0, flat, i * n, n);
    }
    RealEigenvalues values = RealEigenvalues.of(n, flat);
    assertEquals(n, values.order());
    double[] re = IntStream.range(0, n).mapToDouble(values::real).toArray();
    double[] im = IntStream.range(0, n).mapToDouble(values::imaginary).toArray();
    return sorted(re, im);
  }

  private static double[][] sorted(double[] re, double[] im) {
    return IntStream.range(0, re.length)
        .mapToObj(i -> new double[] {re[i], im[i]})
        .sorted(Comparator.<double[]>comparingDouble(z -> z[0]).thenComparingDouble(z -> z[1]))
        .toArray(double[][]::new);
  }

  private static void assertClose(double[][] expected, double[][] actual, double tolerance) {
    assertEquals(expected.length, actual.length);
    boolean[] taken = new boolean[actual.length];
    for (double[] z : expected) {
      int best =
          IntStream.range(0, actual.length)
              .filter(i -> !taken[i])
              .boxed()
              .min(Comparator.comparingDouble(i -> distance(z, actual[i])))
              .orElseThrow();
      taken[best] = true;
      assertEquals(0, distance(z, actual[best]), tolerance, () -> Arrays.deepToString(actual));
    }
  }

  private static double distance(double[] z, double[] w) {
    return Math.hypot(z[0] - w[0], z[1] - w[1]);
  }

  /** D⁻¹AD, exact for D of powers of two. */
  private static double[][] similar(double[][] a, int... exponents) {
    int n = a.length;
    double[][] b = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        b[i][j] = Math.scalb(a[i][j], exponents[j] - exponents[i]);
      }
    }
    return b;
  }

  private static double[][] real(double... values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted(sorted, new double[values.length]);
  }

  private static final double[][] BADLY_BALANCED =
      similar(new double[][] {{-1, 0, 0}, {-2, 2, -1}, {-1, -2, -1}}, 9, -10, -11);

  /** {{2, −1}, {−2, −1}} has (1 ± √17)/2. */
  private static final double[][] ITS_EIGENVALUES =
      real(-1, (1 - Math.sqrt(17)) / 2, (1 + Math.sqrt(17)) / 2);

  @Test
  void badlyBalancedMatricesKeepTheirEigenvalues() {
    assertClose(ITS_EIGENVALUES, of(BADLY_BALANCED), 4e-15);
  }

  /** The row in docs/libraries.md. */
  @Test
  void commonsMathMovesEigenvaluesOfBadlyBalancedMatrices() {
    EigenDecomposition theirs = new EigenDecomposition(new Array2DRowRealMatrix(BADLY_BALANCED));
    double rightmost = Arrays.stream(theirs.getRealEigenvalues()).max().orElseThrow();
    assertEquals(0.5, rightmost, 1e-6); // in truth 2.56
  }

  /** Random ones agree with commons-math3, and with themselves after any such similarity. */
  @Property(tries = 150)
  void similarityByPowersOfTwoChangesNothing(
      @ForAll @IntRange(min = 1, max = 25) int n,
      @ForAll @IntRange(min = 0, max = 300) int most,
      @ForAll @IntRange(min = -300, max = 300) int scale,
      @ForAll long seed) {
    RandomGenerator random = Samples.random(seed);
    double[][] a = new double[n][];
    for (int i = 0; i < n; i++) {
      a[i] = Samples.gaussian(random, n);
    }
    EigenDecomposition theirs = new EigenDecomposition(new Array2DRowRealMatrix(a));
    double[][] expected = sorted(theirs.getRealEigenvalues(), theirs.getImagEigenvalues());
    // Random matrices have eigenvalues of condition up to some hundred.
    double tolerance = 1e-11 * Math.sqrt(n);
    assertClose(expected, of(a), tolerance);
    int[] exponents = random.ints(n, -most, most + 1).toArray();
    double[][] similar = similar(a, exponents);
    for (double[] row : similar) {
      for (int j = 0; j < n; j++) {
        row[j] = Math.scalb(row[j], scale);
      }
    }
    double[][] found = of(similar);
    for (double[] z : found) {
      z[0] = Math.scalb(z[0], -scale);
      z[1] = Math.scalb(z[1], -scale);
    }
    assertClose(expected, found, tolerance);
  }

  /** In whatever order of the rows, over 600 powers of ten. */
  @Test
  void triangularMatricesGiveTheirDiagonal() {
    int n = 12;
    int[] order = {7, 3, 11, 0, 5, 9, 1, 10, 2, 8, 4, 6};
    double[][] a = new double[n][n];
    double[] diagonal = new double[n];
    for (int i = 0; i < n; i++) {
      diagonal[i] = Math.scalb(i % 3 == 0 ? -3.0 : 5.0, 160 * (i - 6));
      a[order[i]][order[i]] = diagonal[i];
      for (int j = i + 1; j < n; j++) {
        a[order[i]][order[j]] = 1e250 / (i + j + 1);
      }
    }
    assertArrayEquals(real(diagonal), of(a));
    assertArrayEquals(new double[n][2], of(new double[n][n]));
  }

  /** A cycle of n arrows of weight 1, 2, 3 …: the n-th roots of n!. */
  @Test
  void cyclesHaveTheRootsOfTheirProduct() {
    int n = 9;
    double[][] a = new double[n][n];
    double[] re = new double[n];
    double[] im = new double[n];
    double radius = Math.pow(362_880, 1.0 / 9);
    for (int i = 0; i < n; i++) {
      a[i][(i + 1) % n] = i + 1;
      re[i] = radius * Math.cos(2 * Math.PI * i / n);
      im[i] = radius * Math.sin(2 * Math.PI * i / n);
    }
    assertClose(sorted(re, im), of(a), 1e-13);
    a[n - 1][0] *= 1e180;
    a[4][5] *= 1e-180;
    assertClose(sorted(re, im), of(a), 1e-13);
  }

  /** Companion matrices of (x − 1)(x − 2)…(x − 6), and of x⁴ + 1 far off in scale. */
  @Test
  void companionMatricesHaveTheRootsOfTheirPolynomials() {
    double[][] a = companion(-21, 175, -735, 1624, -1764, 720);
    assertClose(real(1, 2, 3, 4, 5, 6), of(a), 1e-10); // the roots' condition is some 1e4
    double h = Math.sqrt(0.5) * 0x1p75;
    double[][] b = companion(0, 0, 0, 0x1p300);
    assertClose(sorted(new double[] {-h, -h, h, h}, new double[] {-h, h, -h, h}), of(b), 1e-14 * h);
  }

  private static double[][] companion(double... coefficients) {
    int n = coefficients.length;
    double[][] a = new double[n][n];
    for (int i = 0; i < n; i++) {
      a[0][i] = -coefficients[i];
      if (i > 0) {
        a[i][i - 1] = 1;
      }
    }
    return a;
  }

  /** Kac and Clement, not symmetric: i above and n − i below the diagonal. */
  @Test
  void knowsTheMatrixOfKac() {
    int n = 21;
    double[][] a = new double[n][n];
    double[] expected = new double[n];
    for (int i = 0; i < n; i++) {
      expected[i] = 2 * i - (n - 1);
      if (i > 0) {
        a[i - 1][i] = i;
        a[i][i - 1] = n - i;
      }
    }
    assertClose(real(expected), of(a), 1e-10);
  }

  /** A shift of n steps is a permutation: plain double steps go in circles on it. */
  @Test
  void permutationsNeedUnusualShifts() {
    int n = 16;
    double[][] a = new double[n][n];
    double[] re = new double[n];
    double[] im = new double[n];
    for (int i = 0; i < n; i++) {
      a[(i + 1) % n][i] = 1;
      re[i] = Math.cos(2 * Math.PI * i / n);
      im[i] = Math.sin(2 * Math.PI * i / n);
    }
    assertClose(sorted(re, im), of(a), 1e-14);
  }

  @Test
  void entriesThatAreNotFiniteAreRefusedByPlace() {
    assertRefused(() -> RealEigenvalues.of(2, new double[] {1, 2, Double.NaN, 4}), "(1, 0)", "NaN");
    assertRefused(() -> RealEigenvalues.of(2, new double[3]), 2, 4, 3);
  }
}
