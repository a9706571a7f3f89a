package org.roperator.cli.spectra;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.roperator.internal.Vectors;
import org.roperator.nn.NetworkExpansion;
import org.roperator.nn.NetworkObjective;
import org.roperator.nn.curvature.CurvatureBlock;
import org.roperator.nn.curvature.LayerBlocks;
import org.roperator.nn.spectrum.BlockSpectrum;
import org.roperator.nn.spectrum.LayerSpectra;
import org.roperator.operator.BlockDiagonal.Block;
import org.roperator.operator.SymmetricOperator;
import org.roperator.parallel.Workers;
import org.roperator.spectrum.DensityCurve;
import org.roperator.spectrum.DensityGrid;
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
   * @param point where it was measured
   * @param spectra of the whole and each layer
   * @param densities by block, the whole first
   * @param traces by layer, from products that all layers share
   * @param pairs the outermost eigenpairs of the whole
   * @param directions their vectors
   * @param slices of the objective along some of them
   */
  public record Result(
      Point point,
      List<BlockSpectrum> spectra,
      Map<String, Drawn> densities,
      Map<String, Estimate> traces,
      Eigenpairs pairs,
      List<Directions.Direction> directions,
      List<Directions.Slice> slices) {

    /** The objective. */
    public double value() {
      return point.value();
    }

    /** The norm of its gradient. */
    public double gradientNorm() {
      return point.gradientNorm();
    }
  }

  /**
   * The point where a spectrum was measured.
   *
   * @param value of the objective
   * @param gradientNorm of its gradient
   */
  public record Point(double value, double gradientNorm) {}

  /** Told of each part that is measured. */
  public interface Progress {
    /**
     * A part is measured.
     *
     * @param part what it is
     * @param done how many parts are
     * @param all how many there are
     * @param share of the products expected of all parts, how much these have taken
     */
    void done(String part, int done, int all, double share);
  }

  /** Measures a network at a point, and tells of it part by part. */
  public static Result run(
      NetworkObjective objective,
      double[] w,
      SpectrumSettings settings,
      Workers workers,
      Progress progress) {
    NetworkExpansion at = objective.expandAt(w);
    SymmetricOperator whole = settings.matrix().of(at);
    Map<String, Drawn> densities = new LinkedHashMap<>();
    List<Block<CurvatureBlock>> layers = LayerBlocks.of(whole, objective.layout()).blocks();
    int blocks = layers.size() > 1 ? 1 + layers.size() : 1;
    int all = blocks + 3;
    int ends = Math.max(1, Math.min(settings.top(), whole.dimension() / 2));
    Work work = new Work(settings, ends, whole.dimension(), layers);
    densities.put(LayerSpectra.WHOLE, density(whole, settings));
    progress.done("density of the whole", 1, all, work.ofDensity(whole.dimension()));
    if (layers.size() > 1) {
      for (Block<CurvatureBlock> layer : layers) {
        densities.put(layer.name(), density(layer.operator(), settings));
        progress.done(
            "density of " + layer.name(),
            densities.size(),
            all,
            work.ofDensity(layer.operator().dimension()));
      }
    }
    Eigenpairs pairs =
        Lanczos.bothEnds(ends)
            .untilResidual(RESIDUAL)
            .withSeed(settings.seed())
            .on(workers)
            .of(whole);
    progress.done("outermost eigenpairs", blocks + 1, all, work.ofEigenpairs());
    List<BlockSpectrum> spectra = settings.spectra().of(whole, objective.layout());
    progress.done("spectra by layer", blocks + 2, all, work.ofSpectra());
    Map<String, Estimate> traces =
        LayerBlocks.traces(whole, objective.layout(), settings.probes(), settings.seed());
    progress.done("traces by layer", blocks + 3, all, 1);
    return new Result(
        new Point(at.value(), Vectors.norm(at.gradient())),
        spectra,
        densities,
        traces,
        pairs,
        Directions.of(pairs, at, objective.layout()),
        slices(objective, at, w, pairs));
  }

  /** How many products each part is expected to take; only the eigenpairs' are a guess. */
  private static final class Work {

    /** Products that an eigenpair took, of networks such as those of the tests. */
    private static final int PER_EIGENPAIR = 15;

    private final SpectrumSettings settings;
    private final double eigenpairs;
    private final double spectra;
    private final double all;
    private double done;

    Work(SpectrumSettings settings, int ends, int dimension, List<Block<CurvatureBlock>> layers) {
      this.settings = settings;
      List<Integer> blocks = new ArrayList<>(List.of(dimension));
      if (layers.size() > 1) {
        layers.forEach(layer -> blocks.add(layer.operator().dimension()));
      }
      this.eigenpairs = Math.min(dimension, 2.0 * ends * PER_EIGENPAIR);
      double densities = blocks.stream().mapToDouble(this::sampled).sum();
      this.spectra =
          blocks.stream().mapToDouble(n -> n <= settings.exactUpTo() ? n : sampled(n)).sum();
      this.all = densities + eigenpairs + spectra + settings.probes();
    }

    private double sampled(int dimension) {
      return (double) settings.probes() * Math.min(settings.steps(), dimension);
    }

    double ofDensity(int dimension) {
      return more(sampled(dimension));
    }

    double ofEigenpairs() {
      return more(eigenpairs);
    }

    double ofSpectra() {
      return more(spectra);
    }

    private double more(double products) {
      done += products;
      return done / all;
    }
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
        density.on(DensityGrid.symmetricLog(POINTS, linear).smoothedBy(WIDTH)), linear, density);
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
