package org.roperator.bench;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.SortedMap;
import javax.imageio.ImageIO;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Times over sizes on two logarithmic axes, drawn at twice its size so that it stays sharp. */
final class GrowthChart {

  private static final int WIDTH = 760;
  private static final int HEIGHT = 440;
  private static final int SCALE = 2;
  private static final Color INK = new Color(0x1f2933);
  private static final Color GRID = new Color(0xebeef1);
  private static final Color TAPE = new Color(0x2f6fdf);
  private static final Color HIPPARCHUS = new Color(0xe0662b);
  private static final Color COMMONS_MATH = new Color(0x2b9c6a);

  private GrowthChart() {}

  static void write(TapeGrowth growth, Path file) throws IOException {
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title("Derivatives of the Rosenbrock chain at a new point")
            .xAxisTitle("number of inputs n")
            .yAxisTitle("time, µs")
            .build();
    style(chart.getStyler());
    growth.micros().forEach((way, times) -> add(chart, way, times));
    BufferedImage image =
        new BufferedImage(SCALE * WIDTH, SCALE * HEIGHT, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    graphics.scale(SCALE, SCALE);
    chart.paint(graphics, WIDTH, HEIGHT);
    graphics.dispose();
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    ImageIO.write(image, "png", file.toFile());
  }

  private static void add(XYChart chart, Derivatives way, SortedMap<Integer, Double> times) {
    if (times.isEmpty()) {
      return;
    }
    XYSeries series =
        chart.addSeries(
            way.title(),
            times.keySet().stream().mapToDouble(n -> n).toArray(),
            times.values().stream().mapToDouble(t -> t).toArray());
    Color color = color(way);
    series.setLineColor(color);
    series.setMarkerColor(color);
    series.setLineStyle(stroke(way));
    series.setMarker(marker(way));
  }

  /** Who computes. */
  private static Color color(Derivatives way) {
    return switch (way) {
      case TAPE_GRADIENT, TAPE_PRODUCT, TAPE_HESSIAN -> TAPE;
      case HIPPARCHUS_GRADIENT, HIPPARCHUS_HESSIAN -> HIPPARCHUS;
      case COMMONS_MATH_HESSIAN -> COMMONS_MATH;
    };
  }

  /** What is computed. */
  private static Marker marker(Derivatives way) {
    return switch (way) {
      case TAPE_GRADIENT, HIPPARCHUS_GRADIENT -> SeriesMarkers.CIRCLE;
      case TAPE_PRODUCT -> SeriesMarkers.DIAMOND;
      case TAPE_HESSIAN, HIPPARCHUS_HESSIAN, COMMONS_MATH_HESSIAN -> SeriesMarkers.SQUARE;
    };
  }

  private static BasicStroke stroke(Derivatives way) {
    float[] dashes =
        switch (way) {
          case TAPE_GRADIENT, HIPPARCHUS_GRADIENT -> new float[] {2, 5};
          case TAPE_PRODUCT -> new float[] {10, 5};
          case TAPE_HESSIAN, HIPPARCHUS_HESSIAN, COMMONS_MATH_HESSIAN -> new float[] {1, 0};
        };
    return new BasicStroke(2, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND, 1, dashes, 0);
  }

  private static void style(XYStyler style) {
    Font font = new Font(Font.SANS_SERIF, Font.PLAIN, 13);
    style.setLocale(Locale.ROOT);
    style.setBaseFont(font);
    style.setChartBackgroundColor(Color.WHITE);
    style.setPlotBackgroundColor(Color.WHITE);
    style.setPlotBorderVisible(false);
    style.setPlotGridLinesColor(GRID);
    style.setPlotGridLinesStroke(new BasicStroke(1));
    style.setChartTitleBoxVisible(false);
    style.setChartTitleFont(font.deriveFont(Font.BOLD, 15f));
    style.setAxisTitleFont(font);
    style.setAxisTickLabelsFont(font);
    style.setAxisTickLabelsColor(INK);
    style.setXAxisTitleColor(INK);
    style.setYAxisTitleColor(INK);
    style.setChartPadding(12);
    style.setMarkerSize(7);
    style.setLegendPosition(LegendPosition.OutsideE);
    style.setLegendBorderColor(Color.WHITE);
    style.setLegendFont(font);
    style.setXAxisLogarithmic(true);
    style.setYAxisLogarithmic(true);
    style.setXAxisDecimalPattern("#,##0.##");
    style.setYAxisDecimalPattern("#,##0.##");
    style.setYAxisLabelAlignment(AxesChartStyler.TextAlignment.Right);
    style.setAntiAlias(true);
  }
}
