package org.roperator.examples.command;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What several commands say in the same form. */
final class PlainText {

  private PlainText() {}

  /** What is computed with. */
  static String means(String blas, int threads) {
    return blas + "; " + threads + " thread" + (threads == 1 ? "" : "s");
  }

  /** Prints rows under headings, the first column to the left and the others to the right. */
  static void table(PrintWriter out, List<String> headings, List<List<String>> rows) {
    List<List<String>> lines = new ArrayList<>(List.of(headings));
    lines.addAll(rows);
    for (List<String> line : lines) {
      StringBuilder text = new StringBuilder();
      for (int column = 0; column < line.size(); column++) {
        int at = column;
        int width = lines.stream().mapToInt(l -> l.get(at).length()).max().orElse(0);
        String format = column == 0 ? "%-" + width + "s" : "  %" + width + "s";
        text.append(String.format(Locale.ROOT, format, line.get(column)));
      }
      out.println(text);
    }
  }
}
