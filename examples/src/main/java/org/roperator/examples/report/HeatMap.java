package org.roperator.examples.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A table whose cells are darker where their number is larger, on a logarithmic scale. */
final class HeatMap {

  private final String corner;
  private final List<String> columns;
  private final StringBuilder rows = new StringBuilder();
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
    rows.append("<tr><th>").append(HtmlPage.escape(name)).append("</th>");
    for (double x : numbers) {
      double depth = depth(x);
      rows.append(
          String.format(
              Locale.ROOT,
              "<td style=\"background:rgba(47,111,223,%.2f);color:%s\">%s</td>",
              0.9 * depth,
              depth > 0.55 ? "#fff" : "#1f2933",
              number(x)));
    }
    rows.append("</tr>\n");
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

  String html() {
    StringBuilder html =
        new StringBuilder("<div class=\"wide\"><table class=\"numbers\">\n<tr><th>");
    html.append(HtmlPage.escape(corner)).append("</th>");
    columns.forEach(c -> html.append("<th>").append(HtmlPage.escape(c)).append("</th>"));
    return html.append("</tr>\n").append(rows).append("</table></div>\n").toString();
  }
}
