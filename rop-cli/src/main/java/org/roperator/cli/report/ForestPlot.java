package org.roperator.cli.report;

import java.util.Locale;
import java.util.StringJoiner;
import org.roperator.cli.run.Numbers;
import org.roperator.cli.study.Interval;
import org.roperator.cli.study.StudyResult;

/**
 * Correlations as dots with their intervals between −1 and 1, one line below the other. Two columns
 * fit a telephone with letters that can be read.
 */
final class ForestPlot {

  private static final int ROW = 24;
  private static final int LEFT = 130;
  private static final int HALF = 54;
  private static final int GAP = 18;
  private static final int RIGHT = 12;

  private final Marks marks = new Marks();
  private final StringJoiner words = new StringJoiner(" ");
  private final String[] headings;
  private int rows;

  /** An empty plot. */
  ForestPlot(String... headings) {
    this.headings = headings.clone();
    for (int column = 0; column < headings.length; column++) {
      marks.text("title", "middle", middle(column), 14, headings[column]);
    }
  }

  private static int middle(int column) {
    return LEFT + HALF + column * (2 * HALF + GAP);
  }

  /** Adds a line; intervals that exclude zero are in color. */
  void row(String name, Interval... correlations) {
    int y = 34 + ROW * rows++;
    marks.text("title", "end", LEFT - 14, y + 4, name);
    for (int column = 0; column < headings.length; column++) {
      Interval r = correlations[column];
      String style = r.excludesZero() ? (r.value() > 0 ? "s2" : "s1") : "s0";
      String text = StudyResult.text(r);
      if (Double.isFinite(r.low()) && Double.isFinite(r.high())) {
        double from = x(column, r.low());
        String bar = String.format(Locale.ROOT, "M%.1f %dH%.1f", from, y, x(column, r.high()));
        marks.path("curve " + style, bar, text);
      }
      if (Double.isNaN(r.value())) {
        marks.text("tick", "middle", middle(column), y + 4, "none");
      } else {
        String dot = String.format(Locale.ROOT, "M%.1f %dh0", x(column, r.value()), y);
        marks.path("dots large " + style, dot, text);
      }
      words.add(name + ", " + headings[column] + ": " + text + ".");
    }
  }

  private static double x(int column, double r) {
    return middle(column) + HALF * r;
  }

  Drawing drawing() {
    int bottom = 34 + ROW * rows;
    for (int column = 0; column < headings.length; column++) {
      for (int end : new int[] {-1, 0, 1}) {
        marks.line(end == 0 ? "zero" : "grid", x(column, end), 22, x(column, end), bottom - 8);
        marks.text("tick", "middle", x(column, end), bottom + 8, Numbers.label(end));
      }
    }
    int width = middle(headings.length - 1) + HALF + RIGHT;
    return new Drawing(width, bottom + 16, words.toString(), marks.all());
  }
}
