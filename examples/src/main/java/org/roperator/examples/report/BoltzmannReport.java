package org.roperator.examples.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import org.roperator.examples.boltzmann.DigitsMachine;
import org.roperator.examples.boltzmann.DigitsRun;
import org.roperator.examples.boltzmann.Race;
import org.roperator.examples.report.Charts.Axis;
import org.roperator.examples.report.Charts.Line;
import org.roperator.examples.report.Charts.Scale;

/**
 * What Boltzmann machines learned, as a page.
 *
 * @param races the problems learned exactly
 * @param check whether products are exact
 * @param learned the digits
 * @param circumstances what it ran on
 */
public record BoltzmannReport(
    List<Race> races, HvCheck check, LearnedDigits learned, Circumstances circumstances) {

  private static final int SIDE = 8;

  /**
   * What it ran on.
   *
   * @param commandLine the command as it was given
   * @param seed what every random draw depends on
   * @param threads the number of threads
   * @param blas the matrix library in use
   * @param seconds how long it took
   */
  public record Circumstances(
      String commandLine, long seed, int threads, String blas, double seconds) {}

  /** The page. */
  public String html() {
    HtmlPage page =
        new HtmlPage(
            "Boltzmann machines",
            "Pearlmutter's R{p_ij} turns Boltzmann learning into second-order learning: exactly,"
                + " where all states can be visited, and from samples where they can't.");
    page.cards(cards());
    for (Race race : races) {
      addRace(page, race);
    }
    addDigits(page);
    HvCheckSection.addTo(page, check);
    page.section("How this was made", "", () -> page.facts(facts()));
    return page.finish("Made by rop boltzmann, beside metrics.json with the same numbers.");
  }

  private Map<String, String> cards() {
    Map<String, String> cards = new LinkedHashMap<>();
    for (Race race : races) {
      OptionalLong second = race.secondOrder().passesTo(race.target());
      OptionalLong first = race.firstOrder().passesTo(race.target());
      cards.put(
          "passes to second and to first order, " + race.problem().name(),
          passes(second) + " : " + passes(first));
    }
    cards.put("nats per test digit", number("%.2f", learned.natural().testLogLikelihood()));
    cards.put(
        "standard errors between annealed and exact ln Z", number("%.1f", learned.errorsApart()));
    cards.put("largest relative error of Hv", number("%.0e", check.report().hvError()));
    cards.put("time", number("%.1f s", circumstances.seconds()));
    return cards;
  }

  private void addRace(HtmlPage page, Race race) {
    page.section(
        "Exactly: the " + race.problem().name(),
        race.problem().description()
            + " Divergence G of the machine from the patterns, over passes through all states of"
            + " the free machine: one for ln Z, one for a gradient, one for each product. Steps"
            + " with the exact Hessian follow its negative curvature out of the saddle where hidden"
            + " units are still alike; natural-gradient steps solve with the Fisher matrix of all"
            + " units instead. Gradient steps, plain and with momentum, have the best of the rates"
            + " tried. The race is to a twentieth of the divergence at the start.",
        () -> {
          page.open("plots");
          page.plot(
              "Divergence over passes",
              () ->
                  Charts.png(
                      new Axis("passes", Scale.LINEAR),
                      new Axis("divergence (nats)", Scale.LOGARITHMIC),
                      race.runs().stream().map(BoltzmannReport::line).toList()));
          page.open("");
          page.table(
              List.of("method", "passes", "divergence", "passes to " + target(race)),
              race.runs().stream().map(run -> row(race, run)).toList());
          page.close();
          page.close();
        });
  }

  private static Line line(Race.Run run) {
    // The legend has no room for rates, which the table beside it tells.
    int comma = run.method().indexOf(',');
    return new Line(
        comma < 0 ? run.method() : run.method().substring(0, comma),
        run.points().stream().map(p -> (double) p.passes()).toList(),
        run.points().stream().map(Race.Point::divergence).toList());
  }

  private static String target(Race race) {
    return number("%.4f", race.target());
  }

  private static List<String> row(Race race, Race.Run run) {
    OptionalLong passes = run.passesTo(race.target());
    return List.of(
        run.method(),
        number("%,d", run.end().passes()),
        number("%.4f", run.end().divergence()),
        passes(passes));
  }

  private static String passes(OptionalLong passes) {
    return passes.isPresent() ? number("%,d", passes.getAsLong()) : "–";
  }

  private void addDigits(HtmlPage page) {
    page.section(
        "From samples: binary digits",
        number(
            "A restricted machine, %s. Contrastive divergence takes a gradient step from a"
                + " mini-batch after one sweep of its chains; a natural-gradient step solves with"
                + " the Fisher matrix of all units, from frozen samples, by conjugate gradients."
                + " The likelihoods are exact, the hidden layer being small enough to be summed"
                + " out.",
            learned.digits().machine()),
        () -> {
          page.open("plots");
          page.plot("Log-likelihood over steps", () -> likelihoods(false));
          page.plot("Log-likelihood over time", () -> likelihoods(true));
          page.close();
          page.table(
              List.of("method", "steps", "time", "training digits", "test digits"),
              learned.runs().stream().map(BoltzmannReport::row).toList());
          page.paragraph(
              "note",
              number(
                  "ln Z after the natural-gradient steps: %.4f ± %.4f by annealed importance"
                      + " sampling (%d chains, %d temperatures, worth %.0f equal chains), %.4f"
                      + " exactly. Hence %.4f ± %.4f nats per test digit by sampling, %.4f"
                      + " exactly.",
                  learned.annealed().logPartition(),
                  learned.annealed().standardError(),
                  learned.annealed().chains(),
                  DigitsMachine.TEMPERATURES,
                  learned.annealed().effectiveSamples(),
                  learned.exact(),
                  learned.annealedTestLogLikelihood(),
                  learned.annealed().standardError(),
                  learned.natural().testLogLikelihood()));
        });
    page.section(
        "What the hidden units see",
        "The weights of each hidden unit: black pulls a pixel towards black, white away from it.",
        () -> {
          page.open("mistakes");
          double[] w = learned.natural().parameters();
          for (int h = 0; h < learned.digits().machine().hidden(); h++) {
            double[] field = learned.digits().receptiveField(w, h);
            page.picture(PngImage.ofPixels(field, 0, SIDE, SIDE), "unit " + (h + 1));
          }
          page.close();
        });
    page.section(
        "Digits it makes up",
        "One from each of "
            + learned.madeUp().length
            + " chains, annealed and left to settle: the"
            + " probability of black in each pixel, given the chain's hidden units.",
        () -> {
          page.open("mistakes");
          for (int i = 0; i < learned.madeUp().length; i++) {
            page.picture(PngImage.ofPixels(learned.madeUp()[i], 0, SIDE, SIDE), "chain " + (i + 1));
          }
          page.close();
        });
  }

  private byte[] likelihoods(boolean overTime) {
    List<Line> lines = new ArrayList<>();
    for (DigitsRun run : learned.runs()) {
      double steps = run.end().step();
      lines.add(
          new Line(
              run.method(),
              run.points().stream()
                  .map(p -> overTime ? p.seconds() : 100 * p.step() / steps)
                  .toList(),
              run.points().stream().map(DigitsRun.Point::logLikelihood).toList()));
    }
    return Charts.png(
        new Axis(overTime ? "seconds" : "steps made (%)", Scale.LINEAR),
        new Axis("nats per training digit", Scale.LINEAR),
        lines);
  }

  private static List<String> row(DigitsRun run) {
    return List.of(
        run.method(),
        number("%,d", run.end().step()),
        number("%.1f s", run.end().seconds()),
        number("%.3f", run.end().logLikelihood()),
        number("%.3f", run.testLogLikelihood()));
  }

  private Map<String, String> facts() {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("Command", circumstances.commandLine());
    facts.put("Seed", "" + circumstances.seed());
    facts.put("Threads", "" + circumstances.threads());
    facts.put("Matrix products", circumstances.blas());
    facts.put("Java", System.getProperty("java.vm.name") + " " + Runtime.version());
    return facts;
  }

  private static String number(String format, Object... numbers) {
    return String.format(Locale.ROOT, format, numbers);
  }
}
