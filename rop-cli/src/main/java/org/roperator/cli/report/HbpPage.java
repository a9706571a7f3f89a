package org.roperator.cli.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import org.roperator.cli.hbp.HbpComparison;
import org.roperator.cli.report.Charts.Axis;
import org.roperator.cli.report.Charts.Line;
import org.roperator.cli.run.HistoryPoint;
import org.roperator.cli.run.Setup;
import org.roperator.cli.run.Spread;

/** The comparison of {@code rop hbp} as a page. */
public final class HbpPage {

  private static final Axis EPOCH = new Axis("epoch", Scale.LINEAR);

  private final HbpComparison report;
  private final Figures figures = new Figures();

  private HbpPage(HbpComparison report) {
    this.report = report;
  }

  /** The page of a comparison. */
  public static String html(HbpComparison report) {
    return Templates.render("hbp", new HbpPage(report));
  }

  HbpComparison report() {
    return report;
  }

  Setup setup() {
    return report.setup();
  }

  /** A row for each method, whose name doesn't break. */
  Table table() {
    List<List<String>> rows = new ArrayList<>();
    for (List<String> row : report.rows()) {
      List<String> unbroken = new ArrayList<>(row);
      unbroken.set(0, unbreakable(row.get(0)));
      rows.add(unbroken);
    }
    return new Table(report.headings(), rows);
  }

  private static String unbreakable(String text) {
    return text.replace(' ', '\u00a0').replace('-', '\u2011');
  }

  Curves methods() {
    return curves(label -> !label.matches(".*-\\d+"));
  }

  Curves smallerBlocks() {
    return curves(label -> label.startsWith("pch-abs"));
  }

  private Curves curves(Predicate<String> shown) {
    return new Curves(report.methods().stream().filter(shown).toList());
  }

  /** Curves of some methods. */
  final class Curves {

    private final List<String> labels;

    private Curves(List<String> labels) {
      this.labels = labels;
    }

    boolean isEmpty() {
      return labels.isEmpty();
    }

    Figure loss() {
      return figures.of(
          "Training loss",
          () -> {
            List<Line> lines = new ArrayList<>();
            labels.forEach(label -> lines.add(line(label, HistoryPoint::trainLoss)));
            lines.add(Line.level("guessing", report.epochs(), report.plateau()));
            return Charts.lines(EPOCH, new Axis("loss", Scale.LINEAR), lines);
          });
    }

    Figure accuracy() {
      return figures.of(
          "Test accuracy",
          () ->
              Charts.lines(
                  EPOCH,
                  new Axis("accuracy (%)", Scale.LINEAR),
                  labels.stream().map(label -> line(label, p -> 100 * p.testAccuracy())).toList()));
    }
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

  Map<String, String> facts() {
    Map<String, String> facts = new LinkedHashMap<>(report.setup().facts());
    long seed = report.setup().seed();
    facts.put("Seed", seed + " to " + (seed + report.seeds() - 1));
    facts.put("Epochs, batch", report.epochs() + ", " + report.batch());
    facts.put("Averaging", report.averaging());
    facts.put("Time", String.format(Locale.ROOT, "%.0f s", report.seconds()));
    return facts;
  }
}
