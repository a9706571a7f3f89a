package org.roperator.cli.command;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What several commands say in the same form. */
final class PlainText {

  /** A terminal's, or a little less. */
  private static final int WIDTH = 79;

  private PlainText() {}

  /** What is computed with; {@code rop info} and the report say where it lies. */
  static String means(String blas, int threads) {
    return blas.replaceFirst("\\S*[/\\\\]([^/\\\\ ]+)", "$1")
        + "; "
        + threads
        + " thread"
        + (threads == 1 ? "" : "s");
  }

  /** How the examples were read, split and scaled, a line or more for each thing. */
  static String prepared(String preparation) {
    StringBuilder text = new StringBuilder();
    for (String part : preparation.split("; ", -1)) {
      int width = 0;
      for (String word : part.split(" ", -1)) {
        boolean goesOn = width > 0 && width + 1 + word.length() <= WIDTH;
        text.append(goesOn ? " " : (width == 0 ? "  " : String.format("%n    "))).append(word);
        width = goesOn ? width + 1 + word.length() : (width == 0 ? 2 : 4) + word.length();
      }
      text.append(String.format("%n"));
    }
    return text.toString();
  }

  /**
   * Prints rows under headings, the first column to the left and the others to the right. Columns
   * beyond the width of a terminal follow below, each part with the first column before it.
   */
  static void table(PrintWriter out, List<String> headings, List<List<String>> rows) {
    List<List<String>> lines = new ArrayList<>(List.of(headings));
    lines.addAll(rows);
    int[] widths = new int[headings.size()];
    for (List<String> line : lines) {
      for (int column = 0; column < widths.length; column++) {
        widths[column] = Math.max(widths[column], line.get(column).length());
      }
    }
    int from = 1;
    do {
      int to = from;
      int width = widths[0];
      while (to < widths.length && (to == from || width + 2 + widths[to] <= FittedWriter.COLUMNS)) {
        width += 2 + widths[to++];
      }
      if (from > 1) {
        out.println();
      }
      for (List<String> line : lines) {
        StringBuilder text = new StringBuilder(padded("-", widths[0], line.get(0)));
        for (int column = from; column < to; column++) {
          text.append("  ").append(padded("", widths[column], line.get(column)));
        }
        out.println(text.toString().stripTrailing());
      }
      from = to;
    } while (from < widths.length);
  }

  private static String padded(String side, int width, String text) {
    return width == 0 ? text : String.format(Locale.ROOT, "%" + side + width + "s", text);
  }
}
