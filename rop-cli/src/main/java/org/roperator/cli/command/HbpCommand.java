package org.roperator.cli.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.roperator.cli.hbp.HbpComparison;
import org.roperator.cli.hbp.HbpMetrics;
import org.roperator.cli.metrics.MetricsJson;
import org.roperator.cli.report.HbpPage;
import org.roperator.cli.run.MethodRun;
import org.roperator.cli.run.Setup;
import org.roperator.data.BadInput;
import org.roperator.data.CifarFolder;
import org.roperator.data.LabeledData;
import org.roperator.data.TrainTest;
import org.roperator.nn.layer.Averaging;
import org.roperator.parallel.Workers;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code rop hbp}: first- and second-order methods on a deep sigmoid network. */
@Command(
    name = "hbp",
    header = "Leave a plateau with curvature sent backwards, where SGD stays.",
    description = {
      "%nTrains a deep network of logistic units from several seeds by SGD and by Newton steps with"
          + " block-diagonal curvature (Dangel & Hennig 2019). A line per run; then the means as a"
          + " table and a figure.%n"
    },
    footer = {
      "",
      "Examples:",
      "  rop hbp",
      "  rop hbp --methods sgd,pch-abs --seeds 2 --epochs 60",
      "  ROP_OPTS=-Xmx6g rop hbp --paper cifar-10-batches-bin --methods pch-abs --seeds 1"
    })
final class HbpCommand implements Callable<Integer> {

  private static final int MOST_SEEDS = 10_000;
  private static final List<Integer> HIDDEN = List.of(48, 32, 24, 16, 16);
  private static final List<Integer> PAPER_HIDDEN = List.of(1024, 512, 256, 128, 64, 32, 16);

  /** Networks of more parameters use all threads for one run instead of several runs at a time. */
  private static final int SMALL = 100_000;

  @Option(
      names = "--paper",
      paramLabel = "DIR",
      description =
          "The paper's experiment: 3072-1024-512-256-128-64-32-16-10 on CIFAR-10, whose binary"
              + " batches are in this folder; batches of 500, 100 epochs, 10 seeds unless told"
              + " otherwise.")
  private @Nullable Path paper;

  @Option(
      names = "--methods",
      paramLabel = "NAMES",
      description =
          "Some of sgd, gradient, ggn, pch-abs, pch-clip, pch-abs-2, pch-abs-4, pch-abs-16 (default:"
              + " all); gradient takes the step of a block without curvature.")
  private @Nullable String methods;

  @Option(
      names = "--averaging",
      paramLabel = "NAME",
      defaultValue = "HESSIANS_AND_JACOBIANS",
      description =
          "each_example, nothing; hessians, approximation (6); hessians_and_jacobians,"
              + " approximation (7), the paper's (default).")
  private Averaging averaging;

  @Option(
      names = "--seeds",
      paramLabel = "N",
      description = "How many seeds, from --seed on (default: 5).")
  private @Nullable Integer seeds;

  @Option(names = "--epochs", paramLabel = "N", description = "How many epochs (default: 150).")
  private @Nullable Integer epochs;

  @Option(
      names = "--batch-size",
      paramLabel = "N",
      description = "Examples per step (default: 200).")
  private @Nullable Integer batch;

  @Mixin private DataOptions data;
  @Mixin private RunOptions run;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = run.out();
    Stopwatch watch = Stopwatch.started();
    boolean small = paper == null;
    int seedCount = Options.upTo(MOST_SEEDS, "--seeds", seeds == null ? (small ? 5 : 10) : seeds);
    int epochCount = positive("--epochs", epochs, small ? 150 : 100);
    int batchSize = positive("--batch-size", batch, small ? 200 : 500);
    List<HbpMethod> chosen = chosen();
    Workers workers = run.workers();
    TrainTest examples = examples();
    List<Integer> hidden = small ? HIDDEN : PAPER_HIDDEN;
    Setup setup = setup(examples, hidden, workers);
    OutputFolder folder = run.folder();
    describe(out, setup, chosen.size() * seedCount, epochCount, batchSize);

    List<HbpExperiment> experiments = new ArrayList<>();
    for (HbpMethod method : chosen) {
      for (int s = 0; s < seedCount; s++) {
        experiments.add(
            new HbpExperiment(method, hidden, averaging, epochCount, batchSize, run.seed() + s));
      }
    }
    Function<List<MethodRun>, HbpComparison> reporting =
        runs ->
            new HbpComparison(
                setup,
                seedCount,
                epochCount,
                batchSize,
                averaging.toString(),
                runs,
                watch.seconds());
    List<MethodRun> runs =
        runAll(
            experiments,
            examples,
            setup.parameters(),
            workers,
            out,
            soFar -> folder.writeSoFar(metrics(reporting.apply(soFar))));
    HbpComparison report = reporting.apply(runs);
    folder.write(metrics(report), () -> HbpPage.html(report));
    say(out, report, folder);
    return exitCode(report);
  }

  static int exitCode(HbpComparison report) {
    return report.allFinite() ? ExitCode.OK : ExitCode.BAD_RESULT;
  }

  private TrainTest examples() {
    if (paper == null) {
      return data.read(run);
    }
    for (String option : DataOptions.NAMES) {
      if (run.wasGiven(option)) {
        throw new BadInput("--paper brings its own data and split; leave " + option + " out.");
      }
    }
    return CifarFolder.read(paper, ReadLines.to(run.out()));
  }

  private static int positive(String option, @Nullable Integer given, int usual) {
    return Options.positive(option, given == null ? usual : given);
  }

  private List<HbpMethod> chosen() {
    if (methods == null) {
      return List.of(HbpMethod.values());
    }
    List<HbpMethod> all = List.of(HbpMethod.values());
    return Options.chosen("--methods", "method", methods, all, HbpMethod::label).stream()
        .distinct()
        .toList();
  }

  private static String metrics(HbpComparison comparison) {
    return MetricsJson.of(HbpMetrics.of(BuildVersion.number(), comparison));
  }

  private Setup setup(TrainTest examples, List<Integer> hidden, Workers workers) {
    return new Setup(
        examples,
        hidden,
        "logistic",
        0,
        HbpExperiment.network(hidden, examples.train()).dimension(),
        run.circumstances(workers));
  }

  private static void describe(PrintWriter out, Setup setup, int runs, int epochs, int batchSize) {
    LabeledData train = setup.data().train();
    out.printf(
        Locale.ROOT,
        "%s: %,d examples to train on, %,d to test on%n%s"
            + "network %s (%s), %,d parameters%n"
            + "%d runs of %d epochs in batches of %d; %s%n%n",
        train.name(),
        train.size(),
        setup.data().test().size(),
        PlainText.prepared(setup.data().preparation()),
        setup.network(),
        setup.activation(),
        setup.parameters(),
        runs,
        epochs,
        batchSize,
        PlainText.means(setup.blas(), setup.threads()));
  }

  private static List<MethodRun> runAll(
      List<HbpExperiment> experiments,
      TrainTest examples,
      int parameters,
      Workers workers,
      PrintWriter out,
      Consumer<List<MethodRun>> soFar) {
    boolean manyAtOnce = parameters <= SMALL;
    Workers outer = manyAtOnce ? workers : Workers.of(1);
    Workers inner = manyAtOnce ? Workers.of(1) : workers;
    MethodRun[] runs = new MethodRun[experiments.size()];
    AtomicInteger done = new AtomicInteger();
    Stopwatch watch = Stopwatch.started();
    out.printf(
        "%9s  %-18s  %4s  %10s  %11s  %6s  %6s%n",
        "run", "method", "seed", "train loss", "accuracy", "time", "left");
    outer.run(
        runs.length,
        i -> {
          runs[i] = experiments.get(i).run(examples, inner);
          synchronized (out) {
            sayRun(out, runs[i], done.incrementAndGet(), runs.length, watch);
            soFar.accept(Stream.of(runs).filter(Objects::nonNull).toList());
          }
        });
    return List.of(runs);
  }

  private static void sayRun(PrintWriter out, MethodRun run, int done, int all, Stopwatch watch) {
    out.printf(
        Locale.ROOT,
        "%9s  %-18s  %4d  %10.5f  %9.2f %%  %6s  %6s%n",
        done + " of " + all,
        run.title(),
        run.seed(),
        run.last().trainLoss(),
        100 * run.last().testAccuracy(),
        ProgressTable.time(run.seconds()),
        watch.left(done, all - done));
  }

  private static void say(PrintWriter out, HbpComparison report, OutputFolder folder) {
    out.println();
    PlainText.table(out, report.headings(), report.rows());
    out.println();
    out.println(report.finding());
    out.println();
    folder.sayWhere(out);
  }
}
