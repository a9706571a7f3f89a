package org.roperator.spectrum;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.roperator.contract.Refusals.assertRefused;

import java.util.Arrays;
import org.apache.commons.math3.special.Erf;
import org.junit.jupiter.api.Test;
import org.roperator.contract.Samples;
import org.roperator.internal.Vectors;
import org.roperator.operator.SymmetricOperator;

class DensityTest {

  @Test
  void momentsAreExactToTwiceTheStepsLessOne() {
    int n = 40;
    double[] lambda = new double[n];
    Arrays.setAll(lambda, i -> Math.cos(i));
    SymmetricOperator a = Prescribed.operator(2, lambda);
    SpectralDensity density = StochasticQuadrature.ofSteps(8).withProbes(1).withSeed(3).of(a);
    double[] v = new double[n];
    new Probes(3).signs(v);
    double[] power = v.clone();
    for (int p = 0; p <= 16; p++) {
      double exact = Vectors.dot(v, power) / n;
      double error = Math.abs(density.moment(p).value() - exact);
      if (p <= 15) {
        assertEquals(0, error, 1e-13, "moment " + p);
      } else {
        assertTrue(error > 1e-5, "moment 16 is beyond the rule: " + error);
      }
      power = a.times(power);
    }
    assertEquals(Double.POSITIVE_INFINITY, density.moment(1).standardError());
  }

  @Test
  void aFullRuleKnowsEveryEigenvalue() {
    // O14: 1/(i + 1), n = 80, and the outliers 5, 4, 3 on top of ZZᵀ/2000.
    double[] lambda = Prescribed.harmonic(80);
    SpectralDensity full =
        StochasticQuadrature.ofSteps(200).withProbes(4).of(Prescribed.operator(2, lambda));
    assertEquals(4 * 80, full.products(), "the Krylov space ends with the dimension");
    assertEquals(1, full.largest(), 1e-13);
    assertEquals(1.0 / 80, full.smallest(), 1e-13);
    assertEquals(Math.log(1.0 / 80) + Math.log(1.0 / 79), logOfTwoSmallest(), 1e-12);
    double mean = Prescribed.sum(lambda) / 80;
    assertEquals(mean, full.moment(1).value(), 4 * full.moment(1).standardError());
    assertEquals(1, full.moment(0).value(), 1e-13);
  }

  private static double logOfTwoSmallest() {
    return StochasticQuadrature.ofSteps(5)
        .of(SymmetricOperator.diagonal(new double[] {1.0 / 80, 1.0 / 79}))
        .logDeterminant()
        .value();
  }

  @Test
  void densityAgreesWithThatOfTheEigenvaluesThemselves() {
    int n = 200;
    double[][] z = new double[n][];
    for (int i = 0; i < n; i++) {
      z[i] = Samples.gaussian(Samples.random(i), 2000);
    }
    double[][] y = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        y[i][j] = Vectors.dot(z[i], z[j]) / 2000 + (i == j && i < 3 ? 5 - i : 0);
        y[j][i] = y[i][j];
      }
    }
    SymmetricOperator a = SymmetricOperator.symmetric(y);
    double[] exact = DenseSpectrum.of(a).values();
    double width = 0.1;
    // O14: 128 steps, ten probes.
    DensityCurve curve =
        StochasticQuadrature.ofSteps(128)
            .withProbes(10)
            .of(a)
            .on(DensityGrid.linear(60).smoothedBy(width));
    double[] t = curve.coordinates();
    double[] expected = smeared(exact, width, t);
    int far = 0;
    for (int i = 0; i < 60; i++) {
      assertEquals(t[i], curve.eigenvalues()[i], 0);
      double error = Math.abs(expected[i] - curve.densities()[i]);
      // Ten probes know their own spread to a quarter: five errors are then rare.
      far += error > 3 * curve.standardErrors()[i] + 1e-12 ? 1 : 0;
      assertTrue(error <= 6 * curve.standardErrors()[i] + 1e-12, "at " + t[i]);
    }
    assertTrue(far <= 4, far + " of 60 points are off by three errors");
  }

  /** The density of eigenvalues smeared out, over cells around points. */
  static double[] smeared(double[] eigenvalues, double width, double[] points) {
    double cell = points[1] - points[0];
    double s = width * Math.sqrt(2);
    double[] densities = new double[points.length];
    for (int i = 0; i < points.length; i++) {
      for (double x : eigenvalues) {
        double from = points[i] - cell / 2 - x;
        densities[i] += Erf.erf(from / s, (from + cell) / s) / 2 / eigenvalues.length / cell;
      }
    }
    return densities;
  }

  @Test
  void massIsOneOnEveryAxisAndTheNegativePartStaysVisible() {
    double[] lambda = new double[100];
    Arrays.setAll(lambda, i -> i < 30 ? -0.5 - i / 60.0 : 0.01 + i / 100.0);
    SpectralDensity density =
        StochasticQuadrature.ofSteps(30).withProbes(6).of(Prescribed.operator(2, lambda));
    for (DensityGrid axis :
        new DensityGrid[] {DensityGrid.linear(50), DensityGrid.symmetricLog(300, 1e-6)}) {
      DensityCurve curve = density.on(axis);
      double[] t = curve.coordinates();
      double cell = t[1] - t[0];
      assertEquals(1, Arrays.stream(curve.densities()).sum() * cell, 1e-12);
      double below = 0;
      for (int i = 0; i < curve.size(); i++) {
        below += curve.eigenvalues()[i] < 0 ? curve.densities()[i] * cell : 0;
      }
      if (axis.coordinate(1) != 1) {
        assertEquals(density.share(-9, 0).value(), below, 0.05);
      }
      for (int i = 1; i < t.length; i++) {
        assertEquals(cell, t[i] - t[i - 1], 1e-9 * Math.abs(t[0]));
      }
    }
    Estimate negative = density.negativeShare();
    assertEquals(0.3, negative.value(), 4 * negative.standardError());
    assertEquals(density.share(-9, -0.1).value(), negative.value(), 0);
    double mass = density.share(-9, 0).value() + density.share(0, 9).value();
    assertEquals(1, mass, 1e-13);
  }

  @Test
  void symmetricLogarithmsAreLogarithmsFarOut() {
    DensityGrid axis = DensityGrid.symmetricLog(10, 1e-3);
    assertEquals(3, axis.coordinate(1), 1e-6);
    assertEquals(-6, axis.coordinate(-1e3), 1e-6);
    assertEquals(1e-7 / 2e-3 / Math.log(10), axis.coordinate(1e-7), 1e-11);
    for (double x : new double[] {-7, -1e-5, 0, 3e-3, 1e6}) {
      assertEquals(x, axis.eigenvalue(axis.coordinate(x)), 1e-12 * Math.abs(x));
    }
    // Papyan: (b − a)/((m − 1)√(8 ln 3)).
    assertEquals(2 / (9 * Math.sqrt(8 * Math.log(3))), axis.width(2, 10), 1e-15);
    assertEquals(0.5, axis.smoothedBy(0.5).width(2, 10), 0);
    assertEquals(1 / Math.sqrt(8 * Math.log(3)), axis.width(1, 1), 1e-15);
  }

  @Test
  void tracesOfFunctionsAreExactOnFewEigenvalues() {
    // Two eigenvalues: two steps see both, and signs give Hutchinson's exact trace of diagonals.
    double[] d = {2, 0.5, 2, 2};
    SpectralDensity density =
        StochasticQuadrature.ofSteps(3).withProbes(2).of(SymmetricOperator.diagonal(d));
    assertEquals(4, density.products(), "each space ends after two steps");
    assertEquals(2 * Math.log(2), density.logDeterminant().value(), 1e-13);
    assertEquals(
        3 * Math.log(3) + Math.log(1.5), of(density, SpectralFunction.logDamped(1)), 1e-13);
    assertEquals(3 * Math.exp(2) + Math.exp(0.5), of(density, SpectralFunction.exp()), 1e-12);
    assertEquals(3.5, of(density, SpectralFunction.inverse()), 1e-13);
    assertEquals(3.5 * Math.sqrt(2), of(density, SpectralFunction.squareRoot()), 1e-13);
    assertEquals(6.5, of(density, SpectralFunction.absoluteValue()), 1e-13);
    assertEquals(2 + 1.0 / 3, of(density, SpectralFunction.effectiveDimension(1)), 1e-13);
    assertEquals(12.25, of(density, SpectralFunction.of("λ²", x -> true, x -> x * x)), 1e-12);
    assertEquals("ln λ", SpectralFunction.log().toString());
    SpectralDensity negative =
        StochasticQuadrature.ofSteps(3).of(SymmetricOperator.diagonal(new double[] {1, -2}));
    assertEquals(SpectrumOutcome.OUTSIDE_DOMAIN, negative.logDeterminant().outcome());
    assertTrue(Double.isNaN(negative.logDeterminant().value()));
    assertEquals(
        SpectrumOutcome.OUTSIDE_DOMAIN, negative.trace(SpectralFunction.squareRoot()).outcome());
    assertEquals(
        SpectrumOutcome.OUTSIDE_DOMAIN,
        negative.trace(SpectralFunction.effectiveDimension(1)).outcome());
  }

  private static double of(SpectralDensity density, SpectralFunction f) {
    return density.trace(f).value();
  }

  @Test
  void namesWhatIsWrong() {
    SymmetricOperator broken = SymmetricOperator.of(20, (v, out) -> Arrays.fill(out, Double.NaN));
    SpectralDensity nothing = StochasticQuadrature.ofSteps(5).of(broken);
    assertEquals(SpectrumOutcome.NOT_FINITE, nothing.outcome());
    assertEquals(0, nothing.probes());
    assertTrue(Double.isNaN(nothing.moment(1).value()) && Double.isNaN(nothing.largest()));
    assertEquals(0, nothing.on(DensityGrid.linear(5)).size());
    assertTrue(Double.isNaN(nothing.summary().signs().negativeShare()));
    SpectralDensity wrong = StochasticQuadrature.ofSteps(5).of(LanczosTest.shifted(20));
    assertEquals(SpectrumOutcome.NOT_SYMMETRIC, wrong.outcome());
    assertRefused(() -> StochasticQuadrature.ofSteps(0), "number of steps is 0");
    assertRefused(() -> StochasticQuadrature.ofSteps(5).withProbes(0), "number of probes is 0");
    assertRefused(() -> wrong.moment(-1), "moment is -1");
    assertRefused(() -> DensityGrid.linear(1), "1 points", "at least 2");
    assertRefused(() -> DensityGrid.symmetricLog(5, 0), "linear part is 0");
    assertRefused(() -> DensityGrid.linear(5).smoothedBy(0), "width is 0");
    assertRefused(() -> SpectralFunction.logDamped(0), "damping is 0");
    assertRefused(() -> SpectralFunction.effectiveDimension(-1), "damping is -1");
  }
}
