package org.roperator.examples.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.roperator.examples.matching.BlockCondition;
import org.roperator.examples.matching.SpectrumCase;
import org.roperator.examples.report.Charts.Axis;
import org.roperator.examples.report.Charts.Scale;

/** What {@code rop local-hessian} found, as a page. */
public final class LocalHessianPage {

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
    page.section(
        "What came out", "", () -> report.findings().forEach(text -> page.paragraph("note", text)));
    if (!report.spectra().isEmpty()) {
      page.section(
          "Spectra at the start",
          "Eigenvalues of H_z = WᵀW of one layer, "
              + report.spectra().get(0).draws()
              + " draws of Gaussian weights, beside the law of Marchenko and Pastur. Moments are"
              + " means over the draws, with the law's in brackets; how far they are off is told in"
              + " standard errors, which come from the draws' spread.",
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

  private void spectra(HtmlPage page) {
    page.transposed(report.spectrumHeadings(), report.spectrumRows());
    page.open("plots");
    for (SpectrumCase c : report.spectra()) {
      if (c.start() == SpectrumCase.Start.GAUSSIAN) {
        page.plot(
            c.inputs() + " inputs, " + c.outputs() + " outputs",
            () ->
                Charts.png(
                    new Axis("eigenvalue of H_z", Scale.LINEAR),
                    new Axis("density", Scale.LINEAR),
                    List.of(LocalHessianLines.histogram(c), LocalHessianLines.law(c))));
      }
    }
    page.close();
  }

  private void conditions(HtmlPage page) {
    page.table(report.conditionHeadings(), report.conditionRows());
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
        () ->
            Charts.png(
                new Axis("block", Scale.LINEAR),
                new Axis("condition", Scale.LOGARITHMIC),
                LocalHessianLines.conditions(report.conditions(), snapshot, value)));
  }

  private void training(HtmlPage page) {
    page.table(report.methodHeadings(), report.methodRows());
    LocalHessianLines lines = new LocalHessianLines(report.methods());
    Axis epoch = new Axis("epoch", Scale.LINEAR);
    page.open("plots");
    page.plot(
        "Test accuracy",
        () ->
            Charts.png(
                epoch,
                new Axis("accuracy (%)", Scale.LINEAR),
                lines.curves(point -> 100 * point.testAccuracy())));
    page.plot(
        "Test loss",
        () ->
            Charts.png(
                epoch, new Axis("loss", Scale.LOGARITHMIC), lines.curves(HistoryPoint::testLoss)));
    page.plot(
        "Validation accuracy by learning rate",
        () ->
            Charts.png(
                new Axis("learning rate", Scale.LOGARITHMIC),
                new Axis("accuracy (%)", Scale.LINEAR),
                lines.tuning()));
    page.plot(
        "Factors of the layers' gradients at the end",
        () ->
            Charts.png(
                new Axis("layer", Scale.LINEAR),
                new Axis("factor", Scale.LOGARITHMIC),
                lines.factors()));
    page.close();
  }

  private Map<String, String> facts() {
    Map<String, String> facts = new LinkedHashMap<>(report.setup().facts());
    facts.put("Epochs, batch", report.plan().epochs() + ", " + report.plan().batch());
    facts.put("Rates", report.plan().rates().toString());
    facts.put("Time", LocalHessianReport.format("%.0f s", report.seconds()));
    return facts;
  }
}
