package org.roperator.cli.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import org.roperator.cli.run.Numbers;

/** Estimates as dots with their intervals on one axis, one line below the other. */
final class IntervalPlot {

  private static final int ROW = 22;
  private static final int LEFT = 132;
  private static final int WIDTH = 400;
  private static final int RIGHT = 14;
  private static final int TOP = 8;
  private static final int LONGEST_NAME = 19;

  private final String title;
  private final List<Row> rows = new ArrayList<>();

  /** A line of the plot. */
  private record Row(String name, double low, double middle, double high) {}

  /**
   * An empty plot.
   *
   * @param title of the axis
   */
  IntervalPlot(String title) {
    this.title = title;
  }

  /** Adds a line; intervals that exclude zero are in color. */
  void row(String name, double low, double middle, double high) {
    rows.add(new Row(name, low, middle, high));
  }

  Drawing drawing() {
    double[] ends =
        rows.stream()
            .flatMap(row -> List.of(row.low, row.high, row.middle).stream())
            .mapToDouble(x -> x)
            .filter(Double::isFinite)
            .toArray();
    double[] withZero = Arrays.copyOf(ends, ends.length + 1);
    Plot.Axis axis = Plot.Axis.around(title, Scale.LINEAR, withZero);
    Marks marks = new Marks();
    int bottom = TOP + ROW * rows.size() + 4;
    double free = Double.NEGATIVE_INFINITY;
    for (double tick : Scale.LINEAR.ticks(axis.shown())) {
      double x = x(axis, tick);
      marks.line(tick == 0 ? "zero" : "grid", x, TOP, x, bottom);
      String label = Numbers.label(tick);
      double half = 3.4 * (label.length() + 1);
      if (x - half >= free) {
        marks.text("tick", "middle", x, bottom + 14, label);
        free = x + half;
      }
    }
    StringJoiner words = new StringJoiner(" ");
    for (int i = 0; i < rows.size(); i++) {
      words.add(add(marks, axis, rows.get(i), TOP + ROW * i + ROW / 2));
    }
    marks.text("title", "middle", (LEFT + WIDTH - RIGHT) / 2.0, bottom + 32, title);
    return new Drawing(WIDTH, bottom + 40, words.toString(), marks.all());
  }

  private static double x(Plot.Axis axis, double number) {
    return LEFT + (WIDTH - RIGHT - LEFT) * axis.share(number);
  }

  private static String add(Marks marks, Plot.Axis axis, Row row, int y) {
    String name =
        row.name.length() <= LONGEST_NAME
            ? row.name
            : row.name.substring(0, LONGEST_NAME - 1).stripTrailing() + "…";
    marks.text("title", "end", LEFT - 10, y + 4, name);
    String style = row.low > 0 ? "s2" : row.high < 0 ? "s1" : "s0";
    String text =
        String.format(
            Locale.ROOT, "%s: %.4g (%.4g to %.4g).", row.name, row.middle, row.low, row.high);
    if (Double.isFinite(row.low) && Double.isFinite(row.high)) {
      marks.path(
          "curve " + style,
          String.format(Locale.ROOT, "M%.1f %dH%.1f", x(axis, row.low), y, x(axis, row.high)),
          text);
    }
    if (Double.isFinite(row.middle)) {
      marks.path(
          "dots large " + style,
          String.format(Locale.ROOT, "M%.1f %dh0", x(axis, row.middle), y),
          text);
    }
    return text;
  }
}
