package org.roperator.examples.report;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.roperator.examples.recurrent.Completion;
import org.roperator.examples.recurrent.Lesson;
import org.roperator.examples.recurrent.Xor;
import org.roperator.examples.report.Charts.Axis;
import org.roperator.examples.report.Charts.Line;
import org.roperator.examples.report.Charts.Scale;
import org.roperator.recurrent.Equilibrium;
import org.roperator.recurrent.RecurrentExpansion;
import org.roperator.recurrent.Settling;
import org.roperator.recurrent.Stability;

/** What came of {@code rop recurrent}, as a page, as numbers, and in some lines. */
public final class RecurrentReport {

  /**
   * What was asked for.
   *
   * @param commandLine the command as it was given
   * @param rate of gradient descent
   */
  public record Setup(String commandLine, long seed, int threads, String blas, double rate) {}

  /** One method's end. */
  private record End(
      Lesson.Result lesson,
      double trainLoss,
      double testLoss,
      List<Equilibrium> equilibria,
      Completion.Score score) {

    static End of(Lesson.Result lesson, Completion test) {
      double[] w = lesson.optimization().parameters();
      RecurrentExpansion at = test.network().objective(test.loss(), test.patterns()).expandAt(w);
      return new End(
          lesson, lesson.lowestLoss(), at.value(), at.equilibria(), test.score(at.equilibria()));
    }

    /** How many of the equilibria the smallest push would leave. */
    long unstable() {
      return equilibria.stream()
          .filter(e -> e.outcome().isEquilibrium())
          .filter(e -> e.stability().verdict() == Stability.Verdict.UNSTABLE)
          .count();
    }

    long unsettled() {
      return equilibria.stream().filter(e -> !e.outcome().isEquilibrium()).count();
    }
  }

  private static final int SHOWN = 12;

  private final Setup setup;
  private final Completion train;
  private final Completion test;
  private final End newton;
  private final End descent;
  private final Xor.Result xor;
  private final HvCheck check;
  private final double errorOfMeans;

  private RecurrentReport(
      Setup setup,
      Completion train,
      Completion test,
      End newton,
      End descent,
      Xor.Result xor,
      HvCheck check) {
    this.setup = setup;
    this.train = train;
    this.test = test;
    this.newton = newton;
    this.descent = descent;
    this.xor = xor;
    this.check = check;
    this.errorOfMeans = test.errorOfMeans(train.data());
  }

  /** Looks at what the two runs came to on digits they have not seen. */
  public static RecurrentReport of(
      Setup setup,
      Completion train,
      Completion test,
      Lesson.Result hessianFree,
      Lesson.Result gradient,
      Xor.Result xor,
      HvCheck check) {
    return new RecurrentReport(
        setup, train, test, End.of(hessianFree, test), End.of(gradient, test), xor, check);
  }

  /** Whether it beat gradient descent, learnt exclusive or, and its products are exact. */
  public boolean isGood() {
    return newton.trainLoss < descent.trainLoss
        && xor.isSolved()
        && !check.report().verdict().isFault();
  }

  /** Some lines for the terminal. */
  public List<String> summary() {
    return List.of(
        inWords("Hessian-free      ", newton),
        inWords("gradient descent  ", descent),
        String.format(
            Locale.ROOT, "mean pixels of the training digits instead: error %.3f", errorOfMeans),
        String.format(
            Locale.ROOT,
            "exclusive or: %.3f %.3f %.3f %.3f after %d iterations, start %d",
            xor.output(0),
            xor.output(1),
            xor.output(2),
            xor.output(3),
            xor.lesson().optimization().iterations(),
            xor.starts()),
        String.format(
            Locale.ROOT,
            "products through the equilibrium: relative error %.1e against differences, %s",
            check.report().hvError(),
            check.report().verdict()));
  }

  private String inWords(String method, End end) {
    String unseen =
        end.unsettled() == 0
            ? String.format(Locale.ROOT, "on unseen digits %.4f", end.testLoss)
            : end.unsettled() + " unseen digits don't settle";
    return String.format(
        Locale.ROOT,
        "%s loss %.4f, %s; %.1f %% read right, error of hidden pixels %.3f (%.1f s)",
        method,
        end.trainLoss,
        unseen,
        100 * end.score.accuracy(),
        end.score.error(),
        end.lesson.seconds());
  }

  /** The page. */
  public String html() {
    HtmlPage page =
        new HtmlPage(
            "A network that settles completes digits",
            String.format(
                Locale.ROOT,
                "%d units, each with a weight to each, trained on %d digits of which a square of 4 ×"
                    + " 4 pixels is hidden: to settle with the hidden pixels restored and the class"
                    + " unit on.",
                train.network().units(),
                train.data().size()));
    page.cards(cards());
    page.section(
        "The same time for both",
        "The loss is half the squared error of the hidden pixels plus the cross-entropy of the class,"
            + " with decay; what counts is the lowest seen. Hessian-free optimisation solves with exact curvature-vector products"
            + " through the equilibrium; gradient descent has a gradient by relaxation of the"
            + " adjoint, nothing factored, one rate, and momentum "
            + String.format(Locale.ROOT, "0.9, rate %.3g.", setup.rate()),
        () -> training(page));
    pictures(page);
    settling(page);
    page.section(
        "Exclusive or",
        "The small demonstration: two clamped inputs, four hidden units with weights among"
            + " themselves, one output. Start "
            + xor.starts()
            + " counts, those before it ended at poor minima. "
            + (xor.isSolved() ? "It is learnt." : "It was NOT learnt."),
        () -> xor(page));
    HvCheckSection.addTo(page, check);
    page.section("How this was made", "", () -> page.facts(facts()));
    return page.finish("Made by rop recurrent, beside metrics.json with the same numbers.");
  }

  private Map<String, String> cards() {
    Map<String, String> cards = new LinkedHashMap<>();
    cards.put("loss, Hessian-free", number("%.3f", newton.trainLoss));
    cards.put("loss, gradient descent", number("%.3f", descent.trainLoss));
    cards.put("unseen digits read right", number("%.1f %%", 100 * newton.score.accuracy()));
    cards.put("by gradient descent", number("%.1f %%", 100 * descent.score.accuracy()));
    cards.put("error of hidden pixels", number("%.3f", newton.score.error()));
    cards.put("filling in means", number("%.3f", errorOfMeans));
    cards.put("spectral radius at the end", number("%.2f", lastRadius(newton.lesson)));
    return cards;
  }

  private static double lastRadius(Lesson.Result lesson) {
    return lesson.points().stream()
        .mapToDouble(Lesson.Point::spectralRadius)
        .filter(Double::isFinite)
        .reduce(Double.NaN, (before, last) -> last);
  }

  private void training(HtmlPage page) {
    page.open("plots");
    page.plot(
        "Loss over time",
        () ->
            Charts.png(
                new Axis("seconds", Scale.LINEAR),
                new Axis("loss", Scale.LINEAR),
                List.of(
                    line("Hessian-free", newton, Lesson.Point::seconds, Lesson.Point::loss),
                    line("gradient descent", descent, Lesson.Point::seconds, Lesson.Point::loss))));
    page.plot(
        "Spectral radius of DWᵀ at one equilibrium",
        () ->
            Charts.png(
                new Axis("seconds", Scale.LINEAR),
                new Axis("max |λ|", Scale.LINEAR),
                List.of(
                    line(
                        "Hessian-free",
                        newton,
                        Lesson.Point::seconds,
                        Lesson.Point::spectralRadius),
                    line(
                        "gradient descent",
                        descent,
                        Lesson.Point::seconds,
                        Lesson.Point::spectralRadius))));
    page.close();
    page.paragraph(
        "note",
        "Where a real part of an eigenvalue passes 1 the equilibrium is unstable; it keeps its own"
            + " loss and derivatives. A step to where a digit does not settle at all has an infinite"
            + " loss and is taken back.");
  }

  private static Line line(
      String name, End end, ToDoubleFunction<Lesson.Point> x, ToDoubleFunction<Lesson.Point> y) {
    List<Lesson.Point> points =
        end.lesson.points().stream().filter(p -> Double.isFinite(y.applyAsDouble(p))).toList();
    return new Line(
        name,
        points.stream().map(x::applyAsDouble).toList(),
        points.stream().map(y::applyAsDouble).toList());
  }

  private void pictures(HtmlPage page) {
    page.section(
        "Unseen digits",
        "From left to right: the digit, what the network is given (the hidden square grey), and where"
            + " the two networks settle; or the last state seen of one that does not, under the name"
            + " of what it did.",
        () -> {
          for (int digit = 0; digit < Math.min(SHOWN, test.data().size()); digit++) {
            int label = test.data().labels()[digit];
            page.open("mistakes");
            page.picture(picture(test.original(digit)), "a " + label);
            page.picture(picture(test.occluded(digit)), "what is given");
            for (End end : List.of(newton, descent)) {
              Equilibrium equilibrium = end.equilibria.get(digit);
              double[] state = equilibrium.state();
              page.picture(
                  picture(state),
                  (end.equals(newton) ? "Hessian-free: " : "gradient descent: ")
                      + (equilibrium.outcome().isEquilibrium()
                          ? test.read(state)
                          : equilibrium.outcome()));
            }
            page.close();
          }
        });
  }

  private static byte[] picture(double[] pixels) {
    return Charts.picture(pixels, 0, 8, 8);
  }

  /** The way one unseen digit settles, by the network's own dynamics and accelerated. */
  private void settling(HtmlPage page) {
    double[] w = newton.lesson.optimization().parameters();
    int label = test.data().labels()[0];
    List<double[]> states = new ArrayList<>();
    var pattern = test.patterns().get(0);
    Equilibrium relaxed =
        test.network()
            .settle(w, pattern, Settling.relaxation(), (t, y, residual) -> states.add(y.clone()));
    Equilibrium accelerated = test.network().settle(w, pattern, Settling.automatic());
    double[] end = relaxed.state();
    int rival =
        IntStream.range(0, 10)
            .filter(k -> k != label)
            .reduce((a, b) -> Completion.logit(end, a) >= Completion.logit(end, b) ? a : b)
            .orElse(0);
    Stability stability = relaxed.stability();
    page.section(
        "How it settles",
        String.format(
            Locale.ROOT,
            "On the first of these digits, a %d: relaxation with its automatic step needs %d"
                + " iterations, Anderson acceleration %d. The rightmost eigenvalue there is %.3f, the"
                + " longest stable step %.2f: %s.",
            label,
            relaxed.iterations(),
            accelerated.iterations(),
            stability.rightmost(),
            stability.largestStep(),
            stability.verdict()),
        () -> {
          page.open("plots");
          page.plot(
              "Class units while it relaxes",
              () ->
                  Charts.png(
                      new Axis("iteration", Scale.LINEAR),
                      new Axis("logit", Scale.LINEAR),
                      List.of(
                          trajectory("class " + label, states, label),
                          trajectory("class " + rival, states, rival))));
          page.plot(
              "Residual",
              () ->
                  Charts.png(
                      new Axis("iteration", Scale.LINEAR),
                      new Axis("max |σ(Wᵀy + b) − y|", Scale.LOGARITHMIC),
                      List.of(
                          residuals("relaxation", relaxed), residuals("Anderson", accelerated))));
          page.close();
        });
  }

  private static Line trajectory(String name, List<double[]> states, int label) {
    return new Line(
        name,
        IntStream.range(0, states.size()).mapToObj(t -> (double) t).toList(),
        states.stream().map(y -> Completion.logit(y, label)).toList());
  }

  private static Line residuals(String name, Equilibrium equilibrium) {
    double[] residuals = equilibrium.residuals();
    return new Line(
        name,
        IntStream.range(0, residuals.length).mapToObj(t -> (double) t).toList(),
        IntStream.range(0, residuals.length).mapToObj(t -> residuals[t]).toList());
  }

  private void xor(HtmlPage page) {
    page.open("plots");
    page.plot(
        "Loss",
        () ->
            Charts.png(
                new Axis("iteration", Scale.LINEAR),
                new Axis("loss", Scale.LOGARITHMIC),
                List.of(
                    new Line(
                        "loss",
                        xor.lesson().points().stream().map(p -> (double) p.iteration()).toList(),
                        xor.lesson().points().stream().map(Lesson.Point::loss).toList()))));
    page.open("");
    List<List<String>> rows = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      rows.add(
          List.of(
              i / 2 + " " + i % 2,
              i == 1 || i == 2 ? "1" : "0",
              number("%.3f", xor.output(i)),
              number("%.2f", xor.equilibria().get(i).stability().spectralRadius())));
    }
    page.table(List.of("inputs", "exclusive or", "output", "spectral radius"), rows);
    page.close();
    page.close();
  }

  private Map<String, String> facts() {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("Command", setup.commandLine());
    facts.put(
        "Digits", train.data().size() + " to train on, " + test.data().size() + " to test on");
    facts.put("Hessian-free", newton.lesson.optimization().toString());
    facts.put("Gradient descent", descent.lesson.optimization().toString());
    facts.put(
        "Unseen digits at an unstable equilibrium",
        newton.unstable() + " by Hessian-free, " + descent.unstable() + " by gradient descent");
    facts.put("Seed", Long.toString(setup.seed()));
    facts.put("Threads", Integer.toString(setup.threads()));
    facts.put("BLAS", setup.blas());
    return facts;
  }

  /** The content of metrics.json. */
  public String json(String version) {
    return JsonText.object(
        json -> {
          json.writeStringField("command", "recurrent");
          json.writeStringField("rop_version", version);
          json.writeStringField("command_line", setup.commandLine());
          json.writeNumberField("train_size", train.data().size());
          json.writeNumberField("test_size", test.data().size());
          json.writeNumberField("units", train.network().units());
          json.writeNumberField("parameters", train.network().dimension());
          json.writeNumberField("seed", setup.seed());
          write(json, "hessian_free", newton);
          write(json, "gradient_descent", descent);
          JsonText.number(json, "learning_rate", setup.rate());
          JsonText.number(json, "error_of_means", errorOfMeans);
          json.writeBooleanField("passed", isGood());
          json.writeObjectFieldStart("xor");
          json.writeBooleanField("solved", xor.isSolved());
          json.writeNumberField("starts", xor.starts());
          json.writeNumberField("iterations", xor.lesson().optimization().iterations());
          JsonText.number(json, "loss", xor.lesson().optimization().value());
          json.writeArrayFieldStart("outputs");
          for (int i = 0; i < 4; i++) {
            json.writeNumber(xor.output(i));
          }
          json.writeEndArray();
          json.writeEndObject();
          SetupFields.writeCheck(json, check);
          json.writeStringField("blas", setup.blas());
          json.writeNumberField("threads", setup.threads());
        });
  }

  private static void write(JsonGenerator json, String name, End end) throws IOException {
    json.writeObjectFieldStart(name);
    json.writeStringField("outcome", end.lesson.optimization().outcome().name());
    json.writeNumberField("iterations", end.lesson.optimization().iterations());
    JsonText.number(json, "seconds", end.lesson.seconds());
    JsonText.number(json, "train_loss", end.trainLoss);
    JsonText.number(json, "test_loss", end.testLoss);
    JsonText.number(json, "test_accuracy", end.score.accuracy());
    JsonText.number(json, "hidden_pixel_error", end.score.error());
    json.writeNumberField("unsettled", end.unsettled());
    JsonText.number(json, "spectral_radius", lastRadius(end.lesson));
    json.writeArrayFieldStart("history");
    for (Lesson.Point point : end.lesson.points()) {
      json.writeStartObject();
      json.writeNumberField("iteration", point.iteration());
      JsonText.number(json, "seconds", point.seconds());
      JsonText.number(json, "loss", point.loss());
      JsonText.number(json, "spectral_radius", point.spectralRadius());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static String number(String format, double x) {
    return String.format(Locale.ROOT, format, x);
  }
}
