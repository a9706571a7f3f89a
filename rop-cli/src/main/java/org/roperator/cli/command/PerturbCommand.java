package org.roperator.cli.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.roperator.cli.blackbox.DigitsTuning;
import org.roperator.cli.blackbox.Job;
import org.roperator.cli.blackbox.PerturbMetrics;
import org.roperator.cli.blackbox.PoleBalancing;
import org.roperator.cli.blackbox.Race;
import org.roperator.cli.blackbox.RaceResult;
import org.roperator.cli.blackbox.RaceRun;
import org.roperator.cli.metrics.MetricsJson;
import org.roperator.cli.report.PerturbPage;
import org.roperator.cli.report.PerturbReport;
import org.roperator.data.BadInput;
import org.roperator.parallel.Workers;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code rop perturb}: tunes black boxes without derivatives, beside other methods. */
@Command(
    name = "perturb",
    header = "Tune black boxes without derivatives, beside other methods.",
    description = {
      "%nTunes the constants of a classifier of digits through its cross-validated loss, and the"
          + " gains of a controller through noisy trials. Rop's trust region, SPSA, and"
          + " commons-math3's BOBYQA and CMA-ES begin at the same points and take the same number of"
          + " evaluations. Exit code 1 if Rop's median is above SPSA's on a job.%n"
    },
    footer = {"", "Examples:", "  rop perturb", "  rop perturb --jobs pole --evaluations 300"})
final class PerturbCommand implements Callable<Integer> {

  /** A pilot of SPSA, a model of BOBYQA and an iteration of ours need some. */
  private static final int FEWEST_EVALUATIONS = 20;

  @Option(
      names = "--jobs",
      paramLabel = "NAMES",
      split = ",",
      defaultValue = "digits,pole",
      description = "What to tune: digits, pole or both (default: ${DEFAULT-VALUE}).")
  private List<String> jobs;

  @Option(
      names = "--evaluations",
      paramLabel = "N",
      defaultValue = "120",
      description = "Evaluations of each search (default: ${DEFAULT-VALUE}).")
  private int evaluations;

  @Option(
      names = "--variants",
      paramLabel = "N",
      defaultValue = "11",
      description =
          "Starts, data and noises to try on, with seeds from --seed on (default:"
              + " ${DEFAULT-VALUE}).")
  private int variants;

  @Mixin private RunOptions run;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = run.out();
    if (evaluations < FEWEST_EVALUATIONS) {
      throw new BadInput(
          "--evaluations is "
              + evaluations
              + ", but must be at least "
              + FEWEST_EVALUATIONS
              + " for every method to make a step.");
    }
    Options.upTo(1_000_000, "--evaluations", evaluations);
    Options.upTo(10_000, "--variants", variants);
    List<Job> chosen =
        jobs.stream()
            .map(name -> name.toLowerCase(Locale.ROOT))
            .distinct()
            .map(PerturbCommand::job)
            .toList();
    Workers workers = run.workers();
    OutputFolder folder = run.folder();

    Stopwatch watch = Stopwatch.started();
    List<RaceResult> results = new ArrayList<>();
    for (Job job : chosen) {
      Race race = new Race(job, evaluations, run.seed(), variants);
      RaceTable table = new RaceTable(out, race);
      table.heading();
      RaceResult result = RaceRun.of(race, workers, table::row);
      table.summary(result);
      results.add(result);
      folder.writeSoFar(metrics(report(results, watch, workers), workers));
    }
    PerturbReport report = report(results, watch, workers);
    folder.write(metrics(report, workers), () -> PerturbPage.html(report));
    folder.sayWhere(out);
    return results.stream().allMatch(RaceResult::isNotWorseThanSpsa)
        ? ExitCode.OK
        : ExitCode.BAD_RESULT;
  }

  private String metrics(PerturbReport report, Workers workers) {
    return MetricsJson.of(
        PerturbMetrics.of(
            BuildVersion.number(), run.circumstances(workers), report.results(), report.seconds()));
  }

  private PerturbReport report(List<RaceResult> results, Stopwatch watch, Workers workers) {
    return new PerturbReport(
        results,
        watch.seconds(),
        run.seed(),
        workers.threads(),
        RunOptions.blas(),
        run.commandLine());
  }

  private static Job job(String name) {
    return switch (name) {
      case "digits" -> new DigitsTuning();
      case "pole" -> new PoleBalancing();
      default ->
          throw new BadInput(
              "--jobs: there is no job \"" + name + "\"; choose digits, pole or both.");
    };
  }

  /** A line per variant under a line of headings, and what it comes to. */
  private static final class RaceTable {

    private static final int COLUMN = 10;

    /** Of the name of a row; seeds that are longer keep the digits in which they differ. */
    private static final int FIRST = 13;

    private final PrintWriter out;
    private final Race race;
    private final Stopwatch watch = Stopwatch.started();
    private int rows;

    RaceTable(PrintWriter out, Race race) {
      this.out = out;
      this.race = race;
    }

    void heading() {
      out.println(
          race.job().name()
              + ": "
              + race.job().measure()
              + " by "
              + String.join(", ", race.job().parameters()));
      out.println(race.evaluations() + " evaluations for each method; lower is better");
      out.println();
      line("seed", "start", Race.methods(), String.format(Locale.ROOT, "%7s%8s", "time", "left"));
    }

    void row(RaceResult.Variant variant) {
      rows++;
      List<String> ends = new ArrayList<>();
      for (int m = 0; m < Race.methods().size(); m++) {
        ends.add(number(variant.after(m)));
      }
      line(
          seed(variant.seed()),
          number(variant.before()),
          ends,
          String.format(
              Locale.ROOT, "%7s%8s", watch.time(), watch.left(rows, race.variants() - rows)));
    }

    void summary(RaceResult result) {
      List<String> medians = new ArrayList<>();
      List<String> ahead = new ArrayList<>();
      for (int m = 0; m < Race.methods().size(); m++) {
        medians.add(number(result.median(m)));
        ahead.add(m == 1 ? "–" : result.wins(m, 1) + " of " + result.variants().size());
      }
      line("median", number(result.percentile(0, 0, 50)), medians, "");
      line("ahead of SPSA", "", ahead, "");
      out.println();
      out.println(
          "Lowest median: "
              + Race.methods().get(result.winner())
              + ". Rop's trust region is "
              + (result.isNotWorseThanSpsa() ? "not worse" : "WORSE")
              + " than SPSA.");
      out.println();
    }

    private void line(String first, String start, List<String> cells, String end) {
      StringBuilder text = new StringBuilder(String.format(Locale.ROOT, "%-" + FIRST + "s", first));
      text.append(String.format(Locale.ROOT, "%8s", start));
      for (int m = 0; m < cells.size(); m++) {
        int width = Math.max(COLUMN, Race.methods().get(m).length() + 2);
        text.append(String.format(Locale.ROOT, "%" + width + "s", cells.get(m)));
      }
      out.println((text + end).stripTrailing());
    }

    private static String seed(long seed) {
      String digits = Long.toString(seed);
      return digits.length() <= FIRST
          ? digits
          : "…" + digits.substring(digits.length() - FIRST + 1);
    }

    /** In nine places at most, so that columns stay apart. */
    private static String number(double x) {
      String text = String.format(Locale.ROOT, "%.4f", x);
      return text.length() < COLUMN ? text : String.format(Locale.ROOT, "%.2e", x);
    }
  }
}
