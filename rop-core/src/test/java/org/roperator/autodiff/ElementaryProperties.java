package org.roperator.autodiff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.commons.math3.dfp.Dfp;
import org.apache.commons.math3.dfp.DfpField;
import org.apache.commons.math3.dfp.DfpMath;
import org.junit.jupiter.api.Test;
import org.roperator.contract.Doubles;

/**
 * Values and derivatives against numbers of 180 decimal digits, differentiated by central
 * differences there, whose steps h are 1e-14 of the argument: truncation is of h² relative to the
 * distance of a pole or an edge, 1e-22 at worst here, and rounding of 1e-180/h².
 */
class ElementaryProperties {

  private static final DfpField FIELD = new DfpField(180);
  private static final Dfp H = FIELD.newDfp("1e-14");

  /** What some hundred roundings in 180 digits amount to, relative to the largest term. */
  private static final double REFERENCE_ROUNDING = 1e-176;

  /**
   * The first term left out of Stirling's series, B₂₆/(26·25 z²⁵) at z = 60, and its derivatives.
   */
  private static final double STIRLING_REMAINDER = 1e-41;

  /** Relative to the exact number. */
  private static final double TOLERANCE = 1e-12;

  /** A function, the same in high precision, and an interval of its domain. */
  private record Unary(Elementary function, UnaryOperator<Dfp> reference, double from, double to) {}

  /** The same of two arguments; b within its interval, a within from and to. */
  private record Binary(
      BinaryElementary function,
      BinaryOperator<Dfp> reference,
      double from,
      double to,
      double bFrom,
      double bTo) {}

  private record Point<F>(F of, double a, double b) {}

  private static final List<Unary> UNARY =
      List.of(
          new Unary(Elementary.ABS, Dfp::abs, -9, -1e-90),
          new Unary(Elementary.ABS, Dfp::abs, 1e-90, 1e90),
          new Unary(Elementary.RECIPROCAL, Dfp::reciprocal, -1e90, -1e-90),
          new Unary(Elementary.SQUARE, x -> x.multiply(x), -70, 1e90),
          new Unary(Elementary.SQRT, Dfp::sqrt, 1e-90, 1e90),
          new Unary(Elementary.CBRT, x -> root(x, 3), 1e-90, 1e90),
          new Unary(Elementary.CBRT, x -> root(x.negate(), 3).negate(), -50, -1e-90),
          new Unary(Elementary.EXP, DfpMath::exp, -300, 300),
          new Unary(Elementary.EXPM1, x -> DfpMath.exp(x).subtract(1), -300, 300),
          new Unary(Elementary.LOG, DfpMath::log, 1e-90, 1e90),
          new Unary(Elementary.LOG1P, x -> DfpMath.log(x.add(1)), -0.999, 1e30),
          new Unary(
              Elementary.LOG10, x -> DfpMath.log(x).divide(DfpMath.log(num(10))), 1e-90, 1e90),
          new Unary(Elementary.SIN, DfpMath::sin, -1e5, 1e5),
          new Unary(Elementary.COS, DfpMath::cos, -1e5, 1e5),
          new Unary(Elementary.TAN, DfpMath::tan, -1.5, 1.5),
          new Unary(Elementary.ASIN, ElementaryProperties::asin, -0.99, 0.99),
          new Unary(Elementary.ACOS, x -> FIELD.getPi().divide(2).subtract(asin(x)), -0.99, 0.99),
          new Unary(Elementary.ATAN, ElementaryProperties::atan, -1e10, 1e10),
          new Unary(Elementary.SINH, ElementaryProperties::sinh, -300, 300),
          new Unary(Elementary.COSH, ElementaryProperties::cosh, -300, 300),
          new Unary(Elementary.TANH, x -> sinh(x).divide(cosh(x)), -100, 100),
          new Unary(
              Elementary.ASINH, x -> DfpMath.log(x.add(x.multiply(x).add(1).sqrt())), -1e10, 1e10),
          new Unary(
              Elementary.ACOSH,
              x -> DfpMath.log(x.add(x.multiply(x).subtract(1).sqrt())),
              1.001,
              30),
          new Unary(
              Elementary.ATANH,
              x -> DfpMath.log(x.add(1).divide(x.negate().add(1))).divide(2),
              -0.99,
              0.99),
          new Unary(Elementary.ERF, ElementaryProperties::erf, -5, 5),
          new Unary(Elementary.ERFC, x -> erf(x).negate().add(1), -5, 5),
          new Unary(Elementary.ERFCX, ElementaryProperties::erfcx, -5, 5),
          new Unary(
              Elementary.LOG_NORMAL_CDF,
              x -> DfpMath.log(erf(x.divide(num(2).sqrt())).add(1).divide(2)),
              -6,
              6),
          new Unary(
              Elementary.LOG1M_EXP, x -> DfpMath.log(DfpMath.exp(x).negate().add(1)), -300, -1e-30),
          new Unary(Elementary.EXPM1_RATIO, ElementaryProperties::expm1Ratio, -300, -1e-30),
          new Unary(Elementary.EXPM1_RATIO, ElementaryProperties::expm1Ratio, 1e-30, 300),
          new Unary(Elementary.SINC, x -> DfpMath.sin(x).divide(x), 1e-30, 2),
          new Unary(Elementary.ENTROPY, x -> DfpMath.log(x).multiply(x).negate(), 1e-90, 1e90),
          new Unary(Elementary.LOG_GAMMA, ElementaryProperties::logGamma, 1e-6, 1e6),
          new Unary(Elementary.DIGAMMA, ElementaryProperties::digamma, 1e-6, 1e6),
          new Unary(
              Elementary.DIGAMMA, x -> digamma(x.add(1)).subtract(x.reciprocal()), -0.95, -0.05),
          new Unary(
              Elementary.SIGMOID, x -> DfpMath.exp(x.negate()).add(1).reciprocal(), -300, 300),
          new Unary(Elementary.SOFTPLUS, x -> DfpMath.log(DfpMath.exp(x).add(1)), -300, 300),
          new Unary(Elementary.SIGNUM, x -> num(Math.signum(x.toDouble())), 0.5, 9),
          new Unary(Elementary.FLOOR, Dfp::floor, 1.1, 1.9),
          new Unary(Elementary.CEIL, Dfp::ceil, 1.1, 1.9),
          new Unary(Elementary.RINT, Dfp::rint, 1.6, 2.4));

  private static final List<Binary> BINARY =
      List.of(
          new Binary(BinaryElementary.MULTIPLY, Dfp::multiply, -20, 1e60, -50, 1e60),
          new Binary(BinaryElementary.DIVIDE, Dfp::divide, -20, 1e60, 1e-60, 1e60),
          new Binary(BinaryElementary.DIVIDE, Dfp::divide, -20, 20, -50, -1e-60),
          new Binary(BinaryElementary.POWER, (a, b) -> DfpMath.pow(a, b), 1e-20, 1e20, -5.25, 7.75),
          new Binary(
              BinaryElementary.X_LOG_Y,
              (a, b) -> DfpMath.log(b).multiply(a),
              -20,
              1e60,
              1e-60,
              1e60),
          new Binary(BinaryElementary.ATAN2, (a, b) -> atan(a.divide(b)), -20, 20, 0.01, 50),
          new Binary(
              BinaryElementary.ATAN2,
              (a, b) -> atan(b.divide(a)).negate().add(FIELD.getPi().divide(2)),
              0.01,
              20,
              -50,
              50),
          new Binary(
              BinaryElementary.HYPOT,
              (a, b) -> a.multiply(a).add(b.multiply(b)).sqrt(),
              0.01,
              20,
              -50,
              50));

  /**
   * Numbers of an interval with all their bits, from 2⁻¹³¹ on, and zero: a smaller one is not
   * visible beside 1 in the digits of the reference, and is multiplied by powers of 2¹³⁰.
   */
  private static Arbitrary<Double> within(double from, double to) {
    return Doubles.between(from, to).map(ElementaryProperties::folded);
  }

  private static double folded(double x) {
    double y = x;
    while (y != 0 && Math.abs(y) < 0x1p-131) {
      y *= 0x1p130;
    }
    return y;
  }

  @Provide
  Arbitrary<Point<Unary>> unary() {
    return Arbitraries.of(UNARY).flatMap(u -> within(u.from, u.to).map(x -> new Point<>(u, x, 0)));
  }

  @Provide
  Arbitrary<Point<Binary>> binary() {
    return Arbitraries.of(BINARY)
        .flatMap(
            f ->
                within(f.from, f.to)
                    .flatMap(a -> within(f.bFrom, f.bTo).map(b -> new Point<>(f, a, b))));
  }

  /** Relative to the argument, which may be of any size. */
  private static Dfp step(double x) {
    return x == 0 ? H : num(Math.abs(x)).multiply(H);
  }

  @Property(tries = 500)
  void valueAndBothDerivativesOfOneArgument(@ForAll("unary") Point<Unary> at) {
    Elementary f = at.of.function;
    double x = at.a;
    UnaryOperator<Dfp> exact = at.of.reference;
    Dfp h = step(x);
    Dfp middle = exact.apply(num(x));
    Dfp above = exact.apply(num(x).add(h));
    Dfp below = exact.apply(num(x).subtract(h));
    double slope = above.subtract(below).divide(h.multiply(2)).toDouble();
    double bend = above.add(below).subtract(middle.multiply(2)).divide(h.multiply(h)).toDouble();
    double y = f.value(x);
    boolean bySeries = f == Elementary.LOG_GAMMA || f == Elementary.DIGAMMA;
    double left = bySeries ? STIRLING_REMAINDER : 0;
    double rounding = REFERENCE_ROUNDING * (1 + Math.abs(y));
    double size = h.toDouble();
    assertClose(middle.toDouble(), y, left + rounding, f + " at " + x);
    // The slope −(1 + ln x) of −x ln x is a sum that passes through zero.
    double cancelled = f == Elementary.ENTROPY ? Math.ulp(1.0) : 0;
    assertClose(
        slope, f.slope(x, y), left + rounding / size + cancelled, "slope of " + f + " at " + x);
    assertClose(
        bend,
        f.bend(x, y, f.slope(x, y)),
        left + rounding / size / size,
        "bend of " + f + " at " + x);
  }

  @Property(tries = 200)
  void valueAndAllPartialsOfTwoArguments(@ForAll("binary") Point<Binary> at) {
    BinaryElementary f = at.of.function;
    double a = at.a;
    double b = at.b;
    Dfp g = step(a);
    Dfp h = step(b);
    Dfp[][] grid = new Dfp[3][3];
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3; j++) {
        grid[i][j] =
            at.of.reference.apply(num(a).add(g.multiply(i - 1)), num(b).add(h.multiply(j - 1)));
      }
    }
    double y = f.value(a, b);
    Dfp fa = grid[2][1].subtract(grid[0][1]).divide(g.multiply(2));
    Dfp fb = grid[1][2].subtract(grid[1][0]).divide(h.multiply(2));
    Dfp faa = grid[2][1].add(grid[0][1]).subtract(grid[1][1].multiply(2)).divide(g.multiply(g));
    Dfp fbb = grid[1][2].add(grid[1][0]).subtract(grid[1][1].multiply(2)).divide(h.multiply(h));
    Dfp fab =
        grid[2][2]
            .subtract(grid[2][0])
            .subtract(grid[0][2])
            .add(grid[0][0])
            .divide(g.multiply(h).multiply(4));
    String where = f + " at " + a + ", " + b;
    double rounding = REFERENCE_ROUNDING * (1 + Math.abs(y));
    double da = rounding / g.toDouble();
    double db = rounding / h.toDouble();
    assertClose(grid[1][1].toDouble(), y, rounding, where);
    assertClose(fa.toDouble(), f.a(a, b, y), da, "a " + where);
    assertClose(fb.toDouble(), f.b(a, b, y), db, "b " + where);
    assertClose(faa.toDouble(), f.aa(a, b, y), da / g.toDouble(), "aa " + where);
    assertClose(fbb.toDouble(), f.bb(a, b, y), db / h.toDouble(), "bb " + where);
    // Of aᵇ it is (1 + b ln a) aᵇ⁻¹, a sum that passes through zero.
    double cancelled = f == BinaryElementary.POWER ? 8 * Math.ulp(y / a) : 0;
    assertClose(fab.toDouble(), f.ab(a, b, y), da / h.toDouble() + cancelled, "ab " + where);
  }

  @Test
  void everyFunctionOfTheTableIsTested() {
    Set<Elementary> tested =
        UNARY.stream()
            .map(Unary::function)
            .collect(Collectors.toCollection(() -> EnumSet.noneOf(Elementary.class)));
    assertEquals(EnumSet.allOf(Elementary.class), tested);
    assertEquals(
        EnumSet.allOf(BinaryElementary.class),
        BINARY.stream().map(Binary::function).collect(Collectors.toSet()));
  }

  /**
   * Where a value is finite and the tangent vertical, by name; elsewhere derivatives are finite.
   */
  private static boolean isVertical(Elementary f, double x) {
    return switch (f) {
      case SQRT, CBRT, ENTROPY -> x == 0;
      case ASIN, ACOS -> Math.abs(x) == 1;
      case ACOSH -> x == 1;
      default -> false;
    };
  }

  /** At the ends of domains, at corners and vertical tangents, and far out. */
  @Property(tries = 500)
  void derivativesAreFiniteWhereverTheValueIsButAtVerticalTangents(@ForAll("edges") double x) {
    for (Elementary f : Elementary.values()) {
      double y = f.value(x);
      if (!Double.isFinite(y)) {
        continue;
      }
      double slope = f.slope(x, y);
      double bend = f.bend(x, y, slope);
      if (isVertical(f, x)) {
        assertTrue(Double.isNaN(slope), () -> "slope of " + f + " at " + x + " is " + slope);
        assertTrue(Double.isNaN(bend), () -> "bend of " + f + " at " + x + " is " + bend);
      } else {
        assertTrue(Double.isFinite(slope), () -> "slope of " + f + " at " + x + " is " + slope);
        assertTrue(Double.isFinite(bend), () -> "bend of " + f + " at " + x + " is " + bend);
      }
    }
  }

  @Provide
  Arbitrary<Double> edges() {
    return Arbitraries.of(0.0, -0.0, 1.0, -1.0, 2.0, 0.5, -0.5, 3.0, -2.0, 30.0, 700.0, -700.0);
  }

  @Property(tries = 300)
  void partialsOfTwoArgumentsAreFiniteWhereTheFunctionIsSmooth(
      @ForAll("edges") double a, @ForAll("edges") double b) {
    for (BinaryElementary f : BinaryElementary.values()) {
      double y = f.value(a, b);
      boolean isSmooth =
          switch (f) {
            case POWER -> a > 0 || (a == 0 && b >= 2);
            case X_LOG_Y -> b > 0;
            default -> a != 0 || b != 0;
          };
      if (!Double.isFinite(y) || Math.abs(y) > 1e200 || !isSmooth) {
        continue;
      }
      double[] all = {f.a(a, b, y), f.b(a, b, y), f.aa(a, b, y), f.ab(a, b, y), f.bb(a, b, y)};
      for (double partial : all) {
        assertTrue(Double.isFinite(partial), () -> f + " at " + a + ", " + b + ": " + partial);
      }
    }
    // Of whole powers of negative numbers those in the base alone exist.
    double negative = -1 - Math.abs(a);
    double cube = BinaryElementary.POWER.value(negative, 3);
    assertEquals(3 * negative * negative, BinaryElementary.POWER.a(negative, 3, cube));
    assertTrue(Double.isNaN(BinaryElementary.POWER.b(negative, 3, cube)));
  }

  private static void assertClose(double expected, double actual, double doubt, String what) {
    // Subnormal numbers have few digits: those of 1e-300 and more have all.
    double allowed = TOLERANCE * Math.abs(expected) + doubt + 1e-300;
    assertEquals(expected, actual, allowed, what);
  }

  private static Dfp num(double x) {
    return FIELD.newDfp(x);
  }

  /** Halved eight times by atan x = 2 atan(x / (1 + √(1 + x²))), then by its power series. */
  private static Dfp atan(Dfp x) {
    Dfp t = x;
    for (int i = 0; i < 8; i++) {
      t = t.divide(t.multiply(t).add(1).sqrt().add(1));
    }
    Dfp sum = FIELD.getZero();
    Dfp power = t;
    for (int k = 0; k < 40; k++) {
      sum = sum.add(power.divide(2 * k + 1));
      power = power.multiply(t).multiply(t).negate();
    }
    return sum.multiply(256);
  }

  private static Dfp asin(Dfp x) {
    return atan(x.divide(FIELD.getOne().subtract(x.multiply(x)).sqrt()));
  }

  private static Dfp root(Dfp x, int n) {
    return DfpMath.pow(x, FIELD.getOne().divide(n));
  }

  private static Dfp sinh(Dfp x) {
    return DfpMath.exp(x).subtract(DfpMath.exp(x.negate())).divide(2);
  }

  private static Dfp cosh(Dfp x) {
    return DfpMath.exp(x).add(DfpMath.exp(x.negate())).divide(2);
  }

  /** Σ (−1)ᵏ x²ᵏ⁺¹ / (k! (2k + 1)) · 2/√π. */
  private static Dfp erf(Dfp x) {
    Dfp sum = FIELD.getZero();
    Dfp term = x;
    for (int k = 0; k < 160; k++) {
      sum = sum.add(term.divide(2 * k + 1));
      term = term.multiply(x).multiply(x).negate().divide(k + 1);
    }
    return sum.multiply(2).divide(FIELD.getPi().sqrt());
  }

  private static Dfp erfcx(Dfp x) {
    return DfpMath.exp(x.multiply(x)).multiply(erf(x).negate().add(1));
  }

  private static Dfp expm1Ratio(Dfp x) {
    return DfpMath.exp(x).subtract(1).divide(x);
  }

  private static final long[][] BERNOULLI = {
    {1, 6},
    {-1, 30},
    {1, 42},
    {-1, 30},
    {5, 66},
    {-691, 2730},
    {7, 6},
    {-3617, 510},
    {43867, 798},
    {-174611, 330},
    {854513, 138},
    {-236364091, 2730}
  };

  /** Stirling's series at x + 60, brought back by the product of what lies between. */
  private static Dfp logGamma(Dfp x) {
    Dfp product = FIELD.getOne();
    Dfp z = x;
    for (int i = 0; i < 60; i++) {
      product = product.multiply(z);
      z = z.add(1);
    }
    Dfp sum =
        z.subtract(num(0.5))
            .multiply(DfpMath.log(z))
            .subtract(z)
            .add(DfpMath.log(FIELD.getPi().multiply(2)).divide(2));
    Dfp power = z;
    for (int k = 1; k <= BERNOULLI.length; k++) {
      sum = sum.add(bernoulli(k).divide(power.multiply(2 * k * (2 * k - 1))));
      power = power.multiply(z).multiply(z);
    }
    return sum.subtract(DfpMath.log(product));
  }

  private static Dfp digamma(Dfp x) {
    Dfp sum = FIELD.getZero();
    Dfp z = x;
    for (int i = 0; i < 60; i++) {
      sum = sum.subtract(z.reciprocal());
      z = z.add(1);
    }
    sum = sum.add(DfpMath.log(z)).subtract(z.multiply(2).reciprocal());
    Dfp power = z.multiply(z);
    for (int k = 1; k <= BERNOULLI.length; k++) {
      sum = sum.subtract(bernoulli(k).divide(power.multiply(2 * k)));
      power = power.multiply(z).multiply(z);
    }
    return sum;
  }

  private static Dfp bernoulli(int k) {
    return FIELD.newDfp(BERNOULLI[k - 1][0]).divide(FIELD.newDfp(BERNOULLI[k - 1][1]));
  }
}
