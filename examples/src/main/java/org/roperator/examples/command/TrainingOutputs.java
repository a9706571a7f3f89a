package org.roperator.examples.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.roperator.check.DerivativeCheck;
import org.roperator.examples.report.HvCheck;
import org.roperator.examples.report.Predictions;
import org.roperator.examples.report.Training;
import org.roperator.examples.report.TrainingMetrics;
import org.roperator.examples.report.TrainingReport;
import org.roperator.examples.weights.SafeTensors;
import org.roperator.nn.NetworkObjective;
import org.roperator.optimize.OptimizationOutcome;

/** What a training run leaves in its folder, whether it came to its end or was interrupted. */
final class TrainingOutputs {

  /** The check needs some hundred gradients; more examples than this add time, not insight. */
  private static final int MOST_CHECKED = 500;

  private static final int DIRECTIONS = 4;

  private final Task task;
  private final String options;
  private final TrainingRun run;
  private final OutputFolder folder;
  private final Path weights;

  TrainingOutputs(Task task, String options, TrainingRun run, OutputFolder folder, Path weights) {
    this.task = task;
    this.options = options;
    this.run = run;
    this.folder = folder;
    this.weights = weights;
  }

  /** Writes everything after a run that came to its end; the exit code. */
  int finish(TrainingRun.Snapshot end, PrintWriter out) throws IOException {
    double seconds = run.seconds();
    save(end);
    TrainingReport report = report(end, seconds, Optional.of(checkAt(end.parameters())));
    write(report);
    say(report, out);
    boolean diverged = report.training().outcome().equals(OptimizationOutcome.NOT_FINITE.name());
    boolean faulty = report.hvCheck().stream().anyMatch(c -> c.report().verdict().isFault());
    return diverged || faulty ? Rop.BAD_RESULT : Rop.OK;
  }

  /** Saves the last complete iterate of a run that goes no further, and says where. */
  void leave(PrintWriter out) {
    TrainingRun.Snapshot last = run.interrupt();
    out.println();
    if (last.iterations() == 0) {
      out.println("Interrupted before an iteration was complete; nothing is saved.");
      return;
    }
    try {
      save(last);
      out.printf(
          Locale.ROOT,
          "Interrupted: the weights after %d iterations are in %s%n",
          last.iterations(),
          weights);
      write(report(last, run.seconds(), Optional.empty()));
      out.println("The report so far is " + folder.file("report.html"));
    } catch (IOException refused) {
      out.println("Interrupted, and the weights can't be saved: " + refused);
    }
  }

  private void save(TrainingRun.Snapshot snapshot) throws IOException {
    SafeTensors.write(
        weights,
        task.layout(),
        snapshot.parameters(),
        Map.of(
            "made_by",
            "rop " + BuildVersion.number(),
            "options",
            options,
            "data",
            task.setup().data().train().name(),
            "iterations",
            Integer.toString(snapshot.iterations())));
  }

  private HvCheck checkAt(double[] w) {
    int examples = Math.min(MOST_CHECKED, task.objective().size());
    NetworkObjective some = task.objective().restrictedTo(IntStream.range(0, examples).toArray());
    return new HvCheck(
        DerivativeCheck.of(some).withDirections(DIRECTIONS).withSeed(task.setup().seed()).at(w),
        examples);
  }

  private TrainingReport report(
      TrainingRun.Snapshot snapshot, double seconds, Optional<HvCheck> check) {
    double[] w = snapshot.parameters();
    Predictions train = task.predict(task.setup().data().train(), w);
    Predictions test = task.predict(task.setup().data().test(), w);
    Training training = run.summary(snapshot, seconds, train, test);
    return new TrainingReport(task.setup(), training, test, check);
  }

  private void write(TrainingReport report) throws IOException {
    folder.write(TrainingMetrics.json(report, BuildVersion.number()), report.html());
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
    out.println("Weights  " + weights);
  }
}
