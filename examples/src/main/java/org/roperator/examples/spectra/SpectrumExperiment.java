package org.roperator.examples.spectra;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.roperator.function.Workers;
import org.roperator.nn.NetworkExpansion;
import org.roperator.nn.NetworkObjective;
import org.roperator.nn.curvature.CurvatureBlock;
import org.roperator.nn.curvature.LayerBlocks;
import org.roperator.nn.spectrum.BlockSpectrum;
import org.roperator.nn.spectrum.LayerSpectra;
import org.roperator.operator.BlockDiagonal.Block;
import org.roperator.operator.SymmetricOperator;
import org.roperator.operator.Vectors;
import org.roperator.spectrum.Axis;
import org.roperator.spectrum.DensityCurve;
import org.roperator.spectrum.Eigenpairs;
import org.roperator.spectrum.Estimate;
import org.roperator.spectrum.Lanczos;
import org.roperator.spectrum.SpectralDensity;
import org.roperator.spectrum.StochasticQuadrature;

/** Everything {@code rop spectrum} says about one network at one point. */
public final class SpectrumExperiment {

  /** Of the largest eigenvalue; the eigenvalues have twice as many digits. */
  private static final double RESIDUAL = 1e-6;

  private static final int POINTS = 400;

  /** Decades of the axis to each side, from the largest eigenvalue down. */
  private static final double LINEAR = 1e-4;

  /** Of the smoothing, in decades. */
  private static final double WIDTH = 0.12;

  private SpectrumExperiment() {}

  /**
   * A density with the axis it is drawn on.
   *
   * @param curve over {@code t = asinh(λ/2δ)/ln 10}
   * @param linear δ
   * @param density what it was drawn from
   */
  public record Drawn(DensityCurve curve, double linear, SpectralDensity density) {}

  /**
   * What came out.
   *
   * @param value of the objective
   * @param gradientNorm of its gradient
   * @param spectra of the whole and each layer
   * @param densities by block, the whole first
   * @param traces by layer, from products that all layers share
   * @param pairs the outermost eigenpairs of the whole
   * @param directions their vectors
   * @param slices of the objective along some of them
   */
  public record Result(
      double value,
      double gradientNorm,
      List<BlockSpectrum> spectra,
      Map<String, Drawn> densities,
      Map<String, Estimate> traces,
      Eigenpairs pairs,
      List<Directions.Direction> directions,
      List<Directions.Slice> slices) {}

  /** Measures a network at a point. */
  public static Result run(
      NetworkObjective objective, double[] w, SpectrumSettings settings, Workers workers) {
    NetworkExpansion at = objective.expandAt(w);
    SymmetricOperator whole = settings.matrix().of(at);
    Map<String, Drawn> densities = new LinkedHashMap<>();
    densities.put(LayerSpectra.WHOLE, density(whole, settings));
    List<Block<CurvatureBlock>> layers = LayerBlocks.of(whole, objective.layout()).blocks();
    if (layers.size() > 1) {
      layers.forEach(layer -> densities.put(layer.name(), density(layer.operator(), settings)));
    }
    int ends = Math.max(1, Math.min(settings.top(), whole.dimension() / 2));
    Eigenpairs pairs =
        Lanczos.bothEnds(ends)
            .until(RESIDUAL)
            .withSeed(settings.seed())
            .runningOn(workers::run)
            .of(whole);
    return new Result(
        at.value(),
        Vectors.norm(at.gradient()),
        settings.spectra().of(whole, objective.layout()),
        densities,
        LayerBlocks.traces(whole, objective.layout(), settings.probes(), settings.seed()),
        pairs,
        Directions.of(pairs, at, objective.layout()),
        slices(objective, at, w, pairs));
  }

  private static Drawn density(SymmetricOperator a, SpectrumSettings settings) {
    SpectralDensity density =
        StochasticQuadrature.ofSteps(Math.min(settings.steps(), a.dimension()))
            .withProbes(settings.probes())
            .withSeed(settings.seed())
            .of(a);
    double norm = Math.max(Math.abs(density.largest()), Math.abs(density.smallest()));
    double linear = norm > 0 && Double.isFinite(norm) ? LINEAR * norm : 1;
    return new Drawn(
        density.on(Axis.symmetricLog(POINTS, linear).smoothedBy(WIDTH)), linear, density);
  }

  private static List<Directions.Slice> slices(
      NetworkObjective objective, NetworkExpansion at, double[] w, Eigenpairs pairs) {
    List<Directions.Slice> slices = new ArrayList<>();
    int last = pairs.size() - 1;
    if (last < 0) {
      return slices;
    }
    slices.add(
        Directions.slice("largest eigenvalue", objective, at, w, pairs.vector(0), pairs.value(0)));
    if (last > 1) {
      slices.add(
          Directions.slice(
              "second largest eigenvalue", objective, at, w, pairs.vector(1), pairs.value(1)));
    }
    slices.add(
        Directions.slice(
            "smallest eigenvalue", objective, at, w, pairs.vector(last), pairs.value(last)));
    return slices;
  }
}
