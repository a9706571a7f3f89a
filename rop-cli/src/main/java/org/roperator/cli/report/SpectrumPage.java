package org.roperator.cli.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.roperator.cli.report.Charts.Axis;
import org.roperator.cli.report.Charts.Line;
import org.roperator.cli.spectra.Directions;
import org.roperator.cli.spectra.SpectrumRun;
import org.roperator.nn.spectrum.BlockSpectrum;
import org.roperator.spectrum.Estimate;
import org.roperator.spectrum.SpectralSummary;

/**
 * A spectrum as {@code spectrum.jte} shows it.
 *
 * @param run what was measured
 * @param figures of the page
 */
public record SpectrumPage(SpectrumRun run, Figures figures) {

  /** The page. */
  public static String html(SpectrumRun run) {
    return Templates.render("spectrum", new SpectrumPage(run, new Figures()));
  }

  /** A number with its standard error if it has one. */
  public static String withError(double value, double error) {
    return error == 0
        ? HeatMap.number(value)
        : String.format(Locale.ROOT, "%s\u00a0±\u00a0%.2g", HeatMap.number(value), error);
  }

  Map<String, String> cards() {
    SpectralSummary whole = run.result().spectra().get(0).summary();
    Map<String, String> cards = new LinkedHashMap<>();
    cards.put("parameters", String.format(Locale.ROOT, "%,d", whole.dimension()));
    cards.put("largest eigenvalue", HeatMap.number(whole.largest()));
    cards.put("smallest eigenvalue", HeatMap.number(whole.smallest()));
    cards.put("of the eigenvalues near zero", percent(whole.signs().nearZeroShare()));
    cards.put("of the gradient in the top " + topCount(), percent(topShare()));
    cards.put("test accuracy", percent(run.testAccuracy()));
    cards.put("time", String.format(Locale.ROOT, "%.1f s", run.seconds()));
    return cards;
  }

  private int topCount() {
    return (run.result().directions().size() + 1) / 2;
  }

  /** The part of the squared norm of the gradient in the span of the top eigenvectors. */
  private double topShare() {
    return run.result().directions().stream()
        .limit(topCount())
        .mapToDouble(d -> d.overlap() * d.overlap())
        .sum();
  }

  private static String percent(double share) {
    return Double.isNaN(share) ? "–" : String.format(Locale.ROOT, "%.1f\u00a0%%", 100 * share);
  }

  /** A figure for each density that is drawn. */
  List<Figure> densities() {
    List<Figure> drawings = new ArrayList<>();
    run.result()
        .densities()
        .forEach(
            (block, drawn) -> {
              if (drawn.curve().size() > 0) {
                drawings.add(
                    figures.of(
                        Evolution.title(block),
                        () ->
                            SpectrumCharts.density(drawn.curve(), new SignedLog(drawn.linear()))));
              }
            });
    return drawings;
  }

  /** A row for each block. */
  Table summary() {
    return new Table(summaryHeadings(), summaryRows());
  }

  Evolution evolution() {
    return new Evolution(run, figures);
  }

  private static List<String> summaryHeadings() {
    return List.of(
        "block",
        "parameters",
        "largest",
        "smallest",
        "trace",
        "trace, of all",
        "trace by shared products",
        "Frobenius norm",
        "negative",
        "negative mass",
        "near zero",
        "tr/λ max",
        "F²/λ² max",
        "condition, positive part",
        "entropy",
        "how");
  }

  private List<List<String>> summaryRows() {
    double whole = run.result().spectra().get(0).summary().trace();
    List<List<String>> rows = new ArrayList<>();
    for (BlockSpectrum spectrum : run.result().spectra()) {
      SpectralSummary s = spectrum.summary();
      Estimate shared = run.result().traces().get(spectrum.name());
      rows.add(
          List.of(
              spectrum.name(),
              String.format(Locale.ROOT, "%,d", s.dimension()),
              HeatMap.number(s.largest()),
              HeatMap.number(s.smallest()),
              withError(s.trace(), spectrum.traceError()),
              percent(s.trace() / whole),
              shared == null ? "–" : withError(shared.value(), shared.standardError()),
              HeatMap.number(s.frobeniusNorm()),
              percent(s.signs().negativeShare()),
              percent(s.signs().negativeMass()),
              percent(s.signs().nearZeroShare()),
              HeatMap.number(s.ranks().ofTrace()),
              HeatMap.number(s.ranks().ofFrobeniusNorm()),
              HeatMap.number(s.signs().positiveCondition()),
              HeatMap.number(s.ranks().entropy()),
              spectrum.source() == BlockSpectrum.Source.EXACT ? "exact" : "estimated"));
    }
    return rows;
  }

  boolean hasDirections() {
    return !run.result().directions().isEmpty();
  }

  /** A row for each eigenvector, from the top. */
  Table directions() {
    List<Directions.Direction> directions = run.result().directions();
    List<String> headings = new ArrayList<>(List.of("", "eigenvalue", "residual", "|cos| to g"));
    headings.addAll(directions.get(0).shares().keySet());
    List<List<String>> rows = new ArrayList<>();
    for (int i = 0; i < directions.size(); i++) {
      Directions.Direction d = directions.get(i);
      int fromEnd = directions.size() - 1 - i;
      List<String> row = new ArrayList<>();
      row.add(i < topCount() ? "top " + (i + 1) : "bottom " + (fromEnd + 1));
      row.add(HeatMap.number(d.eigenvalue()));
      row.add(HeatMap.number(d.residual()));
      row.add(String.format(Locale.ROOT, "%.3f", d.overlap()));
      d.shares().values().forEach(share -> row.add(percent(share)));
      rows.add(row);
    }
    return new Table(headings, rows);
  }

  List<Figure> slices() {
    return run.result().slices().stream().map(this::slice).toList();
  }

  private Figure slice(Directions.Slice slice) {
    return figures.of(
        "Along the eigenvector of the " + slice.name(),
        () ->
            Charts.lines(
                new Axis("distance", Scale.LINEAR),
                new Axis("objective", Scale.LINEAR),
                List.of(
                    new Line("objective", slice.steps(), slice.values()),
                    new Line("parabola", slice.steps(), slice.quadratic()))));
  }

  Map<String, String> facts() {
    Map<String, String> facts = new LinkedHashMap<>(run.setup().facts());
    facts.put("Trained by", run.iterations() + " " + run.unit() + "s of " + run.method());
    facts.put("Matrix", run.matrix() + " of " + run.examples() + " training examples");
    facts.put(
        "Densities",
        run.settings().probes() + " probes of " + run.settings().steps() + " Lanczos steps each");
    facts.put(
        "Eigenpairs",
        run.result().pairs().products()
            + " products; ended because "
            + run.result().pairs().outcome().explanation());
    facts.put("Time", String.format(Locale.ROOT, "%.1f s", run.seconds()));
    return facts;
  }
}
