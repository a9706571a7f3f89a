package org.roperator.autodiff;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/**
 * Values and derivatives over the whole range of doubles, within four units in the last place of
 * numbers that mpmath 1.3.0 computed in 60 to 1,400 digits: tiny and huge arguments, results below
 * the normal numbers, zeros of the result, ends of domains.
 */
class ElementaryAccuracyTest {

  private static final double UNITS = 4;

  /** The place of ∂²y/∂a∂b. */
  private static final int MIXED = 4;

  /** What is one number at every argument, or a step, and has no file of values. */
  private static final Set<Elementary> PLAIN =
      EnumSet.of(
          Elementary.ABS, Elementary.SIGNUM, Elementary.FLOOR, Elementary.CEIL, Elementary.RINT);

  private static List<String[]> lines(String name) throws IOException {
    InputStream file =
        Objects.requireNonNull(ElementaryAccuracyTest.class.getResourceAsStream(name), name);
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(file, StandardCharsets.US_ASCII))) {
      return reader.lines().map(line -> line.split(" ")).toList();
    }
  }

  private static void assertWithin(double units, String expected, double actual, String what) {
    double exact = Double.parseDouble(expected);
    if (exact == actual) {
      return;
    }
    double off = Math.abs(actual - exact) / Math.ulp(exact);
    assertTrue(off <= units, () -> what + ": " + actual + " instead of " + expected);
  }

  @Test
  void functionsOfOneArgumentAreWithinFourUnits() throws IOException {
    Set<Elementary> seen = EnumSet.copyOf(PLAIN);
    for (String[] line : lines("elementary-values.txt")) {
      Elementary f = Elementary.valueOf(line[0]);
      seen.add(f);
      double x = Double.parseDouble(line[1]);
      double y = f.value(x);
      double slope = f.slope(x, y);
      String where = f + " at " + x;
      assertWithin(UNITS, line[2], y, where);
      assertWithin(UNITS, line[3], slope, "slope of " + where);
      assertWithin(UNITS, line[4], f.bend(x, y, slope), "bend of " + where);
    }
    assertEquals(EnumSet.allOf(Elementary.class), seen);
  }

  /**
   * Mixed partials of powers near their zeros, where 1 + b ln a cancels, have a test of their own.
   */
  @Test
  void functionsOfTwoArgumentsAreWithinFourUnits() throws IOException {
    for (String[] line : lines("binary-values.txt")) {
      BinaryElementary f = BinaryElementary.valueOf(line[0]);
      double a = Double.parseDouble(line[1]);
      double b = Double.parseDouble(line[2]);
      double y = f.value(a, b);
      double[] partials = {
        y, f.a(a, b, y), f.b(a, b, y), f.aa(a, b, y), f.ab(a, b, y), f.bb(a, b, y)
      };
      double cancelling = b * Math.log(a);
      boolean mixedCancels =
          f == BinaryElementary.POWER
              && Math.abs(1 + cancelling) < 0.5 * (1 + Math.abs(cancelling));
      for (int i = 0; i < partials.length; i++) {
        if (i == MIXED && mixedCancels) {
          continue;
        }
        assertWithin(
            UNITS, line[3 + i], partials[i], "number " + i + " of " + f + " at " + a + ", " + b);
      }
    }
  }

  /** Behind the values of a line stands the size of the terms that cancel in each. */
  @Test
  void whatCancelsIsAccurateRelativeToItsTerms() throws IOException {
    for (String[] line : lines("cancelling-values.txt")) {
      double x = Double.parseDouble(line[1]);
      String where = line[0] + " at " + x;
      if (line[0].equals("POWER")) {
        double b = Double.parseDouble(line[2]);
        double mixed = BinaryElementary.POWER.ab(x, b, Math.pow(x, b));
        double unit = Math.ulp(Double.parseDouble(line[4]));
        assertEquals(Double.parseDouble(line[3]), mixed, UNITS * unit, where + ", " + b);
        continue;
      }
      Elementary f = Elementary.valueOf(line[0]);
      double y = f.value(x);
      double slope = f.slope(x, y);
      double[] numbers = {y, slope, f.bend(x, y, slope)};
      for (int i = 0; i < numbers.length; i++) {
        double unit = Math.ulp(Double.parseDouble(line[5 + i]));
        double allowed = (f == Elementary.DIGAMMA ? 6 : UNITS) * unit;
        assertEquals(Double.parseDouble(line[2 + i]), numbers[i], allowed, where);
      }
    }
  }

  @Test
  void notANumberStaysOne() {
    for (Elementary f : Elementary.values()) {
      double y = f.value(Double.NaN);
      assertTrue(Double.isNaN(y), f::toString);
      double slope = f.slope(Double.NaN, y);
      assertTrue(Double.isNaN(slope), () -> "slope of " + f);
      if (f != Elementary.SQUARE) {
        assertTrue(Double.isNaN(f.bend(Double.NaN, y, slope)), () -> "bend of " + f);
      }
    }
  }

  /** Limits at infinity, typed out: value, slope and bend. */
  @Test
  void infiniteArgumentsHaveTheirLimits() {
    double up = Double.POSITIVE_INFINITY;
    Object[][] limits = {
      {Elementary.RECIPROCAL, up, 0.0, 0.0, 0.0},
      {Elementary.SQRT, up, up, 0.0, 0.0},
      {Elementary.CBRT, -up, -up, 0.0, 0.0},
      {Elementary.EXP, -up, 0.0, 0.0, 0.0},
      {Elementary.EXPM1, -up, -1.0, 0.0, 0.0},
      {Elementary.LOG, up, up, 0.0, 0.0},
      {Elementary.LOG1P, up, up, 0.0, 0.0},
      {Elementary.ATAN, -up, -Math.PI / 2, 0.0, 0.0},
      {Elementary.TANH, up, 1.0, 0.0, 0.0},
      {Elementary.ASINH, -up, -up, 0.0, 0.0},
      {Elementary.ACOSH, up, up, 0.0, 0.0},
      {Elementary.ERF, -up, -1.0, 0.0, 0.0},
      {Elementary.ERFC, up, 0.0, 0.0, 0.0},
      {Elementary.ERFC, -up, 2.0, 0.0, 0.0},
      {Elementary.ERFCX, up, 0.0, 0.0, 0.0},
      {Elementary.LOG_NORMAL_CDF, up, 0.0, 0.0, 0.0},
      {Elementary.LOG1M_EXP, -up, 0.0, 0.0, 0.0},
      {Elementary.LOG_NORMAL_CDF, -up, -up, up, -1.0},
      {Elementary.EXPM1_RATIO, -up, 0.0, 0.0, 0.0},
      {Elementary.EXPM1_RATIO, up, up, up, up},
      {Elementary.LOG_GAMMA, up, up, up, 0.0},
      {Elementary.DIGAMMA, up, up, 0.0, 0.0},
      {Elementary.SIGMOID, up, 1.0, 0.0, 0.0},
      {Elementary.SIGMOID, -up, 0.0, 0.0, 0.0},
      {Elementary.SOFTPLUS, up, up, 1.0, 0.0},
      {Elementary.SOFTPLUS, -up, 0.0, 0.0, 0.0},
    };
    for (Object[] each : limits) {
      Elementary f = (Elementary) each[0];
      double x = (double) each[1];
      double y = f.value(x);
      double slope = f.slope(x, y);
      double[] expected = {(double) each[2], (double) each[3], (double) each[4]};
      // Adding zero makes one of both zeros.
      double[] actual = {y + 0.0, slope + 0.0, f.bend(x, y, slope) + 0.0};
      assertArrayEquals(expected, actual, f + " at " + x);
    }
  }

  @Test
  void whereThereIsNoValueThereAreNoDerivatives() {
    for (double x : new double[] {0.5, -1, -2, -1e7, -1e20, -1e160, Double.NEGATIVE_INFINITY}) {
      double y = Elementary.ACOSH.value(x);
      double slope = Elementary.ACOSH.slope(x, y);
      assertTrue(Double.isNaN(y), () -> "arcosh " + x + " is " + y);
      assertTrue(Double.isNaN(slope), () -> "slope of arcosh at " + x + " is " + slope);
      assertTrue(Double.isNaN(Elementary.ACOSH.bend(x, y, slope)));
    }
    for (double a : new double[] {0, 1, -3}) {
      double y = BinaryElementary.X_LOG_Y.value(a, -1);
      assertTrue(Double.isNaN(y));
      assertTrue(Double.isNaN(BinaryElementary.X_LOG_Y.a(a, -1, y)));
      assertTrue(Double.isNaN(BinaryElementary.X_LOG_Y.b(a, -1, y)));
      assertTrue(Double.isNaN(BinaryElementary.X_LOG_Y.ab(a, -1, y)));
      assertTrue(Double.isNaN(BinaryElementary.X_LOG_Y.bb(a, -1, y)));
    }
    // 1/2⁻¹⁰²⁴ is no number, but 2⁻¹⁰²³/2⁻¹⁰²⁴ is.
    assertEquals(2, BinaryElementary.X_LOG_Y.b(0x1p-1023, 0x1p-1024, 0));
  }

  /** ln(1 − eˣ) falls ever more steeply to −∞ from the left, and ψ(x) = −1/x at its pole. */
  @Test
  void poleAtZeroHasOneSideWhateverItsSign() {
    double down = Double.NEGATIVE_INFINITY;
    for (double zero : new double[] {0.0, -0.0}) {
      assertEquals(down, Elementary.LOG1M_EXP.value(zero));
      assertEquals(down, Elementary.LOG1M_EXP.slope(zero, down));
      assertEquals(down, Elementary.LOG1M_EXP.bend(zero, down, down));
    }
    assertEquals(down, Elementary.DIGAMMA.value(Double.MIN_VALUE));
    assertEquals(down, Elementary.LOG_GAMMA.slope(1e-320, 736));
    assertEquals(-0x1p1000, Elementary.DIGAMMA.value(0x1p-1000));
    assertEquals(-0x1p70, Elementary.DIGAMMA.value(0x1p-70));
  }

  /** (−1)ᵖ⁻¹ of a whole p from which 1 can't be taken exactly, and limits of powers at infinity. */
  @Test
  void powersWhoseExponentIsRoundedKeepTheirSign() {
    for (double p : new double[] {0x1p53, 0x1p54, 0x1p60}) {
      assertEquals(-p, Power.slope(-1, p));
      assertEquals(p * p, Power.bend(-1, p), p * p * 1e-15);
      assertEquals(0, Power.slope(0, p));
      assertEquals(0, Power.bend(0, p));
    }
    assertEquals(0, Power.slope(Double.POSITIVE_INFINITY, 0.1));
    assertEquals(0, Power.bend(Double.POSITIVE_INFINITY, 0.1) + 0.0);
  }

  @Test
  void flatEndsStayFlatForTheLargestNumbers() {
    for (double x : new double[] {1e10, -1e200, 1e308, -Double.MAX_VALUE}) {
      double slope = Elementary.ERF.slope(x, 1);
      assertEquals(0, Elementary.ERF.bend(x, 1, slope) + 0.0, "erf at " + x);
      assertEquals(0, Elementary.ERFC.bend(x, 0, slope) + 0.0, "erfc at " + x);
    }
  }

  @Test
  void removableZerosAndOnesAreExact() {
    assertEquals(1, Elementary.SINC.value(0));
    assertEquals(0, Elementary.SINC.slope(0, 1) + 0.0);
    assertEquals(-1.0 / 3, Elementary.SINC.bend(0, 1, 0));
    assertEquals(1, Elementary.EXPM1_RATIO.value(0));
    assertEquals(0.5, Elementary.EXPM1_RATIO.slope(0, 1));
    assertEquals(1.0 / 3, Elementary.EXPM1_RATIO.bend(0, 1, 0.5));
    assertEquals(0, Elementary.ENTROPY.value(0));
    // x ln y at x = 0, as of a label that did not occur: 0, whatever y is.
    TapeExpansion unseen =
        TapeObjective.of(1, y -> Var.constant(0).xLogY(y[0])).expandAt(new double[1]);
    assertEquals(0, unseen.value());
    assertEquals(0, unseen.gradient()[0]);
    assertEquals(1 - Math.log(2), Dual.of(0.5, 1).xLogY(Dual.of(0.5, 1)).dot(), 1e-16);
  }

  @Test
  void powersOfTwoScaleBeyondTheirOwnRange() {
    assertEquals(0x1p78, Var.constant(0x1p-1022).scalb(1100).getReal());
    assertEquals(3, Var.constant(3 * 0x1p-1070).scalb(1070).getReal());
    double[] w = {3};
    TapeExpansion down = TapeObjective.of(1, x -> x[0].scalb(-1050)).expandAt(w);
    assertEquals(0x1p-1050, down.gradient()[0]);
    assertEquals(3 * 0x1p-1050, down.value());
    TapeExpansion back = TapeObjective.of(1, x -> x[0].scalb(-600).square()).expandAt(w);
    assertEquals(0, back.value());
    TapeExpansion up = TapeObjective.of(1, x -> x[0].scalb(1010)).expandAt(w);
    assertEquals(0x1p1010, up.gradient()[0]);
    assertEquals(0, Var.constant(1).scalb(Integer.MIN_VALUE).getReal());
    assertEquals(Double.POSITIVE_INFINITY, Var.constant(1).scalb(Integer.MAX_VALUE).getReal());
  }

  @Test
  void activeNumbersHaveTheFunctionsOfTheTable() {
    double[] w = {0.6};
    TapeObjective sum =
        TapeObjective.of(
            1,
            x ->
                x[0].erfc()
                    .add(x[0].erfcx())
                    .add(x[0].logNormalCdf())
                    .add(x[0].negate().log1mExp())
                    .add(x[0].expm1Ratio())
                    .add(x[0].sinc())
                    .add(x[0].entropy())
                    .add(x[0].xLogY(x[0])));
    // The last two cancel; mpmath for the sum of the others, its slope and bend.
    TapeExpansion at = sum.expandAt(w);
    assertEquals(SUM[0], at.value(), 1e-15);
    assertEquals(SUM[1], at.gradient()[0], 1e-14);
    assertEquals(SUM[2], at.hessian().times(new double[] {1})[0], 1e-14);
  }

  private static final double[] SUM = {2.1587930758473965, 1.0015687899252843, -1.4102463544235107};

  private static final MathContext DIGITS = new MathContext(60);

  private static final double[] SIZES = {
    4.9e-324,
    1e-310,
    2.3e-308,
    1e-300,
    3e-200,
    1e-50,
    1e-5,
    0.1,
    0.5,
    0.999999,
    1,
    1.0000001,
    2,
    3,
    10,
    12345.678,
    1e20,
    7e100,
    1e200,
    3e300,
    Double.MAX_VALUE
  };

  /** Whole powers, by exact products of decimals. */
  @Test
  void wholePowersAreWithinFourUnits() {
    for (int n : new int[] {-20, -7, -3, -2, -1, 1, 2, 3, 4, 5, 8, 13, 40, 333}) {
      for (double size : SIZES) {
        for (double x : new double[] {size, -size}) {
          BigDecimal[] exact = {
            power(x, n),
            power(x, n - 1).multiply(BigDecimal.valueOf(n)),
            power(x, n - 2).multiply(BigDecimal.valueOf((long) n * (n - 1)))
          };
          assertNumbers(exact, w -> w.pow(n), x, "power " + n);
        }
      }
    }
  }

  private static BigDecimal power(double x, int n) {
    BigDecimal power = new BigDecimal(x).pow(Math.abs(n), DIGITS);
    return n >= 0 ? power : BigDecimal.ONE.divide(power, DIGITS);
  }

  /** Roots, by Newton's method in decimals. */
  @Test
  void rootsAreWithinFourUnits() {
    for (int n : new int[] {1, 2, 3, 4, 5, 6, 7, 10, 17, 100, 999, 4096}) {
      for (double size : SIZES) {
        BigDecimal root = root(size, n);
        BigDecimal slope =
            root.divide(new BigDecimal(size).multiply(BigDecimal.valueOf(n)), DIGITS);
        BigDecimal bend =
            slope
                .multiply(BigDecimal.valueOf(1 - n))
                .divide(new BigDecimal(size).multiply(BigDecimal.valueOf(n)), DIGITS);
        BigDecimal[] exact = {root, slope, bend};
        assertNumbers(exact, w -> w.rootN(n), size, "root " + n);
        if (n % 2 != 0) {
          BigDecimal[] mirrored = {root.negate(), slope, bend.negate()};
          assertNumbers(mirrored, w -> w.rootN(n), -size, "root " + n);
        }
      }
      assertEquals(n % 2 == 0, Double.isNaN(Var.constant(-3).rootN(n).getReal()));
    }
  }

  private static BigDecimal root(double x, int n) {
    BigDecimal root = new BigDecimal(Math.pow(x, 1.0 / n));
    for (int i = 0; i < 6; i++) { // 13 digits to begin with double each time
      BigDecimal slope = root.pow(n - 1, DIGITS).multiply(BigDecimal.valueOf(n));
      BigDecimal off = root.pow(n, DIGITS).subtract(new BigDecimal(x));
      root = root.subtract(off.divide(slope, DIGITS), DIGITS);
    }
    return root;
  }

  /** Value, slope and bend of a function of one number, and the slope by a dual number. */
  private static void assertNumbers(
      BigDecimal[] exact, UnaryOperator<Var> f, double x, String what) {
    TapeExpansion at = TapeObjective.of(1, w -> f.apply(w[0])).expandAt(new double[] {x});
    double[] actual = {at.value(), at.gradient()[0], at.hessian().times(new double[] {1})[0]};
    for (int i = 0; i < actual.length; i++) {
      double rounded = exact[i].doubleValue();
      String where = "derivative " + i + " of " + what + " at " + x;
      if (rounded == actual[i]) {
        continue;
      }
      assertTrue(Double.isFinite(rounded) && Double.isFinite(actual[i]), where);
      BigDecimal off = new BigDecimal(actual[i]).subtract(exact[i]).abs();
      BigDecimal allowed = new BigDecimal(UNITS * Math.ulp(rounded));
      assertTrue(off.compareTo(allowed) <= 0, () -> where + ": " + Arrays.toString(actual));
    }
  }

  /** Where a value is infinite, no derivative is finite. */
  @Test
  void polesHaveNoFiniteDerivatives() {
    assertPole(Var::log, 0);
    assertPole(Var::log10, 0);
    assertPole(Var::reciprocal, 0);
    assertPole(x -> Var.constant(2).divide(x), 0);
    assertPole(x -> x.pow(-1), 0);
    assertPole(x -> x.pow(-0.5), 0);
    assertPole(Var::log1p, -1);
    assertPole(Var::atanh, 1);
    assertPole(Var::atanh, -1);
  }

  private static void assertPole(UnaryOperator<Var> f, double x) {
    TapeExpansion at = TapeObjective.of(1, w -> f.apply(w[0])).expandAt(new double[] {x});
    assertTrue(Double.isInfinite(at.value()), () -> "value " + at.value());
    assertFalse(Double.isFinite(at.gradient()[0]), () -> "slope " + at.gradient()[0]);
    double bend = at.hessian().times(new double[] {1})[0];
    assertFalse(Double.isFinite(bend), () -> "bend " + bend);
  }
}
