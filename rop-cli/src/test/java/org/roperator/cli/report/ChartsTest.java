package org.roperator.cli.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.roperator.cli.report.Charts.Axis;
import org.roperator.cli.report.Charts.Line;
import org.roperator.cli.run.Numbers;
import org.roperator.contract.Doubles;

/** Charts are read as a reader does: a point stands where the labels of its axes say it is. */
final class ChartsTest {

  /** A label below the axis across, or left of the one upwards, and where it stands. */
  private record Label(double number, double at) {}

  /** Coordinates are written with one decimal. */
  private static final double WRITTEN = 0.06;

  private static final Pattern TICK =
      Pattern.compile(
          "<text class=\"tick\" text-anchor=\"(middle|end)\" x=\"([0-9.-]+)\" y=\"([0-9.-]+)\">"
              + "([^<]+)</text>");
  private static final Pattern DOT = Pattern.compile("M([0-9.-]+) ([0-9.-]+)h0");

  private static List<Label> labels(String svg, boolean across) {
    List<Label> labels = new ArrayList<>();
    Matcher tick = TICK.matcher(svg);
    while (tick.find()) {
      double number = Double.parseDouble(tick.group(4).replace("−", "-").replace(",", ""));
      if (across == tick.group(1).equals("middle")) {
        // A label beside a tick stands four lower than the tick, so that its middle is level.
        double at = across ? number(tick.group(2)) : number(tick.group(3)) - 4;
        labels.add(new Label(number, at));
      }
    }
    return labels;
  }

  private static double number(String digits) {
    return Double.parseDouble(digits);
  }

  private static List<double[]> dots(String svg) {
    return DOT.matcher(svg)
        .results()
        .map(dot -> new double[] {number(dot.group(1)), number(dot.group(2))})
        .toList();
  }

  private static String svg(String title, Drawing drawing) {
    return Templates.render("figure", new Figure(title, "chart1", Optional.of(drawing), ""));
  }

  private static String svg(Scale x, Scale y, List<Double> across, List<Double> upwards) {
    return svg(
        "title",
        Charts.scatter(
            new Axis("x", x), new Axis("y", y), List.of(new Line("points", across, upwards))));
  }

  /** Where a number stands between labels of a logarithmic axis, found without the scale. */
  private static double between(List<Label> labels, double x) {
    Label a = labels.get(0);
    Label b = labels.get(labels.size() - 1);
    double share = Math.log(x / a.number()) / Math.log(b.number() / a.number());
    return a.at() + share * (b.at() - a.at());
  }

  @Example
  void anEigenvalueOf131StandsBetweenOneAndTenAndNotAtOne() {
    // Seen: a largest eigenvalue of 1.31 under a label "1". The smallest sizes are δ = 1.31e-4.
    SignedLog scale = SignedLog.upTo(1.31);
    String svg = svg(Scale.LINEAR, scale, List.of(1.0, 2.0, 3.0), List.of(1.31, -0.02, 1.0));
    List<Label> labels = labels(svg, false);
    Label one = labels.stream().filter(l -> l.number() == 1).findFirst().orElseThrow();
    Label zero = labels.stream().filter(l -> l.number() == 0).findFirst().orElseThrow();
    List<double[]> dots = dots(svg);
    assertEquals(one.at(), dots.get(2)[1], WRITTEN, "1 stands at its label");
    // asinh(x / 2δ), by its definition: (asinh 5000 − asinh 3816.8) / asinh 3816.8 = 0.03020.
    double tolerance = 2 * WRITTEN / (zero.at() - one.at());
    double off = (zero.at() - dots.get(0)[1]) / (zero.at() - one.at()) - 1;
    assertEquals(0.03020, off, tolerance, "1.31 stands above the label 1");
    double below = (dots.get(1)[1] - zero.at()) / (zero.at() - one.at());
    // asinh(0.01 / 1.31e-4) / asinh(0.5 / 1.31e-4) = 5.0281 / 8.9403.
    assertEquals(0.5624, below, tolerance, "−0.02 stands below zero");
    assertTrue(labels.stream().allMatch(l -> isPowerOfTenOrZero(l.number())), svg);
  }

  private static boolean isPowerOfTenOrZero(double x) {
    return x == 0 || Math.abs(Math.log10(Math.abs(x)) - Math.rint(Math.log10(Math.abs(x)))) < 1e-12;
  }

  @Example
  void decadesAreLabelledWhereTheyAre() {
    String svg =
        svg(
            Scale.LOGARITHMIC,
            Scale.LOGARITHMIC,
            List.of(3e-7, 0.02, 800.0),
            List.of(1.1, 1.3, 2.0));
    List<Label> across = labels(svg, true);
    assertTrue(across.size() >= 3, svg);
    assertTrue(across.stream().allMatch(l -> isPowerOfTenOrZero(l.number())), svg);
    // Less than a decade still has labels, at other round numbers.
    List<Label> upwards = labels(svg, false);
    assertTrue(upwards.size() >= 3, svg);
    List<double[]> dots = dots(svg);
    double[] x = {3e-7, 0.02, 800};
    double[] y = {1.1, 1.3, 2};
    for (int i = 0; i < 3; i++) {
      assertEquals(between(across, x[i]), dots.get(i)[0], 2 * WRITTEN);
      assertEquals(between(upwards, y[i]), dots.get(i)[1], 2 * WRITTEN);
    }
  }

  @Property(tries = 500)
  void everyChartHasReadableAxesWhateverTheNumbers(
      @ForAll("anyNumbers") List<Double> x,
      @ForAll("anyNumbers") List<Double> y,
      @ForAll("scales") Scale scale) {
    int n = Math.min(x.size(), y.size());
    String svg = svg(scale, scale, x.subList(0, n), y.subList(0, n));
    assertFalse(svg.contains("NaN") || svg.contains("Infinity"), svg);
    for (boolean across : new boolean[] {true, false}) {
      List<Label> labels = labels(svg, across);
      assertTrue(!labels.isEmpty() && labels.size() <= 9, svg);
      for (int i = 1; i < labels.size(); i++) {
        assertTrue(labels.get(i).number() > labels.get(i - 1).number(), svg);
      }
    }
    for (double[] dot : dots(svg)) {
      assertTrue(dot[0] >= 0 && dot[0] <= Plot.WIDTH && dot[1] >= 20 && dot[1] <= 197, svg);
    }
  }

  @Property(tries = 300)
  void linearLabelsAgreeWithTheNumbers(@ForAll("moderate") double a, @ForAll("moderate") double b) {
    if (Math.abs(a - b) <= 1e-3 * Math.abs(a)) {
      return; // one label may be all that fits
    }
    String svg = svg(Scale.LINEAR, Scale.LINEAR, List.of(a, b), List.of(b, a));
    for (boolean across : new boolean[] {true, false}) {
      List<Label> labels = labels(svg, across);
      Label first = labels.get(0);
      Label last = labels.get(labels.size() - 1);
      // Long ones leave room for two.
      assertTrue(labels.size() >= 2, svg);
      for (int i = 0; i < 2; i++) {
        double number = across == (i == 0) ? a : b;
        double share = (number - first.number()) / (last.number() - first.number());
        double at = first.at() + share * (last.at() - first.at());
        // The dot's own error, and those of both labels as often as the dot is beyond them.
        double error = (1 + Math.abs(share) + Math.abs(1 - share)) * WRITTEN;
        assertEquals(at, dots(svg).get(i)[across ? 0 : 1], error, svg);
      }
    }
  }

  @Provide
  Arbitrary<Scale> scales() {
    return Arbitraries.of(
        Scale.LINEAR,
        Scale.LOGARITHMIC,
        SignedLog.upTo(1),
        SignedLog.upTo(1e300),
        new SignedLog(1e-300));
  }

  /** All bits: subnormal and huge, NaN and infinite. */
  private static Arbitrary<Double> bits() {
    return Arbitraries.longs().map(Double::longBitsToDouble);
  }

  @Provide
  Arbitrary<List<Double>> anyNumbers() {
    Arbitrary<Double> near = Arbitraries.longs().between(0, 3).map(i -> 1 + i * Math.ulp(1.0));
    Arbitrary<Double> edges =
        Arbitraries.of(
            0.0,
            -0.0,
            Double.MIN_VALUE,
            Double.MIN_NORMAL,
            Double.MAX_VALUE,
            -Double.MAX_VALUE,
            Double.NaN,
            Double.POSITIVE_INFINITY,
            Double.NEGATIVE_INFINITY);
    Arbitrary<Double> one = Arbitraries.oneOf(bits(), near, edges);
    return Arbitraries.oneOf(
        one.list().ofMinSize(1).ofMaxSize(6), near.list().ofMinSize(1).ofMaxSize(3));
  }

  @Provide
  Arbitrary<Double> moderate() {
    return Arbitraries.oneOf(Doubles.between(-1e6, 1e6), Doubles.between(-1e-3, 1e-3));
  }

  @Example
  void aBandWiderThanItsMeanFitsALogarithmicAxis() {
    Line line =
        new Line(
            "loss",
            List.of(1.0, 2.0, 3.0, 4.0),
            List.of(1.0, 100.0, 5.0, 0.0),
            List.of(2.0, 1.0, Double.NaN, 1.0));
    String svg =
        svg(
            "Loss",
            Charts.lines(
                new Axis("epoch", Scale.LINEAR),
                new Axis("loss", Scale.LOGARITHMIC),
                List.of(line)));
    assertTrue(svg.contains("class=\"band s1\""), svg);
    assertFalse(svg.contains("NaN"), svg);
  }

  @Example
  void aChartSaysInWordsWhatItShows() {
    String svg =
        svg(Scale.LINEAR, Scale.LINEAR, List.of(0.0, 10.0, Double.NaN), List.of(0.5, 2.0, 1.0));
    assertTrue(svg.contains("role=\"img\" aria-labelledby=\"chart1-t chart1-d\""), svg);
    assertTrue(svg.contains("<title id=\"chart1-t\">title</title>"), svg);
    assertTrue(svg.contains("points: 2 points between 0.500 and 2.00, the last at 2.00."), svg);
  }

  @Example
  void labelsHaveAllTheirDigits() {
    assertEquals("0.05", Numbers.label(0.05));
    assertEquals("−0.001", Numbers.label(-0.001));
    assertEquals("2e-4", Numbers.label(2e-4));
    assertEquals("1000", Numbers.label(1000));
    assertEquals("20,000", Numbers.label(20_000));
    assertEquals("12,345.5", Numbers.label(12_345.5));
    assertEquals("1.5e7", Numbers.label(1.5e7));
    assertEquals("4.9e-324", Numbers.label(Double.MIN_VALUE));
  }
}
