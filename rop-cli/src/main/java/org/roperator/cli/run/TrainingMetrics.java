package org.roperator.cli.run;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.roperator.cli.metrics.Meaning;

/**
 * The metrics of {@code rop train}.
 *
 * @param program what wrote it
 * @param setup the task
 * @param course how training went
 * @param scores the network at the end
 * @param history its iterations
 * @param hvCheck whether products are exact
 */
public record TrainingMetrics(
    @JsonUnwrapped Program program,
    @JsonUnwrapped SetupMetrics setup,
    @JsonUnwrapped Course course,
    @JsonUnwrapped Scores scores,
    @Meaning("an object for each iteration") List<HistoryPoint> history,
    @Meaning(
            "exact products against extrapolated central differences at the trained weights, over at most 500 training examples; absent where training was interrupted or failed, or the check couldn't be made")
        @Nullable HvCheckMetrics hvCheck) {

  /**
   * The metrics of a run.
   *
   * @param version of this program
   */
  public static TrainingMetrics of(
      String version, Setup setup, Training training, Predictions test, Optional<HvCheck> check) {
    return new TrainingMetrics(
        new Program("train", version),
        SetupMetrics.of(setup),
        new Course(
            training.method(),
            training.iterations(),
            training.outcome(),
            training.reason(),
            training.seconds()),
        new Scores(
            training.trainLoss(),
            training.trainAccuracy(),
            training.testLoss(),
            test.accuracy(),
            test.wrong().size()),
        training.history(),
        check.map(HvCheckMetrics::of).orElse(null));
  }

  /** How training went. */
  record Course(
      @Meaning("the method: `hf`, `adam` or `sgd`") String method,
      @Meaning("how many iterations, or of `adam` and `sgd` epochs, were made")
          int epochsOrIterations,
      @Meaning(
              "why it ended: `CONVERGED`, `ITERATION_LIMIT`, `SETTLED`, `STALLED`, `SADDLE_POINT`, `UNBOUNDED`, `NOT_FINITE`, `INTERRUPTED`, `FAILED` by an exception, or `NOT_TRAINED`")
          String outcome,
      @Meaning("the same in a sentence") String reason,
      @Meaning("how long training took, with the evaluation after each iteration")
          double seconds) {}

  /** The network at the end. */
  record Scores(
      @Meaning("the mean cross-entropy of the training examples at the end, without decay")
          double trainLoss,
      @Meaning("the share of the training examples it gets right") double trainAccuracy,
      @Meaning("the mean cross-entropy of the test examples") double testLoss,
      @Meaning("the share of the test examples it gets right") double testAccuracy,
      @Meaning("how many test examples it gets wrong") int testErrors) {}
}
