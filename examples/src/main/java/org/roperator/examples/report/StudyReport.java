package org.roperator.examples.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.roperator.examples.report.Charts.Axis;
import org.roperator.examples.report.Charts.Line;
import org.roperator.examples.report.Charts.Scale;
import org.roperator.examples.study.StudyAnalysis;
import org.roperator.examples.study.StudyAnalysis.Association;
import org.roperator.examples.study.StudyRow;

/** The page of {@code rop study}. */
public final class StudyReport {

  private StudyReport() {}

  /** The page. */
  public static String html(StudyResult result) {
    HtmlPage page =
        new HtmlPage(
            "Do spectra tell which networks generalise?",
            String.format(
                Locale.ROOT,
                "%d small networks on %d data sets, with and without wrong labels, each measured by"
                    + " the eigenvalues of its Hessian and of each layer's block.",
                result.settings().networkCount(),
                result.settings().sets().size()));
    page.cards(cards(result));
    page.section(
        "What goes with the gap",
        "Spearman's correlation of each quantity with the generalisation gap at the end (test loss"
            + " less training loss). On the left over all networks, which mixes what differs between"
            + " sets; then of ranks within each set and share of wrong labels; then the same with the"
            + " part of the training loss taken out, and at last that of the number of parameters"
            + " too. Bars are 95 % intervals from drawing"
            + " whole data sets again; grey ones contain zero.",
        () -> forest(page, result, "end", "all"));
    page.section(
        "Early in training",
        "The same quantities after a tenth of the training, with the gap at the end.",
        () -> forest(page, result, "early", "all"));
    page.section(
        "First and last layer",
        "The blocks of the first and of the last layer at the end, of networks that have both.",
        () -> {
          page.paragraph("note", "First layer");
          forest(page, result, "end", "first");
          page.paragraph("note", "Last layer");
          forest(page, result, "end", "last");
        });
    page.section(
        "Networks one by one",
        "Each point is a network at its end; colours are shares of wrong labels.",
        () -> scatters(page, result));
    page.section(
        "Size and wrong labels",
        "Medians over sets and seeds at the end. Networks too small keep a high training loss; those"
            + " large enough to learn wrong labels by heart have the gap.",
        () -> regimes(page, result));
    page.section("How far to trust this", reading(result), () -> {});
    page.section("How this was made", "", () -> page.facts(facts(result)));
    return page.finish("Made by rop study, beside metrics.json and the table study.csv.");
  }

  private static Map<String, String> cards(StudyResult result) {
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

  private static void forest(HtmlPage page, StudyResult result, String moment, String block) {
    ForestPlot plot =
        new ForestPlot(
            "all networks", "within a set", "given training loss", "given loss and size");
    for (Association a : result.of(moment, block)) {
      plot.row(a.quantity(), a.pooled(), a.within(), a.given(), a.givenBoth());
    }
    page.drawing(plot.svg());
  }

  private static void scatters(HtmlPage page, StudyResult result) {
    page.open("plots");
    for (String quantity : List.of("lambda_max", "trace", "near_zero_share", "entropy")) {
      boolean log = quantity.equals("lambda_max") || quantity.equals("trace");
      page.plot(
          quantity + " and the gap",
          () ->
              Charts.scatter(
                  new Axis(quantity, log ? Scale.LOGARITHMIC : Scale.LINEAR),
                  new Axis("test loss − training loss", Scale.LINEAR),
                  points(result, r -> r.number(quantity))));
    }
    page.close();
  }

  private static List<Line> points(StudyResult result, ToDoubleFunction<StudyRow> x) {
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

  private static void regimes(HtmlPage page, StudyResult result) {
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
    page.table(headings, rows);
  }

  private static double median(List<StudyRow> rows, Function<StudyRow, Double> x) {
    double[] sorted =
        rows.stream().mapToDouble(x::apply).filter(Double::isFinite).sorted().toArray();
    int n = sorted.length;
    return n == 0
        ? Double.NaN
        : Arrays.stream(sorted, (n - 1) / 2, n / 2 + 1).average().orElse(Double.NaN);
  }

  /** What the intervals do and do not say. */
  private static String reading(StudyResult result) {
    long asked = result.associations().size();
    return String.format(
        Locale.ROOT,
        "There are %d quantities here, by block and moment; of intervals at 95 %% about %.0f in each"
            + " column would exclude zero if none had anything to do with the gap. Sets are few (%d), and drawing"
            + " them again gives rough intervals. With cross-entropy the Hessian of a network that"
            + " fits its examples surely goes to zero, whether it has learned or memorised, and how many"
            + " eigenvalues are zero follows from its shape; hence the columns given the training"
            + " loss and the size. A correlation here is one over the networks of this"
            + " grid, trained one way: it does not say that changing the spectrum would change the"
            + " gap.",
        asked,
        0.05 * asked,
        result.settings().sets().size());
  }

  private static Map<String, String> facts(StudyResult result) {
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
