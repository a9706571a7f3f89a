package org.roperator.examples.report;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import org.roperator.examples.report.Charts.Axis;
import org.roperator.examples.report.Charts.Line;
import org.roperator.examples.report.Charts.Scale;

/**
 * The comparison of {@code rop hbp} as a page and as numbers.
 *
 * @param setup what was asked for; its seed is the first
 * @param seeds how many seeds
 * @param epochs how many epochs
 * @param batch examples per step
 * @param averaging the approximation
 * @param runs all runs, those of one method side by side
 * @param seconds how long all of it took
 */
public record HbpReport(
    Setup setup,
    int seeds,
    int epochs,
    int batch,
    String averaging,
    List<HbpRun> runs,
    double seconds) {

  /** This far below the plateau a run has left it. */
  private static final double LEFT = 0.1;

  /** Copies the runs. */
  public HbpReport {
    runs = List.copyOf(runs);
  }

  private List<String> methods() {
    return runs.stream().map(HbpRun::label).distinct().toList();
  }

  private List<HbpRun> runsOf(String label) {
    return runs.stream().filter(run -> run.label().equals(label)).toList();
  }

  /** The loss of giving every class the same probability. */
  double plateau() {
    return Math.log(setup.data().train().classes().size());
  }

  /** A figure over the seeds at an epoch, of those runs that came so far. */
  private Spread at(String label, int epoch, ToDoubleFunction<HistoryPoint> value) {
    return Spread.of(
        runsOf(label).stream()
            .filter(run -> epoch < run.history().size())
            .map(run -> value.applyAsDouble(run.history().get(epoch)))
            .toList());
  }

  private long left(String label) {
    return runsOf(label).stream().filter(run -> run.last().trainLoss() < plateau() - LEFT).count();
  }

  /** The epochs the table shows. */
  List<Integer> shownEpochs() {
    TreeSet<Integer> shown = new TreeSet<>();
    for (int part : new int[] {8, 4, 2, 1}) {
      shown.add(Math.max(1, epochs / part));
    }
    return List.copyOf(shown);
  }

  /** The headings of {@link #rows}. */
  public List<String> headings() {
    List<String> headings = new ArrayList<>(List.of("method"));
    shownEpochs().forEach(epoch -> headings.add("loss, epoch " + epoch));
    headings.addAll(List.of("test accuracy, %", "left plateau", "CG steps", "s per run"));
    return headings;
  }

  /** A row for each method: means and standard deviations over the seeds. */
  public List<List<String>> rows() {
    List<List<String>> rows = new ArrayList<>();
    for (String label : methods()) {
      List<HbpRun> own = runsOf(label);
      List<String> row = new ArrayList<>(List.of(own.get(0).title()));
      shownEpochs()
          .forEach(epoch -> row.add(at(label, epoch, HistoryPoint::trainLoss).format("%.3f")));
      row.add(at(label, epochs, p -> 100 * p.testAccuracy()).format("%.1f"));
      row.add(left(label) + " of " + own.size());
      double steps = at(label, epochs, p -> figure(p, "cg_steps")).mean();
      row.add(Double.isNaN(steps) ? "–" : String.format(Locale.ROOT, "%.1f", steps));
      double time = own.stream().mapToDouble(HbpRun::seconds).average().orElse(Double.NaN);
      row.add(String.format(Locale.ROOT, "%.1f", time));
      rows.add(row);
    }
    return rows;
  }

  private static double figure(HistoryPoint point, String name) {
    return point.figures().getOrDefault(name, Double.NaN);
  }

  /** What came out, in a sentence or two, and in what it differs from the paper. */
  public String finding() {
    List<String> order = new ArrayList<>(methods());
    order.sort(
        (a, b) ->
            Double.compare(
                at(a, epochs, HistoryPoint::trainLoss).mean(),
                at(b, epochs, HistoryPoint::trainLoss).mean()));
    List<String> titles = order.stream().map(label -> runsOf(label).get(0).title()).toList();
    return String.format(
        Locale.ROOT,
        "The plateau is ln %d = %.4f. By their mean training loss at the end, the lowest first: %s."
            + " In the paper, on CIFAR-10 and after 99 epochs: PCH-abs with 1 block, with 2, with 4,"
            + " PCH-clip, SGD, GGN, PCH-abs with 16 blocks.",
        setup.data().train().classes().size(),
        plateau(),
        String.join("; ", titles));
  }

  /** The page. */
  public String html() {
    HtmlPage page =
        new HtmlPage(
            "Escaping a plateau with curvature sent backwards",
            String.format(
                Locale.ROOT,
                "A network %s (%s) on %s, trained by each method from %d seeds. Lines are means,"
                    + " bands one standard deviation.",
                setup.network(),
                setup.activation(),
                setup.data().train().name(),
                seeds));
    page.section("What came out", finding(), () -> tableOn(page));
    page.section(
        "Methods",
        "The curvature runs solve [αI + (1 − α)C]Δ = −g block by block, one block for each W and"
            + " b, with α = 0.02, at most 50 steps of conjugate gradients and learning rate 0.1; SGD has"
            + " learning rate 0.1 and momentum 0.9, and \"gradient, rate 5\" steps as the curvature"
            + " runs do where there is no curvature. The grey line is the loss of guessing.",
        () -> plots(page, label -> !label.matches(".*-\\d+")));
    page.section(
        "Smaller blocks",
        "The same with each array of PCH-abs cut into groups of rows, which are solved for"
            + " independently.",
        () -> plots(page, label -> label.startsWith("pch-abs")));
    page.section("How this was made", "", () -> page.facts(facts()));
    return page.finish("Made by rop hbp, beside metrics.json with the same numbers.");
  }

  private void tableOn(HtmlPage page) {
    page.open("wide");
    List<List<String>> rows = new ArrayList<>();
    for (List<String> row : rows()) {
      List<String> unbroken = new ArrayList<>(row);
      unbroken.set(0, unbreakable(row.get(0)));
      rows.add(unbroken);
    }
    page.table(headings(), rows);
    page.close();
  }

  private static String unbreakable(String text) {
    return text.replace(' ', '\u00a0').replace('-', '\u2011');
  }

  private void plots(HtmlPage page, Predicate<String> shown) {
    List<String> labels = methods().stream().filter(shown).toList();
    if (labels.isEmpty()) {
      return;
    }
    Axis epoch = new Axis("epoch", Scale.LINEAR);
    page.open("plots");
    page.plot(
        "Training loss",
        () -> {
          List<Line> lines = new ArrayList<>();
          labels.forEach(label -> lines.add(line(label, HistoryPoint::trainLoss)));
          lines.add(
              new Line("guessing", List.of(0.0, (double) epochs), List.of(plateau(), plateau())));
          return Charts.png(epoch, new Axis("loss", Scale.LINEAR), lines);
        });
    page.plot(
        "Test accuracy",
        () ->
            Charts.png(
                epoch,
                new Axis("accuracy (%)", Scale.LINEAR),
                labels.stream().map(label -> line(label, p -> 100 * p.testAccuracy())).toList()));
    page.close();
  }

  private Line line(String label, ToDoubleFunction<HistoryPoint> value) {
    List<Double> x = new ArrayList<>();
    List<Double> y = new ArrayList<>();
    List<Double> deviations = new ArrayList<>();
    for (int epoch = 0; epoch <= epochs; epoch++) {
      Spread spread = at(label, epoch, value);
      x.add((double) epoch);
      y.add(spread.mean());
      deviations.add(spread.deviation());
    }
    // The legend has no room for long names.
    String name = runsOf(label).get(0).title().replace("PCH-abs, ", "");
    return new Line(name, x, y, deviations);
  }

  private Map<String, String> facts() {
    Map<String, String> facts = new LinkedHashMap<>(setup.facts());
    facts.put("Seed", setup.seed() + " to " + (setup.seed() + seeds - 1));
    facts.put("Epochs, batch", epochs + ", " + batch);
    facts.put("Averaging", averaging);
    facts.put("Time", String.format(Locale.ROOT, "%.0f s", seconds));
    return facts;
  }

  /**
   * The content of metrics.json.
   *
   * @param version of this program
   */
  public String json(String version) {
    return JsonText.object(
        json -> {
          json.writeStringField("command", "hbp");
          json.writeStringField("rop_version", version);
          SetupFields.write(json, setup);
          json.writeNumberField("seeds", seeds);
          json.writeNumberField("epochs", epochs);
          json.writeNumberField("batch_size", batch);
          json.writeStringField("averaging", averaging);
          JsonText.number(json, "plateau", plateau());
          JsonText.number(json, "seconds", seconds);
          json.writeArrayFieldStart("methods");
          for (String label : methods()) {
            writeMethod(json, label);
          }
          json.writeEndArray();
        });
  }

  private void writeMethod(JsonGenerator json, String label) throws IOException {
    json.writeStartObject();
    json.writeStringField("method", label);
    write(json, "train_loss", at(label, epochs, HistoryPoint::trainLoss));
    write(json, "test_loss", at(label, epochs, HistoryPoint::testLoss));
    write(json, "test_accuracy", at(label, epochs, HistoryPoint::testAccuracy));
    json.writeNumberField("left_plateau", left(label));
    json.writeArrayFieldStart("runs");
    for (HbpRun run : runsOf(label)) {
      json.writeStartObject();
      json.writeNumberField("seed", run.seed());
      json.writeStringField("outcome", run.outcome());
      JsonText.number(json, "seconds", run.seconds());
      json.writeArrayFieldStart("history");
      for (HistoryPoint point : run.history()) {
        TrainingMetrics.writePoint(json, point);
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, String name, Spread spread) throws IOException {
    JsonText.number(json, name, spread.mean());
    JsonText.number(json, name + "_deviation", spread.deviation());
  }
}
