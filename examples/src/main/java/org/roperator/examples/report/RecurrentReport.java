package org.roperator.examples.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.roperator.examples.recurrent.Completion;
import org.roperator.examples.recurrent.Lesson;
import org.roperator.examples.recurrent.Xor;
import org.roperator.examples.report.Charts.Axis;
import org.roperator.examples.report.Charts.Line;
import org.roperator.examples.report.Charts.Scale;
import org.roperator.recurrent.Equilibrium;

/** {@link RecurrentResults} as a page. */
public final class RecurrentReport {

  private static final int SHOWN = 12;

  private final RecurrentResults results;
  private final Completion train;
  private final Completion test;
  private final RecurrentEnd newton;
  private final RecurrentEnd descent;
  private final Xor.Result xor;

  private RecurrentReport(RecurrentResults results) {
    this.results = results;
    this.train = results.train();
    this.test = results.test();
    this.newton = results.newton();
    this.descent = results.descent();
    this.xor = results.xor();
  }

  /** The page. */
  public static String html(RecurrentResults results) {
    return new RecurrentReport(results).html();
  }

  private String html() {
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
            + " through the equilibrium; gradient descent solves its adjoint"
            + " systems by "
            + results.setup().adjoint()
            + ", which was the faster way, and has momentum 0.9 and the best of the rates tried: "
            + results.tried()
            + ".",
        () -> training(page));
    pictures(page);
    SettlingSection.addTo(page, test, newton.lesson().optimization().parameters());
    page.section(
        "Exclusive or",
        "The small demonstration: two clamped inputs, four hidden units with weights among"
            + " themselves, one output. Start "
            + xor.starts()
            + " counts, those before it ended at poor minima. "
            + (xor.isSolved() ? "It is learnt." : "It was NOT learnt."),
        () -> xor(page));
    HvCheckSection.addTo(page, results.check());
    page.section("How this was made", "", () -> page.facts(facts()));
    return page.finish("Made by rop recurrent, beside metrics.json with the same numbers.");
  }

  private Map<String, String> cards() {
    Map<String, String> cards = new LinkedHashMap<>();
    cards.put("loss, Hessian-free", number("%.3f", newton.trainLoss()));
    cards.put("loss, gradient descent", number("%.3f", descent.trainLoss()));
    cards.put("unseen digits read right", number("%.1f %%", 100 * newton.score().accuracy()));
    cards.put("by gradient descent", number("%.1f %%", 100 * descent.score().accuracy()));
    cards.put("error of hidden pixels", number("%.3f", newton.score().error()));
    cards.put("filling in means", number("%.3f", results.errorOfMeans()));
    cards.put("unstable equilibria", newton.unstable() + " and " + descent.unstable());
    cards.put("spectral radius at the end", number("%.2f", newton.lastRadius()));
    return cards;
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
      String name,
      RecurrentEnd end,
      ToDoubleFunction<Lesson.Point> x,
      ToDoubleFunction<Lesson.Point> y) {
    List<Lesson.Point> points =
        end.lesson().points().stream().filter(p -> Double.isFinite(y.applyAsDouble(p))).toList();
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
            for (RecurrentEnd end : List.of(newton, descent)) {
              Equilibrium equilibrium = end.equilibria().get(digit);
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
    return PngImage.ofPixels(pixels, 0, 8, 8);
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
    facts.put("Command", results.setup().commandLine());
    facts.put(
        "Digits", train.data().size() + " to train on, " + test.data().size() + " to test on");
    facts.put("Hessian-free", newton.lesson().optimization().toString());
    facts.put("Gradient descent", descent.lesson().optimization().toString());
    facts.put(
        "Unseen digits at an unstable equilibrium",
        newton.unstable() + " by Hessian-free, " + descent.unstable() + " by gradient descent");
    facts.put("Seed", Long.toString(results.setup().seed()));
    facts.put("Threads", Integer.toString(results.setup().threads()));
    facts.put("BLAS", results.setup().blas());
    return facts;
  }

  private static String number(String format, double x) {
    return String.format(Locale.ROOT, format, x);
  }
}
