package org.roperator.spectrum;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.junit.jupiter.api.Test;
import org.roperator.contract.Samples;
import org.roperator.internal.Vectors;
import org.roperator.operator.SymmetricOperator;

/** All ways to a spectrum on one random matrix without any structure. */
class WishartTest {

  @Test
  void wishartMatricesAreKnownToTheirLastEigenvalue() {
    // O14: Wishart(40), here GGᵀ of 40 × 40 normal numbers; its condition is in the thousands.
    double[][] g = new double[40][];
    for (int i = 0; i < 40; i++) {
      g[i] = Samples.gaussian(Samples.random(100 + i), 40);
    }
    double[][] y = new double[40][40];
    double trace = 0;
    double squares = 0;
    for (int i = 0; i < 40; i++) {
      for (int j = 0; j < 40; j++) {
        y[i][j] = Vectors.dot(g[i], g[j]);
        squares += y[i][j] * y[i][j];
      }
      trace += y[i][i];
    }
    SymmetricOperator a = SymmetricOperator.symmetric(y);
    // commons-math3 is the other implementation; its own rounding is some ε of the largest.
    double[] expected = new EigenDecomposition(new Array2DRowRealMatrix(y)).getRealEigenvalues();
    double rounding = 1e-12 * expected[0];
    assertArrayEquals(expected, Prescribed.falling(DenseSpectrum.of(a).values()), rounding);
    Eigenpairs ends = Lanczos.bothEnds(5).of(a);
    assertArrayEquals(
        Arrays.copyOf(expected, 5), Arrays.copyOf(ends.values(), 5), 1e-10 * expected[0]);
    assertArrayEquals(
        Arrays.copyOfRange(expected, 35, 40),
        Arrays.copyOfRange(ends.values(), 5, 10),
        1e-10 * expected[0]);
    SpectralDensity full = StochasticQuadrature.ofSteps(128).withProbes(10).of(a);
    assertEquals(10 * 40, full.products(), "the Krylov space ends with the dimension");
    assertEquals(expected[0], full.largest(), rounding);
    assertEquals(expected[39], full.smallest(), rounding);
    assertEquals(trace / 40, full.moment(1).value(), 4 * full.moment(1).standardError());
    assertEquals(squares / 40, full.moment(2).value(), 4 * full.moment(2).standardError());
  }
}
