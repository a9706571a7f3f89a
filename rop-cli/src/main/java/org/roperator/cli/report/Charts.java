package org.roperator.cli.report;

import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Plots of curves and of points. */
final class Charts {

  private static final int COLORS = 6;

  private Charts() {}

  /**
   * One line of a plot; it is broken where a number has no place on its axis.
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

    /** The numbers that an axis upwards has to hold: the band's edges besides the points. */
    Stream<Double> reach() {
      Stream<Double> edges =
          IntStream.range(0, spread.size())
              .boxed()
              .flatMap(i -> Stream.of(y.get(i) - spread.get(i), y.get(i) + spread.get(i)));
      return Stream.concat(y.stream(), edges);
    }
  }

  /** How a line is drawn. */
  enum Pen {
    CURVE,
    LEVEL
  }

  /** What stands at an axis. */
  record Axis(String title, Scale scale) {

    private Plot.Axis around(Stream<Double> numbers) {
      return Plot.Axis.around(title, scale, numbers.mapToDouble(Double::doubleValue).toArray());
    }
  }

  /** The color of the i-th of several. */
  static String style(int i) {
    return "s" + (i < COLORS ? i + 1 : 0);
  }

  /** Curves, and bands around them. */
  static Drawing lines(Axis x, Axis y, List<Line> lines) {
    // On a logarithmic axis, which has no place for zero, a band reaches no further down than the
    // curves do.
    Function<Line, Stream<Double>> upwards =
        y.scale() == Scale.LINEAR ? Line::reach : l -> l.y().stream();
    Plot plot =
        new Plot(
            x.around(lines.stream().flatMap(line -> line.x().stream())),
            y.around(lines.stream().flatMap(upwards)));
    List<Line> curves = lines.stream().filter(line -> line.pen() == Pen.CURVE).toList();
    lines.stream()
        .filter(line -> line.pen() == Pen.LEVEL)
        .forEach(line -> plot.level(line.name(), array(line.x()), array(line.y())));
    for (int i = 0; i < curves.size(); i++) {
      addBand(plot, curves.get(i), y.scale(), style(i));
    }
    for (int i = 0; i < curves.size(); i++) {
      Line line = curves.get(i);
      plot.curve(line.name(), style(i), array(line.x()), array(line.y()));
    }
    return plot.drawing();
  }

  /** Points without lines, in as many colors as there are groups. */
  static Drawing scatter(Axis x, Axis y, List<Line> groups) {
    Plot plot =
        new Plot(
            x.around(groups.stream().flatMap(group -> group.x().stream())),
            y.around(groups.stream().flatMap(group -> group.y().stream())));
    for (int i = 0; i < groups.size(); i++) {
      Line group = groups.get(i);
      plot.points(group.name(), style(i), array(group.x()), array(group.y()));
    }
    return plot.drawing();
  }

  private static void addBand(Plot plot, Line line, Scale scale, String style) {
    List<Integer> shown =
        IntStream.range(0, line.spread().size())
            .filter(i -> scale.holds(line.y().get(i)) && Double.isFinite(line.spread().get(i)))
            .boxed()
            .toList();
    double floor =
        scale == Scale.LINEAR
            ? -Double.MAX_VALUE
            : line.y().stream().mapToDouble(y -> y).filter(scale::holds).min().orElse(1);
    double[] x = shown.stream().mapToDouble(line.x()::get).toArray();
    double[] low =
        shown.stream()
            .mapToDouble(i -> Math.max(floor, line.y().get(i) - line.spread().get(i)))
            .toArray();
    double[] high =
        shown.stream()
            .mapToDouble(i -> Math.min(Double.MAX_VALUE, line.y().get(i) + line.spread().get(i)))
            .toArray();
    plot.band("± " + line.name(), "band " + style, x, low, high);
  }

  private static double[] array(List<Double> numbers) {
    return numbers.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
