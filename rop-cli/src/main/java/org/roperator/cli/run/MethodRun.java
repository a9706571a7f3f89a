package org.roperator.cli.run;

import java.util.List;
import org.roperator.optimize.OptimizationOutcome;

/**
 * One run of one method from one seed.
 *
 * @param label the method's name for machines
 * @param title the method's name for people
 * @param seed what the run's draws depend on
 * @param history at the start and after each epoch
 * @param outcome how it ended
 * @param seconds how long it took
 */
public record MethodRun(
    String label,
    String title,
    long seed,
    List<HistoryPoint> history,
    String outcome,
    double seconds) {

  /** Copies the history. */
  public MethodRun {
    history = List.copyOf(history);
  }

  /** Whether it ended early at a minimum, where it would have stayed. */
  public boolean hasConverged() {
    return outcome.equals(OptimizationOutcome.CONVERGED.name());
  }

  /** The last point. */
  public HistoryPoint last() {
    return history.get(history.size() - 1);
  }
}
