package org.roperator.cli.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.roperator.cli.run.Circumstances;
import org.roperator.cli.run.HistoryPoint;
import org.roperator.cli.run.Predictions;
import org.roperator.cli.run.Setup;
import org.roperator.cli.run.Training;
import org.roperator.data.LabeledData;
import org.roperator.data.TrainTest;
import org.roperator.nn.layer.ImageShape;

/** Names that others chose come out as text, in elements and in attributes. */
final class EscapingTest {

  private static final String HOSTILE =
      "<script>alert('x')</script>\" onload=\"y' ]]> & --> </style>";
  private static final String IN_TEXT =
      "&lt;script&gt;alert('x')&lt;/script&gt;\" onload=\"y' ]]&gt; &amp; --&gt; &lt;/style&gt;";

  /** Two test examples of class 1, both taken for class 0, with or without pictures. */
  private static String trainingPage(boolean pictures) {
    LabeledData data =
        new LabeledData(
            "data " + HOSTILE,
            new double[] {0, 0.5, 1, 0.5},
            new int[] {1, 1},
            List.of("zero " + HOSTILE, "one " + HOSTILE),
            pictures ? Optional.of(new ImageShape(1, 2, 1)) : Optional.empty());
    Setup setup =
        new Setup(
            new TrainTest(data, data, "prepared " + HOSTILE),
            List.of(3),
            "tanh",
            0,
            17,
            new Circumstances("rop train --data " + HOSTILE, 1, 1, "none"));
    Training training =
        new Training(
            "hf",
            List.of(new HistoryPoint(1, 1, 1, 1, 0, Map.of("lambda", 1.0))),
            new Training.End("ITERATION_LIMIT", "reason " + HOSTILE, 1),
            1,
            0,
            1);
    Predictions predictions = new Predictions(data, new double[] {2, 1, 2, 1});
    return TrainingPage.html(new TrainingReport(setup, training, predictions, Optional.empty()));
  }

  private static void assertHarmless(String html) {
    assertFalse(html.contains("<script"), html);
    // In a tag, a quotation mark of a name would end the attribute.
    assertFalse(html.matches("(?s).*<[^>]*\" onload=\"y.*"), html);
    assertEquals(1, html.split("</style>", -1).length - 1, html);
    assertEquals(1, html.split("<!--|<!DOCTYPE", -1).length - 1, html);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void namesOfDataAndClassesAreText(boolean pictures) {
    String html = trainingPage(pictures);
    assertHarmless(html);
    for (String name :
        List.of(
            "<title>Training on data ", "<h1>Training on data ", "zero ", "one ", "prepared ")) {
      assertTrue(html.contains(name + IN_TEXT), name + " in " + html);
    }
    assertTrue(html.contains("rop train --data " + IN_TEXT), html);
    assertTrue(html.contains("reason " + IN_TEXT), html);
    assertEquals(pictures, html.contains("alt=\"a picture of class one &lt;script>"), html);
  }

  @ParameterizedTest
  @ValueSource(strings = {"table", "shades", "facts", "cards", "figure", "failed figure"})
  void namesInPartsAreText(String part) {
    String html =
        switch (part) {
          case "table" -> Templates.render(part, table());
          case "shades" -> Templates.render(part, shades());
          case "facts", "cards" -> Templates.render(part, facts());
          case "figure" -> Templates.render("figure", figure());
          default -> Templates.render("figure", failed());
        };
    assertFalse(html.contains("<script"), html);
    assertTrue(html.contains(IN_TEXT), html);
    assertEquals(html.split("alert", -1).length, html.split("&lt;script", -1).length, html);
    assertFalse(html.matches("(?s).*<[^>]*\" onload=\"y.*"), html);
  }

  private static Table table() {
    return new Table(List.of(HOSTILE), List.of(List.of(HOSTILE)));
  }

  private static Shades shades() {
    return new Shades(HOSTILE, List.of(HOSTILE), List.of());
  }

  private static Map<String, String> facts() {
    return Map.of(HOSTILE, HOSTILE);
  }

  private static Figure figure() {
    Drawing drawing =
        new Drawing(
            1,
            1,
            HOSTILE,
            List.of(
                new Mark.Text("name", "start", "0.0", "0.0", HOSTILE),
                new Mark.Path("curve", "M0 0h1", HOSTILE)));
    return new Figure(HOSTILE, "id", Optional.of(drawing), "");
  }

  private static Figure failed() {
    return new Figure(HOSTILE, "id", Optional.empty(), HOSTILE);
  }
}
