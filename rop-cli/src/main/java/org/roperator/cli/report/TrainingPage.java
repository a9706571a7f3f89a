package org.roperator.cli.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.roperator.cli.report.Charts.Axis;
import org.roperator.cli.report.Charts.Line;
import org.roperator.cli.run.HistoryPoint;
import org.roperator.cli.run.Numbers;
import org.roperator.cli.run.Setup;
import org.roperator.cli.run.Training;
import org.roperator.data.LabeledData;

/**
 * A training run as {@code train.jte} shows it.
 *
 * @param report what happened
 * @param figures of the page
 */
public record TrainingPage(TrainingReport report, Figures figures) {

  /** More mistakes than this are counted, not drawn. */
  private static final int MOST_DRAWN = 60;

  /** More classes than this make too large a table. */
  private static final int MOST_TABULATED = 30;

  /** The page. */
  public static String html(TrainingReport report) {
    return Templates.render("train", new TrainingPage(report, new Figures()));
  }

  /**
   * A test example the network got wrong.
   *
   * @param picture the example, if it is one
   * @param number of the example, from 1, in the order of the file
   */
  record Mistake(
      Optional<Picture> picture, int number, String truth, String answer, String probability) {}

  Setup setup() {
    return report.setup();
  }

  private Training training() {
    return report.training();
  }

  private LabeledData test() {
    return report.predictions().data();
  }

  String reason() {
    return training().reason();
  }

  String method() {
    return switch (training().method()) {
      case "hf" -> "Hessian-free optimization";
      case "adam" -> "Adam";
      default -> "stochastic gradient descent with momentum";
    };
  }

  Map<String, String> cards() {
    Map<String, String> cards = new LinkedHashMap<>();
    cards.put("test accuracy", percent(report.predictions().accuracy()));
    cards.put("training accuracy", percent(training().trainAccuracy()));
    cards.put("test loss", number("%.4f", training().testLoss()));
    cards.put("training loss", number("%.4f", training().trainLoss()));
    cards.put(training().isByIterations() ? "iterations" : "epochs", "" + training().iterations());
    cards.put("time", number("%.1f s", training().seconds()));
    cards.put("parameters", Numbers.count(setup().parameters()));
    return cards;
  }

  boolean hasHistory() {
    return !training().history().isEmpty();
  }

  boolean hasDamping() {
    return training().hasDamping();
  }

  private Axis across() {
    return new Axis(training().isByIterations() ? "iteration" : "epoch", Scale.LINEAR);
  }

  Figure loss() {
    return curves(
        "Loss",
        "loss",
        Scale.LOGARITHMIC,
        line("training", HistoryPoint::trainLoss),
        line("test", HistoryPoint::testLoss));
  }

  Figure accuracy() {
    return curves(
        "Test accuracy",
        "accuracy (%)",
        Scale.LINEAR,
        line("test accuracy", p -> 100 * p.testAccuracy()));
  }

  Figure damping() {
    return curves("Damping λ", "λ", Scale.LOGARITHMIC, noted("λ", "lambda"));
  }

  Figure steps() {
    return curves(
        "Conjugate gradient steps",
        "steps",
        Scale.LINEAR,
        noted("made", "cg_steps"),
        noted("chosen", "chosen_cg_step"));
  }

  Figure reduction() {
    return curves("Reduction ratio ρ", "ρ", Scale.LINEAR, noted("ρ", "rho"));
  }

  Figure gradient() {
    return curves(
        "Norm of the gradient", "‖∇E‖", Scale.LOGARITHMIC, noted("norm", "gradient_norm"));
  }

  private Figure curves(String caption, String upwards, Scale scale, Line... lines) {
    return figures.of(
        caption, () -> Charts.lines(across(), new Axis(upwards, scale), List.of(lines)));
  }

  private Line line(String name, ToDoubleFunction<HistoryPoint> value) {
    return new Line(
        name,
        training().history().stream().map(p -> (double) p.iteration()).toList(),
        training().history().stream().map(value::applyAsDouble).toList());
  }

  private Line noted(String name, String key) {
    return line(name, p -> p.figures().getOrDefault(key, Double.NaN));
  }

  /** How many test examples are wrong. */
  int wrong() {
    return report.predictions().wrong().size();
  }

  /** How many of them the page shows. */
  int shown() {
    return Math.min(MOST_DRAWN, wrong());
  }

  boolean hasPictures() {
    return test().imageShape().isPresent();
  }

  /** The mistakes that are shown, the surest first. */
  List<Mistake> mistakes() {
    return report.predictions().wrong().stream().limit(MOST_DRAWN).map(this::mistake).toList();
  }

  private Mistake mistake(int i) {
    String truth = test().classes().get(test().labels()[i]);
    String answer = test().classes().get(report.predictions().predicted(i));
    Optional<Picture> picture =
        test()
            .imageShape()
            .map(
                shape ->
                    Picture.of(
                        PngImage.ofPixels(
                            test().features(), i * test().width(), shape.height(), shape.width()),
                        "a picture of class " + truth + ", read as " + answer));
    return new Mistake(
        picture, test().number(i), truth, answer, percent(report.predictions().confidence(i)));
  }

  boolean isTabulated() {
    return test().classes().size() <= MOST_TABULATED;
  }

  Shades confusion() {
    return Shades.ofConfusion(test().classes(), report.predictions().confusion());
  }

  Optional<Exactness> exactness() {
    return report.hvCheck().map(check -> new Exactness(check, figures));
  }

  Map<String, String> facts() {
    Map<String, String> facts = setup().facts();
    facts.put("Method", training().method() + ": " + reason());
    return facts;
  }

  private static String percent(double share) {
    return Numbers.percent(share, "not finite");
  }

  private static String number(String format, double x) {
    return Numbers.orWord(format, x, "not finite");
  }
}
