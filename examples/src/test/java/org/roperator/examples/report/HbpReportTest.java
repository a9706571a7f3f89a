package org.roperator.examples.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.roperator.examples.data.Dataset;
import org.roperator.examples.data.TrainTest;

/** Means over runs of which some did not come to the end. */
public final class HbpReportTest {

  private static final int EPOCHS = 2;

  private static HbpRun run(String label, String outcome, double... losses) {
    List<HistoryPoint> history =
        IntStream.range(0, losses.length)
            .mapToObj(i -> new HistoryPoint(i, i, losses[i], losses[i], 0.5, Map.of()))
            .toList();
    return new HbpRun(label, label, 1, history, outcome, 1);
  }

  /** A report on two examples of two classes. */
  private static HbpReport report(String averaging, double[] features, HbpRun... runs) {
    Dataset data =
        new Dataset("two", features, new int[] {0, 1}, List.of("a", "b"), Optional.empty());
    TrainTest both = new TrainTest(data, data, "none");
    Setup setup = new Setup(both, List.of(2), "logistic", 0, 12, 1, 1, "none", "rop hbp");
    return new HbpReport(setup, 3, EPOCHS, 2, averaging, List.of(runs), 1);
  }

  private static HbpReport report(HbpRun... runs) {
    return report("HESSIANS", new double[] {1, 2}, runs);
  }

  /** A report of which one run of three has diverged. */
  public static HbpReport diverged() {
    return report(
        run("good", "ITERATION_LIMIT", 0.7, 0.3, 0.125),
        run("good", "ITERATION_LIMIT", 0.7, 0.5, 0.375),
        run("good", "NOT_FINITE", 0.7, 0.2),
        run("bad", "NOT_FINITE", 0.7));
  }

  /** A report all of whose runs came to the end. */
  public static HbpReport finished() {
    return report(
        run("late", "ITERATION_LIMIT", 0.7, 0.7, 0.6), run("early", "CONVERGED", 0.7, 0.1));
  }

  @Test
  void meansSayOfHowManyRunsTheyAre() {
    HbpReport report = diverged();
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
    String json = HbpMetrics.json(report, "0").replaceAll("\\s", "");
    assertTrue(json.contains("\"method\":\"good\",\"finished\":2,\"train_loss\":0.25,"), json);
    assertTrue(json.contains("\"method\":\"bad\",\"finished\":0,\"train_loss\":null,"), json);
    assertTrue(HbpPage.html(report).contains("(2 of 3)"));
  }

  /** A run at a minimum stays there; ln 2 is the plateau, and 0.6 is not a tenth below it. */
  @Test
  void runsThatConvergedStayWhereTheyAre() {
    HbpReport report = finished();
    assertTrue(report.allFinite());
    assertEquals("0.100 ± 0.000", report.rows().get(1).get(2));
    assertEquals("0 of 1", report.rows().get(0).get(4));
    assertEquals("1 of 1", report.rows().get(1).get(4));
    assertTrue(report.finding().contains("lowest first: early; late."), report.finding());
  }

  @Test
  void centredInputsAndApproximationSevenComeWithAWarning() {
    HbpRun run = run("any", "ITERATION_LIMIT", 0.7, 0.7, 0.6);
    double[] centred = {-1.5, 1.5};
    String seven = "HESSIANS_AND_JACOBIANS";
    String warning = "sees no curvature of the first layer's weights";
    assertTrue(report(seven, centred, run).finding().contains(warning));
    assertFalse(report("HESSIANS", centred, run).finding().contains(warning));
    assertFalse(report(seven, new double[] {1, 2}, run).finding().contains(warning));
  }
}
