package org.roperator.examples.report;

import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.roperator.nn.spectrum.BlockSpectrum;
import org.roperator.nn.spectrum.SpectrumSnapshot;
import org.roperator.spectrum.SpectralSummary;

/** How spectra came about while the network was trained. */
final class EvolutionSection {

  /** More columns do not fit a page. */
  private static final int MOST_COLUMNS = 16;

  private final SpectrumRun run;
  private final List<SpectrumSnapshot> snapshots;
  private final List<String> blocks;

  EvolutionSection(SpectrumRun run) {
    this.run = run;
    this.snapshots =
        run.snapshots().stream()
            .filter(s -> s.spectra().stream().allMatch(BlockSpectrum::isReached))
            .toList();
    this.blocks = run.result().spectra().stream().map(BlockSpectrum::name).toList();
  }

  void writeTo(HtmlPage page) {
    if (snapshots.isEmpty()) {
      return;
    }
    page.section(
        "During training",
        "Ribbons hold the middle shares of all eigenvalues, the lightest all of them; the orange"
            + " line is the largest. The axis is logarithmic to both sides of zero, so that a ribbon"
            + " near zero stays visible beside the largest eigenvalue.",
        () -> ribbons(page));
    page.section(
        "Layer by epoch",
        "Darker is larger, on a logarithmic scale from the smallest to the largest number of a map.",
        () -> {
          page.paragraph("note", "Largest eigenvalue");
          page.drawing(map(SpectralSummary::largest));
          page.paragraph("note", "Trace");
          page.drawing(map(SpectralSummary::trace));
          page.paragraph("note", "Mass of the negative eigenvalues");
          page.drawing(map(SpectralSummary::negativeMass));
        });
  }

  private BlockSpectrum of(SpectrumSnapshot snapshot, String block) {
    return snapshot.spectra().stream()
        .filter(s -> s.name().equals(block))
        .findFirst()
        .orElseThrow();
  }

  private void ribbons(HtmlPage page) {
    page.open("plots");
    for (String block : blocks) {
      List<SpectrumSnapshot> known =
          snapshots.stream().filter(s -> !of(s, block).quantiles().isEmpty()).toList();
      if (known.isEmpty()) {
        continue;
      }
      List<Integer> iterations = known.stream().map(SpectrumSnapshot::iteration).toList();
      List<BlockSpectrum> spectra = known.stream().map(s -> of(s, block)).toList();
      double largest =
          spectra.stream()
              .mapToDouble(
                  s -> Math.max(Math.abs(s.summary().largest()), Math.abs(s.summary().smallest())))
              .max()
              .orElse(1);
      page.plot(
          block.equals("all") ? "The whole matrix" : block,
          () -> SpectrumCharts.ribbons(iterations, spectra, SignedLog.upTo(largest)));
    }
    page.close();
  }

  private String map(ToDoubleFunction<SpectralSummary> number) {
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
    return map.html();
  }
}
