package org.roperator.cli.hbp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.roperator.cli.metrics.MetricsJson;
import org.roperator.cli.report.HbpPage;
import org.roperator.cli.run.Circumstances;
import org.roperator.cli.run.HistoryPoint;
import org.roperator.cli.run.MethodRun;
import org.roperator.cli.run.Setup;
import org.roperator.data.LabeledData;
import org.roperator.data.TrainTest;

/** Means over runs of which some did not come to the end. */
public final class HbpComparisonTest {

  private static final int EPOCHS = 2;

  private static MethodRun run(String label, String outcome, double... losses) {
    List<HistoryPoint> history =
        IntStream.range(0, losses.length)
            .mapToObj(i -> new HistoryPoint(i, i, losses[i], losses[i], 0.5, Map.of()))
            .toList();
    return new MethodRun(label, label, 1, history, outcome, 1);
  }

  /** A report on two examples of two classes. */
  private static HbpComparison report(String averaging, double[] features, MethodRun... runs) {
    LabeledData data =
        new LabeledData("two", features, new int[] {0, 1}, List.of("a", "b"), Optional.empty());
    TrainTest both = new TrainTest(data, data, "none");
    Setup setup =
        new Setup(both, List.of(2), "logistic", 0, 12, new Circumstances("rop hbp", 1, 1, "none"));
    return new HbpComparison(setup, 3, EPOCHS, 2, averaging, List.of(runs), 1);
  }

  private static HbpComparison report(MethodRun... runs) {
    return report("HESSIANS", new double[] {1, 2}, runs);
  }

  /** A report of which one run of three has diverged. */
  public static HbpComparison diverged() {
    return report(
        run("good", "ITERATION_LIMIT", 0.7, 0.3, 0.125),
        run("good", "ITERATION_LIMIT", 0.7, 0.5, 0.375),
        run("good", "NOT_FINITE", 0.7, 0.2),
        run("bad", "NOT_FINITE", 0.7));
  }

  /** A report all of whose runs came to the end. */
  public static HbpComparison finished() {
    return report(
        run("late", "ITERATION_LIMIT", 0.7, 0.7, 0.6), run("early", "CONVERGED", 0.7, 0.1));
  }

  @Test
  void meansSayOfHowManyRunsTheyAre() {
    HbpComparison report = diverged();
    // The deviation of 0.125 and 0.375 is √(1/32).
    assertEquals(
        List.of(
            "good",
            "0.333 ± 0.153",
            "0.250 ± 0.177 (2 of 3)",
            "50.0 ± 0.0 (2 of 3)",
            "2 of 3",
            "–",
            "1.0"),
        report.rows().get(0));
    assertEquals(
        List.of("bad", "– (0 of 1)", "– (0 of 1)", "– (0 of 1)", "0 of 1", "–", "1.0"),
        report.rows().get(1));
    assertTrue(
        report
            .finding()
            .contains("good (2 of 3 runs came to the end); bad (0 of 1 runs came to the end)"),
        report.finding());
    assertFalse(report.allFinite());
    String json = MetricsJson.of(HbpMetrics.of("0", report)).replaceAll("\\s", "");
    assertTrue(json.contains("\"method\":\"good\",\"finished\":2,\"train_loss\":0.25,"), json);
    assertTrue(json.contains("\"train_loss_deviation\":null,"), json);
    assertTrue(json.contains("\"method\":\"bad\",\"finished\":0,\"train_loss\":null,"), json);
    assertTrue(HbpPage.html(report).contains("(2 of 3)"));
  }

  /** A run at a minimum stays there; ln 2 is the plateau, and 0.6 is not a tenth below it. */
  @Test
  void runsThatConvergedStayWhereTheyAre() {
    HbpComparison report = finished();
    assertTrue(report.allFinite());
    assertEquals("0.100", report.rows().get(1).get(2));
    assertEquals("0 of 1", report.rows().get(0).get(4));
    assertEquals("1 of 1", report.rows().get(1).get(4));
    assertTrue(report.finding().contains("lowest first: early; late."), report.finding());
  }

  @Test
  void centeredInputsAndApproximationSevenComeWithAWarning() {
    MethodRun run = run("any", "ITERATION_LIMIT", 0.7, 0.7, 0.6);
    double[] centered = {-1.5, 1.5};
    String seven = "HESSIANS_AND_JACOBIANS";
    String warning = "sees no curvature of the first layer's weights";
    assertTrue(report(seven, centered, run).finding().contains(warning));
    assertFalse(report("HESSIANS", centered, run).finding().contains(warning));
    assertFalse(report(seven, new double[] {1, 2}, run).finding().contains(warning));
  }
}
