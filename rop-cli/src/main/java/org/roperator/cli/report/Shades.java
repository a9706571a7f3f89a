package org.roperator.cli.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A table whose cells are the darker the more there is.
 *
 * @param corner what stands above the names of the rows
 */
record Shades(String corner, List<String> columns, List<Row> rows) {

  Shades {
    columns = List.copyOf(columns);
    rows = List.copyOf(rows);
  }

  /** A named row. */
  record Row(String name, List<Cell> cells) {}

  /**
   * A cell.
   *
   * @param style its classes in {@code page.css}
   * @param shade how deep it is, as {@code page.css} reads it; none for a cell without a ground
   */
  record Cell(String style, @Nullable String shade, String content) {

    static final Cell NONE = new Cell("none", null, "·");

    static Cell of(String style, double depth, String content) {
      return new Cell(
          depth > 0.55 ? style + " deep" : style,
          String.format(Locale.ROOT, "--depth:%.2f", depth),
          content);
    }
  }

  /** Which class was taken for which, darker where it happened more often. */
  static Shades ofConfusion(List<String> classes, int[][] counts) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < counts.length; i++) {
      int all = Math.max(1, Arrays.stream(counts[i]).sum());
      List<Cell> cells = new ArrayList<>();
      for (int j = 0; j < counts.length; j++) {
        cells.add(confused(counts[i][j], (double) counts[i][j] / all, i == j));
      }
      rows.add(new Row(classes.get(i), cells));
    }
    return new Shades("is \\ read as", classes, rows);
  }

  private static Cell confused(int count, double share, boolean right) {
    if (count == 0) {
      return Cell.NONE;
    }
    // The square root lets rare mistakes be seen.
    double depth = right ? 0.13 + 0.28 * share : 0.15 + 0.85 * Math.sqrt(share);
    return Cell.of(right ? "cell" : "cell wrong", depth, Integer.toString(count));
  }
}
