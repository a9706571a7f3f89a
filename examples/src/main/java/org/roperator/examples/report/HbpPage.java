package org.roperator.examples.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import org.roperator.examples.report.Charts.Axis;
import org.roperator.examples.report.Charts.Line;
import org.roperator.examples.report.Charts.Scale;

/** The comparison of {@code rop hbp} as a page. */
public final class HbpPage {

  private final HbpReport report;
  private final HtmlPage page;

  private HbpPage(HbpReport report) {
    this.report = report;
    this.page =
        new HtmlPage(
            "Escaping a plateau with curvature sent backwards",
            String.format(
                Locale.ROOT,
                "A network %s (%s) on %s, trained by each method from %d seeds. Lines are means,"
                    + " bands one standard deviation.",
                report.setup().network(),
                report.setup().activation(),
                report.setup().data().train().name(),
                report.seeds()));
  }

  /** The page of a comparison. */
  public static String html(HbpReport report) {
    return new HbpPage(report).html();
  }

  private String html() {
    page.section("What came out", report.finding(), this::table);
    page.section(
        "Methods",
        "The curvature runs solve [αI + (1 − α)C]Δ = −g block by block, one block for each W and"
            + " b, with α = 0.02, at most 50 steps of conjugate gradients and learning rate 0.1; SGD has"
            + " learning rate 0.1 and momentum 0.9, and \"gradient, rate 5\" steps as the curvature"
            + " runs do where there is no curvature. The thin line is the loss of guessing.",
        () -> plots(label -> !label.matches(".*-\\d+")));
    page.section(
        "Smaller blocks",
        "The same with each array of PCH-abs cut into groups of rows, which are solved for"
            + " independently.",
        () -> plots(label -> label.startsWith("pch-abs")));
    page.section("How this was made", "", () -> page.facts(facts()));
    return page.finish("Made by rop hbp, beside metrics.json with the same numbers.");
  }

  private void table() {
    List<List<String>> rows = new ArrayList<>();
    for (List<String> row : report.rows()) {
      List<String> unbroken = new ArrayList<>(row);
      unbroken.set(0, unbreakable(row.get(0)));
      rows.add(unbroken);
    }
    page.table(report.headings(), rows);
  }

  private static String unbreakable(String text) {
    return text.replace(' ', '\u00a0').replace('-', '\u2011');
  }

  private void plots(Predicate<String> shown) {
    List<String> labels = report.methods().stream().filter(shown).toList();
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
          lines.add(Line.level("guessing", report.epochs(), report.plateau()));
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
    for (int epoch = 0; epoch <= report.epochs(); epoch++) {
      Spread spread = report.at(label, epoch, value);
      x.add((double) epoch);
      y.add(spread.mean());
      deviations.add(spread.deviation());
    }
    return new Line(report.title(label).replace("PCH-abs, ", ""), x, y, deviations);
  }

  private Map<String, String> facts() {
    Map<String, String> facts = new LinkedHashMap<>(report.setup().facts());
    long seed = report.setup().seed();
    facts.put("Seed", seed + " to " + (seed + report.seeds() - 1));
    facts.put("Epochs, batch", report.epochs() + ", " + report.batch());
    facts.put("Averaging", report.averaging());
    facts.put("Time", String.format(Locale.ROOT, "%.0f s", report.seconds()));
    return facts;
  }
}
