package org.roperator.examples.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.roperator.examples.data.Dataset;
import org.roperator.examples.report.Charts.Axis;
import org.roperator.examples.report.Charts.Line;
import org.roperator.examples.report.Charts.Scale;

/**
 * A training run as a page for people.
 *
 * @param setup what was asked for
 * @param training how it went
 * @param predictions what the network says about the test examples
 * @param hvCheck whether its products are exact, unless the run was cut short
 */
public record TrainingReport(
    Setup setup, Training training, Predictions predictions, Optional<HvCheck> hvCheck) {

  /** More mistakes than this are counted, not drawn. */
  private static final int MOST_DRAWN = 60;

  /** More classes than this make too large a table. */
  private static final int MOST_TABULATED = 30;

  /** The page. */
  public String html() {
    HtmlPage page =
        new HtmlPage(
            "Training on " + setup.data().train().name(),
            String.format(
                Locale.ROOT,
                "A network %s (%s) trained by %s on %,d examples. %s",
                setup.network(),
                setup.activation(),
                methodInWords(),
                setup.data().train().size(),
                training.reason()));
    page.cards(cards());
    if (!training.history().isEmpty()) {
      curves(page);
    }
    mistakes(page);
    hvCheck.ifPresent(check -> HvCheckSection.addTo(page, check));
    page.section("How this was made", "", () -> page.facts(facts()));
    return page.finish("Made by rop train, beside metrics.json with the same numbers.");
  }

  private String methodInWords() {
    return switch (training.method()) {
      case "hf" -> "Hessian-free optimisation";
      case "adam" -> "Adam";
      default -> "stochastic gradient descent with momentum";
    };
  }

  private Map<String, String> cards() {
    Map<String, String> cards = new LinkedHashMap<>();
    cards.put("test accuracy", percent(predictions.accuracy()));
    cards.put("training accuracy", percent(training.trainAccuracy()));
    cards.put("test loss", number("%.4f", training.testLoss()));
    cards.put("training loss", number("%.4f", training.trainLoss()));
    cards.put(training.hasDamping() ? "iterations" : "epochs", "" + training.iterations());
    cards.put("time", number("%.1f s", training.seconds()));
    cards.put("parameters", String.format(Locale.ROOT, "%,d", setup.parameters()));
    return cards;
  }

  private void curves(HtmlPage page) {
    Axis iterations = new Axis(training.hasDamping() ? "iteration" : "epoch", Scale.LINEAR);
    page.section(
        "How training went",
        "The loss is the mean cross-entropy, without the decay term. Test examples are never trained on.",
        () -> {
          page.open("plots");
          page.plot(
              "Loss",
              () ->
                  Charts.png(
                      iterations,
                      new Axis("loss", Scale.LOGARITHMIC),
                      List.of(
                          line("training", HistoryPoint::trainLoss),
                          line("test", HistoryPoint::testLoss))));
          page.plot(
              "Test accuracy",
              () ->
                  Charts.png(
                      iterations,
                      new Axis("accuracy (%)", Scale.LINEAR),
                      List.of(line("test accuracy", p -> 100 * p.testAccuracy()))));
          page.close();
        });
    if (training.hasDamping()) {
      page.section(
          "Damping and conjugate gradients",
          "Each iteration solves (G + λI)p = −∇E by conjugate gradients, from curvature-vector"
              + " products alone. λ falls where the quadratic model predicts the gain well (ρ near 1)"
              + " and rises where it does not.",
          () -> dampingPlots(page, iterations));
    }
  }

  private void dampingPlots(HtmlPage page, Axis iterations) {
    page.open("plots");
    page.plot(
        "Damping λ",
        () ->
            Charts.png(
                iterations, new Axis("λ", Scale.LOGARITHMIC), List.of(figure("λ", "lambda"))));
    page.plot(
        "Conjugate gradient steps",
        () ->
            Charts.png(
                iterations,
                new Axis("steps", Scale.LINEAR),
                List.of(figure("made", "cg_steps"), figure("chosen", "chosen_cg_step"))));
    page.plot(
        "Reduction ratio ρ",
        () -> Charts.png(iterations, new Axis("ρ", Scale.LINEAR), List.of(figure("ρ", "rho"))));
    page.plot(
        "Norm of the gradient",
        () ->
            Charts.png(
                iterations,
                new Axis("‖∇E‖", Scale.LOGARITHMIC),
                List.of(figure("norm", "gradient_norm"))));
    page.close();
  }

  private Line line(String name, ToDoubleFunction<HistoryPoint> value) {
    return new Line(
        name,
        training.history().stream().map(p -> (double) p.iteration()).toList(),
        training.history().stream().map(value::applyAsDouble).toList());
  }

  private Line figure(String name, String key) {
    return line(name, p -> p.figures().getOrDefault(key, Double.NaN));
  }

  private void mistakes(HtmlPage page) {
    List<Integer> wrong = predictions.wrong();
    List<Integer> shown = wrong.subList(0, Math.min(MOST_DRAWN, wrong.size()));
    Dataset test = predictions.data();
    String text =
        wrong.isEmpty()
            ? "Nothing: every test example is right."
            : String.format(
                Locale.ROOT,
                "%,d of %,d test examples%s, the ones it was surest of first, each with the"
                    + " probability it gave to its answer.",
                wrong.size(),
                test.size(),
                shown.size() < wrong.size() ? "; here are " + shown.size() : "");
    page.section(
        "What it got wrong",
        text,
        () -> {
          test.imageShape()
              .ifPresentOrElse(
                  shape -> {
                    page.open("mistakes");
                    for (int i : shown) {
                      page.mistake(
                          PngImage.ofPixels(
                              test.features(), i * test.width(), shape.height(), shape.width()),
                          truth(i),
                          predicted(i),
                          percent(predictions.confidence(i)));
                    }
                    page.close();
                  },
                  () -> mistakesAsTable(page, shown));
        });
    if (test.classes().size() <= MOST_TABULATED) {
      page.section(
          "What it takes for what",
          "Rows are the true classes, columns what the network says.",
          () -> page.confusion(test.classes(), predictions.confusion()));
    }
  }

  private void mistakesAsTable(HtmlPage page, List<Integer> shown) {
    if (!shown.isEmpty()) {
      page.table(
          List.of("test example", "is", "read as", "probability"),
          shown.stream()
              .map(
                  i ->
                      List.of(
                          "" + (i + 1), truth(i), predicted(i), percent(predictions.confidence(i))))
              .toList());
    }
  }

  private String truth(int example) {
    return predictions.data().classes().get(predictions.data().labels()[example]);
  }

  private String predicted(int example) {
    return predictions.data().classes().get(predictions.predicted(example));
  }

  private Map<String, String> facts() {
    Map<String, String> facts = setup.facts();
    facts.put("Method", training.method() + ": " + training.reason());
    return facts;
  }

  private static String percent(double share) {
    return number("%.1f %%", 100 * share);
  }

  private static String number(String format, double x) {
    return String.format(Locale.ROOT, format, x);
  }
}
