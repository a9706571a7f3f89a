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

/**
 * Values and derivatives against numbers of eighty decimal digits, differentiated by central
 * differences there: truncation h² ~ 1e-28 and rounding 1e-80/h² ~ 1e-52 leave the differences
 * exact to the last double.
 */
class ElementaryProperties {

  private static final DfpField FIELD = new DfpField(80);
  private static final Dfp H = FIELD.newDfp("1e-14");

  /** What second differences with step H in 80 digits can be off by, relative to the function. */
  private static final double REFERENCE_BLUR = 1e-26;

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
          new Unary(Elementary.ABS, Dfp::abs, -9, -1e-3),
          new Unary(Elementary.ABS, Dfp::abs, 1e-3, 1e9),
          new Unary(Elementary.RECIPROCAL, Dfp::reciprocal, -70, -1e-4),
          new Unary(Elementary.SQUARE, x -> x.multiply(x), -70, 1e6),
          new Unary(Elementary.SQRT, Dfp::sqrt, 1e-6, 1e6),
          new Unary(Elementary.CBRT, x -> root(x, 3), 1e-6, 1e6),
          new Unary(Elementary.CBRT, x -> root(x.negate(), 3).negate(), -50, -1e-6),
          new Unary(Elementary.EXP, DfpMath::exp, -30, 30),
          new Unary(Elementary.EXPM1, x -> DfpMath.exp(x).subtract(1), -30, 30),
          new Unary(Elementary.LOG, DfpMath::log, 1e-6, 1e6),
          new Unary(Elementary.LOG1P, x -> DfpMath.log(x.add(1)), -0.999, 50),
          new Unary(Elementary.LOG10, x -> DfpMath.log(x).divide(DfpMath.log(num(10))), 1e-6, 1e6),
          new Unary(Elementary.SIN, DfpMath::sin, -40, 40),
          new Unary(Elementary.COS, DfpMath::cos, -40, 40),
          new Unary(Elementary.TAN, DfpMath::tan, -1.5, 1.5),
          new Unary(Elementary.ASIN, ElementaryProperties::asin, -0.99, 0.99),
          new Unary(Elementary.ACOS, x -> FIELD.getPi().divide(2).subtract(asin(x)), -0.99, 0.99),
          new Unary(Elementary.ATAN, ElementaryProperties::atan, -40, 40),
          new Unary(Elementary.SINH, ElementaryProperties::sinh, -30, 30),
          new Unary(Elementary.COSH, ElementaryProperties::cosh, -30, 30),
          new Unary(Elementary.TANH, x -> sinh(x).divide(cosh(x)), -18, 18),
          new Unary(
              Elementary.ASINH, x -> DfpMath.log(x.add(x.multiply(x).add(1).sqrt())), -30, 30),
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
          new Unary(Elementary.LOG_GAMMA, ElementaryProperties::logGamma, 0.01, 80),
          new Unary(Elementary.DIGAMMA, ElementaryProperties::digamma, 0.01, 80),
          new Unary(
              Elementary.DIGAMMA, x -> digamma(x.add(1)).subtract(x.reciprocal()), -0.95, -0.05),
          new Unary(Elementary.SIGMOID, x -> DfpMath.exp(x.negate()).add(1).reciprocal(), -30, 30),
          new Unary(Elementary.SOFTPLUS, x -> DfpMath.log(DfpMath.exp(x).add(1)), -30, 30),
          new Unary(Elementary.SIGNUM, x -> num(Math.signum(x.toDouble())), 0.5, 9),
          new Unary(Elementary.FLOOR, Dfp::floor, 1.1, 1.9),
          new Unary(Elementary.CEIL, Dfp::ceil, 1.1, 1.9),
          new Unary(Elementary.RINT, Dfp::rint, 1.6, 2.4));

  private static final List<Binary> BINARY =
      List.of(
          new Binary(BinaryElementary.DIVIDE, Dfp::divide, -20, 20, 0.01, 50),
          new Binary(BinaryElementary.DIVIDE, Dfp::divide, -20, 20, -50, -0.01),
          new Binary(BinaryElementary.POWER, (a, b) -> DfpMath.pow(a, b), 0.01, 20, -5.25, 7.75),
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

  @Provide
  Arbitrary<Point<Unary>> unary() {
    return Arbitraries.of(UNARY)
        .flatMap(
            u ->
                Arbitraries.doubles()
                    .between(u.from, u.to)
                    .ofScale(9)
                    .map(x -> new Point<>(u, x, 0)));
  }

  @Provide
  Arbitrary<Point<Binary>> binary() {
    return Arbitraries.of(BINARY)
        .flatMap(
            f ->
                Arbitraries.doubles()
                    .between(f.from, f.to)
                    .ofScale(9)
                    .flatMap(
                        a ->
                            Arbitraries.doubles()
                                .between(f.bFrom, f.bTo)
                                .ofScale(9)
                                .map(b -> new Point<>(f, a, b))));
  }

  @Property(tries = 700)
  void valueAndBothDerivativesOfOneArgument(@ForAll("unary") Point<Unary> at) {
    Elementary f = at.of.function;
    double x = at.a;
    UnaryOperator<Dfp> exact = at.of.reference;
    Dfp middle = exact.apply(num(x));
    Dfp above = exact.apply(num(x).add(H));
    Dfp below = exact.apply(num(x).subtract(H));
    double slope = above.subtract(below).divide(H.multiply(2)).toDouble();
    double bend = above.add(below).subtract(middle.multiply(2)).divide(H.multiply(H)).toDouble();
    double y = f.value(x);
    // Where a value passes through zero, what an argument off by one rounding would give.
    assertClose(middle.toDouble(), y, x * slope, f + " at " + x);
    assertClose(slope, f.slope(x, y), x * bend, "slope of " + f + " at " + x);
    // The reference itself is off by rounding, 1e-70 or so over H², which shows where the bend is
    // 0.
    double blur = REFERENCE_BLUR * (Math.abs(middle.toDouble()) + Math.abs(slope)) / TOLERANCE;
    double bendScale = f == Elementary.DIGAMMA || f == Elementary.TAN ? slope * slope : blur;
    assertClose(bend, f.bend(x, y, f.slope(x, y)), bendScale, "bend of " + f + " at " + x);
  }

  @Property(tries = 250)
  void valueAndAllPartialsOfTwoArguments(@ForAll("binary") Point<Binary> at) {
    BinaryElementary f = at.of.function;
    double a = at.a;
    double b = at.b;
    Dfp[][] grid = new Dfp[3][3];
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3; j++) {
        grid[i][j] =
            at.of.reference.apply(num(a).add(H.multiply(i - 1)), num(b).add(H.multiply(j - 1)));
      }
    }
    Dfp twice = H.multiply(2);
    Dfp squared = H.multiply(H);
    double y = f.value(a, b);
    double fa = grid[2][1].subtract(grid[0][1]).divide(twice).toDouble();
    double fb = grid[1][2].subtract(grid[1][0]).divide(twice).toDouble();
    double faa =
        grid[2][1].add(grid[0][1]).subtract(grid[1][1].multiply(2)).divide(squared).toDouble();
    double fbb =
        grid[1][2].add(grid[1][0]).subtract(grid[1][1].multiply(2)).divide(squared).toDouble();
    double fab =
        grid[2][2]
            .subtract(grid[2][0])
            .subtract(grid[0][2])
            .add(grid[0][0])
            .divide(squared.multiply(4))
            .toDouble();
    String where = f + " at " + a + ", " + b;
    // Partials pass through zero where two terms cancel, each as large as these scales.
    double scale = Math.abs(faa) + Math.abs(fbb) + Math.abs(fab);
    assertClose(grid[1][1].toDouble(), y, Math.abs(a * fa) + Math.abs(b * fb), where);
    assertClose(fa, f.a(a, b, y), scale * Math.abs(a), "a " + where);
    assertClose(fb, f.b(a, b, y), scale * Math.abs(b), "b " + where);
    double slopes = Math.abs(fa) + Math.abs(fb) + Math.abs(y);
    double size = scale + slopes / Math.abs(a) + slopes;
    assertClose(faa, f.aa(a, b, y), size, "aa " + where);
    assertClose(fab, f.ab(a, b, y), size, "ab " + where);
    assertClose(fbb, f.bb(a, b, y), size, "bb " + where);
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

  /** At the ends of domains, at corners and vertical tangents, and far out. */
  @Property(tries = 500)
  void derivativesAreFiniteWhereverTheValueIs(@ForAll("edges") double x) {
    for (Elementary f : Elementary.values()) {
      double y = f.value(x);
      if (!Double.isFinite(y)) {
        continue;
      }
      double slope = f.slope(x, y);
      double bend = f.bend(x, y, slope);
      assertTrue(Double.isFinite(slope), () -> "slope of " + f + " at " + x + " is " + slope);
      assertTrue(Double.isFinite(bend), () -> "bend of " + f + " at " + x + " is " + bend);
    }
  }

  @Provide
  Arbitrary<Double> edges() {
    return Arbitraries.of(0.0, -0.0, 1.0, -1.0, 2.0, 0.5, -0.5, 3.0, -2.0, 30.0, 700.0, -700.0);
  }

  @Property(tries = 300)
  void partialsOfTwoArgumentsAreFiniteWhereverTheValueIs(
      @ForAll("edges") double a, @ForAll("edges") double b) {
    for (BinaryElementary f : BinaryElementary.values()) {
      double y = f.value(a, b);
      if (!Double.isFinite(y) || Math.abs(y) > 1e200) {
        continue;
      }
      double[] all = {f.a(a, b, y), f.b(a, b, y), f.aa(a, b, y), f.ab(a, b, y), f.bb(a, b, y)};
      for (double partial : all) {
        assertTrue(Double.isFinite(partial), () -> f + " at " + a + ", " + b + ": " + partial);
      }
    }
  }

  private static void assertClose(double expected, double actual, double scale, String what) {
    double allowed = TOLERANCE * Math.max(Math.abs(expected), Math.abs(scale)) + 1e-300;
    assertEquals(expected, actual, allowed, what);
  }

  private static Dfp num(double x) {
    return FIELD.newDfp(x);
  }

  /** Halved four times by atan x = 2 atan(x / (1 + √(1 + x²))), then by its power series. */
  private static Dfp atan(Dfp x) {
    Dfp t = x;
    for (int i = 0; i < 4; i++) {
      t = t.divide(t.multiply(t).add(1).sqrt().add(1));
    }
    Dfp sum = FIELD.getZero();
    Dfp power = t;
    for (int k = 0; k < 40; k++) {
      sum = sum.add(power.divide(2 * k + 1));
      power = power.multiply(t).multiply(t).negate();
    }
    return sum.multiply(16);
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
