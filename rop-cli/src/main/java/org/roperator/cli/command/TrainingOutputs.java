package org.roperator.cli.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.roperator.check.DerivativeCheck;
import org.roperator.cli.metrics.MetricsJson;
import org.roperator.cli.report.TrainingPage;
import org.roperator.cli.report.TrainingReport;
import org.roperator.cli.run.HvCheck;
import org.roperator.cli.run.Predictions;
import org.roperator.cli.run.Training;
import org.roperator.cli.run.TrainingMetrics;
import org.roperator.data.weights.AtomicFile;
import org.roperator.nn.NetworkObjective;
import org.roperator.optimize.OptimizationOutcome;

/** What a training run leaves in its folder, whether it came to its end or was interrupted. */
final class TrainingOutputs {

  /** The check needs some hundred gradients; more examples than this add time, not insight. */
  private static final int MOST_CHECKED = 500;

  private static final int DIRECTIONS = 4;

  private final Task task;
  private final TrainingRun run;
  private final OutputFolder folder;
  private Optional<Path> elsewhere;
  private final PrintWriter err;
  private boolean saved;

  /**
   * Outputs of a run.
   *
   * @param elsewhere where the weights go, unless into the folder
   * @param err told what can't be done
   */
  TrainingOutputs(
      Task task, TrainingRun run, OutputFolder folder, Optional<Path> elsewhere, PrintWriter err) {
    this.task = task;
    this.run = run;
    this.folder = folder;
    this.elsewhere = elsewhere;
    this.err = err;
  }

  /** Writes everything after a run that came to its end, each as soon as known; the exit code. */
  int finish(PrintWriter out) throws IOException {
    TrainingRun.Snapshot end = run.last();
    double seconds = run.seconds();
    save(end);
    TrainingReport unchecked = report(end, seconds);
    folder.writeSoFar(metrics(unchecked));
    Optional<HvCheck> check = check(end.parameters());
    TrainingReport report = unchecked.with(check);
    folder.write(metrics(report), () -> TrainingPage.html(report));
    say(report, out);
    String outcome = report.training().outcome();
    boolean diverged =
        outcome.equals(OptimizationOutcome.NOT_FINITE.name())
            || outcome.equals(OptimizationOutcome.FAILED.name());
    boolean faulty = check.isEmpty() || check.get().report().verdict().isFault();
    return diverged || faulty ? ExitCode.BAD_RESULT : ExitCode.OK;
  }

  private Optional<HvCheck> check(double[] w) {
    try {
      return Optional.of(checkAt(w));
    } catch (RuntimeException | OutOfMemoryError failed) {
      err.println("rop: the products can't be checked: " + failed);
      return Optional.empty();
    }
  }

  /** Saves the last complete iterate of a run that goes no further, and says where. */
  void leave(PrintWriter out) {
    TrainingRun.Snapshot last = run.interrupt();
    out.println();
    if (last.iterations() == 0 && !hasBegunToSave()) {
      out.println("Interrupted before an iteration was complete; nothing is saved.");
      folder.deleteIfEmpty();
      return;
    }
    try {
      save(last);
      TrainingReport report = report(last, run.seconds());
      folder.write(metrics(report), () -> TrainingPage.html(report), "interrupted");
      out.printf(
          Locale.ROOT,
          "Interrupted: the weights after %d iterations are in %s%n",
          last.iterations(),
          weights());
      out.println("The report so far is " + folder.file("report.html"));
    } catch (IOException | RuntimeException | OutOfMemoryError refused) {
      out.println("Interrupted, and not everything could be saved: " + refused);
    }
  }

  /** Saves the last complete iterate of a run that failed, and says where. */
  void rescue(Throwable failure) {
    TrainingRun.Snapshot last = run.failed(failure);
    if (last.iterations() == 0) {
      return;
    }
    try {
      save(last);
      TrainingReport report = report(last, run.seconds());
      folder.write(metrics(report), () -> TrainingPage.html(report), "failed");
      err.printf(
          Locale.ROOT,
          "rop: training failed; the weights after %d iterations are in %s%n",
          last.iterations(),
          weights());
    } catch (IOException | RuntimeException | OutOfMemoryError refused) {
      failure.addSuppressed(refused);
    }
  }

  private static String metrics(TrainingReport report) {
    return MetricsJson.of(
        TrainingMetrics.of(
            BuildVersion.number(),
            report.setup(),
            report.training(),
            report.predictions(),
            report.hvCheck()));
  }

  private Path weights() {
    return elsewhere.orElseGet(() -> folder.file(Task.WEIGHTS));
  }

  /**
   * Saves weights where they belong, or in the folder where they can't be written. Into a pipe they
   * go once: whoever leaves must not wait for its reader.
   */
  private void save(TrainingRun.Snapshot snapshot) throws IOException {
    boolean first = beginsToSave();
    AtomicFile.Content content = task.weights(snapshot.parameters(), snapshot.iterations());
    if (elsewhere.isEmpty()) {
      folder.write(Task.WEIGHTS, content);
      return;
    }
    Path file = elsewhere.get();
    if (first || !AtomicFile.isStream(file)) {
      try {
        AtomicFile.write(file, content);
        folder.noteElsewhere(file);
      } catch (IOException refused) {
        elsewhere = Optional.empty();
        folder.write(Task.WEIGHTS, content);
        err.println(
            "rop: can't write "
                + file
                + " ("
                + refused
                + "); the weights are in "
                + folder.file(Task.WEIGHTS));
      }
    }
  }

  private synchronized boolean beginsToSave() {
    boolean first = !saved;
    saved = true;
    return first;
  }

  private synchronized boolean hasBegunToSave() {
    return saved;
  }

  private HvCheck checkAt(double[] w) {
    int examples = Math.min(MOST_CHECKED, task.objective().size());
    NetworkObjective some = task.objective().restrictedTo(IntStream.range(0, examples).toArray());
    return new HvCheck(
        DerivativeCheck.of(some).withDirections(DIRECTIONS).withSeed(task.setup().seed()).at(w),
        examples);
  }

  private TrainingReport report(TrainingRun.Snapshot snapshot, double seconds) {
    double[] w = snapshot.parameters();
    Predictions train = task.predict(task.setup().data().train(), w);
    Predictions test = task.predict(task.setup().data().test(), w);
    Training training = run.summary(snapshot, seconds, train, test);
    return new TrainingReport(task.setup(), training, test, Optional.empty());
  }

  private void say(TrainingReport report, PrintWriter out) {
    Training training = report.training();
    Predictions test = report.predictions();
    out.printf(
        Locale.ROOT,
        "%s %d iterations in %s.%n",
        training.reason(),
        training.iterations(),
        ProgressTable.time(training.seconds()));
    out.printf(
        Locale.ROOT,
        "Test accuracy %.2f %% (%,d of %,d), training accuracy %.2f %%.%n",
        100 * test.accuracy(),
        test.data().size() - test.wrong().size(),
        test.data().size(),
        100 * training.trainAccuracy());
    report
        .hvCheck()
        .ifPresent(
            check ->
                out.printf(
                    Locale.ROOT,
                    "Hv check: %s; exact products and central differences differ by %.1e"
                        + " (relative, %d directions).%n",
                    check.report().verdict(),
                    check.report().hvError(),
                    check.report().directions()));
    out.println();
    folder.sayWhere(out);
    out.println("Weights  " + weights());
  }
}
