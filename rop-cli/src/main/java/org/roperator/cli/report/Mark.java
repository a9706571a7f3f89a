package org.roperator.cli.report;

/** An element of a drawing, with its numbers as they are written. */
sealed interface Mark {

  /** A line between two points. */
  record Line(String style, String x1, String y1, String x2, String y2) implements Mark {}

  /**
   * Words.
   *
   * @param anchor where they are held: {@code start}, {@code middle} or {@code end}
   */
  record Text(String style, String anchor, String x, String y, String content) implements Mark {}

  /**
   * A path.
   *
   * @param words that show where a pointer rests on it
   */
  record Path(String style, String data, String words) implements Mark {}
}
