package org.roperator.examples.report;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.roperator.examples.report.Charts.Axis;
import org.roperator.examples.report.Charts.Line;
import org.roperator.examples.report.Charts.Scale;

final class ChartsTest {

  @Test
  void aBandWiderThanItsMeanFitsALogarithmicAxis() {
    Line line =
        new Line(
            "loss",
            List.of(1.0, 2.0, 3.0, 4.0),
            List.of(1.0, 100.0, 5.0, 0.0),
            List.of(2.0, 1.0, Double.NaN, 1.0));
    byte[] png =
        Charts.png(
            new Axis("epoch", Scale.LINEAR), new Axis("loss", Scale.LOGARITHMIC), List.of(line));
    assertTrue(png.length > 0);
  }
}
