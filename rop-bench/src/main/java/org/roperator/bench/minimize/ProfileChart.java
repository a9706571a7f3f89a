package org.roperator.bench.minimize;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Performance profiles as an SVG picture that follows the reader's light or dark page: how many of
 * the starts a method solves at a cost of at most τ times the least, over τ.
 *
 * <p>Methods of one family have one color; Rop's are solid lines, others are broken.
 */
final class ProfileChart {

  private static final int WIDTH = 440;
  private static final int HEIGHT = 230;
  private static final int LEFT = 40;
  private static final int TOP = 34;
  private static final int LINE = 18;

  /** The height of a panel with its axis. */
  private static final int PANEL = TOP + HEIGHT + 56;

  private static final String STYLE =
      """
      :root { color-scheme: light dark; --paper: #fff; --ink: #1f2933; --faint: #616e7c;
              --line: #dfe3e8; --c1: #2f6fdf; --c2: #d4571c; --c3: #23885b }
      @media (prefers-color-scheme: dark) {
        :root { --paper: #181d24; --ink: #e4e9ef; --faint: #9ba8b6; --line: #323a45;
                --c1: #6da2ff; --c2: #f58a52; --c3: #4fc68e } }
      text { font: 12px system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; fill: var(--ink) }
      .tick { font-size: 11px; fill: var(--faint) }
      .title { font-weight: 600 }
      .grid { stroke: var(--line) }
      path { fill: none; stroke-width: 2 }
      """;

  /**
   * One set of axes.
   *
   * @param title what is compared
   * @param starts how many there are, solved or not
   * @param most the largest τ shown, a power of ten or two
   * @param profiles of each method, see {@link Comparison#profiles}
   */
  record Panel(String title, int starts, double most, Map<String, double[]> profiles) {}

  private final StringBuilder svg = new StringBuilder();

  private ProfileChart() {}

  /**
   * Draws.
   *
   * @param words what the picture shows, for those who can't see it
   * @param panels one below the other, so that a narrow page shows them as large
   */
  static String of(String words, List<Panel> panels) {
    ProfileChart chart = new ProfileChart();
    List<String> methods =
        panels.stream().flatMap(p -> p.profiles.keySet().stream()).distinct().toList();
    int high = panels.size() * PANEL + LINE * methods.size() + 8;
    chart.put(
        """
        <svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="-12 -8 %d %d" role="img">
        <title>%s</title>
        <style>
        %s</style>
        <rect x="-12" y="-8" width="100%%" height="100%%" fill="var(--paper)"/>
        """,
        WIDTH + 24, high, WIDTH + 24, high, escaped(words), STYLE);
    for (int i = 0; i < panels.size(); i++) {
      chart.put("<g transform=\"translate(0 %d)\">\n", i * PANEL);
      chart.panel(panels.get(i));
      chart.put("</g>\n");
    }
    for (int i = 0; i < methods.size(); i++) {
      int y = panels.size() * PANEL + 12 + LINE * i;
      chart.put(
          "<path %s d=\"M%d %dh26\"/>\n<text x=\"%d\" y=\"%d\">%s</text>\n",
          stroke(methods.get(i)), LEFT, y - 4, LEFT + 34, y, escaped(methods.get(i)));
    }
    return chart.svg.append("</svg>\n").toString();
  }

  private void panel(Panel panel) {
    int left = LEFT;
    int right = WIDTH - 8;
    int bottom = TOP + HEIGHT;
    put("<text class=\"title\" x=\"%d\" y=\"14\">%s</text>\n", 0, escaped(panel.title));
    for (int share = 0; share <= 100; share += 20) {
      double y = bottom - HEIGHT * share / 100.0;
      put(
          "<line class=\"grid\" x1=\"%d\" y1=\"%.1f\" x2=\"%d\" y2=\"%.1f\"/>\n",
          left, y, right, y);
      put(
          "<text class=\"tick\" text-anchor=\"end\" x=\"%d\" y=\"%.1f\">%d %%</text>\n",
          left - 6, y + 4, share);
    }
    double base = panel.most >= 1000 ? 10 : 2;
    double decades = Math.log(panel.most);
    for (double tick = 1; tick <= panel.most * 1.001; tick *= base) {
      double x = left + (right - left) * Math.log(tick) / decades;
      put(
          "<line class=\"grid\" x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\"/>\n",
          x, TOP, x, bottom);
      put(
          "<text class=\"tick\" text-anchor=\"middle\" x=\"%.1f\" y=\"%d\">%.0f</text>\n",
          x, bottom + 16, tick);
    }
    put(
        "<text text-anchor=\"middle\" x=\"%d\" y=\"%d\">times the least, τ</text>\n",
        (left + right) / 2, bottom + 34);
    panel.profiles.forEach(
        (method, ratios) -> {
          StringBuilder path = new StringBuilder();
          int solved = 0;
          while (solved < ratios.length && ratios[solved] <= 1) {
            solved++;
          }
          path.append(format("M%d %.1f", left, level(solved, panel)));
          for (int i = solved; i < ratios.length && ratios[i] <= panel.most; i++) {
            double x = left + (right - left) * Math.log(ratios[i]) / decades;
            path.append(format("H%.1fV%.1f", x, level(i + 1, panel)));
          }
          path.append("H").append(right);
          put("<path %s d=\"%s\"/>\n", stroke(method), path);
        });
  }

  private static double level(int solved, Panel panel) {
    return TOP + HEIGHT * (1 - (double) solved / panel.starts);
  }

  /** A color of the family, and a line of who it is. */
  private static String stroke(String method) {
    int family = 1;
    if (method.contains("LimitedMemory") || method.contains("L-BFGS")) {
      family = 3;
    } else if (method.contains("ConjugateGradient") || method.contains("Newton-CG")) {
      family = 2;
    }
    String dashes = "";
    if (method.endsWith("trust-ncg")) {
      dashes = " stroke-dasharray=\"2 3\"";
    } else if (!method.startsWith("rop ")) {
      dashes = " stroke-dasharray=\"7 4\"";
    }
    return "style=\"stroke: var(--c" + family + ")\"" + dashes;
  }

  private static String escaped(String words) {
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  private static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }

  private void put(String pattern, Object... values) {
    svg.append(format(pattern, values));
  }
}
