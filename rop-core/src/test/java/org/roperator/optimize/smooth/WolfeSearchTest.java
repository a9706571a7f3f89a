package org.roperator.optimize.smooth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.roperator.optimize.smooth.WolfeSearch.Found;
import org.roperator.optimize.smooth.WolfeSearch.Quality;

/** The search along functions of one number, those of Moré and Thuente among them. */
class WolfeSearchTest {

  /** A function with its slope, and the rates at which it was asked. */
  private record Line(
      DoubleUnaryOperator f, DoubleUnaryOperator df, double unit, double scale, List<Double> asked)
      implements Ray {

    static Line of(DoubleUnaryOperator f, DoubleUnaryOperator df) {
      return new Line(f, df, 1, 1, new ArrayList<>());
    }

    /** {@code c·φ(α/a)}. */
    Line in(double a, double c) {
      return new Line(f, df, a, c, new ArrayList<>());
    }

    @Override
    public double value() {
      return scale * f.applyAsDouble(0);
    }

    @Override
    public double slope() {
      return scale / unit * df.applyAsDouble(0);
    }

    @Override
    public Point at(double rate) {
      asked.add(rate);
      return Point.of(
          rate, scale * f.applyAsDouble(rate / unit), scale / unit * df.applyAsDouble(rate / unit));
    }
  }

  /** The six functions of the article's section 5. */
  private static Line moreThuente(int number) {
    return switch (number) {
      case 1 -> Line.of(a -> -a / (a * a + 2), a -> (a * a - 2) / ((a * a + 2) * (a * a + 2)));
      case 2 ->
          Line.of(
              a -> Math.pow(a + 0.004, 5) - 2 * Math.pow(a + 0.004, 4),
              a -> 5 * Math.pow(a + 0.004, 4) - 8 * Math.pow(a + 0.004, 3));
      case 3 -> wavy(0.01, 39);
      case 4 -> yanai(0.001, 0.001);
      case 5 -> yanai(0.01, 0.001);
      default -> yanai(0.001, 0.01);
    };
  }

  private static Line wavy(double b, int l) {
    return Line.of(
        a -> {
          double corner =
              a <= 1 - b ? 1 - a : a >= 1 + b ? a - 1 : (a - 1) * (a - 1) / (2 * b) + b / 2;
          return corner + 2 * (1 - b) / (l * Math.PI) * Math.sin(l * Math.PI / 2 * a);
        },
        a -> {
          double corner = a <= 1 - b ? -1 : a >= 1 + b ? 1 : (a - 1) / b;
          return corner + (1 - b) * Math.cos(l * Math.PI / 2 * a);
        });
  }

  private static Line yanai(double b1, double b2) {
    double g1 = Math.sqrt(1 + b1 * b1) - b1;
    double g2 = Math.sqrt(1 + b2 * b2) - b2;
    return Line.of(
        a -> g1 * Math.hypot(1 - a, b2) + g2 * Math.hypot(a, b1),
        a -> g1 * (a - 1) / Math.hypot(1 - a, b2) + g2 * a / Math.hypot(a, b1));
  }

  private static StrongWolfe with(double decrease, double flattening) {
    return new StrongWolfe(decrease, flattening, 0, 50);
  }

  private static void assertWolfe(Line line, Found found, double decrease, double flattening) {
    double rate = found.point().orElseThrow().rate();
    double value = line.scale() * line.f().applyAsDouble(rate / line.unit());
    double slope = line.scale() / line.unit() * line.df().applyAsDouble(rate / line.unit());
    assertTrue(value <= line.value() + decrease * rate * line.slope(), () -> "value at " + rate);
    assertTrue(Math.abs(slope) <= flattening * Math.abs(line.slope()), () -> "slope at " + rate);
  }

  /**
   * Tables I to VI of the article: the first rate, how often the function was asked, and where the
   * search ended, to the two digits printed.
   */
  @ParameterizedTest
  @CsvSource({
    "1, 0.001, 0.1, 1e-3, 6, 1.4",
    "1, 0.001, 0.1, 1e-1, 3, 1.4",
    "1, 0.001, 0.1, 1e+1, 1, 10",
    "1, 0.001, 0.1, 1e+3, 4, 37",
    "2, 0.1, 0.1, 1e-3, 12, 1.6",
    "2, 0.1, 0.1, 1e-1, 8, 1.6",
    "2, 0.1, 0.1, 1e+1, 8, 1.6",
    "2, 0.1, 0.1, 1e+3, 11, 1.6",
    "3, 0.1, 0.1, 1e-3, 12, 1.0",
    "3, 0.1, 0.1, 1e-1, 12, 1.0",
    "3, 0.1, 0.1, 1e+1, 10, 1.0",
    "3, 0.1, 0.1, 1e+3, 13, 1.0",
    "4, 0.001, 0.001, 1e-3, 4, 0.085",
    "4, 0.001, 0.001, 1e-1, 1, 0.10",
    "4, 0.001, 0.001, 1e+1, 3, 0.35",
    "4, 0.001, 0.001, 1e+3, 4, 0.83",
    "5, 0.001, 0.001, 1e-3, 6, 0.075",
    "5, 0.001, 0.001, 1e-1, 3, 0.078",
    "5, 0.001, 0.001, 1e+1, 7, 0.073",
    "5, 0.001, 0.001, 1e+3, 8, 0.076",
    "6, 0.001, 0.001, 1e-3, 13, 0.93",
    "6, 0.001, 0.001, 1e-1, 11, 0.93",
    "6, 0.001, 0.001, 1e+1, 8, 0.92",
    "6, 0.001, 0.001, 1e+3, 11, 0.92",
  })
  void endsWhereMoreAndThuenteSay(
      int number, double decrease, double flattening, double first, int tries, double rate) {
    Line line = moreThuente(number);
    Found found = WolfeSearch.along(line, first, with(decrease, flattening));
    assertEquals(Quality.WOLFE, found.quality());
    assertWolfe(line, found, decrease, flattening);
    double end = found.point().orElseThrow().rate();
    // Two digits are printed: half a unit of the last.
    double half = 0.5 * Math.pow(10, Math.floor(Math.log10(rate)) - 1);
    assertEquals(rate, end, 1.01 * half, () -> "" + line.asked());
    assertEquals(tries, found.tries());
    assertEquals(tries, line.asked().size());
  }
}
