package org.roperator.cli.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import java.util.stream.IntStream;
import org.roperator.cli.run.Numbers;

/**
 * Two axes and what is drawn between them.
 *
 * <p>Letters are as wide as most fonts have them, since the font is the reader's: titles stand
 * above and below the axes, where they have the whole width, and names break into lines.
 */
final class Plot {

  static final int WIDTH = 400;
  private static final int HEIGHT = 170;
  private static final int TOP = 26;
  private static final int LINE = 18;
  private static final double LETTER = 6.4;
  private static final double KEY = 24;

  /** Above so many points a curve is drawn without dots. */
  private static final int MOST_DOTS = 40;

  private final Axis x;
  private final Axis y;
  private final double left;
  private final Marks marks = new Marks();
  private final List<String> legend = new ArrayList<>();
  private final List<String> legendStyles = new ArrayList<>();
  private final StringJoiner words = new StringJoiner(" ");

  /**
   * An axis with what it shows.
   *
   * @param title what it counts
   */
  record Axis(String title, Scale scale, Scale.Interval shown) {

    /** Around numbers, of which those that have no place on the axis are left out. */
    static Axis around(String title, Scale scale, double[] numbers) {
      double low = Double.POSITIVE_INFINITY;
      double high = Double.NEGATIVE_INFINITY;
      for (double number : numbers) {
        if (scale.holds(number)) {
          low = Math.min(low, number);
          high = Math.max(high, number);
        }
      }
      return new Axis(title, scale, low <= high ? scale.around(low, high) : scale.around(1, 1));
    }

    double share(double number) {
      return shown.share(scale.coordinate(number));
    }
  }

  Plot(Axis x, Axis y) {
    this.x = x;
    this.y = y;
    double widest = 0;
    for (double tick : y.scale().ticks(y.shown())) {
      widest = Math.max(widest, LETTER * Numbers.label(tick).length());
    }
    left = widest + 10;
    words.add(axisInWords("Across", x) + axisInWords("Upwards", y));
    axes();
  }

  private static String axisInWords(String direction, Axis axis) {
    List<Double> ticks = axis.scale().ticks(axis.shown());
    return String.format(
        Locale.ROOT,
        "%s: %s, marked from %s to %s%s. ",
        direction,
        axis.title(),
        ticks.isEmpty() ? "–" : Numbers.label(ticks.get(0)),
        ticks.isEmpty() ? "–" : Numbers.label(ticks.get(ticks.size() - 1)),
        axis.scale() == Scale.LINEAR ? "" : ", logarithmic");
  }

  private double right() {
    return WIDTH - 16;
  }

  private double x(double number) {
    return left + (right() - left) * x.share(number);
  }

  private double y(double number) {
    return TOP + HEIGHT * (1 - y.share(number));
  }

  private void axes() {
    marks.text("title", "start", 0, 13, y.title());
    for (double tick : y.scale().ticks(y.shown())) {
      marks.line("grid", left, y(tick), right(), y(tick));
      marks.text("tick", "end", left - 6, y(tick) + 4, Numbers.label(tick));
    }
    int bottom = TOP + HEIGHT;
    marks.line("axis", left, bottom, right(), bottom);
    for (double tick : ticksThatFit()) {
      marks.line("axis", x(tick), bottom, x(tick), bottom + 4);
      marks.text("tick", "middle", x(tick), bottom + 16, Numbers.label(tick));
    }
    marks.text("title", "middle", (left + right()) / 2, bottom + 34, x.title());
  }

  /** Ticks across: every one, or every second, … counted from zero, so that no labels touch. */
  private List<Double> ticksThatFit() {
    List<Double> ticks = x.scale().ticks(x.shown());
    int zero = Math.max(0, ticks.indexOf(0.0));
    List<Double> chosen = ticks;
    for (int stride = 2; touch(chosen); stride++) {
      int every = stride;
      chosen =
          IntStream.range(0, ticks.size())
              .filter(i -> (i - zero) % every == 0)
              .mapToObj(ticks::get)
              .toList();
    }
    return chosen;
  }

  private boolean touch(List<Double> ticks) {
    double free = Double.NEGATIVE_INFINITY;
    for (double tick : ticks) {
      double half = LETTER * (Numbers.label(tick).length() + 1) / 2;
      if (x(tick) - half < free) {
        return true;
      }
      free = x(tick) + half;
    }
    return false;
  }

  /** A curve through points, broken where one has no place, with dots if there are few. */
  void curve(String name, String style, double[] across, double[] upwards) {
    marks.path("curve " + style, through(across, upwards), name);
    if (across.length <= MOST_DOTS) {
      marks.path("dots " + style, dots(across, upwards), name);
    }
    name(name, "curve " + style);
    tell(name, across, upwards);
  }

  /** Points without a curve. */
  void points(String name, String style, double[] across, double[] upwards) {
    marks.path("dots " + style, dots(across, upwards), name);
    name(name, "dots " + style);
    tell(name, across, upwards);
  }

  /** A thin line to compare with. */
  void level(String name, double[] across, double[] upwards) {
    marks.path("level", through(across, upwards), name);
    name(name, "level");
  }

  /** What lies between two curves over the same points, all of which have a place. */
  void band(String name, String style, double[] across, double[] low, double[] high) {
    StringBuilder path = new StringBuilder();
    for (int i = 0; i < across.length; i++) {
      point(path, i == 0 ? 'M' : 'L', across[i], high[i]);
    }
    for (int i = across.length - 1; i >= 0; i--) {
      point(path, 'L', across[i], low[i]);
    }
    if (across.length > 1) {
      marks.path(style, path.append('Z').toString(), name);
    }
  }

  /** Puts a name below the axes. */
  void name(String name, String style) {
    legend.add(name);
    legendStyles.add(style);
  }

  private boolean holds(double across, double upwards) {
    return x.scale().holds(across) && y.scale().holds(upwards);
  }

  private void point(StringBuilder path, char verb, double across, double upwards) {
    path.append(String.format(Locale.ROOT, "%s%.1f %.1f", verb, x(across), y(upwards)));
  }

  private String through(double[] across, double[] upwards) {
    StringBuilder path = new StringBuilder();
    boolean open = false;
    for (int i = 0; i < across.length; i++) {
      boolean holds = holds(across[i], upwards[i]);
      if (holds) {
        point(path, open ? 'L' : 'M', across[i], upwards[i]);
      }
      open = holds;
    }
    return path.toString();
  }

  private String dots(double[] across, double[] upwards) {
    StringBuilder path = new StringBuilder();
    for (int i = 0; i < across.length; i++) {
      if (holds(across[i], upwards[i])) {
        point(path, 'M', across[i], upwards[i]);
        path.append("h0");
      }
    }
    return path.toString();
  }

  private void tell(String name, double[] across, double[] upwards) {
    int count = 0;
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    double last = Double.NaN;
    for (int i = 0; i < across.length; i++) {
      if (holds(across[i], upwards[i])) {
        count++;
        low = Math.min(low, upwards[i]);
        high = Math.max(high, upwards[i]);
        last = upwards[i];
      }
    }
    words.add(
        count == 0
            ? name + ": no points."
            : String.format(
                Locale.ROOT,
                "%s: %d points between %s and %s, the last at %s.",
                name,
                count,
                HeatMap.number(low),
                HeatMap.number(high),
                HeatMap.number(last)));
  }

  /** The finished drawing. A single name needs no legend. */
  Drawing drawing() {
    double height = TOP + HEIGHT + 40;
    if (legend.size() > 1) {
      double at = 0;
      height += LINE;
      for (int i = 0; i < legend.size(); i++) {
        double width = KEY + LETTER * legend.get(i).length() + 16;
        if (at > 0 && at + width > WIDTH) {
          at = 0;
          height += LINE;
        }
        marks.path(
            legendStyles.get(i),
            String.format(Locale.ROOT, "M%.1f %.1fh%d", at + 3, height - 8, key(i)),
            legend.get(i));
        marks.text("name", "start", at + KEY, height - 4, legend.get(i));
        at += width;
      }
    }
    return new Drawing(WIDTH, (int) Math.ceil(height) + 2, words.toString(), marks.all());
  }

  private int key(int i) {
    return legendStyles.get(i).startsWith("dots") ? 0 : 16;
  }
}
