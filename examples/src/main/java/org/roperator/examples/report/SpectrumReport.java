package org.roperator.examples.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.roperator.examples.report.Charts.Axis;
import org.roperator.examples.report.Charts.Line;
import org.roperator.examples.report.Charts.Scale;
import org.roperator.examples.spectra.Directions;
import org.roperator.nn.spectrum.BlockSpectrum;
import org.roperator.spectrum.Estimate;
import org.roperator.spectrum.SpectralSummary;

/** The page of {@code rop spectrum}. */
public final class SpectrumReport {

  private SpectrumReport() {}

  /** A number with its standard error if it has one. */
  public static String withError(double value, double error) {
    return error == 0
        ? HeatMap.number(value)
        : String.format(Locale.ROOT, "%s\u00a0±\u00a0%.2g", HeatMap.number(value), error);
  }

  /** The page. */
  public static String html(SpectrumRun run) {
    HtmlPage page =
        new HtmlPage(
            "The spectrum of a network's " + run.matrix(),
            String.format(
                Locale.ROOT,
                "A network %s (%s) on %s after %d %ss of %s, seen through products of its %s with"
                    + " vectors.",
                run.setup().network(),
                run.setup().activation(),
                run.setup().data().train().name(),
                run.iterations(),
                run.unit(),
                run.method(),
                run.matrix()));
    page.cards(cards(run));
    page.section(
        "Densities",
        "All eigenvalues of the whole matrix and of each layer's block, by stochastic Lanczos"
            + " quadrature. Both axes are logarithmic; left of zero, in orange, are directions along"
            + " which the matrix curves downwards. The darker band is one standard error over the"
            + " probes; the narrowest peaks are as wide as the smoothing, an eighth of a decade.",
        () -> densities(page, run));
    page.section(
        "In numbers",
        "Blocks marked exact have all their eigenvalues computed, the others are estimated. An"
            + " eigenvalue is near zero below 1e-6 of the largest; the entropy is that of the"
            + " eigenvalues' sizes as shares of their sum, ln n at most.",
        () -> {
          page.transposed(summaryHeadings(), summaryRows(run));
        });
    if (!run.snapshots().isEmpty()) {
      new EvolutionSection(run).writeTo(page);
    }
    page.section(
        "Outermost eigenvectors",
        "How much of the gradient lies along each, and where each lives. Along few of the largest"
            + " ones lies more of the gradient than the share of dimensions would give.",
        () -> directions(page, run));
    page.section(
        "The loss along them",
        "The objective through the point, and the parabola that gradient and eigenvalue predict.",
        () -> slices(page, run));
    page.section("How this was made", "", () -> page.facts(facts(run)));
    return page.finish("Made by rop spectrum, beside metrics.json with the same numbers.");
  }

  private static Map<String, String> cards(SpectrumRun run) {
    SpectralSummary whole = run.result().spectra().get(0).summary();
    Map<String, String> cards = new LinkedHashMap<>();
    cards.put("parameters", String.format(Locale.ROOT, "%,d", whole.dimension()));
    cards.put("largest eigenvalue", HeatMap.number(whole.largest()));
    cards.put("smallest eigenvalue", HeatMap.number(whole.smallest()));
    cards.put("of the eigenvalues near zero", percent(whole.nearZeroShare()));
    cards.put("of the gradient in the top " + topCount(run), percent(topShare(run)));
    cards.put("test accuracy", percent(run.testAccuracy()));
    cards.put("time", String.format(Locale.ROOT, "%.1f s", run.seconds()));
    return cards;
  }

  private static int topCount(SpectrumRun run) {
    return (run.result().directions().size() + 1) / 2;
  }

  /** The part of the squared norm of the gradient in the span of the top eigenvectors. */
  private static double topShare(SpectrumRun run) {
    return run.result().directions().stream()
        .limit(topCount(run))
        .mapToDouble(d -> d.overlap() * d.overlap())
        .sum();
  }

  private static String percent(double share) {
    return Double.isNaN(share) ? "–" : String.format(Locale.ROOT, "%.1f\u00a0%%", 100 * share);
  }

  private static void densities(HtmlPage page, SpectrumRun run) {
    page.open("plots");
    run.result()
        .densities()
        .forEach(
            (block, drawn) -> {
              if (drawn.curve().size() > 0) {
                page.plot(
                    block.equals("all") ? "The whole matrix" : block,
                    () -> SpectrumCharts.density(drawn.curve(), new SignedLog(drawn.linear())));
              }
            });
    page.close();
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

  private static List<List<String>> summaryRows(SpectrumRun run) {
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
              percent(s.negativeShare()),
              percent(s.negativeMass()),
              percent(s.nearZeroShare()),
              HeatMap.number(s.traceRank()),
              HeatMap.number(s.frobeniusRank()),
              HeatMap.number(s.positiveCondition()),
              HeatMap.number(s.entropy()),
              spectrum.source() == BlockSpectrum.Source.EXACT ? "exact" : "estimated"));
    }
    return rows;
  }

  private static void directions(HtmlPage page, SpectrumRun run) {
    List<Directions.Direction> directions = run.result().directions();
    if (directions.isEmpty()) {
      page.paragraph("note", "None were found: " + run.result().pairs().outcome().explanation());
      return;
    }
    List<String> headings = new ArrayList<>(List.of("", "eigenvalue", "residual", "|cos| to g"));
    headings.addAll(directions.get(0).shares().keySet());
    List<List<String>> rows = new ArrayList<>();
    for (int i = 0; i < directions.size(); i++) {
      Directions.Direction d = directions.get(i);
      int fromEnd = directions.size() - 1 - i;
      List<String> row = new ArrayList<>();
      row.add(i < topCount(run) ? "top " + (i + 1) : "bottom " + (fromEnd + 1));
      row.add(HeatMap.number(d.eigenvalue()));
      row.add(HeatMap.number(d.residual()));
      row.add(String.format(Locale.ROOT, "%.3f", d.overlap()));
      d.shares().values().forEach(share -> row.add(percent(share)));
      rows.add(row);
    }
    page.table(headings, rows);
  }

  private static void slices(HtmlPage page, SpectrumRun run) {
    page.open("plots");
    for (Directions.Slice slice : run.result().slices()) {
      page.plot(
          "Along the eigenvector of the " + slice.name(),
          () ->
              Charts.png(
                  new Axis("distance", Scale.LINEAR),
                  new Axis("objective", Scale.LINEAR),
                  List.of(
                      new Line("objective", slice.steps(), slice.values()),
                      new Line("parabola", slice.steps(), slice.quadratic()))));
    }
    page.close();
  }

  private static Map<String, String> facts(SpectrumRun run) {
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
