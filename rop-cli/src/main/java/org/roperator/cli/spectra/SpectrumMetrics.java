package org.roperator.cli.spectra;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.roperator.cli.metrics.Meaning;
import org.roperator.cli.run.Program;
import org.roperator.cli.run.SetupMetrics;
import org.roperator.nn.spectrum.BlockSpectrum;
import org.roperator.spectrum.Estimate;

/**
 * The metrics of {@code rop spectrum}; what is not known yet has no field.
 *
 * @param program what wrote it
 * @param setup the task
 * @param how it was measured
 * @param network what was measured
 * @param found what was found
 * @param snapshots during training
 */
public record SpectrumMetrics(
    @JsonUnwrapped Program program,
    @JsonUnwrapped SetupMetrics setup,
    @JsonUnwrapped How how,
    @JsonUnwrapped Network network,
    @JsonUnwrapped @Nullable Found found,
    @Meaning("an object for each moment, with `--during-training`") List<Snapshot> snapshots) {

  /**
   * The metrics of a run.
   *
   * @param version of this program
   */
  public static SpectrumMetrics of(String version, SpectrumRun run) {
    SpectrumExperiment.Result result = run.result();
    return of(
        version,
        run.soFar(),
        new Point(result.value(), result.gradientNorm()),
        run.seconds(),
        found(result));
  }

  /**
   * The metrics of what is known before anything is measured.
   *
   * @param version of this program
   * @param seconds how long it took up to here
   */
  public static SpectrumMetrics of(String version, SpectrumSoFar known, double seconds) {
    return of(version, known, null, seconds, null);
  }

  private static SpectrumMetrics of(
      String version,
      SpectrumSoFar known,
      @Nullable Point point,
      double seconds,
      @Nullable Found found) {
    SpectrumSoFar.Trained trained = known.trained();
    SpectrumSettings settings = known.settings();
    return new SpectrumMetrics(
        new Program("spectrum", version),
        SetupMetrics.of(known.setup()),
        new How(
            trained.method(),
            trained.iterations(),
            settings.matrix().name().toLowerCase(Locale.ROOT),
            known.examples(),
            settings.steps(),
            settings.probes()),
        new Network(
            trained.trainLoss(), trained.testLoss(), trained.testAccuracy(), point, seconds),
        found,
        known.snapshots().stream()
            .map(s -> new Snapshot(s.iteration(), s.value(), s.products(), spectra(s.spectra())))
            .toList());
  }

  private static Found found(SpectrumExperiment.Result result) {
    return new Found(
        spectra(result.spectra()),
        result.traces().entrySet().stream().map(SpectrumMetrics::trace).toList(),
        new Pairs(
            result.pairs().outcome().name(),
            result.pairs().products(),
            result.directions().stream().map(SpectrumMetrics::pair).toList()),
        result.slices().stream().map(SpectrumMetrics::slice).toList());
  }

  private static List<BlockMetrics> spectra(List<BlockSpectrum> spectra) {
    return spectra.stream().map(BlockMetrics::of).toList();
  }

  private static Trace trace(Map.Entry<String, Estimate> trace) {
    Estimate estimate = trace.getValue();
    return new Trace(
        trace.getKey(), estimate.value(), estimate.standardError(), estimate.products());
  }

  private static Pair pair(Directions.Direction direction) {
    return new Pair(
        direction.eigenvalue(), direction.residual(), direction.overlap(), direction.shares());
  }

  private static Slice slice(Directions.Slice slice) {
    return new Slice(slice.name(), slice.steps(), slice.values(), slice.quadratic());
  }

  /** How it was measured. */
  record How(
      @Meaning("how the network was trained") String method,
      @Meaning("how long; may be fewer than asked for") int epochsOrIterations,
      @Meaning("`hessian` or `gauss_newton`") String matrix,
      @Meaning("on how many training examples it is measured") int examples,
      @Meaning("Lanczos steps from each probe") int steps,
      @Meaning("random probes of each density") int probes) {}

  /** What was measured. */
  record Network(
      @Meaning("the mean loss over the training examples, without decay") double trainLoss,
      @Meaning("the mean loss over the test examples") double testLoss,
      @Meaning("the share of the test examples it gets right") double testAccuracy,
      @JsonUnwrapped @Nullable Point point,
      @Meaning("how long all of it took") double seconds) {}

  /** Where it was measured. */
  record Point(
      @Meaning("the objective with decay on the examples measured") double value,
      @Meaning("the norm of its gradient") double gradientNorm) {}

  /** What was found. */
  record Found(
      @Meaning("an object for the whole (`all`) and for each layer") List<BlockMetrics> spectra,
      @Meaning("an object for each layer, from products that all of them share")
          List<Trace> sharedTraces,
      @Meaning("the outermost eigenpairs of the whole") Pairs eigenpairs,
      @Meaning("the objective along some lines through the point") List<Slice> slices) {}

  /** A trace. */
  record Trace(
      @Meaning("the layer") String block,
      @Meaning("the trace") double trace,
      @Meaning("its standard error") double standardError,
      @Meaning("how many products all layers share") int products) {}

  /** The outermost eigenpairs. */
  record Pairs(
      @Meaning("how the search for them ended") String outcome,
      @Meaning("how many products it took") int products,
      @Meaning("an object for each, from the largest down") List<Pair> pairs) {}

  /** An eigenpair. */
  record Pair(
      @Meaning("the eigenvalue") double eigenvalue,
      @Meaning("the norm of Av − λv") double residual,
      @Meaning("\\|⟨v, g⟩\\|/‖g‖ with the gradient g") double gradientOverlap,
      @Meaning("by layer, the part of ‖v‖² that lies in it") Map<String, Double> layerShares) {}

  /** The objective along a line. */
  record Slice(
      @Meaning("along which vector") String along,
      @Meaning("t, rising") List<Double> step,
      @Meaning("the objective at w + t v") List<Double> value,
      @Meaning("the parabola it begins as") List<Double> quadratic) {}

  /** A moment of training. */
  record Snapshot(
      @Meaning("after how many iterations") int iteration,
      @Meaning("the objective there") double value,
      @Meaning("how many products it took") int products,
      @Meaning("an object for the whole and for each layer") List<BlockMetrics> spectra) {}
}
