package org.roperator.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class FittedWriterTest {

  private static String fitted(String text) {
    StringWriter written = new StringWriter();
    PrintWriter out = new PrintWriter(new FittedWriter(new PrintWriter(written)), true);
    out.print(text);
    out.close();
    return written.toString().replace(System.lineSeparator(), "\n");
  }

  @Test
  void longLinesBreakAtBlanksAndLoseNothing() {
    String text = "word ".repeat(40).strip() + "\nshort\n\nend";
    List<String> lines = fitted(text).lines().toList();
    assertEquals(16 * 5 - 1, lines.get(0).length());
    assertEquals(List.of("short", "", "end"), lines.subList(3, 6));
    assertEquals(text.replaceAll("\\s+", " "), String.join(" ", lines).replaceAll("\\s+", " "));
  }

  @Test
  void whatHasNoBlankStaysWhole() {
    String path = "/very".repeat(30);
    assertEquals("see\n" + path + "\nthere\n", fitted("see " + path + " there\n"));
    assertEquals("x".repeat(80) + "\n", fitted("x".repeat(80) + "\n"));
  }

  @Test
  void whatStandsBesideANameGoesOnUnderItself() {
    String said = "word ".repeat(14).strip();
    assertEquals(
        "a name  " + said + "\n        and more\n", fitted("a name  " + said + " and more\n"));
    assertEquals("  " + said + " two\n  three\n", fitted("  " + said + " two three\n"));
    String path = "/very".repeat(30);
    assertEquals("blas   " + path + "\n", fitted("blas   " + path + "\n"));
  }

  @Test
  void rowsOfTablesStayWhole() {
    String row = "  seed 9  " + "0.1234  ".repeat(12) + "end";
    assertEquals(row + "\n", fitted(row + "\n"));
    // A name and what is said of it, with two blanks once, are no row.
    String said = "a name  " + "word ".repeat(20).strip();
    assertEquals(2, fitted(said + "\n").lines().count());
  }

  @Test
  void columnsThatDoNotFitFollowBelow() {
    List<String> headings = IntStream.range(0, 12).mapToObj(i -> "heading number " + i).toList();
    StringWriter written = new StringWriter();
    PlainText.table(new PrintWriter(written, true), headings, List.of(headings));
    String text = written.toString();
    assertTrue(text.lines().allMatch(line -> line.length() <= 80), text);
    for (String heading : headings) {
      assertTrue(text.contains(heading), heading);
    }
    // Parts of four columns beside the first: 11 others in four parts, three lines each but one.
    assertEquals(11, text.lines().count(), text);
  }
}
