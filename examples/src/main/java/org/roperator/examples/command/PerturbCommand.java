package org.roperator.examples.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.roperator.examples.blackbox.DigitsTuning;
import org.roperator.examples.blackbox.Job;
import org.roperator.examples.blackbox.PoleBalancing;
import org.roperator.examples.blackbox.Race;
import org.roperator.examples.blackbox.RaceResult;
import org.roperator.examples.data.BadInput;
import org.roperator.examples.report.PerturbMetrics;
import org.roperator.examples.report.PerturbReport;
import org.roperator.function.Workers;
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
    sortOptions = false,
    mixinStandardHelpOptions = true,
    versionProvider = BuildVersion.class,
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
    Options.positive("--variants", variants);
    List<Job> chosen = jobs.stream().distinct().map(PerturbCommand::job).toList();
    Workers workers = run.workers();
    OutputFolder folder = run.folder();

    long began = System.nanoTime();
    List<RaceResult> results = new ArrayList<>();
    for (Job job : chosen) {
      Race race = new Race(job, evaluations, run.seed(), variants);
      RaceTable table = new RaceTable(out, race);
      table.heading();
      RaceResult result = race.run(workers, table::row);
      table.summary(result);
      results.add(result);
    }
    PerturbReport report =
        new PerturbReport(
            results,
            (System.nanoTime() - began) / 1e9,
            run.seed(),
            workers.threads(),
            RunOptions.blas(),
            run.commandLine());
    folder.write(PerturbMetrics.json(report, BuildVersion.number()), report.html());
    folder.sayWhere(out);
    return results.stream().allMatch(RaceResult::isNotWorseThanSpsa) ? Rop.OK : Rop.BAD_RESULT;
  }

  private static Job job(String name) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "digits" -> new DigitsTuning();
      case "pole" -> new PoleBalancing();
      default ->
          throw new BadInput(
              "--jobs: there is no job \"" + name + "\"; choose digits, pole or both.");
    };
  }

  /** A line per variant under a line of headings, and what it comes to. */
  private static final class RaceTable {

    private static final int COLUMN = 14;

    private final PrintWriter out;
    private final Race race;
    private final long began = System.nanoTime();
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
      line("seed", "start", Race.methods(), String.format(Locale.ROOT, "%8s  %7s", "time", "left"));
    }

    void row(RaceResult.Variant variant) {
      rows++;
      double seconds = (System.nanoTime() - began) / 1e9;
      List<String> ends = new ArrayList<>();
      for (int m = 0; m < Race.methods().size(); m++) {
        ends.add(number(variant.after(m)));
      }
      line(
          "" + variant.seed(),
          number(variant.before()),
          ends,
          String.format(
              Locale.ROOT,
              "%8s  %7s",
              ProgressTable.time(seconds),
              ProgressTable.time(seconds / rows * (race.variants() - rows))));
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
      StringBuilder text = new StringBuilder(String.format(Locale.ROOT, "%-13s", first));
      text.append(String.format(Locale.ROOT, "%8s", start));
      for (String cell : cells) {
        text.append(String.format(Locale.ROOT, "%" + COLUMN + "s", cell));
      }
      out.println((text + end).stripTrailing());
    }

    private static String number(double x) {
      return String.format(Locale.ROOT, "%.4f", x);
    }
  }
}
