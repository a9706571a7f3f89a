package org.roperator.examples.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.roperator.examples.blackbox.Job;
import org.roperator.examples.blackbox.Race;
import org.roperator.examples.blackbox.RaceResult;
import org.roperator.examples.report.Charts.Axis;
import org.roperator.examples.report.Charts.Line;
import org.roperator.examples.report.Charts.Scale;

/**
 * Races of methods that know values alone, as a page for people and as numbers for machines.
 *
 * @param results one for each job
 * @param seconds how long all took
 * @param seed of the first variant
 * @param threads the number of threads
 * @param blas the matrix library in use
 * @param commandLine the command as it was given
 */
public record PerturbReport(
    List<RaceResult> results,
    double seconds,
    long seed,
    int threads,
    String blas,
    String commandLine) {

  /** Copies the list. */
  public PerturbReport {
    results = List.copyOf(results);
  }

  /** The page. */
  public String html() {
    Race race = results.get(0).race();
    HtmlPage page =
        new HtmlPage(
            "Tuning without derivatives",
            String.format(
                Locale.ROOT,
                "Four methods that see nothing but values, from the same starts and with %d"
                    + " evaluations each, over %d variants of each job. Lower is better.",
                race.evaluations(),
                race.variants()));
    Map<String, String> cards = new LinkedHashMap<>();
    for (RaceResult result : results) {
      String job = result.race().job().name();
      cards.put(job + ": Rop's median", number(result.median(0)));
      cards.put(job + ": lowest median", Race.methods().get(result.winner()));
    }
    cards.put("time", String.format(Locale.ROOT, "%.1f s", seconds));
    page.cards(cards);
    results.forEach(result -> section(page, result));
    page.section(
        "The methods",
        "A method recommends a point as it goes: the trust region and SPSA the one they stand at,"
            + " BOBYQA and CMA-ES the lowest they have met. The judge's value of it is what is"
            + " plotted and tabulated; its evaluations are not counted.",
        () -> page.facts(methods()));
    page.section("How this was made", "", () -> page.facts(facts()));
    return page.finish("Made by rop perturb, beside metrics.json with the same numbers.");
  }

  private static Map<String, String> methods() {
    Map<String, String> methods = new LinkedHashMap<>();
    methods.put(
        "trust region",
        "Rop's BlackBoxTrustRegion: gradients by least squares over mirrored pairs, a Hessian that"
            + " grows by rank-two updates weighed by their noise. No constant of it was chosen for"
            + " these jobs.");
    methods.put(
        "SPSA",
        "Spall's gains (1998): exponents 0.602 and 0.101, the first step set by pilot estimates,"
            + " which count. Of six combinations of first step and perturbation, each job has the"
            + " one that did best on it.");
    methods.put("BOBYQA", "commons-math3, 2n + 1 interpolation points, the same first radius.");
    methods.put(
        "CMA-ES", "commons-math3, population 4 + 3 ln n, the first radius as standard deviation.");
    return methods;
  }

  private static void section(HtmlPage page, RaceResult result) {
    Job job = result.race().job();
    page.section(
        job.name() + ": " + job.measure(),
        job.story(),
        () -> {
          page.open("plots");
          page.plot("Median over the variants", () -> plot(result));
          page.table(
              List.of("", "median", "lower quartile", "upper quartile", "ahead of SPSA"),
              summary(result));
          page.paragraph("note", verdict(result));
          page.close();
          page.table(headings(), rows(result));
          page.paragraph("note", "What Rop's method found on the variant of its median:");
          page.facts(found(result));
        });
  }

  private static byte[] plot(RaceResult result) {
    List<Double> spent =
        Arrays.stream(result.race().checkpoints()).asDoubleStream().boxed().toList();
    List<Line> lines = new ArrayList<>();
    for (int m = 0; m < Race.methods().size(); m++) {
      lines.add(new Line(Race.methods().get(m), spent, curve(result, m)));
    }
    return Charts.png(
        new Axis("evaluations", Scale.LINEAR),
        new Axis(result.race().job().measure(), Scale.LOGARITHMIC),
        lines);
  }

  /** The medians of a method, one for each checkpoint. */
  static List<Double> curve(RaceResult result, int method) {
    List<Double> medians = new ArrayList<>();
    for (int k = 0; k <= result.last(); k++) {
      medians.add(result.percentile(method, k, 50));
    }
    return medians;
  }

  private static List<List<String>> summary(RaceResult result) {
    List<List<String>> rows = new ArrayList<>();
    for (int m = 0; m < Race.methods().size(); m++) {
      rows.add(
          List.of(
              Race.methods().get(m),
              number(result.median(m)),
              number(result.percentile(m, result.last(), 25)),
              number(result.percentile(m, result.last(), 75)),
              m == 1 ? "–" : result.wins(m, 1) + " of " + result.variants().size()));
    }
    return rows;
  }

  private static String verdict(RaceResult result) {
    List<String> better = new ArrayList<>();
    for (int m = 1; m < Race.methods().size(); m++) {
      if (result.median(m) < result.median(0)) {
        better.add(Race.methods().get(m));
      }
    }
    int early = earlyLeader(result);
    return (better.isEmpty()
            ? "No method has a lower median than Rop's."
            : "A lower median than Rop's: " + String.join(", ", better) + ".")
        + (early == 0
            ? ""
            : String.format(
                Locale.ROOT,
                " After %d evaluations %s leads.",
                result.race().checkpoints()[result.last() / 4],
                Race.methods().get(early)));
  }

  /** The method that is lowest after a quarter of the evaluations. */
  private static int earlyLeader(RaceResult result) {
    int best = 0;
    for (int m = 1; m < Race.methods().size(); m++) {
      int k = result.last() / 4;
      best = result.percentile(m, k, 50) < result.percentile(best, k, 50) ? m : best;
    }
    return best;
  }

  private static List<String> headings() {
    List<String> headings = new ArrayList<>(List.of("seed", "start"));
    headings.addAll(Race.methods());
    return headings;
  }

  private static List<List<String>> rows(RaceResult result) {
    List<List<String>> rows = new ArrayList<>();
    for (RaceResult.Variant variant : result.variants()) {
      List<String> row = new ArrayList<>(List.of("" + variant.seed(), number(variant.before())));
      for (int m = 0; m < Race.methods().size(); m++) {
        row.add(number(variant.after(m)));
      }
      rows.add(row);
    }
    return rows;
  }

  private static Map<String, String> found(RaceResult result) {
    Job job = result.race().job();
    RaceResult.Variant typical =
        result.variants().stream()
            .min(
                (a, b) ->
                    Double.compare(
                        Math.abs(a.after(0) - result.median(0)),
                        Math.abs(b.after(0) - result.median(0))))
            .orElseThrow();
    double[] from = job.inUnits(job.start(typical.seed()));
    double[] to = job.inUnits(typical.point(0));
    Map<String, String> found = new LinkedHashMap<>();
    for (int i = 0; i < to.length; i++) {
      found.put(job.parameters().get(i), String.format(Locale.ROOT, "%.3g → %.3g", from[i], to[i]));
    }
    return found;
  }

  private Map<String, String> facts() {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("Command", commandLine);
    facts.put("Seed", "" + seed);
    facts.put("Threads", "" + threads);
    facts.put("BLAS", blas);
    return facts;
  }

  private static String number(double x) {
    return String.format(Locale.ROOT, "%.4f", x);
  }
}
