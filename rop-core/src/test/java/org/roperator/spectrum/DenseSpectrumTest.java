package org.roperator.spectrum;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.roperator.contract.Refusals.assertRefused;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.apache.commons.math3.linear.MatrixUtils;
import org.junit.jupiter.api.Test;
import org.roperator.contract.Samples;
import org.roperator.internal.Vectors;
import org.roperator.operator.LinearOperator;
import org.roperator.operator.SymmetricOperator;

class DenseSpectrumTest {

  @Test
  void knowsThe1DLaplacian() {
    int n = 50;
    double[][] a = new double[n][n];
    double[] expected = new double[n];
    for (int i = 0; i < n; i++) {
      a[i][i] = 2;
      if (i > 0) {
        a[i][i - 1] = -1;
        a[i - 1][i] = -1;
      }
      double s = Math.sin((i + 1) * Math.PI / (2 * (n + 1)));
      expected[i] = 4 * s * s;
    }
    AtomicInteger products = new AtomicInteger();
    DenseSpectrum spectrum =
        DenseSpectrum.of(Prescribed.counted(SymmetricOperator.symmetric(a), products));
    assertArrayEquals(expected, spectrum.values(), 1e-14 * 4 * 4);
    assertEquals(100, spectrum.trace(), 0);
    assertEquals(n, spectrum.products());
    assertEquals(n, products.get());
  }

  /** Half the eigenvalues zero, half of them one: QᵀQ with orthonormal rows. */
  @Test
  void knowsProjections() {
    int n = 400;
    double[][] q = new double[n / 2][];
    for (int i = 0; i < q.length; i++) {
      q[i] = Samples.gaussian(Samples.random(i), n);
      for (int time = 0; time < 2; time++) {
        for (int k = 0; k < i; k++) {
          Vectors.addScaled(-Vectors.dot(q[i], q[k]), q[k], q[i]);
        }
      }
      Vectors.scale(1 / Vectors.norm(q[i]), q[i]);
    }
    double[] expected = new double[n];
    Arrays.fill(expected, n / 2, n, 1);
    SymmetricOperator projection =
        SymmetricOperator.identity(q.length).congruence(LinearOperator.dense(q));
    assertArrayEquals(expected, DenseSpectrum.of(projection).values(), 1e-13);
  }

  @Test
  void agreesWithAnotherImplementation() {
    for (int n : new int[] {1, 2, 3, 7, 40, 90}) {
      double[][] a = new double[n][n];
      for (int i = 0; i < n; i++) {
        double[] row = Samples.gaussian(Samples.random(i), i + 1);
        for (int j = 0; j <= i; j++) {
          a[i][j] = row[j];
          a[j][i] = row[j];
        }
      }
      double[] theirs =
          new EigenDecomposition(MatrixUtils.createRealMatrix(a)).getRealEigenvalues();
      Arrays.sort(theirs);
      // Both are right to a few roundings of the norm, about 2√n.
      assertArrayEquals(
          theirs, DenseSpectrum.of(SymmetricOperator.symmetric(a)).values(), 1e-13 * Math.sqrt(n));
    }
  }

  @Test
  void knowsPrescribedSpectra() {
    double[] graded = new double[60];
    Arrays.setAll(graded, i -> Math.pow(10, -12.0 * i / 59));
    double[] deficient = new double[60];
    Arrays.fill(deficient, 0, 5, 3);
    for (double[] lambda : new double[][] {graded, deficient, new double[60]}) {
      DenseSpectrum spectrum = DenseSpectrum.of(Prescribed.operator(4, lambda));
      double[] expected = lambda.clone();
      Arrays.sort(expected);
      assertArrayEquals(expected, spectrum.values(), 1e-14);
    }
    // The smallest positive one is known to 1e-15, a thousandth of itself.
    double condition =
        DenseSpectrum.of(Prescribed.operator(4, graded)).summary().signs().positiveCondition();
    assertEquals(1e12, condition, 1e10);
  }

  @Test
  void valuesAndSummariesHaveAnyScale() {
    double[] lambda = {3, 2, -1, 5};
    SpectralSummary one = DenseSpectrum.of(Prescribed.operator(4, lambda)).summary();
    for (int k : new int[] {-1040, -1000, -700, -515, 500, 515, 700, 1000, 1019}) {
      DenseSpectrum spectrum =
          DenseSpectrum.of(Prescribed.operator(4, lambda).scaledBy(Math.scalb(1.0, k)));
      double[] values = spectrum.values();
      // The last of the subnormal ones has 35 binary digits.
      double rounding = k < -1022 ? 1e-9 : 1e-13;
      for (int i = 0; i < 4; i++) {
        assertEquals(new double[] {-1, 2, 3, 5}[i], Math.scalb(values[i], -k), rounding);
      }
      SpectralSummary summary = spectrum.summary();
      assertEquals(one.ranks().entropy(), summary.ranks().entropy(), 10 * rounding, "2^" + k);
      assertEquals(
          one.ranks().ofFrobeniusNorm(),
          summary.ranks().ofFrobeniusNorm(),
          10 * rounding,
          "2^" + k);
      assertEquals(
          one.frobeniusNorm(), Math.scalb(summary.frobeniusNorm(), -k), 10 * rounding, "2^" + k);
      assertEquals(9, Math.scalb(spectrum.trace(), -k), 10 * rounding, "2^" + k);
    }
    // A diagonal that spans more than doubles scaled to the largest could is exact nevertheless.
    double[] wide = {1e-100, 3, 1e300};
    assertArrayEquals(wide, DenseSpectrum.of(SymmetricOperator.diagonal(wide)).values(), 0);
  }

  @Test
  void summarizesEigenvalues() {
    // Written out by hand: Σ|λ| = 8, Σλ = 6, Σλ² = 26.
    SpectralSummary s =
        DenseSpectrum.of(SymmetricOperator.diagonal(new double[] {4, 3, -1, 0, 1e-7})).summary();
    assertEquals(5, s.dimension());
    assertEquals(4, s.largest(), 0);
    assertEquals(-1, s.smallest(), 0);
    assertEquals(6 + 1e-7, s.trace(), 1e-15);
    assertEquals(Math.sqrt(26), s.frobeniusNorm(), 1e-14);
    assertEquals(4e7, s.signs().positiveCondition(), 1e-6);
    assertEquals(0.2, s.signs().negativeShare(), 0);
    assertEquals(0.125, s.signs().negativeMass(), 1e-8);
    assertEquals(0.4, s.signs().nearZeroShare(), 0);
    assertEquals(1.5, s.ranks().ofTrace(), 1e-7);
    assertEquals(26.0 / 16, s.ranks().ofFrobeniusNorm(), 1e-14);
    double entropy = -(Math.log(0.5) * 0.5 + Math.log(0.375) * 0.375 + Math.log(0.125) * 0.125);
    assertEquals(entropy, s.ranks().entropy(), 1e-6);
    SpectralSummary one = DenseSpectrum.of(SymmetricOperator.identity(7)).summary();
    assertEquals(Math.log(7), one.ranks().entropy(), 1e-14);
    assertEquals(7, one.ranks().ofTrace(), 1e-14);
    SpectralSummary negative =
        DenseSpectrum.of(SymmetricOperator.identity(3).scaledBy(-2)).summary();
    assertTrue(Double.isNaN(negative.signs().positiveCondition()));
    assertEquals(1, negative.signs().negativeShare(), 0);
    assertEquals(1, negative.signs().negativeMass(), 0);
    assertEquals(-3, negative.ranks().ofTrace(), 0);
    assertTrue(
        Double.isNaN(DenseSpectrum.of(SymmetricOperator.zero(3)).summary().ranks().entropy()));
  }

  @Test
  void summaryOfADensityIsThatOfItsEigenvalues() {
    double[] d = {4, 3, -1, 0.5};
    SpectralSummary exact = DenseSpectrum.of(SymmetricOperator.diagonal(d)).summary();
    SpectralSummary seen =
        StochasticQuadrature.ofSteps(4).withProbes(2).of(SymmetricOperator.diagonal(d)).summary();
    assertEquals(exact.trace(), seen.trace(), 1e-13);
    assertEquals(exact.ranks().entropy(), seen.ranks().entropy(), 1e-13);
    assertEquals(exact.signs().negativeShare(), seen.signs().negativeShare(), 1e-13);
    assertEquals(exact.signs().negativeMass(), seen.signs().negativeMass(), 1e-13);
    assertEquals(exact.signs().positiveCondition(), seen.signs().positiveCondition(), 1e-12);
    assertEquals(exact.frobeniusNorm(), seen.frobeniusNorm(), 1e-13);
  }

  @Test
  void namesWhatIsWrong() {
    DenseSpectrum wrong = DenseSpectrum.of(LanczosTest.shifted(5));
    assertEquals(SpectrumOutcome.NOT_SYMMETRIC, wrong.outcome());
    assertEquals(0, wrong.values().length);
    SymmetricOperator broken = SymmetricOperator.of(5, (v, out) -> Arrays.fill(out, Double.NaN));
    assertEquals(SpectrumOutcome.NOT_FINITE, DenseSpectrum.of(broken).outcome());
    // {0, 2.4e308}
    SymmetricOperator huge =
        SymmetricOperator.of(2, (v, out) -> Arrays.fill(out, 1.2e308 * v[0] + 1.2e308 * v[1]));
    DenseSpectrum beyond = DenseSpectrum.of(huge);
    assertEquals(SpectrumOutcome.OVERFLOW, beyond.outcome());
    assertEquals(0, beyond.values().length);
    // Entries in float differ from their mirror images by some 1e-7: {1, 3} within that.
    SymmetricOperator single =
        SymmetricOperator.of(
            2,
            (v, out) -> {
              out[0] = 2 * v[0] + v[1];
              out[1] = (1 + 2e-7) * v[0] + 2 * v[1];
            });
    DenseSpectrum values = DenseSpectrum.of(single);
    assertTrue(values.isReached());
    assertArrayEquals(new double[] {1, 3}, values.values(), 2e-7);
    assertRefused(
        () -> DenseSpectrum.of(SymmetricOperator.zero(10_001)), "10001", "10000", "Lanczos");
    for (SpectrumOutcome outcome : SpectrumOutcome.values()) {
      assertTrue(outcome.explanation().length() > 10);
    }
  }
}
