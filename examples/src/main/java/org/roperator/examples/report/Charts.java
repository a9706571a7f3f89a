package org.roperator.examples.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Line plots as PNG files, drawn at twice their size so that they stay sharp. */
final class Charts {

  private static final int MOST_LABELS = 12;
  private static final double LEAST_SPAN = 30;

  private Charts() {}

  /** How an axis counts. */
  enum Scale {
    LINEAR,
    LOGARITHMIC
  }

  /**
   * One line of a plot; points where a number isn't finite are left out.
   *
   * @param spread how far a band reaches above and below each point; empty for none
   * @param pen how it is drawn
   */
  record Line(String name, List<Double> x, List<Double> y, List<Double> spread, Pen pen) {

    Line(String name, List<Double> x, List<Double> y, List<Double> spread) {
      this(name, x, y, spread, Pen.CURVE);
    }

    Line(String name, List<Double> x, List<Double> y) {
      this(name, x, y, List.of());
    }

    /** A level to compare with, from 0 to an end, thin and behind all curves. */
    static Line level(String name, double end, double y) {
      return new Line(name, List.of(0.0, end), List.of(y, y), List.of(), Pen.LEVEL);
    }
  }

  /** How a line is drawn. */
  enum Pen {
    CURVE,
    LEVEL
  }

  /** What stands at an axis. */
  record Axis(String title, Scale scale) {}

  /** A plot as a PNG file. */
  static byte[] png(Axis x, Axis y, List<Line> lines) {
    XYChart chart = ChartStyle.empty(x.title(), y.title());
    Scale yScale =
        spansDecades(lines.stream().flatMap(line -> line.y().stream())) ? y.scale() : Scale.LINEAR;
    ChartStyle.apply(chart.getStyler(), x.scale(), yScale, names(lines));
    List<Line> levels = lines.stream().filter(line -> line.pen() == Pen.LEVEL).toList();
    List<Line> curves = lines.stream().filter(line -> line.pen() == Pen.CURVE).toList();
    levels.forEach(line -> add(chart, line, x.scale(), yScale, ChartStyle.INK));
    for (int i = 0; i < curves.size(); i++) {
      addBand(chart, curves.get(i), yScale, colour(i));
    }
    for (int i = 0; i < curves.size(); i++) {
      add(chart, curves.get(i), x.scale(), yScale, colour(i));
    }
    return PngImage.of(chart);
  }

  private static List<String> names(List<Line> lines) {
    return lines.stream().map(Line::name).toList();
  }

  private static Color colour(int i) {
    return i < ChartStyle.COLOURS.size() ? ChartStyle.COLOURS.get(i) : ChartStyle.FAINT;
  }

  /** Points without lines, in as many colours as there are groups, as a PNG file. */
  static byte[] scatter(Axis x, Axis y, List<Line> groups) {
    XYChart chart = ChartStyle.empty(x.title(), y.title());
    Scale xScale =
        spansDecades(groups.stream().flatMap(g -> g.x().stream())) ? x.scale() : Scale.LINEAR;
    ChartStyle.apply(chart.getStyler(), xScale, y.scale(), names(groups));
    chart.getStyler().setDefaultSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Scatter);
    for (int i = 0; i < groups.size(); i++) {
      add(
              chart,
              groups.get(i),
              xScale,
              y.scale(),
              ChartStyle.COLOURS.get(i % ChartStyle.COLOURS.size()))
          .ifPresent(series -> series.setMarker(SeriesMarkers.CIRCLE));
    }
    return PngImage.of(chart);
  }

  /** A logarithmic axis labels powers of ten alone; below some decades it would show too few. */
  private static boolean spansDecades(Stream<Double> numbers) {
    DoubleSummaryStatistics positive =
        numbers
            .mapToDouble(Double::doubleValue)
            .filter(x -> x > 0 && Double.isFinite(x))
            .summaryStatistics();
    return positive.getMax() >= LEAST_SPAN * positive.getMin();
  }

  private static Optional<XYSeries> add(
      XYChart chart, Line line, Scale xScale, Scale yScale, Color colour) {
    List<Integer> shown =
        IntStream.range(0, line.x().size())
            .filter(i -> fits(line.x().get(i), xScale) && fits(line.y().get(i), yScale))
            .boxed()
            .toList();
    if (shown.isEmpty()) {
      return Optional.empty();
    }
    double[] x = shown.stream().mapToDouble(line.x()::get).toArray();
    double[] y = shown.stream().mapToDouble(line.y()::get).toArray();
    if (xScale == Scale.LINEAR && x.length > MOST_LABELS) {
      // The library labels every evenly spaced point; this one, too little to be seen, makes it
      // choose round numbers.
      x[0] += 0.01;
    }
    XYSeries series = chart.addSeries(line.name(), x, y);
    series.setLineColor(colour);
    series.setMarkerColor(colour);
    boolean curve = line.pen() == Pen.CURVE;
    series.setLineStyle(
        new BasicStroke(curve ? 2 : 1, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    series.setMarker(curve && shown.size() <= 40 ? SeriesMarkers.CIRCLE : SeriesMarkers.NONE);
    return Optional.of(series);
  }

  /**
   * A polygon: forth along the upper edge, back along the lower one. On a logarithmic axis, which
   * has no place for zero, it reaches no further down than the line itself does.
   */
  private static void addBand(XYChart chart, Line line, Scale yScale, Color colour) {
    List<Integer> shown =
        IntStream.range(0, line.spread().size())
            .filter(i -> fits(line.y().get(i), yScale) && Double.isFinite(line.spread().get(i)))
            .boxed()
            .toList();
    if (shown.size() < 2) {
      return;
    }
    int n = shown.size();
    double floor =
        yScale == Scale.LINEAR
            ? Double.NEGATIVE_INFINITY
            : shown.stream().mapToDouble(line.y()::get).min().orElseThrow();
    double[] x = new double[2 * n];
    double[] y = new double[2 * n];
    for (int i = 0; i < n; i++) {
      int at = shown.get(i);
      x[i] = line.x().get(at);
      y[i] = line.y().get(at) + line.spread().get(at);
      x[2 * n - 1 - i] = x[i];
      y[2 * n - 1 - i] = Math.max(floor, line.y().get(at) - line.spread().get(at));
    }
    XYSeries band = chart.addSeries("± " + line.name(), x, y);
    band.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.PolygonArea);
    band.setFillColor(new Color(colour.getRed(), colour.getGreen(), colour.getBlue(), 45));
    band.setLineColor(new Color(0, 0, 0, 0));
    band.setMarker(SeriesMarkers.NONE);
    band.setShowInLegend(false);
  }

  private static boolean fits(double number, Scale scale) {
    return Double.isFinite(number) && (scale == Scale.LINEAR || number > 0);
  }
}
