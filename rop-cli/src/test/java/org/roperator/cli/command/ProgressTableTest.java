package org.roperator.cli.command;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.roperator.cli.run.HistoryPoint;

final class ProgressTableTest {

  @ParameterizedTest
  @CsvSource({"0.5,0.50", "Infinity,inf", "-Infinity,-inf", "NaN,–"})
  void everyReductionRatioHasItsWord(double rho, String word) {
    StringWriter said = new StringWriter();
    Map<String, Double> figures = Map.of("cg_steps", 3.0, "lambda", 0.1, "rho", rho);
    new ProgressTable(new PrintWriter(said, true), TrainingMethod.HF, 4)
        .row(new HistoryPoint(1, 2, 0.5, 0.6, 0.75, figures));
    // The ratio stands between λ and the time.
    assertTrue(
        said.toString().matches("(?s).* 1\\.0e-01 +" + word + " +2\\.0s .*"), said.toString());
  }
}
