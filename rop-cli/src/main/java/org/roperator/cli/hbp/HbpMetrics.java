package org.roperator.cli.hbp;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import org.roperator.cli.metrics.Meaning;
import org.roperator.cli.run.HistoryPoint;
import org.roperator.cli.run.Program;
import org.roperator.cli.run.RunMetrics;
import org.roperator.cli.run.SetupMetrics;
import org.roperator.cli.run.Spread;

/**
 * The metrics of {@code rop hbp}.
 *
 * @param program what wrote it
 * @param setup the task
 * @param options how it was compared
 * @param plateau the loss of guessing
 * @param seconds how long it took
 * @param methods each method
 */
public record HbpMetrics(
    @JsonUnwrapped Program program,
    @JsonUnwrapped SetupMetrics setup,
    @JsonUnwrapped Options options,
    @Meaning("ln of the number of classes, the loss of guessing") double plateau,
    @Meaning(
            "how long all of it took, reading the data and evaluating after each epoch included, writing the report not")
        double seconds,
    @Meaning("an object for each method") List<Method> methods) {

  /**
   * The metrics of a comparison.
   *
   * @param version of this program
   */
  public static HbpMetrics of(String version, HbpComparison comparison) {
    return new HbpMetrics(
        new Program("hbp", version),
        SetupMetrics.of(comparison.setup()),
        new Options(
            comparison.seeds(), comparison.epochs(), comparison.batch(), comparison.averaging()),
        comparison.plateau(),
        comparison.seconds(),
        comparison.methods().stream().map(label -> method(comparison, label)).toList());
  }

  private static Method method(HbpComparison comparison, String label) {
    int end = comparison.epochs();
    Spread trainLoss = comparison.at(label, end, HistoryPoint::trainLoss);
    Spread testLoss = comparison.at(label, end, HistoryPoint::testLoss);
    Spread accuracy = comparison.at(label, end, HistoryPoint::testAccuracy);
    return new Method(
        label,
        comparison.finished(label),
        new Means(
            trainLoss.mean(),
            trainLoss.deviation(),
            testLoss.mean(),
            testLoss.deviation(),
            accuracy.mean(),
            accuracy.deviation()),
        comparison.left(label),
        comparison.runsOf(label).stream().map(RunMetrics::of).toList());
  }

  /** How it was compared. */
  record Options(
      @Meaning("how many seeds") int seeds,
      @Meaning("how many epochs") int epochs,
      @Meaning("examples per step") int batchSize,
      @Meaning("the approximation") String averaging) {}

  /** A method. */
  record Method(
      @Meaning("its name") String method,
      @Meaning("how many runs came to the end, which the following are of") int finished,
      @JsonUnwrapped Means means,
      @Meaning("how many runs ended more than 0.1 below the plateau") long leftPlateau,
      @Meaning("an object for each seed") List<RunMetrics> runs) {}

  /** Means over the seeds. */
  record Means(
      @Meaning("at the end, the mean over the seeds") double trainLoss,
      @Meaning("its standard deviation") double trainLossDeviation,
      @Meaning("at the end, the mean over the seeds") double testLoss,
      @Meaning("its standard deviation") double testLossDeviation,
      @Meaning("at the end, the mean over the seeds") double testAccuracy,
      @Meaning("its standard deviation") double testAccuracyDeviation) {}
}
