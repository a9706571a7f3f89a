package org.roperator.cli.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.roperator.cli.matching.BlockCondition;
import org.roperator.cli.matching.ConditioningRun;
import org.roperator.cli.matching.LocalHessianResults;
import org.roperator.cli.matching.SpectrumCase;
import org.roperator.cli.matching.TrainingPlan;
import org.roperator.cli.report.Charts.Axis;
import org.roperator.cli.run.HistoryPoint;

/** What {@code rop local-hessian} found, as a page. */
public final class LocalHessianPage {

  private static final Axis EPOCH = new Axis("epoch", Scale.LINEAR);

  private final LocalHessianResults report;
  private final LocalHessianLines lines;
  private final Figures figures = new Figures();

  private LocalHessianPage(LocalHessianResults report) {
    this.report = report;
    this.lines = new LocalHessianLines(report.methods());
  }

  /** The page. */
  public static String html(LocalHessianResults report) {
    return Templates.render("localhessian", new LocalHessianPage(report));
  }

  List<String> findings() {
    return LocalHessianFindings.of(report);
  }

  LocalHessianResults report() {
    return report;
  }

  TrainingPlan plan() {
    return report.plan();
  }

  int draws() {
    return report.spectra().get(0).draws();
  }

  Table spectra() {
    return new Table(report.spectrumHeadings(), report.spectrumRows());
  }

  /** A figure for each shape of Gaussian weights. */
  List<Figure> densities() {
    return report.spectra().stream()
        .filter(c -> c.start() == SpectrumCase.Start.GAUSSIAN)
        .map(this::density)
        .toList();
  }

  private Figure density(SpectrumCase c) {
    return figures.of(
        c.inputs() + " inputs, " + c.outputs() + " outputs",
        () ->
            Charts.lines(
                new Axis("eigenvalue of H_z", Scale.LINEAR),
                new Axis("density", Scale.LINEAR),
                List.of(LocalHessianLines.histogram(c), LocalHessianLines.law(c))));
  }

  Table conditions() {
    return new Table(report.conditionHeadings(), report.conditionRows());
  }

  /**
   * Conditions at the start, and after training if there was any, of the networks that came so far.
   */
  List<Figure> conditionFigures() {
    List<Figure> all = new ArrayList<>();
    all.add(condition("H_z at the start", 0, BlockCondition::ofInputs));
    all.add(condition("H_W at the start", 0, BlockCondition::ofWeights));
    int last = report.conditions().stream().mapToInt(ConditioningRun::lastEpoch).max().orElse(0);
    if (last > 0) {
      all.add(condition("H_z after training", last, BlockCondition::ofInputs));
      all.add(condition("H_W after training", last, BlockCondition::ofWeights));
    }
    return all;
  }

  private Figure condition(String title, int epoch, ToDoubleFunction<BlockCondition> value) {
    return figures.of(
        title,
        () ->
            Charts.lines(
                new Axis("block", Scale.LINEAR),
                new Axis("condition", Scale.LOGARITHMIC),
                LocalHessianLines.conditions(report.conditions(), epoch, value)));
  }

  Table methods() {
    return new Table(report.methodHeadings(), report.methodRows());
  }

  Figure accuracy() {
    return figures.of(
        "Test accuracy",
        () ->
            Charts.lines(
                EPOCH,
                new Axis("accuracy (%)", Scale.LINEAR),
                lines.curves(point -> 100 * point.testAccuracy())));
  }

  Figure loss() {
    return figures.of(
        "Test loss",
        () ->
            Charts.lines(
                EPOCH, new Axis("loss", Scale.LOGARITHMIC), lines.curves(HistoryPoint::testLoss)));
  }

  Figure tuning() {
    return figures.of(
        "Validation accuracy by learning rate",
        () ->
            Charts.lines(
                new Axis("learning rate", Scale.LOGARITHMIC),
                new Axis("accuracy (%)", Scale.LINEAR),
                lines.tuning()));
  }

  Figure factors() {
    return figures.of(
        "Factors of the layers' gradients at the end, first seed",
        () ->
            Charts.lines(
                new Axis("layer", Scale.LINEAR),
                new Axis("factor", Scale.LOGARITHMIC),
                lines.factors()));
  }

  Map<String, String> facts() {
    Map<String, String> facts = new LinkedHashMap<>(report.setup().facts());
    facts.put("Network", report.plan().describe() + "; softmax cross-entropy");
    facts.put("Epochs, batch", report.plan().epochs() + ", " + report.plan().batch());
    facts.put("Rates", report.plan().rates().toString());
    facts.put("Time", LocalHessianResults.format("%.0f s", report.seconds()));
    return facts;
  }
}
