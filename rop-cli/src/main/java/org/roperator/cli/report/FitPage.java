package org.roperator.cli.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.roperator.cli.fit.Coefficient;
import org.roperator.cli.fit.Course;
import org.roperator.cli.fit.Examples;
import org.roperator.cli.fit.FitResult;
import org.roperator.cli.fit.ModelKind;
import org.roperator.cli.fit.ResidualLoss;
import org.roperator.cli.report.Charts.Axis;
import org.roperator.cli.report.Charts.Line;
import org.roperator.cli.run.Circumstances;
import org.roperator.cli.run.Numbers;

/**
 * A fitted model as {@code fit.jte} shows it.
 *
 * @param fit the model
 * @param circumstances what it depends on besides
 * @param figures of the page
 */
public record FitPage(FitResult fit, Circumstances circumstances, Figures figures) {

  /** More lines of a plot nobody reads. */
  private static final int MOST_ROWS = 40;

  /** The page. */
  public static String html(FitResult fit, Circumstances circumstances) {
    return Templates.render("fit", new FitPage(fit, circumstances, new Figures()));
  }

  private Examples examples() {
    return fit.question().examples();
  }

  ModelKind kind() {
    return fit.question().kind();
  }

  String title() {
    String name = kind().label().replace('-', ' ');
    return name.substring(0, 1).toUpperCase(Locale.ROOT)
        + name.substring(1)
        + " model of "
        + examples().targetName();
  }

  String source() {
    return examples().name();
  }

  boolean converged() {
    return fit.course().converged();
  }

  String reason() {
    return fit.course().reason();
  }

  List<String> remarks() {
    return fit.remarks();
  }

  String confidence() {
    return Numbers.label(100 * fit.question().wald().confidence()) + " %";
  }

  /** What the loss of the plot is. */
  String lossNote() {
    if (kind() != ModelKind.LINEAR) {
      return "The loss is the mean of −ln L over the examples.";
    }
    return fit.question().loss() == ResidualLoss.SQUARED
        ? "The loss is half the mean square of the residuals, in units of the target's spread."
        : "The loss is the mean of the robust loss, whose scale changes on the way.";
  }

  /** How the errors were found, in a sentence. */
  String convention() {
    if (kind() != ModelKind.LINEAR) {
      return "Standard errors are from the inverse of the observed information, the exact Hessian of"
          + " −ln L at the maximum; tests and intervals are Wald's, of the normal distribution.";
    }
    return fit.question().loss() == ResidualLoss.SQUARED
        ? "Standard errors are the classical ones, with σ̂² the sum of squared residuals over examples"
            + " less coefficients; tests and intervals are of Student's t of as many degrees of"
            + " freedom."
        : "Standard errors are Huber's for estimates of this kind, with his correction for few"
            + " examples; tests and intervals are of the normal distribution.";
  }

  Map<String, String> cards() {
    Map<String, String> cards = new LinkedHashMap<>();
    cards.put("examples", number(examples().size()));
    examples().events().ifPresent(events -> cards.put("events", number(events)));
    cards.put("coefficients", Numbers.count(examples().coefficients()));
    FitResult.Goodness good = fit.goodness();
    good.logLikelihood().ifPresent(x -> cards.put("log-likelihood", number(x)));
    good.aic().ifPresent(x -> cards.put("AIC", number(x)));
    good.rSquared().ifPresent(x -> cards.put("R²", number(x)));
    good.scale().ifPresent(x -> cards.put(scaleName(), number(x)));
    good.dispersion().ifPresent(x -> cards.put("dispersion α", number(x)));
    return cards;
  }

  private String scaleName() {
    return kind() == ModelKind.LINEAR ? "scale of residuals" : "scale σ";
  }

  static String number(double x) {
    return Numbers.orWord(
        x == Math.rint(x) && Math.abs(x) < 1e6 ? "%,.0f" : "%.5g", x, "not finite");
  }

  Table coefficients() {
    List<String> headings =
        new ArrayList<>(
            List.of(
                "",
                "estimate",
                "standard error",
                fit.question().wald().statistic(),
                "p",
                confidence() + " from",
                "to"));
    boolean ratio = !kind().ratio().isEmpty();
    if (ratio) {
      headings.addAll(List.of(kind().ratio(), "from", "to"));
    }
    List<List<String>> rows = new ArrayList<>();
    fit.coefficients().forEach(one -> rows.add(row(one, ratio, true)));
    fit.further().forEach(one -> rows.add(row(one, ratio, false)));
    return new Table(headings, rows);
  }

  private static List<String> row(Coefficient one, boolean ratio, boolean hasRatio) {
    List<String> row =
        new ArrayList<>(
            List.of(
                one.name(),
                number(one.readable()),
                number(one.standardError()),
                Numbers.orWord("%.2f", one.statistic(), "–"),
                one.readableP(),
                number(one.interval().low()),
                number(one.interval().high())));
    if (ratio) {
      row.addAll(
          hasRatio
              ? List.of(
                  number(one.ratio()),
                  number(one.interval().exp().low()),
                  number(one.interval().exp().high()))
              : List.of("–", "–", "–"));
    }
    return row;
  }

  /** Whether there is anything beside the intercept. */
  boolean hasEffects() {
    return effects().length > 0;
  }

  private int[] effects() {
    return IntStream.range(0, fit.coefficients().size())
        .filter(j -> !fit.coefficients().get(j).name().equals("(intercept)"))
        .toArray();
  }

  /** Whether some effects are left out of the plot. */
  boolean hasMoreEffects() {
    return effects().length > MOST_ROWS;
  }

  Figure effectsPlot() {
    return figures.of(
        "Effects with intervals of " + confidence(),
        () -> {
          IntervalPlot plot = new IntervalPlot("change of Xβ");
          IntStream.of(effects())
              .boxed()
              .sorted(
                  Comparator.comparingDouble(
                      j ->
                          effects().length > MOST_ROWS
                              ? -Math.abs(fit.coefficients().get(j).statistic())
                              : 0))
              .limit(MOST_ROWS)
              .forEach(
                  j -> {
                    Coefficient one = fit.coefficients().get(j);
                    double spread = examples().spread(j);
                    plot.row(
                        one.name(),
                        spread * one.interval().low(),
                        spread * one.estimate(),
                        spread * one.interval().high());
                  });
          return plot.drawing();
        });
  }

  Figure course() {
    return figures.of(
        "The loss above its end",
        () -> {
          List<Course.Step> steps = fit.course().steps();
          double end = steps.get(steps.size() - 1).loss();
          return Charts.lines(
              new Axis("iteration", Scale.LINEAR),
              new Axis("mean loss less its end", Scale.LOGARITHMIC),
              List.of(
                  new Line(
                      "loss",
                      steps.stream().map(step -> (double) step.iteration()).toList(),
                      steps.stream().map(step -> step.loss() - end).toList())));
        });
  }

  Map<String, String> goodness() {
    Map<String, String> facts = new LinkedHashMap<>();
    FitResult.Goodness good = fit.goodness();
    good.logLikelihood().ifPresent(x -> facts.put("log-likelihood", number(x)));
    good.aic().ifPresent(x -> facts.put("AIC", number(x)));
    good.deviance()
        .ifPresent(
            x ->
                facts.put(
                    kind() == ModelKind.LINEAR ? "sum of squared residuals" : "deviance",
                    number(x)));
    good.rSquared().ifPresent(x -> facts.put("R²", number(x)));
    good.scale().ifPresent(x -> facts.put(scaleName(), number(x)));
    if (kind() == ModelKind.WEIBULL) {
      good.scale().ifPresent(x -> facts.put("shape 1/σ", number(1 / x)));
    }
    good.dispersion().ifPresent(x -> facts.put("dispersion α", number(x)));
    fit.question().wald().freedom().ifPresent(x -> facts.put("degrees of freedom", number(x)));
    facts.put(
        "found by",
        String.format(
            Locale.ROOT,
            "%d iterations with %s Hessian-vector products; largest part of the gradient %.1e",
            fit.course().iterations(),
            Numbers.count(fit.course().products()),
            fit.course().gradient()));
    return facts;
  }

  Map<String, String> facts() {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("Command", circumstances.commandLine());
    facts.put("Data", source() + ", " + Numbers.count(examples().rows()) + " rows");
    if (!examples().remarks().isEmpty()) {
      facts.put("Decided", String.join("; ", examples().remarks()));
    }
    facts.put("Model", kind().formula());
    if (kind() == ModelKind.LINEAR) {
      facts.put("Loss", fit.question().loss().label());
    }
    facts.put("Threads", Integer.toString(circumstances.threads()));
    facts.put("BLAS", circumstances.blas());
    return facts;
  }
}
