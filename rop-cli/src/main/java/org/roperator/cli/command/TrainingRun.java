package org.roperator.cli.command;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.roperator.cli.run.HistoryPoint;
import org.roperator.cli.run.Predictions;
import org.roperator.cli.run.Training;
import org.roperator.optimize.Iteration;
import org.roperator.optimize.OptimizationListener;
import org.roperator.optimize.OptimizationOutcome;
import org.roperator.optimize.OptimizationResult;
import org.roperator.optimize.Optimizer;

/**
 * A run of an optimizer that keeps its last complete iterate and its history at hand for whoever
 * must leave early. Safe to be asked from another thread.
 */
final class TrainingRun implements OptimizationListener {

  private final Task task;
  private final TrainingMethod method;
  private final boolean stopsEarly;
  private final Consumer<HistoryPoint> progress;
  private final EarlyStop earlyStop = new EarlyStop();
  private final double[] decayDiagonal;
  private final long began = System.nanoTime();

  private final List<HistoryPoint> history = new ArrayList<>();
  private Snapshot last;
  private boolean stopRequested;
  private boolean settled;

  /** Parameters and how they came about; the array is never written to again. */
  static final class Snapshot {
    private final double[] w;
    private final List<HistoryPoint> history;
    private final String outcome;
    private final String reason;

    Snapshot(double[] w, List<HistoryPoint> history, String outcome, String reason) {
      this.w = w;
      this.history = List.copyOf(history);
      this.outcome = outcome;
      this.reason = reason;
    }

    double[] parameters() {
      return w;
    }

    int iterations() {
      return history.size();
    }
  }

  /**
   * A run that hasn't begun.
   *
   * @param progress told of each iteration
   */
  TrainingRun(
      Task task, TrainingMethod method, boolean stopsEarly, Consumer<HistoryPoint> progress) {
    this.task = task;
    this.method = method;
    this.stopsEarly = stopsEarly;
    this.progress = progress;
    this.last =
        new Snapshot(task.start().parameters(), List.of(), "NOT_TRAINED", "No iteration was made.");
    this.decayDiagonal =
        task.objective().restrictedTo(new int[] {0}).expandAt(last.w).regularizerDiagonal();
  }

  /** Runs to the end; {@link #last} tells how it ended. */
  void run(Optimizer optimizer) {
    OptimizationResult result = optimizer.minimize(task.objective(), last.w, this);
    synchronized (this) {
      boolean early = result.outcome() == OptimizationOutcome.STOPPED_BY_LISTENER && settled;
      last =
          new Snapshot(
              result.parameters(),
              history,
              early ? "SETTLED" : result.outcome().name(),
              early
                  ? "The objective fell by less than 0.5 % over 5 iterations."
                  : sentence(result.reason()));
    }
  }

  private static String sentence(String reason) {
    return reason.endsWith(".") ? reason : reason + ".";
  }

  @Override
  public Signal afterIteration(Iteration iteration) {
    double[] w = iteration.parameters();
    Predictions test = task.predict(task.setup().data().test(), w);
    HistoryPoint point =
        new HistoryPoint(
            iteration.number(),
            seconds(),
            iteration.value() - decay(w),
            test.meanLoss(),
            test.accuracy(),
            iteration.figures());
    synchronized (this) {
      if (stopRequested) {
        return Signal.STOP; // too late: whoever asked has left with the iterate before
      }
      history.add(point);
      last = new Snapshot(w, history, "INTERRUPTED", "It was interrupted.");
      settled = earlyStop.hasSettled(iteration.value()) && stopsEarly;
    }
    progress.accept(point);
    synchronized (this) {
      return settled || stopRequested ? Signal.STOP : Signal.CONTINUE;
    }
  }

  /** Asks the run to end with the next iterate, and gives the last complete one. */
  synchronized Snapshot interrupt() {
    stopRequested = true;
    return last;
  }

  /** The last complete iterate of a run that ended by an exception. */
  synchronized Snapshot failed(Throwable failure) {
    stopRequested = true;
    last = new Snapshot(last.w, history, "FAILED", sentence("It failed: " + failure));
    return last;
  }

  /** The last complete iterate. */
  synchronized Snapshot last() {
    return last;
  }

  double seconds() {
    return (System.nanoTime() - began) / 1e9;
  }

  private double decay(double[] w) {
    double sum = 0;
    for (int i = 0; i < w.length; i++) {
      sum += decayDiagonal[i] * w[i] * w[i];
    }
    return sum / 2;
  }

  /** How it went up to a snapshot. */
  Training summary(Snapshot snapshot, double seconds, Predictions train, Predictions test) {
    return new Training(
        method.label(),
        snapshot.history,
        new Training.End(snapshot.outcome, snapshot.reason, seconds),
        train.meanLoss(),
        train.accuracy(),
        test.meanLoss());
  }
}
