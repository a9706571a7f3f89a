package org.roperator.cli.report;

import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.roperator.cli.spectra.SpectrumRun;
import org.roperator.nn.spectrum.BlockSpectrum;
import org.roperator.nn.spectrum.SpectrumSnapshot;
import org.roperator.spectrum.SpectralSummary;

/** How spectra came about while the network was trained. */
final class Evolution {

  /** More columns do not fit a page. */
  private static final int MOST_COLUMNS = 16;

  private final SpectrumRun run;
  private final Figures figures;
  private final List<SpectrumSnapshot> snapshots;
  private final List<String> blocks;

  Evolution(SpectrumRun run, Figures figures) {
    this.run = run;
    this.figures = figures;
    this.snapshots =
        run.snapshots().stream()
            .filter(s -> s.spectra().stream().allMatch(BlockSpectrum::isReached))
            .toList();
    this.blocks = run.result().spectra().stream().map(BlockSpectrum::name).toList();
  }

  /** What a block is called above its figures. */
  static String title(String block) {
    return block.equals("all") ? "The whole matrix" : block;
  }

  /** Whether there is anything to show. */
  boolean isKnown() {
    return !snapshots.isEmpty();
  }

  private BlockSpectrum of(SpectrumSnapshot snapshot, String block) {
    return snapshot.spectra().stream()
        .filter(s -> s.name().equals(block))
        .findFirst()
        .orElseThrow();
  }

  /** A figure for each block whose quantiles are known. */
  List<Figure> ribbons() {
    List<Figure> ribbons = new ArrayList<>();
    for (String block : blocks) {
      List<SpectrumSnapshot> known =
          snapshots.stream().filter(s -> !of(s, block).quantiles().isEmpty()).toList();
      if (!known.isEmpty()) {
        ribbons.add(ribbon(block, known));
      }
    }
    return ribbons;
  }

  private Figure ribbon(String block, List<SpectrumSnapshot> known) {
    List<Integer> iterations = known.stream().map(SpectrumSnapshot::iteration).toList();
    List<BlockSpectrum> spectra = known.stream().map(s -> of(s, block)).toList();
    double largest =
        spectra.stream()
            .mapToDouble(
                s -> Math.max(Math.abs(s.summary().largest()), Math.abs(s.summary().smallest())))
            .max()
            .orElse(1);
    return figures.of(
        title(block),
        () -> SpectrumCharts.ribbons(run.unit(), iterations, spectra, SignedLog.upTo(largest)));
  }

  Shades largest() {
    return map(SpectralSummary::largest);
  }

  Shades trace() {
    return map(SpectralSummary::trace);
  }

  Shades negativeMass() {
    return map(summary -> summary.signs().negativeMass());
  }

  private Shades map(ToDoubleFunction<SpectralSummary> number) {
    int stride = (snapshots.size() + MOST_COLUMNS - 1) / MOST_COLUMNS;
    List<SpectrumSnapshot> shown = new ArrayList<>();
    for (int i = 0; i < snapshots.size(); i += stride) {
      shown.add(snapshots.get(i));
    }
    DoubleSummaryStatistics positive =
        shown.stream()
            .flatMap(s -> s.spectra().stream())
            .mapToDouble(s -> number.applyAsDouble(s.summary()))
            .filter(x -> x > 0)
            .summaryStatistics();
    HeatMap map =
        new HeatMap(
            "layer \\ " + run.unit(),
            shown.stream().map(s -> Integer.toString(s.iteration())).toList(),
            positive.getMin(),
            positive.getMax());
    for (String block : blocks) {
      map.row(
          block, shown.stream().map(s -> number.applyAsDouble(of(s, block).summary())).toList());
    }
    return map.shades();
  }
}
