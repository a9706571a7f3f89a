package org.roperator.cli.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.roperator.cli.run.Circumstances;
import org.roperator.cli.run.Predictions;
import org.roperator.cli.run.Setup;
import org.roperator.cli.run.Training;
import org.roperator.data.LabeledData;
import org.roperator.data.TrainTest;
import org.roperator.nn.layer.ImageShape;

@Timeout(value = 30, unit = TimeUnit.SECONDS)
final class GuardTest {

  private static final Drawing EMPTY = new Drawing(1, 1, "words", List.of());

  private static final Guard SHORT = Guard.within(Duration.ofMillis(200));

  @SuppressWarnings("EmptyCatch") // deaf to being interrupted, as an endless loop is
  private static Drawing never() {
    CountDownLatch latch = new CountDownLatch(1);
    while (true) {
      try {
        latch.await();
      } catch (InterruptedException deaf) {
      }
    }
  }

  private static Drawing throwing(Error error) {
    throw error;
  }

  /** A figure with this chart, and a second one. */
  private static String figuresWith(Supplier<Drawing> chart) {
    Figures figures = new Figures(SHORT);
    return Templates.render("figure", figures.of("broken", chart))
        + Templates.render("figure", figures.of("whole", () -> EMPTY));
  }

  private static void assertNoteInPlaceOfTheChart(String html, String reason) {
    assertTrue(html.contains("This chart can't be drawn: " + reason), html);
    assertEquals(1, html.split("<svg", -1).length - 1, "the other one is there");
    assertTrue(html.contains("<title id=\"chart2-t\">whole</title>"), html);
    assertEquals(html.split("<div", -1).length, html.split("</div", -1).length, "closed");
    assertEquals(html.split("<figure>", -1).length, html.split("</figure>", -1).length);
  }

  @Test
  void aChartThatThrowsLeavesANote() {
    assertNoteInPlaceOfTheChart(
        figuresWith(
            () -> {
              throw new IllegalArgumentException("no range <0>");
            }),
        "java.lang.IllegalArgumentException: no range &lt;0&gt;.");
    assertNoteInPlaceOfTheChart(
        figuresWith(() -> throwing(new NoClassDefFoundError("fonts"))),
        "this Java installation can't draw: java.lang.NoClassDefFoundError: fonts.");
    assertNoteInPlaceOfTheChart(
        figuresWith(() -> throwing(new OutOfMemoryError("Java heap space"))),
        "java.lang.OutOfMemoryError: Java heap space.");
    assertNoteInPlaceOfTheChart(
        figuresWith(() -> throwing(new StackOverflowError())), "java.lang.StackOverflowError.");
  }

  @Test
  void aChartWithoutAnEndLeavesANote() {
    assertNoteInPlaceOfTheChart(figuresWith(GuardTest::never), "it took longer than 0.2 s.");
  }

  @Test
  void aSectionThatThrowsLeavesANoteAndNothingHalfDone() {
    // Pictures of nine pixels, of examples that have one.
    LabeledData data =
        new LabeledData(
            "points",
            new double[] {1, 2},
            new int[] {1, 1},
            List.of("a", "b"),
            Optional.of(new ImageShape(3, 3, 1)));
    Setup setup =
        new Setup(
            new TrainTest(data, data, "none"),
            List.of(2),
            "tanh",
            0,
            9,
            new Circumstances("rop train", 1, 1, "none"));
    Training training =
        new Training("sgd", List.of(), new Training.End("NOT_TRAINED", "None.", 1), 1, 0, 1);
    Predictions wrong = new Predictions(data, new double[] {2, 1, 2, 1});
    String html = TrainingPage.html(new TrainingReport(setup, training, wrong, Optional.empty()));
    assertTrue(html.contains("This part can't be made: "), html);
    assertTrue(html.contains("Index 2 out of bounds"), html);
    assertFalse(html.contains("class=\"mistakes\""), html);
    assertTrue(html.contains("How this was made") && html.endsWith("</html>\n"), html);
    assertEquals(html.split("<div", -1).length, html.split("</div", -1).length, "closed");
  }

  @Test
  void whatIsMadeInTimeIsGivenAsItIs() {
    assertEquals("page", Guard.ofAPage().make(() -> "page", reason -> reason));
  }
}
