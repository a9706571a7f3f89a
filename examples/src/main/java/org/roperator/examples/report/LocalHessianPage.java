package org.roperator.examples.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.roperator.examples.matching.BlockCondition;
import org.roperator.examples.matching.ConditioningRun;
import org.roperator.examples.matching.SpectrumCase;
import org.roperator.examples.matching.TrainingComparison.MethodResult;
import org.roperator.examples.report.Charts.Axis;
import org.roperator.examples.report.Charts.Line;
import org.roperator.examples.report.Charts.Scale;

/** What {@code rop local-hessian} found, as a page. */
public final class LocalHessianPage {

  private static final int BINS = 50;

  private final LocalHessianReport report;

  private LocalHessianPage(LocalHessianReport report) {
    this.report = report;
  }

  /** The page. */
  public static String html(LocalHessianReport report) {
    return new LocalHessianPage(report).html();
  }

  private String html() {
    HtmlPage page =
        new HtmlPage(
            "Local Hessians of back-propagation",
            "Back-propagation is one gradient step on a loss between each block's outputs and what"
                + " the next block asks for. The Hessians of these losses, by a block's inputs (H_z)"
                + " and by its weights (H_W), say where such steps go astray.");
    page.section("What came out", String.join(" ", report.findings()), () -> {});
    if (!report.spectra().isEmpty()) {
      page.section(
          "Spectra at the start",
          "Eigenvalues of H_z = WᵀW of one layer, "
              + report.spectra().get(0).draws()
              + " draws of Gaussian weights, beside the law of Marchenko and Pastur. Moments are"
              + " means over the draws; their standard errors come from the draws' spread.",
          () -> spectra(page));
    }
    if (!report.conditions().isEmpty()) {
      page.section(
          "Conditions down deep networks",
          "Largest over smallest eigenvalue, block by block, at the start and during training by"
              + " momentum SGD. κ(H_z) is a geometric mean over four examples; the product of the"
              + " blocks' mean eigenvalues says by how much the square of an adjoint grows or shrinks on"
              + " its way back, κ does not; κ(H_W) leaves out"
              + " eigenvalues that are zero: batch normalisation makes a null vector of each unit's"
              + " weights and of each bias. The first and the last block are not shown.",
          () -> conditions(page));
    }
    if (!report.methods().isEmpty()) {
      page.section(
          "Training",
          "Network: "
              + report.plan().describe()
              + ". Every method tried the same rates from the same "
              + report.plan().tuningSeeds()
              + " seeds on a validation part of the training examples; the table is of "
              + report.plan().seeds()
              + " other seeds at the best rate, on test examples nobody has seen. Lines are means,"
              + " bands one standard deviation.",
          () -> training(page));
    }
    page.section("How this was made", "", () -> page.facts(facts()));
    return page.finish("Made by rop local-hessian, beside metrics.json with the same numbers.");
  }

  private static void table(HtmlPage page, List<String> headings, List<List<String>> rows) {
    page.open("wide");
    page.table(headings, rows);
    page.close();
  }

  private void spectra(HtmlPage page) {
    table(page, report.spectrumHeadings(), report.spectrumRows());
    page.open("plots");
    for (SpectrumCase c : report.spectra()) {
      if (c.start() == SpectrumCase.Start.GAUSSIAN) {
        page.plot(
            c.inputs() + " inputs, " + c.outputs() + " outputs",
            () ->
                Charts.png(
                    new Axis("eigenvalue of H_z", Scale.LINEAR),
                    new Axis("density", Scale.LINEAR),
                    List.of(histogram(c), law(c))));
      }
    }
    page.close();
  }

  /** Steps over the eigenvalues that the law's density is of; what is zero by shape is left out. */
  private static Line histogram(SpectrumCase c) {
    double[] values = c.eigenvalues();
    double end = 1.05 * c.law().upperEdge();
    int zeros = Math.max(0, c.inputs() - c.outputs()) * c.draws();
    int[] counts = new int[BINS];
    Arrays.stream(values, zeros, values.length)
        .forEach(x -> counts[Math.max(0, Math.min(BINS - 1, (int) (x / end * BINS)))]++);
    List<Double> x = new ArrayList<>();
    List<Double> y = new ArrayList<>();
    for (int bin = 0; bin < BINS; bin++) {
      double density = counts[bin] / (values.length * end / BINS);
      x.addAll(List.of(bin * end / BINS, (bin + 1) * end / BINS));
      y.addAll(List.of(density, density));
    }
    return new Line("measured", x, y);
  }

  private static Line law(SpectrumCase c) {
    List<Double> x = new ArrayList<>();
    List<Double> y = new ArrayList<>();
    double a = c.law().lowerEdge();
    double b = c.law().upperEdge();
    for (int i = 0; i <= 300; i++) {
      // Denser where the density begins and ends; not at 0, where it may be infinite.
      double t = Math.sin(Math.PI / 2 * i / 300);
      double at = a + (b - a) * t * t;
      if (at >= b / (2 * BINS)) {
        x.add(at);
        y.add(c.law().density(at));
      }
    }
    return new Line("Marchenko–Pastur", x, y);
  }

  private void conditions(HtmlPage page) {
    table(page, report.conditionHeadings(), report.conditionRows());
    page.open("plots");
    conditionPlot(page, "H_z at the start", 0, BlockCondition::ofInputs);
    conditionPlot(page, "H_W at the start", 0, BlockCondition::ofWeights);
    int last =
        report.conditions().stream().mapToInt(run -> run.snapshots().size()).min().orElse(1) - 1;
    if (last > 0) {
      conditionPlot(page, "H_z after training", last, BlockCondition::ofInputs);
      conditionPlot(page, "H_W after training", last, BlockCondition::ofWeights);
    }
    page.close();
  }

  private void conditionPlot(
      HtmlPage page, String title, int snapshot, ToDoubleFunction<BlockCondition> value) {
    page.plot(
        title,
        () -> {
          List<Line> lines = new ArrayList<>();
          for (ConditioningRun run : report.conditions()) {
            List<BlockCondition> blocks = run.snapshots().get(snapshot).blocks();
            lines.add(
                new Line(
                    run.architecture().title(),
                    blocks.stream().map(block -> (double) block.number()).toList(),
                    blocks.stream().map(block -> value.applyAsDouble(block)).toList()));
          }
          return Charts.png(
              new Axis("block", Scale.LINEAR), new Axis("condition", Scale.LOGARITHMIC), lines);
        });
  }

  private void training(HtmlPage page) {
    table(page, report.methodHeadings(), report.methodRows());
    Axis epoch = new Axis("epoch", Scale.LINEAR);
    page.open("plots");
    page.plot(
        "Test accuracy",
        () ->
            Charts.png(
                epoch,
                new Axis("accuracy (%)", Scale.LINEAR),
                curves(point -> 100 * point.testAccuracy())));
    page.plot(
        "Test loss",
        () ->
            Charts.png(epoch, new Axis("loss", Scale.LOGARITHMIC), curves(HistoryPoint::testLoss)));
    page.plot(
        "Validation accuracy by learning rate",
        () ->
            Charts.png(
                new Axis("learning rate", Scale.LOGARITHMIC),
                new Axis("accuracy (%)", Scale.LINEAR),
                report.methods().stream().map(LocalHessianPage::tuning).toList()));
    page.plot(
        "Factors of the layers' gradients at the end",
        () ->
            Charts.png(
                new Axis("layer", Scale.LINEAR),
                new Axis("factor", Scale.LOGARITHMIC),
                report.methods().stream().map(this::factors).toList()));
    page.close();
  }

  private List<Line> curves(ToDoubleFunction<HistoryPoint> value) {
    return report.methods().stream().map(method -> curve(method, value)).toList();
  }

  private static Line curve(MethodResult method, ToDoubleFunction<HistoryPoint> value) {
    int epochs = method.runs().stream().mapToInt(run -> run.history().size()).min().orElse(0);
    List<Double> x = new ArrayList<>();
    List<Double> y = new ArrayList<>();
    List<Double> deviations = new ArrayList<>();
    for (int i = 0; i < epochs; i++) {
      int at = i;
      Spread spread =
          Spread.of(
              method.runs().stream()
                  .map(run -> value.applyAsDouble(run.history().get(at)))
                  .toList());
      x.add((double) method.runs().get(0).history().get(i).iteration());
      y.add(spread.mean());
      deviations.add(spread.deviation());
    }
    return new Line(shortTitle(method), x, y, deviations);
  }

  private static Line tuning(MethodResult method) {
    return new Line(
        shortTitle(method),
        method.trials().stream().map(trial -> trial.rate()).toList(),
        method.trials().stream().map(trial -> 100 * trial.accuracy()).toList());
  }

  /** Gradient descent knows of none: they are one. */
  private Line factors(MethodResult method) {
    List<Double> own = factorsOf(method);
    int layers =
        report.methods().stream().mapToInt(other -> factorsOf(other).size()).max().orElse(0);
    List<Double> x = new ArrayList<>();
    List<Double> y = new ArrayList<>();
    for (int i = 0; i < layers; i++) {
      x.add(i + 1.0);
      y.add(own.isEmpty() ? 1.0 : own.get(i));
    }
    return new Line(shortTitle(method), x, y);
  }

  private static List<Double> factorsOf(MethodResult method) {
    return method.runs().get(0).last().figures().entrySet().stream()
        .filter(figure -> figure.getKey().startsWith("factor."))
        .map(Map.Entry::getValue)
        .toList();
  }

  /** The legend has no room for long names. */
  private static String shortTitle(MethodResult method) {
    return method.method().title().replace("scale-amended, mean of ", "amended, ");
  }

  private Map<String, String> facts() {
    Map<String, String> facts = new LinkedHashMap<>(report.setup().facts());
    facts.put("Epochs, batch", report.plan().epochs() + ", " + report.plan().batch());
    facts.put("Rates", report.plan().rates().toString());
    facts.put("Time", LocalHessianReport.format("%.0f s", report.seconds()));
    return facts;
  }
}
