package org.roperator.cli.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.roperator.cli.boltzmann.DigitsMachine;
import org.roperator.cli.boltzmann.DigitsRun;
import org.roperator.cli.boltzmann.LearnedDigits;
import org.roperator.cli.boltzmann.Race;
import org.roperator.cli.report.Charts.Axis;
import org.roperator.cli.report.Charts.Line;
import org.roperator.cli.run.HvCheck;

/**
 * What Boltzmann machines learned, as {@code boltzmann.jte} shows it.
 *
 * @param report all of it
 * @param check whether products are exact
 * @param learned the digits
 * @param figures of the page
 */
public record BoltzmannPage(
    BoltzmannReport report, HvCheck check, LearnedDigits learned, Figures figures) {

  private static final int SIDE = 8;

  /** The page. */
  public static String html(BoltzmannReport report) {
    return Templates.render(
        "boltzmann",
        new BoltzmannPage(
            report, report.check().orElseThrow(), report.learned().orElseThrow(), new Figures()));
  }

  /**
   * ln Z and what follows from it, as text.
   *
   * @param annealed ln Z by annealed importance sampling
   * @param error its standard error
   * @param worth how many equal chains its chains are worth
   * @param exact ln Z exactly
   * @param nats per test digit by sampling
   * @param exactNats the same exactly
   */
  record Partition(
      String annealed, String error, String worth, String exact, String nats, String exactNats) {}

  Map<String, String> cards() {
    Map<String, String> cards = new LinkedHashMap<>();
    for (Race race : report.races()) {
      OptionalLong second = race.secondOrder().passesTo(race.target());
      OptionalLong first = race.firstOrder().passesTo(race.target());
      cards.put(
          "passes to second and to first order, " + race.problem().name(),
          passes(second) + " : " + passes(first));
    }
    cards.put("nats per test digit", number("%.2f", learned.natural().testLogLikelihood()));
    cards.put(
        "standard errors between annealed and exact ln Z",
        number("%.1f", logPartition().errorsApart()));
    cards.put("largest relative error of Hv", number("%.0e", check.report().hvError()));
    cards.put("time", number("%.1f s", report.circumstances().seconds()));
    return cards;
  }

  Figure divergence(Race race) {
    return figures.of(
        "Divergence over passes",
        () ->
            Charts.lines(
                new Axis("passes", Scale.LINEAR),
                new Axis("divergence (nats)", Scale.LOGARITHMIC),
                race.runs().stream().map(BoltzmannPage::line).toList()));
  }

  /** A row for each method of a race. */
  Table methods(Race race) {
    return new Table(
        List.of("method", "passes", "divergence", "passes to " + target(race)),
        race.runs().stream().map(run -> row(race, run)).toList());
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

  String machine() {
    return learned.digits().machine().toString();
  }

  Figure overSteps() {
    return figures.of("Log-likelihood over steps", () -> likelihoods(false));
  }

  Figure overTime() {
    return figures.of("Log-likelihood over time", () -> likelihoods(true));
  }

  /** A row for each way of learning. */
  Table digits() {
    return new Table(
        List.of("method", "steps", "time", "training digits", "test digits"),
        learned.runs().stream().map(BoltzmannPage::row).toList());
  }

  private LearnedDigits.LogPartition logPartition() {
    return learned.logPartition().orElseThrow();
  }

  int annealedChains() {
    return logPartition().annealed().chains();
  }

  int temperatures() {
    return DigitsMachine.TEMPERATURES;
  }

  Partition partition() {
    LearnedDigits.LogPartition z = logPartition();
    return new Partition(
        number("%.4f", z.annealed().logPartition()),
        number("%.4f", z.annealed().standardError()),
        number("%.0f", z.annealed().effectiveSamples()),
        number("%.4f", z.exact()),
        number("%.4f", learned.annealedTestLogLikelihood(z)),
        number("%.4f", learned.natural().testLogLikelihood()));
  }

  /** The weights of each hidden unit. */
  List<Picture> units() {
    double[] w = learned.natural().parameters();
    return IntStream.range(0, learned.digits().machine().hidden())
        .mapToObj(h -> picture(learned.digits().receptiveField(w, h), "unit " + (h + 1)))
        .toList();
  }

  int chains() {
    return learned.madeUp().length;
  }

  /** A digit from each chain. */
  List<Picture> madeUp() {
    return IntStream.range(0, chains())
        .mapToObj(i -> picture(learned.madeUp()[i], "chain " + (i + 1)))
        .toList();
  }

  private static Picture picture(double[] pixels, String caption) {
    return Picture.of(PngImage.ofPixels(pixels, 0, SIDE, SIDE), caption);
  }

  Exactness exactness() {
    return new Exactness(check, figures);
  }

  private Drawing likelihoods(boolean overTime) {
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
    return Charts.lines(
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

  Map<String, String> facts() {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("Command", report.circumstances().commandLine());
    facts.put("Seed", "" + report.circumstances().seed());
    facts.put("Threads", "" + report.circumstances().threads());
    facts.put("BLAS", report.circumstances().blas());
    facts.put("Java", System.getProperty("java.vm.name") + " " + Runtime.version());
    return facts;
  }

  private static String number(String format, Object... numbers) {
    return String.format(Locale.ROOT, format, numbers);
  }
}
