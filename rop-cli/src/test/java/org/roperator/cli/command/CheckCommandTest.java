package org.roperator.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.roperator.check.CheckReport.ErrorCurve;

final class CheckCommandTest {

  @TempDir private Path folder;

  private static ErrorCurve curve(double... stepsAndErrors) {
    List<ErrorCurve.Point> points = new ArrayList<>();
    for (int i = 0; i < stepsAndErrors.length; i += 2) {
      points.add(new ErrorCurve.Point(stepsAndErrors[i], stepsAndErrors[i + 1]));
    }
    return new ErrorCurve(points, OptionalDouble.empty());
  }

  /** Each sweep leaves out a step of its own; √10 rounds differently in two powers. */
  @Test
  void errorsOfTheSameStepStandSideBySide() {
    double root = Math.sqrt(10) / 10;
    assertEquals(
        List.of(
            "  1.0e+00     1.0e-03           –",
            "  3.2e-01     1.0e-04     2.0e-05  " + "▪".repeat(22),
            "  1.0e-01           –     2.0e-06  " + "▪".repeat(19)),
        CheckCommand.rows(curve(1, 1e-3, root, 1e-4), curve(root * (1 + 1e-15), 2e-5, 0.1, 2e-6)));
  }

  @Test
  void theToleranceIsToldWithAllItsDigits() throws IOException {
    Cli cli =
        Cli.runInto(folder, "check", "--data=iris", "--hidden=2", "--tolerance=1.5e-7").assertOk();
    assertTrue(cli.out().contains(", the tolerance 1.5e-7."), cli.out());
    assertTrue(Files.readString(folder.resolve("report.html")).contains("1.5e-7"));
  }
}
