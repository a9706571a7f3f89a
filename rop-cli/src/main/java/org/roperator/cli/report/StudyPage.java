package org.roperator.cli.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.roperator.cli.report.Charts.Axis;
import org.roperator.cli.report.Charts.Line;
import org.roperator.cli.study.StudyAnalysis;
import org.roperator.cli.study.StudyAnalysis.Association;
import org.roperator.cli.study.StudyResult;
import org.roperator.cli.study.StudyRow;

/**
 * A study as {@code study.jte} shows it.
 *
 * @param result what was found
 * @param figures of the page
 */
public record StudyPage(StudyResult result, Figures figures) {

  private static final List<String> DRAWN =
      List.of("lambda_max", "trace", "near_zero_share", "entropy");

  /** The page. */
  public static String html(StudyResult result) {
    return Templates.render("study", new StudyPage(result, new Figures()));
  }

  int networks() {
    return result.settings().networkCount();
  }

  int sets() {
    return result.settings().sets().size();
  }

  /** Which shares of wrong labels there are, in words. */
  String labels() {
    List<String> shares =
        result.settings().noises().stream().distinct().map(StudyResult::percent).toList();
    return "with " + String.join(", ", shares) + " of labels wrong";
  }

  Map<String, String> cards() {
    Map<String, String> cards = new LinkedHashMap<>();
    cards.put("networks", Integer.toString(result.settings().networkCount()));
    cards.put("spectra", String.format(Locale.ROOT, "%,d", result.rows().size()));
    List<Association> whole = result.of("end", "all");
    Association strongest = whole.get(0);
    cards.put(
        "strongest within a set: " + strongest.quantity(),
        Double.isNaN(strongest.within().value())
            ? "–"
            : String.format(Locale.ROOT, "%+.2f", strongest.within().value()));
    cards.put(
        "intervals without zero, given loss and size",
        whole.stream().filter(a -> a.givenBoth().excludesZero()).count() + " of " + whole.size());
    cards.put("time", String.format(Locale.ROOT, "%.0f s", result.seconds()));
    return cards;
  }

  /** Correlations with the gap as they are. */
  Figure plain(String caption, String moment, String block) {
    ForestPlot plot = new ForestPlot("all networks", "within a set");
    for (Association a : result.of(moment, block)) {
      plot.row(a.quantity(), a.pooled(), a.within());
    }
    return figures.of(caption, plot::drawing);
  }

  /** The same with what else differs taken out. */
  Figure given(String caption, String moment, String block) {
    ForestPlot plot = new ForestPlot("given training loss", "given loss and size");
    for (Association a : result.of(moment, block)) {
      plot.row(a.quantity(), a.given(), a.givenBoth());
    }
    return figures.of(caption + ", given", plot::drawing);
  }

  /** A figure for each of some quantities. */
  List<Figure> networksOneByOne() {
    return DRAWN.stream().map(this::scatter).toList();
  }

  private Figure scatter(String quantity) {
    boolean log = quantity.equals("lambda_max") || quantity.equals("trace");
    return figures.of(
        quantity + " and the gap",
        () ->
            Charts.scatter(
                new Axis(quantity, log ? Scale.LOGARITHMIC : Scale.LINEAR),
                new Axis("test loss − training loss", Scale.LINEAR),
                points(r -> r.number(quantity))));
  }

  private List<Line> points(ToDoubleFunction<StudyRow> x) {
    List<Line> groups = new ArrayList<>();
    for (double noise : result.settings().noises()) {
      List<StudyRow> own = result.ends().stream().filter(r -> r.number("noise") == noise).toList();
      groups.add(
          new Line(
              StudyResult.percent(noise) + " wrong",
              own.stream().map(x::applyAsDouble).toList(),
              own.stream().map(StudyAnalysis::gap).toList()));
    }
    return groups;
  }

  /** A row for each network and share of wrong labels. */
  Table regimes() {
    Map<String, Function<StudyRow, Double>> columns = new LinkedHashMap<>();
    columns.put("training loss", r -> r.number("train_loss"));
    columns.put("gap", StudyAnalysis::gap);
    columns.put("training accuracy", r -> r.number("train_accuracy"));
    columns.put("test accuracy", r -> r.number("test_accuracy"));
    for (String quantity :
        List.of(
            "lambda_max", "trace", "negative_mass", "near_zero_share", "trace_rank", "entropy")) {
      columns.put(quantity, r -> r.number(quantity));
    }
    List<String> headings = new ArrayList<>(List.of("hidden", "wrong labels"));
    headings.addAll(columns.keySet());
    List<List<String>> rows = new ArrayList<>();
    List<String> networks = result.ends().stream().map(r -> r.text("hidden")).distinct().toList();
    for (String network : networks) {
      for (double noise : result.settings().noises()) {
        List<StudyRow> own =
            result.ends().stream()
                .filter(r -> r.text("hidden").equals(network) && r.number("noise") == noise)
                .toList();
        List<String> row = new ArrayList<>();
        row.add(network);
        row.add(StudyResult.percent(noise));
        columns.values().forEach(x -> row.add(HeatMap.number(median(own, x))));
        rows.add(row);
      }
    }
    return new Table(headings, rows);
  }

  private static double median(List<StudyRow> rows, Function<StudyRow, Double> x) {
    double[] sorted =
        rows.stream().mapToDouble(x::apply).filter(Double::isFinite).sorted().toArray();
    int n = sorted.length;
    return n == 0
        ? Double.NaN
        : Arrays.stream(sorted, (n - 1) / 2, n / 2 + 1).average().orElse(Double.NaN);
  }

  /** How many correlations there are. */
  int asked() {
    return result.associations().size();
  }

  /** How many of their intervals would exclude zero by chance. */
  String byChance() {
    return String.format(Locale.ROOT, "%.0f", 0.05 * asked());
  }

  Map<String, String> facts() {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("Command", result.commandLine());
    facts.put("Grid", result.settings().fingerprint());
    facts.put(
        "Training",
        "Adam, rate 0.01, batches of 32, no decay; tanh, softmax cross-entropy; labels are wrong in"
            + " training and test examples alike");
    facts.put(
        "Spectra",
        "blocks of up to 300 parameters exactly, larger ones by 4 probes of 40 Lanczos steps");
    facts.put("Left out, training not finite", result.notFinite() + " networks");
    facts.put("Seed", Long.toString(result.seed()));
    facts.put("Threads", Integer.toString(result.threads()));
    facts.put("BLAS", result.blas());
    facts.put("Time", String.format(Locale.ROOT, "%.0f s", result.seconds()));
    return facts;
  }
}
