package org.roperator.examples.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.font.FontRenderContext;
import java.util.List;
import java.util.Locale;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.Styler.LegendLayout;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.XYStyler;
import org.roperator.examples.report.Charts.Scale;

/** What all plots look like: their size, colours, fonts and legends. */
final class ChartStyle {

  static final int WIDTH = 560;
  static final int HEIGHT = 330;

  /** Width of a legend's entry besides its text. */
  private static final double KEY = 46;

  static final Color INK = new Color(0x1f2933);
  static final Color FAINT = new Color(0x7b8794);
  private static final Color GRID = new Color(0xe4e7eb);
  static final List<Color> COLOURS =
      List.of(
          new Color(0x2f6fdf),
          new Color(0xe0662b),
          new Color(0x2b9c6a),
          new Color(0x8a5cc7),
          new Color(0xb8860b),
          new Color(0xc2417f));

  private ChartStyle() {}

  static void apply(XYStyler style, Scale x, Scale y, List<String> legend) {
    Font font = new Font(Font.SANS_SERIF, Font.PLAIN, 12);
    style.setLocale(Locale.ROOT);
    style.setBaseFont(font);
    style.setChartBackgroundColor(Color.WHITE);
    style.setPlotBackgroundColor(Color.WHITE);
    style.setPlotBorderVisible(false);
    style.setPlotGridLinesColor(GRID);
    style.setPlotGridLinesStroke(new BasicStroke(1));
    style.setPlotGridVerticalLinesVisible(false);
    style.setChartTitleVisible(false);
    style.setAxisTitleFont(font);
    style.setAxisTickLabelsFont(font.deriveFont(11f));
    style.setAxisTickLabelsColor(FAINT);
    style.setAxisTickMarksColor(GRID);
    style.setXAxisTitleColor(INK);
    style.setYAxisTitleColor(INK);
    style.setChartPadding(6);
    style.setMarkerSize(5);
    style.setLegendVisible(legend.size() > 1);
    boolean below = fitsInOneLine(legend, font);
    style.setLegendPosition(below ? LegendPosition.OutsideS : LegendPosition.OutsideE);
    style.setLegendLayout(below ? LegendLayout.Horizontal : LegendLayout.Vertical);
    style.setLegendBorderColor(Color.WHITE);
    style.setLegendFont(font);
    style.setXAxisLogarithmic(x == Scale.LOGARITHMIC);
    style.setYAxisLogarithmic(y == Scale.LOGARITHMIC);
    style.setAntiAlias(true);
  }

  /** The library cuts off what is wider than the plot. */
  private static boolean fitsInOneLine(List<String> legend, Font font) {
    FontRenderContext context = new FontRenderContext(null, true, true);
    double width =
        legend.stream()
            .mapToDouble(name -> KEY + font.getStringBounds(name, context).getWidth())
            .sum();
    return width <= WIDTH;
  }

  /** A plot with nothing in it yet. */
  static XYChart empty(String x, String y) {
    XYChart chart = new XYChartBuilder().width(WIDTH).height(HEIGHT).build();
    chart.setXAxisTitle(x);
    chart.setYAxisTitle(y);
    return chart;
  }
}
