package org.roperator.cli.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A table whose cells are darker where their number is larger, on a logarithmic scale. */
final class HeatMap {

  private final String corner;
  private final List<String> columns;
  private final List<Shades.Row> rows = new ArrayList<>();
  private final double smallest;
  private final double largest;

  /**
   * A map without rows yet.
   *
   * @param corner what stands above the names of the rows
   * @param smallest the number of the palest cells
   * @param largest the number of the darkest cells
   */
  HeatMap(String corner, List<String> columns, double smallest, double largest) {
    this.corner = corner;
    this.columns = new ArrayList<>(columns);
    this.smallest = smallest;
    this.largest = largest;
  }

  HeatMap row(String name, List<Double> numbers) {
    rows.add(
        new Shades.Row(
            name, numbers.stream().map(x -> Shades.Cell.of("cell", depth(x), number(x))).toList()));
    return this;
  }

  private double depth(double x) {
    if (!(x > 0 && smallest > 0 && largest > smallest)) {
      return 0;
    }
    return 0.05 + 0.95 * Math.log(x / smallest) / Math.log(largest / smallest);
  }

  /** Three digits. */
  static String number(double x) {
    if (!Double.isFinite(x)) {
      return "–";
    }
    double size = Math.abs(x);
    if (size == 0) {
      return "0";
    }
    if (size < 1e-3 || size >= 1e5) {
      return String.format(Locale.ROOT, "%.1e", x);
    }
    return String.format(
        Locale.ROOT, size < 1 ? "%.3f" : size < 10 ? "%.2f" : size < 100 ? "%.1f" : "%.0f", x);
  }

  Shades shades() {
    return new Shades(corner, columns, rows);
  }
}
