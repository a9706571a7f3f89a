package org.roperator.cli.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.roperator.cli.blackbox.Job;
import org.roperator.cli.blackbox.Race;
import org.roperator.cli.blackbox.RaceResult;
import org.roperator.cli.report.Charts.Axis;
import org.roperator.cli.report.Charts.Line;
import org.roperator.cli.run.Numbers;

/**
 * Races as {@code perturb.jte} shows them.
 *
 * @param report what came out
 * @param figures of the page
 */
public record PerturbPage(PerturbReport report, Figures figures) {

  /** The page. */
  public static String html(PerturbReport report) {
    return Templates.render("perturb", new PerturbPage(report, new Figures()));
  }

  int evaluations() {
    return report.results().get(0).race().evaluations();
  }

  int variants() {
    return report.results().get(0).race().variants();
  }

  Map<String, String> cards() {
    Map<String, String> cards = new LinkedHashMap<>();
    for (RaceResult result : report.results()) {
      String job = result.race().job().name();
      cards.put(job + ": Rop's median", number(result.median(0)));
      cards.put(job + ": lowest median", Race.methods().get(result.winner()));
    }
    cards.put("time", String.format(Locale.ROOT, "%.1f s", report.seconds()));
    return cards;
  }

  List<JobSection> jobs() {
    return report.results().stream().map(result -> new JobSection(result, figures)).toList();
  }

  Map<String, String> facts() {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("Command", report.commandLine());
    facts.put("Seed", "" + report.seed());
    facts.put("Threads", "" + report.threads());
    facts.put("BLAS", report.blas());
    return facts;
  }

  private static String number(double x) {
    return Numbers.orWord("%.4f", x, "not finite");
  }

  /**
   * The race on one job.
   *
   * @param result what came out
   * @param figures of the page
   */
  record JobSection(RaceResult result, Figures figures) {

    Job job() {
      return result.race().job();
    }

    Figure medians() {
      return figures.of("Median over the variants", () -> plot(result));
    }

    private static Drawing plot(RaceResult result) {
      List<Double> spent =
          Arrays.stream(result.race().checkpoints()).asDoubleStream().boxed().toList();
      List<Line> lines = new ArrayList<>();
      for (int m = 0; m < Race.methods().size(); m++) {
        lines.add(new Line(Race.methods().get(m), spent, result.medians(m)));
      }
      return Charts.lines(
          new Axis("evaluations", Scale.LINEAR),
          new Axis(result.race().job().measure(), Scale.LOGARITHMIC),
          lines);
    }

    /** A row for each method. */
    Table summary() {
      return new Table(
          List.of("", "median", "lower quartile", "upper quartile", "ahead of SPSA"),
          summaryRows());
    }

    private List<List<String>> summaryRows() {
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

    /** The methods with a lower median than Rop's. */
    String better() {
      List<String> better = new ArrayList<>();
      for (int m = 1; m < Race.methods().size(); m++) {
        if (result.median(m) < result.median(0)) {
          better.add(Race.methods().get(m));
        }
      }
      return String.join(", ", better);
    }

    boolean hasEarlyLeader() {
      return early(result) != 0;
    }

    /** Another method than Rop's that leads after some evaluations. */
    String earlyLeader() {
      return Race.methods().get(early(result));
    }

    int earlyEvaluations() {
      return result.race().checkpoints()[result.last() / 4];
    }

    /** The method that is lowest after a quarter of the evaluations. */
    private static int early(RaceResult result) {
      int best = 0;
      for (int m = 1; m < Race.methods().size(); m++) {
        int k = result.last() / 4;
        best = result.percentile(m, k, 50) < result.percentile(best, k, 50) ? m : best;
      }
      return best;
    }

    /** A row for each variant. */
    Table variants() {
      List<String> headings = new ArrayList<>(List.of("seed", "start"));
      headings.addAll(Race.methods());
      return new Table(headings, variantRows());
    }

    private List<List<String>> variantRows() {
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

    /** What Rop's method found on the variant of its median. */
    Map<String, String> found() {
      RaceResult.Variant typical =
          result.variants().stream()
              .min(
                  (a, b) ->
                      Double.compare(
                          Math.abs(a.after(0) - result.median(0)),
                          Math.abs(b.after(0) - result.median(0))))
              .orElseThrow();
      double[] from = job().inUnits(job().start(typical.seed()));
      double[] to = job().inUnits(typical.point(0));
      Map<String, String> found = new LinkedHashMap<>();
      for (int i = 0; i < to.length; i++) {
        found.put(
            job().parameters().get(i), String.format(Locale.ROOT, "%.3g → %.3g", from[i], to[i]));
      }
      return found;
    }
  }
}
