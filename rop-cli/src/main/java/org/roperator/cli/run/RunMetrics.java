package org.roperator.cli.run;

import java.util.List;
import org.roperator.cli.metrics.Meaning;

/**
 * A run of one method from one seed as fields of metrics.
 *
 * @param seed the seed
 * @param outcome why it ended
 * @param seconds how long it took
 * @param history its course
 */
public record RunMetrics(
    @Meaning("what its draws depend on") long seed,
    @Meaning("why it ended") String outcome,
    @Meaning("how long it took, with what other runs at the same time took from it") double seconds,
    @Meaning("an object for each epoch, and of `hbp` for the start") List<HistoryPoint> history) {

  /** The fields of a run. */
  public static RunMetrics of(MethodRun run) {
    return new RunMetrics(run.seed(), run.outcome(), run.seconds(), run.history());
  }
}
