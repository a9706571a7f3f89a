package org.roperator.examples.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.roperator.examples.report.Charts.Scale;
import org.roperator.nn.spectrum.BlockSpectrum;
import org.roperator.spectrum.DensityCurve;

/** Pictures of spectra: densities with their negative part, and ribbons over a training run. */
final class SpectrumCharts {

  private static final Color POSITIVE = ChartStyle.COLOURS.get(0);
  private static final Color NEGATIVE = ChartStyle.COLOURS.get(1);

  /** Densities this far below the highest are not drawn. */
  private static final double FLOOR = 1e-5;

  private static final int FAINTEST = 30;

  private static final String BELOW = "below zero";
  private static final String ABOVE = "above zero";

  private SpectrumCharts() {}

  /**
   * A density per decade of the eigenvalue, logarithmic in both directions; eigenvalues below zero
   * in another colour, and one standard error to both sides as a band.
   */
  static byte[] density(DensityCurve curve, SignedLog axis) {
    double[] t = curve.coordinates();
    double[] rho = curve.densities();
    double[] error = curve.standardErrors();
    double highest = DoubleStream.of(rho).max().orElse(1);
    double floor = FLOOR * highest;
    XYChart chart = ChartStyle.empty("eigenvalue", "density");
    ChartStyle.apply(chart.getStyler(), Scale.LINEAR, Scale.LOGARITHMIC, List.of(BELOW, ABOVE));
    chart.getStyler().setXAxisTickLabelsFormattingFunction(axis::label);
    chart.getStyler().setYAxisMin(floor);
    int zero = firstAtLeast(t, 0);
    part(chart, BELOW, NEGATIVE, t, rho, error, 0, zero, floor);
    part(chart, ABOVE, POSITIVE, t, rho, error, zero, t.length, floor);
    return PngImage.of(chart);
  }

  private static int firstAtLeast(double[] rising, double least) {
    int i = 0;
    while (i < rising.length && rising[i] < least) {
      i++;
    }
    return i;
  }

  private static void part(
      XYChart chart,
      String name,
      Color colour,
      double[] t,
      double[] rho,
      double[] error,
      int from,
      int to,
      double floor) {
    int n = to - from;
    if (n < 2) {
      return;
    }
    double[] x = new double[n];
    double[] middle = new double[n];
    double[] low = new double[n];
    double[] high = new double[n];
    double[] ground = new double[n];
    for (int i = 0; i < n; i++) {
      double spread = Double.isFinite(error[from + i]) ? error[from + i] : 0;
      x[i] = t[from + i];
      middle[i] = Math.max(floor, rho[from + i]);
      low[i] = Math.max(floor, rho[from + i] - spread);
      high[i] = Math.max(floor, rho[from + i] + spread);
      ground[i] = floor;
    }
    // The library would label evenly spaced points; unevenly spaced ones get round numbers.
    x[0] += (x[1] - x[0]) / 10;
    band(chart, name + " (area)", colour, FAINTEST, x, ground, middle);
    band(chart, name + " ± error", colour, 2 * FAINTEST, x, low, high);
    // Where nothing is there is no line, rather than one along the ground.
    for (int i = 0; i < n; i++) {
      middle[i] = middle[i] > floor ? middle[i] : Double.NaN;
    }
    line(chart, name, colour, x, middle, 2);
  }

  /**
   * How a block's eigenvalues move: nested ribbons between the quantiles at 0 and 100, 1 and 99, 10
   * and 90, 25 and 75 %, and the median.
   *
   * @param iterations rising
   * @param spectra of one block, one for each
   */
  static byte[] ribbons(List<Integer> iterations, List<BlockSpectrum> spectra, SignedLog axis) {
    XYChart chart = ChartStyle.empty("epoch", "eigenvalue");
    ChartStyle.apply(chart.getStyler(), Scale.LINEAR, Scale.LINEAR, ribbonNames());
    chart.getStyler().setYAxisTickLabelsFormattingFunction(axis::label);
    double[] x = iterations.stream().mapToDouble(Integer::doubleValue).toArray();
    int levels = BlockSpectrum.LEVELS.size();
    int middle = levels / 2;
    List<String> names = ribbonNames();
    for (int i = 0; i < middle; i++) {
      double[] low = quantile(spectra, i, axis);
      double[] high = quantile(spectra, levels - 1 - i, axis);
      band(chart, names.get(i), POSITIVE, FAINTEST * (i + 1), x, low, high).setShowInLegend(true);
    }
    line(chart, names.get(middle), POSITIVE, x, quantile(spectra, middle, axis), 2);
    line(chart, names.get(middle + 1), NEGATIVE, x, quantile(spectra, levels - 1, axis), 2);
    return PngImage.of(chart);
  }

  private static List<String> ribbonNames() {
    List<String> names = new ArrayList<>();
    for (double level : BlockSpectrum.LEVELS.subList(0, BlockSpectrum.LEVELS.size() / 2)) {
      names.add(level == 0 ? "all" : Math.round(100 * (1 - 2 * level)) + " %");
    }
    names.add("median");
    names.add("largest");
    return names;
  }

  private static double[] quantile(List<BlockSpectrum> spectra, int level, SignedLog axis) {
    return spectra.stream().mapToDouble(s -> axis.coordinate(s.quantiles().get(level))).toArray();
  }

  private static XYSeries band(
      XYChart chart,
      String name,
      Color colour,
      int alpha,
      double[] x,
      double[] low,
      double[] high) {
    int n = x.length;
    double[] there = new double[2 * n];
    double[] edge = new double[2 * n];
    for (int i = 0; i < n; i++) {
      there[i] = x[i];
      edge[i] = high[i];
      there[2 * n - 1 - i] = x[i];
      edge[2 * n - 1 - i] = low[i];
    }
    XYSeries band = chart.addSeries(name, there, edge);
    band.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.PolygonArea);
    band.setFillColor(new Color(colour.getRed(), colour.getGreen(), colour.getBlue(), alpha));
    band.setLineColor(new Color(0, 0, 0, 0));
    band.setMarker(SeriesMarkers.NONE);
    band.setShowInLegend(false);
    return band;
  }

  private static void line(
      XYChart chart, String name, Color colour, double[] x, double[] y, float width) {
    XYSeries line = chart.addSeries(name, x, y);
    line.setLineColor(colour);
    line.setMarkerColor(colour);
    line.setLineStyle(new BasicStroke(width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    line.setMarker(x.length <= 3 ? SeriesMarkers.CIRCLE : SeriesMarkers.NONE);
  }
}
