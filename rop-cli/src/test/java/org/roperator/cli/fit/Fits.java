package org.roperator.cli.fit;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import org.roperator.data.BadInput;
import org.roperator.data.HeaderLine;
import org.roperator.data.TextTable;

/** Tables and fits in few words. */
final class Fits {

  private Fits() {}

  /** A table whose lines are parted by {@code /} for short. */
  static TextTable table(String lines) {
    try {
      return TextTable.read(
          new ByteArrayInputStream(lines.replace('/', '\n').getBytes(StandardCharsets.UTF_8)),
          "t.csv",
          HeaderLine.AUTO);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  /** A table of numbers, a column after the other. */
  static TextTable table(String names, double[]... columns) {
    StringBuilder lines = new StringBuilder(names);
    for (int i = 0; i < columns[0].length; i++) {
      int row = i;
      lines
          .append('/')
          .append(
              Arrays.stream(columns)
                  .map(column -> Double.toString(column[row]))
                  .reduce((a, b) -> a + "," + b)
                  .orElseThrow());
    }
    return table(lines.toString());
  }

  static Examples examples(TextTable table, ModelKind kind, Roles roles, Terms terms) {
    return ExamplesReader.read(table, Request.of(kind, roles, terms));
  }

  static FitResult fit(TextTable table, Fitter fitter, Roles roles, Terms terms) {
    FitResult fit = fitter.fit(examples(table, fitter.kind(), roles, terms), FitProgress.quiet());
    assertTrue(fit.course().converged(), fit.course().reason());
    return fit;
  }

  static FitResult fit(TextTable table, ModelKind kind, Roles roles, Terms terms) {
    return fit(table, Fitter.of(kind), roles, terms);
  }

  static FitResult fit(TextTable table, ModelKind kind, Roles roles) {
    return fit(table, kind, roles, Terms.all());
  }

  static double[] estimates(FitResult fit) {
    return fit.coefficients().stream().mapToDouble(Coefficient::estimate).toArray();
  }

  static double[] standardErrors(FitResult fit) {
    return fit.coefficients().stream().mapToDouble(Coefficient::standardError).toArray();
  }

  /** Requires a refusal in one sentence that says all of this. */
  static void assertRefused(
      Fitter fitter, Roles roles, Terms terms, String lines, String... parts) {
    BadInput refused =
        assertThrows(
            BadInput.class,
            () ->
                fitter.fit(
                    examples(table(lines), fitter.kind(), roles, terms), FitProgress.quiet()));
    String message = String.valueOf(refused.getMessage());
    for (String part : parts) {
      assertTrue(message.contains(part), () -> "«" + part + "» is not in: " + message);
    }
    assertTrue(message.endsWith(".") && !message.endsWith(".."), message);
    assertTrue(message.lines().count() == 1, message);
    assertTrue(
        message.length() < 400,
        () -> message.length() + String.format(Locale.ROOT, ": %s", message));
  }
}
