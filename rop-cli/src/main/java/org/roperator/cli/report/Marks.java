package org.roperator.cli.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Elements of a drawing, one after the other. */
final class Marks {

  private final List<Mark> marks = new ArrayList<>();

  /** A line. */
  void line(String style, double x1, double y1, double x2, double y2) {
    marks.add(new Mark.Line(style, number(x1), number(y1), number(x2), number(y2)));
  }

  /** Words; anchored at their {@code start}, {@code middle} or {@code end}. */
  void text(String style, String anchor, double x, double y, String content) {
    marks.add(new Mark.Text(style, anchor, number(x), number(y), content));
  }

  /** A path with words that show where a pointer rests on it. */
  void path(String style, String data, String words) {
    if (!data.isEmpty()) {
      marks.add(new Mark.Path(style, data, words));
    }
  }

  List<Mark> all() {
    return List.copyOf(marks);
  }

  private static String number(double x) {
    return String.format(Locale.ROOT, "%.1f", x);
  }
}
