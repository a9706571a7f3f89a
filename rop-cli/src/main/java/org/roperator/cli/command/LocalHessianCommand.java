package org.roperator.cli.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.roperator.cli.matching.ConditioningRun;
import org.roperator.cli.matching.LocalHessianMetrics;
import org.roperator.cli.matching.LocalHessianResults;
import org.roperator.cli.matching.SpectrumCase;
import org.roperator.cli.matching.TrainingComparison.MethodResult;
import org.roperator.cli.matching.TrainingPlan;
import org.roperator.cli.metrics.MetricsJson;
import org.roperator.cli.report.LocalHessianFindings;
import org.roperator.cli.report.LocalHessianPage;
import org.roperator.cli.run.Setup;
import org.roperator.data.BadInput;
import org.roperator.data.LabeledData;
import org.roperator.data.TrainTest;
import org.roperator.optimize.OptimizationOutcome;
import org.roperator.parallel.Workers;
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
    footer = {
      "",
      "Examples:",
      "  rop local-hessian",
      "  rop local-hessian --parts spectra,conditions",
      "  rop local-hessian --parts training --network vgg --seeds 3",
      "  rop local-hessian --parts training --data /usr/share/datasets/fashion-mnist"
    })
final class LocalHessianCommand implements Callable<Integer> {

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
    Stopwatch watch = Stopwatch.started();
    List<Part> chosen = chosen();
    Options.upTo(1_000, "--blocks", blocks);
    Options.upTo(100_000, "--draws", draws);
    if (draws < 2) {
      throw new BadInput("--draws is " + draws + ", but standard errors need at least 2.");
    }
    TrainingPlan plan = training.plan(run.seed());
    Workers workers = run.workers();
    TrainTest examples = data.read(run);
    Setup setup =
        new Setup(
            examples,
            plan.hidden(),
            "relu",
            plan.decay(),
            TrainingPlanOptions.parameters(plan, examples.train()),
            run.circumstances(workers));
    OutputFolder folder = run.folder();
    describe(out, setup, plan);
    LocalHessianParts measured = new LocalHessianParts(run.seed(), workers, out);
    List<SpectrumCase> spectra =
        chosen.contains(Part.SPECTRA) ? measured.spectra(draws) : List.of();
    LocalHessianResults report = report(setup, spectra, List.of(), plan, List.of(), watch);
    folder.writeSoFar(metrics(report));
    List<ConditioningRun> conditions =
        chosen.contains(Part.CONDITIONS)
            ? measured.conditions(examples, blocks, plan.epochs())
            : List.of();
    report = report(setup, spectra, conditions, plan, List.of(), watch);
    folder.writeSoFar(metrics(report));
    List<MethodResult> methods =
        chosen.contains(Part.TRAINING) ? measured.training(plan, examples) : List.of();
    LocalHessianResults all = report(setup, spectra, conditions, plan, methods, watch);
    folder.write(metrics(all), () -> LocalHessianPage.html(all));
    say(out, all, folder);
    return exitCode(all);
  }

  private static LocalHessianResults report(
      Setup setup,
      List<SpectrumCase> spectra,
      List<ConditioningRun> conditions,
      TrainingPlan plan,
      List<MethodResult> methods,
      Stopwatch watch) {
    return new LocalHessianResults(setup, spectra, conditions, plan, methods, watch.seconds());
  }

  /** Bad if a spectrum isn't what its start must give, or a training diverged that should not. */
  static int exitCode(LocalHessianResults report) {
    boolean diverged =
        report.methods().stream()
            .flatMap(method -> method.runs().stream())
            .anyMatch(r -> OptimizationOutcome.valueOf(r.outcome()).isFailure());
    boolean broken = report.conditions().stream().anyMatch(ConditioningRun::isFailure);
    return !report.strays().isEmpty() || broken || diverged ? ExitCode.BAD_RESULT : ExitCode.OK;
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
    LabeledData train = setup.data().train();
    out.printf(
        Locale.ROOT,
        "%s: %,d examples to train on, %,d to test on%n%s"
            + "trained: %s, %,d parameters%n"
            + "%s%n%n",
        train.name(),
        train.size(),
        setup.data().test().size(),
        PlainText.prepared(setup.data().preparation()),
        plan.describe(),
        setup.parameters(),
        PlainText.means(setup.blas(), setup.threads()));
  }

  private static String metrics(LocalHessianResults results) {
    return MetricsJson.of(LocalHessianMetrics.of(BuildVersion.number(), results));
  }

  private static void say(PrintWriter out, LocalHessianResults report, OutputFolder folder) {
    table(out, report.spectrumHeadings(), report.spectrumRows());
    table(out, report.conditionHeadings(), report.conditionRows());
    table(out, report.methodHeadings(), report.methodRows());
    out.println();
    LocalHessianFindings.of(report).forEach(out::println);
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
