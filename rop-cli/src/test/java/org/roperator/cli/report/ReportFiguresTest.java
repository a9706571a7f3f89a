package org.roperator.cli.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.roperator.contract.Refusals.assertRefused;

import java.io.StringReader;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.roperator.cli.report.Charts.Axis;
import org.roperator.cli.report.Charts.Line;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

final class ReportFiguresTest {

  private static Drawing drawing(String name) {
    return Charts.lines(
        new Axis("x < 1 & more", Scale.LINEAR),
        new Axis("y", Scale.LOGARITHMIC),
        List.of(new Line(name, List.of(1.0, 2.0), List.of(3.0, 40.0))));
  }

  private static String report() {
    Figures figures = new Figures();
    return Stream.of("first", "second")
        .map(name -> figures.of("Loss <1>", () -> drawing(name)))
        .map(figure -> Templates.render("figure", figure))
        .collect(Collectors.joining());
  }

  @Test
  void chartsOfAReportBecomeOnePictureThatStandsAlone() throws Exception {
    String svg = ReportFigures.svg(report(), List.of("Loss <1>#2", "Loss <1>"));
    Document parsed =
        DocumentBuilderFactory.newDefaultInstance()
            .newDocumentBuilder()
            .parse(new InputSource(new StringReader(svg)));
    assertEquals(3, parsed.getElementsByTagName("svg").getLength());
    assertTrue(svg.indexOf("second") < svg.indexOf("first"), svg);
    assertTrue(svg.contains("prefers-color-scheme: dark"), svg);
  }

  @Test
  void aMissingChartIsNamedBesideThoseThereAre() {
    assertRefused(
        () -> ReportFigures.svg(report(), List.of("Accuracy")),
        "\"Accuracy\", but [Loss &lt;1&gt;, ");
  }
}
