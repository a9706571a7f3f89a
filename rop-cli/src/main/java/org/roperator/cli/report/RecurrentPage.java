package org.roperator.cli.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.roperator.cli.recurrent.Completion;
import org.roperator.cli.recurrent.Lesson;
import org.roperator.cli.recurrent.RecurrentEnd;
import org.roperator.cli.recurrent.RecurrentResults;
import org.roperator.cli.recurrent.Xor;
import org.roperator.cli.report.Charts.Axis;
import org.roperator.cli.report.Charts.Line;
import org.roperator.cli.run.Numbers;
import org.roperator.recurrent.Equilibrium;

/**
 * Completed digits as {@code recurrent.jte} shows them.
 *
 * @param results what came out
 * @param figures of the page
 */
public record RecurrentPage(RecurrentResults results, Figures figures) {

  private static final int SHOWN = 12;

  /** The page. */
  public static String html(RecurrentResults results) {
    return Templates.render("recurrent", new RecurrentPage(results, new Figures()));
  }

  private RecurrentEnd newton() {
    return results.newton();
  }

  private RecurrentEnd descent() {
    return results.descent();
  }

  private Completion test() {
    return results.test();
  }

  /** The units of the network. */
  int units() {
    return results.train().network().units();
  }

  /** The digits it was trained on. */
  int trained() {
    return results.train().data().size();
  }

  Map<String, String> cards() {
    Map<String, String> cards = new LinkedHashMap<>();
    cards.put("lowest loss, Hessian-free", loss(newton()));
    cards.put("lowest loss, gradient descent", loss(descent()));
    cards.put(
        "unseen digits read right", number("%.1f %%", 100 * newton().score().accuracy(), "–"));
    cards.put("by gradient descent", number("%.1f %%", 100 * descent().score().accuracy(), "–"));
    cards.put("error of hidden pixels", number("%.3f", newton().score().error(), "none settles"));
    cards.put("filling in means", number("%.3f", results.errorOfMeans(), "–"));
    cards.put("unstable equilibria", newton().unstable() + " and " + descent().unstable());
    cards.put("spectral radius at the end", number("%.2f", newton().lastRadius(), "unknown"));
    return cards;
  }

  /** Infinite as soon as a single digit does not settle. */
  private static String loss(RecurrentEnd end) {
    return number("%.3f", end.trainLoss(), "infinite");
  }

  /** How gradient descent's adjoint systems were solved. */
  String adjoint() {
    return results.setup().adjoint();
  }

  /** The rates gradient descent tried. */
  String tried() {
    return results.tried();
  }

  Figure loss() {
    return overTime("Loss over time", "loss", Lesson.Point::loss);
  }

  Figure radius() {
    return overTime(
        "Spectral radius of DWᵀ at one equilibrium", "max |λ|", Lesson.Point::spectralRadius);
  }

  private Figure overTime(String caption, String upwards, ToDoubleFunction<Lesson.Point> value) {
    return figures.of(
        caption,
        () ->
            Charts.lines(
                new Axis("seconds", Scale.LINEAR),
                new Axis(upwards, Scale.LINEAR),
                List.of(
                    line("Hessian-free", newton(), value),
                    line("gradient descent", descent(), value))));
  }

  private static Line line(String name, RecurrentEnd end, ToDoubleFunction<Lesson.Point> y) {
    List<Lesson.Point> points =
        end.lesson().points().stream().filter(p -> Double.isFinite(y.applyAsDouble(p))).toList();
    return new Line(
        name,
        points.stream().map(Lesson.Point::seconds).toList(),
        points.stream().map(y::applyAsDouble).toList());
  }

  /** A row for each digit: itself, what is given, and where the two networks settle. */
  List<List<Picture>> pictures() {
    return IntStream.range(0, Math.min(SHOWN, test().data().size()))
        .mapToObj(this::pictures)
        .toList();
  }

  private List<Picture> pictures(int digit) {
    return List.of(
        picture(test().original(digit), "a " + test().data().labels()[digit]),
        picture(test().occluded(digit), "what is given"),
        settled("Hessian-free: ", newton().equilibria().get(digit)),
        settled("gradient descent: ", descent().equilibria().get(digit)));
  }

  private Picture settled(String method, Equilibrium equilibrium) {
    double[] state = equilibrium.state();
    boolean reached = equilibrium.outcome().isEquilibrium();
    return picture(state, method + (reached ? test().read(state) : equilibrium.outcome()));
  }

  private static Picture picture(double[] pixels, String caption) {
    return Picture.of(PngImage.ofPixels(pixels, 0, 8, 8), caption);
  }

  SettlingWay settling() {
    return SettlingWay.of(test(), newton().lesson().optimization().parameters(), figures);
  }

  Xor.Result xor() {
    return results.xor();
  }

  Figure xorLoss() {
    List<Lesson.Point> points = xor().lesson().points();
    return figures.of(
        "Loss",
        () ->
            Charts.lines(
                new Axis("iteration", Scale.LINEAR),
                new Axis("loss", Scale.LOGARITHMIC),
                List.of(
                    new Line(
                        "loss",
                        points.stream().map(p -> (double) p.iteration()).toList(),
                        points.stream().map(Lesson.Point::loss).toList()))));
  }

  /** A row for each pair of inputs. */
  Table xorTable() {
    List<List<String>> rows = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      rows.add(
          List.of(
              i / 2 + " " + i % 2,
              i == 1 || i == 2 ? "1" : "0",
              number("%.3f", xor().output(i), "does not settle"),
              number("%.2f", xor().equilibria().get(i).stability().spectralRadius(), "unknown")));
    }
    return new Table(List.of("inputs", "exclusive or", "output", "spectral radius"), rows);
  }

  Exactness exactness() {
    return new Exactness(results.check(), figures);
  }

  Map<String, String> facts() {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("Command", results.setup().commandLine());
    facts.put(
        "Digits",
        results.train().data().size() + " to train on, " + test().data().size() + " to test on");
    facts.put("Hessian-free", newton().lesson().optimization().toString());
    facts.put("Gradient descent", descent().lesson().optimization().toString());
    facts.put(
        "Unseen digits at an unstable equilibrium",
        newton().unstable() + " by Hessian-free, " + descent().unstable() + " by gradient descent");
    facts.put("Seed", Long.toString(results.setup().seed()));
    facts.put("Threads", Integer.toString(results.setup().threads()));
    facts.put("BLAS", results.setup().blas());
    return facts;
  }

  private static String number(String format, double x, String word) {
    return Numbers.orWord(format, x, word);
  }
}
