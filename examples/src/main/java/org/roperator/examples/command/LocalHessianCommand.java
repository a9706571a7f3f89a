package org.roperator.examples.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.roperator.examples.data.BadInput;
import org.roperator.examples.data.Dataset;
import org.roperator.examples.data.TrainTest;
import org.roperator.examples.matching.ConditioningRun;
import org.roperator.examples.matching.SpectrumCase;
import org.roperator.examples.matching.TrainingComparison.MethodResult;
import org.roperator.examples.matching.TrainingPlan;
import org.roperator.examples.report.LocalHessianMetrics;
import org.roperator.examples.report.LocalHessianPage;
import org.roperator.examples.report.LocalHessianReport;
import org.roperator.examples.report.Setup;
import org.roperator.function.Workers;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code rop local-hessian}: local Hessians of back-propagation, and rates made of them. */
@Command(
    name = "local-hessian",
    header = "Measure local Hessians down deep networks, and train with rates made of them.",
    description = {
      "%nBack-propagation is one gradient step on a loss between blocks (Zhang, Chen & Liu 2018)."
          + " Measures the Hessians of these losses: their spectra at the start beside the law of"
          + " Marchenko and Pastur, and their condition down plain, skip and batch-norm networks."
          + " Then compares scale-amended SGD, made of them, with momentum SGD and LARS.%n"
    },
    sortOptions = false,
    mixinStandardHelpOptions = true,
    versionProvider = BuildVersion.class,
    footer = {
      "",
      "Examples:",
      "  rop local-hessian",
      "  rop local-hessian --parts spectra,conditions",
      "  rop local-hessian --parts training --network vgg --seeds 3",
      "  rop local-hessian --parts training --data fashion-mnist --epochs 5"
    })
final class LocalHessianCommand implements Callable<Integer> {

  /**
   * Moments so many standard errors off are no chance; three happen in one run of twenty, of twelve
   * moments with errors from ten draws.
   */
  private static final double STRAY = 6;

  /** What there is to do. */
  enum Part {
    /** Spectra beside the law. */
    SPECTRA,
    /** Conditions down deep networks. */
    CONDITIONS,
    /** The comparison of methods. */
    TRAINING
  }

  @Option(
      names = "--parts",
      paramLabel = "NAMES",
      defaultValue = "spectra,conditions,training",
      description = "Some of spectra, conditions, training (default: all).")
  private String parts;

  @Option(
      names = "--draws",
      paramLabel = "N",
      defaultValue = "10",
      description =
          "Draws of Gaussian weights for each spectrum, at least 2 (default: ${DEFAULT-VALUE}).")
  private int draws;

  @Option(
      names = "--blocks",
      paramLabel = "N",
      defaultValue = "12",
      description = "Blocks whose conditions are measured (default: ${DEFAULT-VALUE}).")
  private int blocks;

  @Mixin private TrainingPlanOptions training;
  @Mixin private DataOptions data;
  @Mixin private RunOptions run;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = run.out();
    long began = System.nanoTime();
    List<Part> chosen = chosen();
    Options.positive("--blocks", blocks);
    if (draws < 2) {
      throw new BadInput("--draws is " + draws + ", but standard errors need at least 2.");
    }
    TrainingPlan plan = training.plan(run.seed());
    Workers workers = run.workers();
    TrainTest examples = data.read(run.seed());
    Setup setup =
        new Setup(
            examples,
            plan.hidden(),
            "relu",
            plan.decay(),
            TrainingPlanOptions.parameters(plan, examples.train()),
            run.seed(),
            workers.threads(),
            RunOptions.blas(),
            run.commandLine());
    OutputFolder folder = run.folder();
    describe(out, setup, plan);
    LocalHessianParts measured = new LocalHessianParts(run.seed(), workers, out);
    List<SpectrumCase> spectra =
        chosen.contains(Part.SPECTRA) ? measured.spectra(draws) : List.of();
    List<ConditioningRun> conditions =
        chosen.contains(Part.CONDITIONS)
            ? measured.conditions(examples, blocks, plan.epochs())
            : List.of();
    List<MethodResult> methods =
        chosen.contains(Part.TRAINING) ? measured.training(plan, examples) : List.of();
    double seconds = (System.nanoTime() - began) / 1e9;
    LocalHessianReport report =
        new LocalHessianReport(setup, spectra, conditions, plan, methods, seconds);
    folder.write(
        LocalHessianMetrics.json(report, BuildVersion.number()), LocalHessianPage.html(report));
    say(out, report, folder);
    return exitCode(report);
  }

  /** Bad if a spectrum strays from the law, or a run at the best rate diverged. */
  static int exitCode(LocalHessianReport report) {
    boolean stray = report.spectra().stream().anyMatch(c -> c.largestDeviation() > STRAY);
    boolean diverged =
        report.methods().stream()
            .flatMap(method -> method.runs().stream())
            .anyMatch(r -> r.outcome().equals("NOT_FINITE"));
    return stray || diverged ? Rop.BAD_RESULT : Rop.OK;
  }

  private List<Part> chosen() {
    return Options.chosen(
        "--parts",
        "part",
        parts,
        List.of(Part.values()),
        part -> part.name().toLowerCase(Locale.ROOT));
  }

  private static void describe(PrintWriter out, Setup setup, TrainingPlan plan) {
    Dataset train = setup.data().train();
    out.printf(
        Locale.ROOT,
        "%s: %,d examples to train on, %,d to test on%n"
            + "trained: %s, %,d parameters%n"
            + "%s%n%n",
        train.name(),
        train.size(),
        setup.data().test().size(),
        plan.describe(),
        setup.parameters(),
        PlainText.means(setup.blas(), setup.threads()));
  }

  private static void say(PrintWriter out, LocalHessianReport report, OutputFolder folder) {
    table(out, report.spectrumHeadings(), report.spectrumRows());
    table(out, report.conditionHeadings(), report.conditionRows());
    table(out, report.methodHeadings(), report.methodRows());
    out.println();
    report.findings().forEach(out::println);
    out.println();
    folder.sayWhere(out);
  }

  private static void table(PrintWriter out, List<String> headings, List<List<String>> rows) {
    if (!rows.isEmpty()) {
      out.println();
      PlainText.table(out, headings, rows);
    }
  }
}
