package org.roperator.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.roperator.autodiff.TapeObjective;
import org.roperator.autodiff.Var;
import org.roperator.operator.SymmetricOperator;
import org.roperator.parallel.Workers;
import org.roperator.spectrum.Accuracy;
import org.roperator.spectrum.BlockTraces;
import org.roperator.spectrum.DenseSpectrum;
import org.roperator.spectrum.DensityCurve;
import org.roperator.spectrum.DensityGrid;
import org.roperator.spectrum.DiagonalEstimate;
import org.roperator.spectrum.DiagonalEstimator;
import org.roperator.spectrum.Eigenpairs;
import org.roperator.spectrum.Estimate;
import org.roperator.spectrum.Lanczos;
import org.roperator.spectrum.SpectralDensity;
import org.roperator.spectrum.SpectralFunction;
import org.roperator.spectrum.SpectralSummary;
import org.roperator.spectrum.StochasticQuadrature;
import org.roperator.spectrum.TraceEstimator;

/** The code of the guide to spectra; regions between markers stand in it word for word. */
class SpectrumGuideTest {

  private static final SymmetricOperator HESSIAN = hessian();

  /** The Hessian of {@code Σ (wᵢ² − 1)²/i + ½(Σwᵢ)²/n} somewhere between its minima. */
  private static SymmetricOperator hessian() {
    int n = 200;
    double[] w = new double[n];
    for (int i = 0; i < n; i++) {
      w[i] = 1 + 0.6 * Math.sin(i);
    }
    return TapeObjective.of(
            n,
            x -> {
              Var sum = x[0].multiply(0);
              Var total = sum;
              for (int i = 0; i < n; i++) {
                Var away = x[i].multiply(x[i]).subtract(1);
                total = total.add(away.multiply(away).divide(i + 1));
                sum = sum.add(x[i]);
              }
              return total.add(sum.multiply(sum).divide(2 * n));
            })
        .expandAt(w)
        .hessian();
  }

  @Test
  void eigenpairs() {
    SymmetricOperator hessian = HESSIAN;
    // region eigenpairs
    Eigenpairs steepest = Lanczos.top(5).of(hessian);
    double curvature = steepest.value(0); // to within steepest.residual(0)
    double[] direction = steepest.vector(0);
    Eigenpairs ends = Lanczos.bothEnds(3).untilResidual(1e-8).withBlockSize(4).of(hessian);
    // endregion
    assertTrue(steepest.isReached() && ends.isReached());
    assertEquals(curvature, hessian.quadraticForm(direction), 1e-10 * curvature);
    assertEquals(curvature, ends.value(0), 1e-7 * curvature);
  }

  @Test
  void large() {
    SymmetricOperator hessian = HESSIAN;
    // region large
    Lanczos search =
        Lanczos.top(10).withBlockSize(10).withBasisSize(60).on(Workers.ofAllProcessors());
    // endregion
    assertTrue(search.of(hessian).isReached());
  }

  @Test
  void density() {
    SymmetricOperator hessian = HESSIAN;
    // region density
    SpectralDensity density = StochasticQuadrature.ofSteps(80).withProbes(10).of(hessian);
    Estimate negative = density.negativeShare();
    Estimate logDeterminant = density.trace(SpectralFunction.logDamped(10));
    DensityCurve curve = density.on(DensityGrid.symmetricLog(400, 1e-3));
    SpectralSummary estimated = density.summary();
    // endregion
    SpectralSummary exact = DenseSpectrum.of(hessian).summary();
    assertEquals(exact.signs().negativeShare(), negative.value(), 4 * negative.standardError());
    assertEquals(exact.largest(), estimated.largest(), 1e-9 * exact.largest());
    assertTrue(logDeterminant.isReached());
    assertEquals(400, curve.size());
  }

  @Test
  void traces() {
    SymmetricOperator hessian = HESSIAN;
    // region traces
    Estimate trace = TraceEstimator.xTrace().atMostProducts(100).trace(hessian);
    Estimate norm =
        TraceEstimator.hutchinson()
            .untilAccuracy(Accuracy.relative(0.02), 5_000)
            .frobeniusNorm(hessian);
    DiagonalEstimate diagonal = DiagonalEstimator.xDiag().atMostProducts(100).of(hessian);
    Estimate[] layers = BlockTraces.between(0, 50, 200).withProbes(10).of(hessian);
    // endregion
    SpectralSummary exact = DenseSpectrum.of(hessian).summary();
    assertEquals(exact.trace(), trace.value(), 4 * trace.standardError());
    assertEquals(exact.frobeniusNorm(), norm.value(), 4 * norm.standardError());
    assertEquals(200, diagonal.values().length);
    assertEquals(2, layers.length);
  }

  @Test
  void dense() {
    SymmetricOperator hessian = HESSIAN;
    // region dense
    DenseSpectrum all = DenseSpectrum.of(hessian);
    SpectralSummary summary = all.summary();
    // endregion
    assertEquals(200, all.values().length);
    assertEquals(all.trace(), summary.trace(), 1e-10);
  }
}
