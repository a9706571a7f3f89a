package org.roperator.cli.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.roperator.cli.metrics.MetricsJson;
import org.roperator.cli.report.SpectrumPage;
import org.roperator.cli.run.Predictions;
import org.roperator.cli.spectra.SnapshotTable;
import org.roperator.cli.spectra.SpectrumExperiment;
import org.roperator.cli.spectra.SpectrumMetrics;
import org.roperator.cli.spectra.SpectrumRun;
import org.roperator.cli.spectra.SpectrumSettings;
import org.roperator.cli.spectra.SpectrumSoFar;
import org.roperator.data.BadInput;
import org.roperator.function.FiniteSumExpansion;
import org.roperator.nn.NetworkObjective;
import org.roperator.nn.spectrum.BlockSpectrum;
import org.roperator.nn.spectrum.LayerSpectra;
import org.roperator.nn.spectrum.Schedule;
import org.roperator.nn.spectrum.SpectrumRecorder;
import org.roperator.optimize.OptimizationListener;
import org.roperator.optimize.OptimizationResult;
import org.roperator.optimize.Optimizer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code rop spectrum}: the eigenvalues of a network's curvature, of the whole and by layer. */
@Command(
    name = "spectrum",
    header = "Look at the eigenvalues of a network's curvature, whole and layer by layer.",
    description = {
      "%nTrains a network a little, or loads one, and measures its Hessian by products: densities of"
          + " all eigenvalues, the outermost eigenpairs, the gradient's part in them, and the loss"
          + " along them. With --during-training also how all this came about.%n"
    },
    footer = {
      "",
      "Examples:",
      "  rop spectrum --during-training",
      "  rop spectrum --data wine --hidden 8 --exact-up-to 1000",
      "  rop spectrum --load rop-out/train/model.safetensors --matrix gauss_newton"
    })
final class SpectrumCommand implements Callable<Integer> {

  /** Vectors of parameters at a time, the bases of Lanczos' method apart. */
  private static final int VECTORS = 60;

  private static final int USUAL_EPOCHS = 15;

  /** Snapshots look at the same spectra by fewer products. */
  private static final int SNAPSHOT_STEPS = 30;

  private static final int SNAPSHOT_PROBES = 2;
  private static final int SNAPSHOT_EXACT = 300;

  @Mixin private DataOptions data;
  @Mixin private NetworkOptions net;

  @Option(
      names = "--method",
      paramLabel = "NAME",
      defaultValue = "ADAM",
      description = "How to train before: adam, sgd or hf (default: adam).")
  private TrainingMethod method;

  @Option(
      names = "--iterations",
      paramLabel = "N",
      description =
          "How many epochs, for hf iterations, to train before (default: 15, with --load 0).")
  private @Nullable Integer iterations;

  @Option(
      names = "--learning-rate",
      paramLabel = "X",
      description = "adam and sgd: the learning rate (default: 0.01 and 0.05).")
  private @Nullable Double learningRate;

  @Option(
      names = "--during-training",
      description = "Measure before the first and after every epoch, into snapshots.csv.")
  private boolean duringTraining;

  @Mixin private SpectrumOptions measuring;
  @Mixin private RunOptions run;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = run.out();
    Stopwatch watch = Stopwatch.started();
    SpectrumSettings settings = measuring.settings(run.seed());
    int epochs = iterations == null ? (net.load().isPresent() ? 0 : USUAL_EPOCHS) : iterations;
    Options.atLeast(0, "--iterations", epochs);
    if (learningRate != null) {
      rate();
    }
    if (duringTraining && epochs == 0) {
      throw new BadInput("--during-training needs --iterations of at least 1, but there are 0.");
    }
    Task task = Task.of(run, data, net, VECTORS);
    OutputFolder folder = run.folder();
    out.println(task.describe());
    out.println();

    int used = Math.min(measuring.examples(), task.objective().size());
    NetworkObjective measured =
        used == task.objective().size()
            ? task.objective()
            : task.objective().restrictedTo(IntStream.range(0, used).toArray());
    SpectrumRecorder recorder = recorder(measured, settings, epochs, folder, out);
    Trained trained = train(task, epochs, recorder, out);
    if (trained.epochs > 0) {
      folder.write(Task.WEIGHTS, task.weights(trained.w, trained.epochs));
    }
    SpectrumSoFar known =
        new SpectrumSoFar(
            task.setup(), settings, summary(task, trained), used, recorder.snapshots());
    folder.writeSoFar(
        MetricsJson.of(SpectrumMetrics.of(BuildVersion.number(), known, watch.seconds())));
    SpectrumExperiment.Result result =
        SpectrumExperiment.run(measured, trained.w, settings, run.workers(), progress(out));
    out.println();
    SpectrumRun done = new SpectrumRun(known, result, watch.seconds());
    folder.write(
        MetricsJson.of(SpectrumMetrics.of(BuildVersion.number(), done)),
        () -> SpectrumPage.html(done));
    SpectrumText.say(out, done);
    folder.sayWhere(out);
    if (trained.epochs > 0) {
      out.println("Weights  " + folder.file(Task.WEIGHTS));
    }
    return trained.finite && result.spectra().stream().allMatch(BlockSpectrum::isReached)
        ? ExitCode.OK
        : ExitCode.BAD_RESULT;
  }

  private SpectrumRecorder recorder(
      NetworkObjective measured,
      SpectrumSettings settings,
      int epochs,
      OutputFolder folder,
      PrintWriter out)
      throws IOException {
    if (!duringTraining) {
      return SpectrumRecorder.of(measured, settings.spectra()).withSchedule(Schedule.at());
    }
    OutputFolder.Table table = folder.table("snapshots.csv", SnapshotTable.headings());
    LayerSpectra spectra =
        settings
            .spectra()
            .withExactUpTo(Math.min(settings.exactUpTo(), SNAPSHOT_EXACT))
            .withSampling(
                Math.min(settings.steps(), SNAPSHOT_STEPS),
                Math.min(settings.probes(), SNAPSHOT_PROBES));
    SpectrumText.heading(out, method.unit());
    Stopwatch watch = Stopwatch.started();
    return SpectrumRecorder.of(measured, spectra)
        .withCurvature(at -> settings.matrix().of((FiniteSumExpansion) at))
        .withReceiver(
            snapshot -> {
              table.append(SnapshotTable.rows(snapshot));
              int number = snapshot.iteration();
              SpectrumText.say(out, snapshot, watch.left(number + 1, epochs - number));
            });
  }

  private Trained train(Task task, int epochs, SpectrumRecorder recorder, PrintWriter out) {
    double[] start = task.start().parameters();
    recorder.before(start);
    if (epochs == 0) {
      return new Trained(start, 0, true);
    }
    Optimizer optimizer =
        method.isSecondOrder()
            ? TrainingMethod.hessianFree(
                epochs,
                TrainingMethod.DEFAULT_DAMPING,
                TrainingMethod.defaultCurvatureBatches(task.objective().size()))
            : method.firstOrder(
                epochs,
                rate(),
                Math.min(TrainingMethod.DEFAULT_BATCH_SIZE, task.objective().size()),
                run.seed());
    OptimizationListener listener = duringTraining ? recorder : sayingNow(epochs, out);
    OptimizationResult result = optimizer.minimize(task.objective(), start, listener);
    out.println(
        (duringTraining ? System.lineSeparator() : "") + "Training ended: " + result.reason());
    out.println();
    return new Trained(result.parameters(), result.iterations(), !result.outcome().isFailure());
  }

  private SpectrumSoFar.Trained summary(Task task, Trained trained) {
    Predictions test = task.predict(task.setup().data().test(), trained.w);
    return new SpectrumSoFar.Trained(
        method.label(),
        method.unit(),
        trained.epochs,
        task.predict(task.setup().data().train(), trained.w).meanLoss(),
        test.meanLoss(),
        test.accuracy());
  }

  /** A line for each tenth of the training, which nothing else tells of. */
  private OptimizationListener sayingNow(int epochs, PrintWriter out) {
    Stopwatch watch = Stopwatch.started();
    int every = Math.max(1, epochs / 10);
    return iteration -> {
      int number = iteration.number();
      if (number % every == 0 || number == epochs) {
        out.printf(
            Locale.ROOT,
            "%s %d of %d  value %.5f  %s, left ≤%s%n",
            method.unit(),
            number,
            epochs,
            iteration.value(),
            watch.time(),
            watch.left(number, epochs - number));
      }
      return OptimizationListener.Signal.CONTINUE;
    };
  }

  private static SpectrumExperiment.Progress progress(PrintWriter out) {
    Stopwatch watch = Stopwatch.started();
    return (part, done, all, share) -> {
      out.printf(
          Locale.ROOT,
          "measured %d of %d  %-24s  %s, left %s%n",
          done,
          all,
          part,
          watch.time(),
          watch.left(share, 1 - share));
    };
  }

  /** Where training ended, and after how many epochs, which may be fewer than asked for. */
  private static final class Trained {
    private final double[] w;
    private final int epochs;
    private final boolean finite;

    Trained(double[] w, int epochs, boolean finite) {
      this.w = w;
      this.epochs = epochs;
      this.finite = finite;
    }
  }

  private double rate() {
    if (learningRate == null) {
      return usualRate();
    }
    if (method.isSecondOrder()) {
      Options.refuse("--learning-rate", learningRate, TrainingMethod.OWN_STEPS);
    }
    return Options.positive("--learning-rate", learningRate);
  }

  /** A few epochs on few examples want larger steps than {@code rop train} takes. */
  private double usualRate() {
    return method == TrainingMethod.ADAM ? 0.01 : method.defaultRate();
  }
}
