package org.roperator.optimize.smooth;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.roperator.contract.AnyDouble;
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

  /** A quartic of random coefficients that falls at 0 and rises in the end, with waves on it. */
  private static Line waves(double a, double b, double frequency) {
    return Line.of(
        x -> x * x * x * x / 4 + a * x * x - x + b * Math.sin(frequency * x),
        x -> x * x * x + 2 * a * x - 1 + b * frequency * Math.cos(frequency * x));
  }

  /**
   * The rates that MINPACK-2's dcsrch tries, to twelve digits, as SciPy 1.17.1 translates it
   * ({@code scipy.optimize._dcsrch.DCSRCH} with rates from 0 to 1e300): a and b and frequency of
   * the wave, both constants, and the rates. All four cases of its steps are among them, each in
   * open and in closed intervals where it occurs there.
   */
  @ParameterizedTest
  @CsvSource({
    "-1.82, -0.04, 12.77, 0.3, 0.31, 0.01 0.05 0.21 0.85 3.41 1.72372142262 1.90826248045"
        + " 2.82108052316 2.03839443924",
    "-0.9, 0.06, 13.69, 0.1, 0.11, 5 1.00589547024 1.97780020529 1.33870921539 1.48730745122"
        + " 1.54801059656 1.76290540092 1.64861451045 1.66149537412",
    "-0.93, -0.26, 6.43, 0.001, 0.001, 0.1 0.5 2.1 0.562911000656 1.69361923926 1.12826511996"
        + " 1.5503893904 1.33599693634 1.33410784809",
    "1.94, -0.07, 14.25, 0.001, 0.001, 0.5 0.205817038283 0.153082837823 0.143013239563"
        + " 0.0715066197815 0.142619137119",
    "0.55, -0.04, 13.01, 0.1, 0.11, 0.1 0.308588405767 1.14294202883 0.649819534626"
        + " 0.483245987989 0.620592899244",
    "-0.3, -0.04, 13.4, 0.001, 0.011, 0.01 0.05 0.21 0.46487050423 1.48435252115"
        + " 1.08383439263 1.1555771424 1.10256222191",
    "0.49, 0.25, 3.2, 0.001, 0.011, 10 1.64809251934 0.512797822562 0.939330805537"
        + " 0.953672260583 0.952139106923",
    "-0.65, -0.11, 4.95, 0.45, 0.45, 0.1 0.5 1.35861467067 3.21882806123 1.47807869243",
    "-1.12, 0.05, 11.84, 0.3, 0.3, 10 1.7564111683 1.06166386796 1.7147797702 1.67935542784"
        + " 1.3705096479 1.61782208736 1.57810711593",
    "-2.18, -0.16, 13.84, 0.001, 0.001, 0.1 0.234943359564 0.18557490217 0.181324234554",
    "-1.11, 0.11, 6.08, 0.1, 0.1, 2 0.18895837688 1.62539166116 1.72184284905 1.72705543261",
    "-0.09, -0.2, 13.13, 0.3, 0.31, 10 1.71142447562 0.870573550013 0.204906036438 0.149767573802",
    "-1.05, -0.2, 13.42, 0.001, 0.001, 3 1.23271835237 1.19994237744 1.05741239196"
        + " 1.16210679757 1.11483582025 1.11431280481",
    "-1.83, -0.11, 9.86, 0.45, 0.45, 3 1.59976364649 1.94302554343 2.09453848965",
    "-1.16, -0.28, 13.63, 0.1, 0.11, 2 1.04793561488 1.70477630896 1.93139164356",
    "-0.47, -0.13, 13.26, 0.001, 0.001, 10 1.73074965703 0.751632720089 0.694706132688"
        + " 0.624865811403 0.660914157761 0.659019656782"
  })
  void triesTheRatesOfMinpack(
      double a, double b, double frequency, double decrease, double flattening, String rates) {
    double[] expected = Arrays.stream(rates.split(" ")).mapToDouble(Double::parseDouble).toArray();
    Line line = waves(a, b, frequency);
    for (double unit : new double[] {1, 0.7}) {
      for (double size : new double[] {1, 3}) {
        Line other = line.in(unit, size);
        Found found = WolfeSearch.along(other, unit * expected[0], with(decrease, flattening));
        assertEquals(Quality.WOLFE, found.quality());
        double[] asked = other.asked().stream().mapToDouble(rate -> rate / unit).toArray();
        // Waves of frequency 14 cancel to some 1e-3 of what they are, twice or thrice in a row.
        assertArrayEquals(expected, asked, 1e-8, () -> Arrays.toString(asked));
        assertEquals(asked[asked.length - 1], found.point().orElseThrow().rate() / unit);
      }
    }
  }

  /**
   * ½α² − 0.52α, whose secant 0.52 lies first beyond four strides, and then before one and a tenth.
   */
  @Test
  void anOpenIntervalGrowsByMoreThanOneStrideAndByFourAtMost() {
    Line bowl = Line.of(a -> a * a / 2 - 0.52 * a, a -> a - 0.52);
    assertEquals(Quality.WOLFE, WolfeSearch.along(bowl, 0.1, with(1e-3, 0.01)).quality());
    double[] asked = bowl.asked().stream().mapToDouble(rate -> rate).toArray();
    // 0.1 + 4 · 0.1; 0.5 + 1.1 · 0.4; then the minimum.
    assertArrayEquals(new double[] {0.1, 0.5, 0.94, 0.52}, asked, 1e-15);
  }

  /**
   * A line that ends at 1e6, from 1e7: a quarter, and a sixteenth of that, are tried below the
   * wall; then growth by four strides, and half way to the wall where that would pass it.
   */
  @Test
  void aWallIsComeNearTo() {
    Line line = Line.of(a -> a < 1e6 ? -a : Double.NaN, a -> -1);
    WolfeSearch.along(line, 1e7, StrongWolfe.standard().atMostTries(5));
    assertEquals(List.of(1e7, 2.5e6, 156250.0, 781250.0, 1640625.0), line.asked());
    // From 5 on: 5 + 16/4, 5 + 4/16, four strides of ¼, and a 256th of the last.
    Line near = Line.of(a -> a < 6 ? -a : Double.NaN, a -> -1);
    WolfeSearch.along(near, 1, StrongWolfe.standard().atMostTries(7));
    assertEquals(List.of(1.0, 5.0, 21.0, 9.0, 5.25, 6.25, 5.25390625), near.asked());
  }

  @Property(tries = 500)
  void whatIsFoundSatisfiesBothConditions(
      @ForAll @AnyDouble(min = -3, max = 3) double a,
      @ForAll @AnyDouble(min = -0.05, max = 0.05) double b,
      @ForAll @AnyDouble(min = 0.1, max = 15) double frequency,
      @ForAll @AnyDouble(min = 1e-6, max = 1e6) double first,
      @ForAll @AnyDouble(min = 1e-3, max = 0.9) double flattening) {
    Line line = waves(a, b, frequency);
    Found found = WolfeSearch.along(line, first, with(1e-4, flattening));
    assertEquals(Quality.WOLFE, found.quality(), () -> "" + line.asked());
    assertWolfe(line, found, 1e-4, flattening);
    assertEquals(line.asked().size(), found.tries());
    assertEquals(line.asked().get(found.tries() - 1), found.point().orElseThrow().rate());
    assertEquals(line.asked().stream().mapToDouble(r -> r).min().orElseThrow(), found.shortest());
    assertEquals(first, line.asked().get(0));
    assertEquals(
        line.asked().size(), line.asked().stream().distinct().count(), () -> "" + line.asked());
  }

  @Property(tries = 200)
  void powersOfTwoChangeNoBit(
      @ForAll @IntRange(min = 1, max = 6) int number,
      @ForAll @AnyDouble(min = 1e-3, max = 1e3) double first,
      @ForAll @IntRange(min = -300, max = 300) int units,
      @ForAll @IntRange(min = -300, max = 300) int values) {
    double a = Math.scalb(1.0, units);
    StrongWolfe settings = StrongWolfe.standard().withFlattening(1e-3).atMostTries(50);
    Line plain = moreThuente(number);
    Line other = plain.in(a, Math.scalb(1.0, values));
    Found found = WolfeSearch.along(plain, first, settings);
    Found scaled = WolfeSearch.along(other, first * a, settings);
    assertEquals(found.quality(), scaled.quality());
    assertEquals(plain.asked(), other.asked().stream().map(rate -> rate / a).toList());
  }

  @Test
  void theFirstRateIsTheOnlyOneIfItSatisfies() {
    Line bowl = Line.of(a -> (a - 1) * (a - 1), a -> 2 * (a - 1));
    // The slope falls by 0.9 between 0.1 and 1.9, and the value by 1e-4 of it up to 1.9998.
    for (double first : new double[] {0.1, 0.5, 1, 1.9}) {
      Found found = WolfeSearch.along(bowl.in(1, 1), first, StrongWolfe.standard());
      assertEquals(1, found.tries());
      assertEquals(first, found.point().orElseThrow().rate());
    }
    for (double first : new double[] {0.0999, 1.9001}) {
      Found found = WolfeSearch.along(bowl.in(1, 1), first, StrongWolfe.standard());
      assertEquals(2, found.tries());
      // The cubic through both ends of a parabola is the parabola, but safeguards may be nearer.
      assertTrue(found.point().orElseThrow().rate() > 0.1);
    }
  }

  /** {@code −2α − ln(1 − α)} is none from 1 on, and has its minimum at ½. */
  @ParameterizedTest
  @CsvSource({"1e-3", "0.9", "1", "1.5", "1e3", "1e9", "1e300"})
  void stepsOutOfTheDomainAreTooLong(double first) {
    Line line = Line.of(a -> -2 * a - Math.log(1 - a), a -> a < 1 ? -2 + 1 / (1 - a) : Double.NaN);
    Found found = WolfeSearch.along(line, first, with(1e-4, 0.01));
    assertEquals(Quality.WOLFE, found.quality());
    // The slope is −1 at 0 and at most 0.01 where |α − ½| < 0.0025, since φ″(½) = 4.
    assertEquals(0.5, found.point().orElseThrow().rate(), 0.0026);
    assertTrue(found.tries() <= 24, () -> "" + line.asked());
  }

  /** Falls ever faster up to the end of its domain: a wall that no minimum lies before. */
  @Test
  void aFallTowardAWallIsFollowedToTheLastTry() {
    Line line = Line.of(a -> a < 1 ? Math.sqrt(1 - a) : Double.NaN, a -> -0.5 / Math.sqrt(1 - a));
    Found found = WolfeSearch.along(line, 0.3, StrongWolfe.standard());
    assertEquals(Quality.DECREASE, found.quality());
    assertEquals(20, found.tries());
    // What is left is halved whenever the wall is near, after three tries to come near.
    assertEquals(1, found.point().orElseThrow().rate(), 0x1p-8);
  }

  @Test
  void whereValuesDrownInRoundingSlopesTell() {
    // 1 + 1e-20·α(α − 2) is 1 everywhere near: values say nothing, slopes that the minimum is 1.
    Line plateau = Line.of(a -> 1 + 1e-20 * a * (a - 2), a -> 2e-20 * (a - 1));
    StrongWolfe strict = StrongWolfe.standard().withFlattening(0.01);
    for (double first : new double[] {1e-6, 0.3, 1.9, 1e4}) {
      Found found = WolfeSearch.along(plateau.in(1, 1), first, strict);
      assertEquals(Quality.WOLFE, found.quality());
      assertEquals(1, found.point().orElseThrow().rate(), 0.01);
    }
    // Hager and Zhang: φ′(α) ≤ (2c₁ − 1)φ′(0), so with c₁ = ¼ a slope of 0.6 is too steep.
    StrongWolfe quarter = StrongWolfe.standard().withSufficientDecrease(0.25);
    assertEquals(1, WolfeSearch.along(plateau.in(1, 1), 1.49, quarter).tries());
    assertEquals(2, WolfeSearch.along(plateau.in(1, 1), 1.6, quarter).tries());
  }

  /** A value that rose by less than its rounding is taken, one that rose by more is not. */
  @Test
  void noiseBelowTheRoundingIsNoRise() {
    for (double noise : new double[] {1e-14, -1e-14}) {
      Line line = Line.of(a -> a == 0 ? 1 : 1 + noise, a -> 1e-20 * (a - 1));
      assertEquals(1, WolfeSearch.along(line, 1, StrongWolfe.standard()).tries());
    }
    Line believed = Line.of(a -> a == 0 ? 1 : 1 + 1e-14, a -> 1e-20 * (a - 1));
    StrongWolfe exact = StrongWolfe.standard().withRounding(0);
    assertEquals(Quality.NONE, WolfeSearch.along(believed, 1, exact).quality());
    Line rise = Line.of(a -> a == 0 ? 1 : 1 + 1e-10, a -> 1e-20 * (a - 1));
    assertEquals(Quality.NONE, WolfeSearch.along(rise, 1, StrongWolfe.standard()).quality());
  }

  /** At the end of the tries a lower value is taken, one that is lower by slopes alone is not. */
  @Test
  void fallsThatNeverFlattenAreFollowed() {
    Line slope = Line.of(a -> 3 - a, a -> -1);
    Found found = WolfeSearch.along(slope, 1, StrongWolfe.standard());
    assertEquals(Quality.DECREASE, found.quality());
    assertEquals(20, found.tries());
    // Each stride is four times the last: 1 + 4 + … + 4¹⁹.
    double longest = (Math.pow(4, 20) - 1) / 3;
    assertEquals(longest, found.point().orElseThrow().rate(), 1e-9 * longest);
    assertEquals(1, found.shortest());
    Line level = Line.of(a -> 3, a -> -1e-30);
    assertEquals(Quality.NONE, WolfeSearch.along(level, 1, StrongWolfe.standard()).quality());
  }

  @Test
  void minusInfinityIsLowEnough() {
    Line cliff = Line.of(a -> a < 10 ? -a : Double.NEGATIVE_INFINITY, a -> -1);
    Found found = WolfeSearch.along(cliff, 1, StrongWolfe.standard());
    assertEquals(Quality.DECREASE, found.quality());
    assertEquals(3, found.tries());
    assertEquals(Double.NEGATIVE_INFINITY, found.point().orElseThrow().value());
  }

  @Test
  void whereNothingIsFiniteThereIsNoStep() {
    for (double bad : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
      Line line = Line.of(a -> a == 0 ? 0 : bad, a -> -1);
      Found found = WolfeSearch.along(line, 1, StrongWolfe.standard().atMostTries(7));
      assertEquals(Quality.NONE, found.quality());
      assertTrue(found.point().isEmpty());
      // ¼ of the way, then its square, and so on: 2 to the −2, −6, −14, −30, −62, −126.
      assertEquals(List.of(1.0, 0x1p-2, 0x1p-6, 0x1p-14, 0x1p-30, 0x1p-62, 0x1p-126), line.asked());
      assertEquals(0x1p-126, found.shortest());
    }
    Line bare = Line.of(a -> -a, a -> a == 0 ? -1 : Double.NaN);
    assertEquals(Quality.NONE, WolfeSearch.along(bare, 1, StrongWolfe.standard()).quality());
  }

  /** Slopes and values that contradict one another, as of a wrong gradient. */
  @Test
  void aGradientThatIsWrongEndsWithoutAStep() {
    Line jump = Line.of(a -> a == 0 ? 0 : 1, a -> -1);
    Found found = WolfeSearch.along(jump, 1, StrongWolfe.standard().atMostTries(2000));
    assertEquals(Quality.NONE, found.quality());
    assertTrue(found.tries() < 2000, "tries " + found.tries());
    Line uphill = Line.of(a -> a, a -> -1);
    assertEquals(Quality.NONE, WolfeSearch.along(uphill, 1, StrongWolfe.standard()).quality());
    assertEquals(Quality.NONE, WolfeSearch.none().quality());
    assertEquals(0, WolfeSearch.none().tries());
  }
}
