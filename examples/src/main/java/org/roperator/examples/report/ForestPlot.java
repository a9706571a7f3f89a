package org.roperator.examples.report;

import java.util.Locale;
import org.roperator.examples.study.Interval;

/** Correlations as dots with their intervals between −1 and 1, one line below the other. */
final class ForestPlot {

  private static final int ROW = 26;
  private static final int LEFT = 150;
  private static final int HALF = 76;
  private static final int GAP = 22;

  private final StringBuilder marks = new StringBuilder();
  private final int columns;
  private int rows;

  /** An empty plot. */
  ForestPlot(String... headings) {
    columns = headings.length;
    for (int column = 0; column < columns; column++) {
      text(middle(column), 14, "middle", "#1f2933", headings[column]);
    }
  }

  private static int middle(int column) {
    return LEFT + HALF + column * (2 * HALF + GAP);
  }

  /** Adds a line; intervals that exclude zero are in colour. */
  void row(String name, Interval... correlations) {
    int y = 34 + ROW * rows++;
    text(LEFT - 14, y + 4, "end", "#1f2933", name);
    for (int column = 0; column < columns; column++) {
      Interval r = correlations[column];
      String colour = r.excludesZero() ? (r.value() > 0 ? "#e0662b" : "#2f6fdf") : "#9aa5b1";
      if (Double.isFinite(r.low())) {
        line(x(column, r.low()), y, x(column, r.high()), y, colour, 2);
      }
      if (Double.isNaN(r.value())) {
        text(middle(column), y + 4, "middle", "#7b8794", "none");
      } else {
        marks.append(
            String.format(
                Locale.ROOT,
                "<circle cx=\"%.1f\" cy=\"%d\" r=\"4.5\" fill=\"%s\"><title>%s</title></circle>",
                x(column, r.value()),
                y,
                colour,
                HtmlPage.escape(StudyResult.text(r))));
      }
    }
  }

  private static double x(int column, double r) {
    return middle(column) + HALF * r;
  }

  private void line(double x1, double y1, double x2, double y2, String colour, int width) {
    marks.append(
        String.format(
            Locale.ROOT,
            "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\""
                + " stroke-width=\"%d\"/>",
            x1,
            y1,
            x2,
            y2,
            colour,
            width));
  }

  private void text(int x, int y, String anchor, String colour, String content) {
    marks.append(
        String.format(
            Locale.ROOT,
            "<text x=\"%d\" y=\"%d\" text-anchor=\"%s\" fill=\"%s\" font-size=\"13\">%s</text>",
            x,
            y,
            anchor,
            colour,
            HtmlPage.escape(content)));
  }

  String svg() {
    int bottom = 34 + ROW * rows;
    for (int column = 0; column < columns; column++) {
      line(x(column, 0), 22, x(column, 0), bottom - 8, "#cbd2d9", 1);
      for (int end : new int[] {-1, 1}) {
        line(x(column, end), 22, x(column, end), bottom - 8, "#e4e7eb", 1);
      }
      text((int) x(column, -1), bottom + 8, "middle", "#7b8794", "−1");
      text((int) x(column, 0), bottom + 8, "middle", "#7b8794", "0");
      text((int) x(column, 1), bottom + 8, "middle", "#7b8794", "1");
    }
    int width = middle(columns - 1) + HALF + 20;
    return String.format(
        Locale.ROOT,
        "<svg class=\"drawing\" style=\"max-width:%dpx\" viewBox=\"0 0 %d %d\" role=\"img\""
            + " aria-label=\"correlations with intervals\">%s</svg>",
        width * 6 / 5,
        width,
        bottom + 16,
        marks);
  }
}
