package org.roperator.autodiff;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Method;
import java.lang.reflect.TypeVariable;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.roperator.contract.AnyDouble;

/** Arrays have the functions that single numbers have, with their derivatives. */
class ArrayFunctionsTest {

  private static final double LN_2 = 0.6931471805599453;

  /** Functions of numbers that arrays lack, and why. */
  private static final Map<String, String> LACKING =
      Map.of(
          "copySign", "of commons-math's interface alone, constant but for a jump",
          "remainder", "of commons-math's interface alone, with a jump at every multiple");

  /** The methods from numbers to a number, of one more argument or none, by name. */
  private static Set<String> functionsOfNumbers(int arguments) {
    return Arrays.stream(ActiveNumber.class.getMethods())
        .filter(m -> m.getGenericReturnType() instanceof TypeVariable)
        .filter(m -> m.getParameterCount() == arguments)
        .filter(
            m ->
                Arrays.stream(m.getGenericParameterTypes())
                    .allMatch(t -> t instanceof TypeVariable))
        .map(Method::getName)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static boolean isOnArrays(String name, Class<?>... parameters) {
    try {
      return VarArray.class.getMethod(name, parameters).getReturnType() == VarArray.class;
    } catch (NoSuchMethodException none) {
      return false;
    }
  }

  private static String constantOf(String camelCase) {
    return camelCase.replaceAll("([A-Z])", "_$1").toUpperCase(Locale.ROOT);
  }

  @Example
  void everyFunctionOfNumbersHasACounterpart() {
    Set<String> table =
        Arrays.stream(Elementary.values()).map(Enum::name).collect(Collectors.toSet());
    Set<String> unary = functionsOfNumbers(0);
    assertTrue(unary.size() > 30, unary::toString);
    unary.removeIf(name -> table.contains(constantOf(name))); // by map
    unary.removeIf(name -> isOnArrays(name));
    assertEquals(Set.of(), unary);
    Set<String> binary = functionsOfNumbers(1);
    assertTrue(binary.size() > 10, binary::toString);
    binary.removeIf(name -> isOnArrays(name, VarArray.class));
    assertEquals(LACKING.keySet(), binary);
  }

  /** The sum of cᵢ f(aᵢ, bᵢ), all first. */
  private interface Entrywise {
    VarArray of(VarArray a, VarArray b);
  }

  private static TapeExpansion at(Entrywise f, double[] c, double... w) {
    int n = c.length;
    return TapeObjective.ofArray(2 * n, x -> f.of(x.slice(0, n), x.slice(n, 2 * n)).dot(c))
        .expandAt(w);
  }

  private static void assertDerivatives(
      Entrywise f, double a, double b, double value, double[] gradient, double[] bends) {
    TapeExpansion at = at(f, new double[] {1}, a, b);
    String where = " at " + a + ", " + b;
    // Two roundings, of a logarithm, an angle or a root and of a product with it.
    assertEquals(value, at.value(), 0x1p-51 * Math.abs(value), "value" + where);
    double[] first = at.hessian().times(new double[] {1, 0});
    double[] second = at.hessian().times(new double[] {0, 1});
    double[] actual = {
      at.gradient()[0], at.gradient()[1], first[0], first[1], second[0], second[1]
    };
    double[] expected = {gradient[0], gradient[1], bends[0], bends[1], bends[1], bends[2]};
    for (int i = 0; i < actual.length; i++) {
      // Four roundings at most: two quotients of rounded numbers, with a factor.
      double rounding = 0x1p-50 * Math.abs(expected[i]);
      assertEquals(expected[i], actual[i], rounding, "derivative " + i + where);
    }
  }

  /** ln 2ᵏ is k ln 2, and quotients of powers of two are exact. */
  @Example
  void logarithmicProductsOfAllScales() {
    for (int p : new int[] {-400, -30, 0, 1, 40, 400}) {
      for (int k : new int[] {-300, -31, -1, 0, 2, 50, 300}) {
        for (double s : new double[] {3, -5}) {
          assertDerivatives(
              VarArray::xLogY,
              Math.scalb(s, p),
              Math.scalb(1.0, k),
              Math.scalb(s * k * LN_2, p),
              new double[] {k * LN_2, Math.scalb(s, p - k)},
              new double[] {0, Math.scalb(1.0, -k), Math.scalb(-s, p - 2 * k)});
        }
      }
    }
  }

  @Example
  void zeroTimesALogarithm() {
    double[] gradient = {2 * LN_2, 0};
    assertDerivatives(VarArray::xLogY, 0, 4, 0, gradient, new double[] {0, 0.25, 0});
    assertDerivatives(VarArray::xLogY, -0.0, 4, 0, gradient, new double[] {0, 0.25, 0});
    // The slope in x would be ln 0: there is none; along y the function is 0 for all y ≥ 0.
    TapeExpansion origin = at(VarArray::xLogY, new double[] {1, 1}, 0, 3, 0, 1);
    assertEquals(0, origin.value());
    assertArrayEquals(new double[] {Double.NaN, 0, 0, 3}, origin.gradient());
    assertEquals(Double.NEGATIVE_INFINITY, at(VarArray::xLogY, new double[] {1}, 2, 0).value());
    assertEquals(Double.NaN, at(VarArray::xLogY, new double[] {1}, 0, -1).value());
    // A result that nothing depends on spoils none of the others.
    TapeExpansion left = at(VarArray::xLogY, new double[] {0, 1}, 0, 3, 0, 1);
    assertArrayEquals(new double[] {0, 0, 0, 3}, left.gradient());
    assertArrayEquals(new double[] {0, 1, 0, -2}, left.hessian().times(new double[] {1, 1, 1, 1}));
  }

  /**
   * Labels that are constants, as in a cross entropy: a label that did not occur weighs nothing.
   */
  @Example
  void constantsOnEitherSide() {
    TapeExpansion labels =
        TapeObjective.ofArray(2, y -> VarArray.constant(0, 3).xLogY(y).sum())
            .expandAt(new double[] {0, 0.5});
    assertEquals(-3 * LN_2, labels.value(), 1e-15);
    assertArrayEquals(new double[] {0, 6}, labels.gradient());
    assertArrayEquals(new double[] {0, -12}, labels.hessian().times(new double[] {1, 1}));
    TapeExpansion weights =
        TapeObjective.ofArray(4, x -> x.xLogY(VarArray.constant(1, 2)).squaredNorm())
            .expandAt(new double[] {7, 2, 7, 1});
    // (x₁ ln 2)² + (x₃ ln 2)², the shorter array repeating along x.
    double square = LN_2 * LN_2;
    assertEquals(5 * square, weights.value(), 1e-15);
    assertArrayEquals(new double[] {0, 4 * square, 0, 2 * square}, weights.gradient(), 1e-15);
    double[] product = weights.hessian().times(new double[] {1, 1, 1, -1});
    assertArrayEquals(new double[] {0, 2 * square, 0, -2 * square}, product, 1e-15);
    assertEquals(0, VarArray.constant(0).xLogY(VarArray.constant(0)).get(0).getReal());
  }

  /** {@code p ln p} has the slope 1 + ln p and the bend 1/p. */
  @Property
  void logarithmicProductWithItself(@ForAll @AnyDouble(min = 1e-300, max = 1e300) double p) {
    TapeExpansion at = TapeObjective.ofArray(1, x -> x.xLogY(x).sum()).expandAt(new double[] {p});
    double log = StrictMath.log(p);
    // The bend is 1/p + 1/p − 1/p, the slope ln p + 1, of some roundings each.
    assertEquals(1 + log, at.gradient()[0], 0x1p-50 * (1 + Math.abs(log)));
    assertEquals(1 / p, at.hessian().times(new double[] {1})[0], 0x1p-49 / p);
  }

  @Example
  void anglesAndLengthsOfAllScales() {
    for (int k : new int[] {-300, -20, 0, 3, 300}) {
      double a = Math.scalb(3.0, k);
      double b = Math.scalb(-4.0, k);
      assertDerivatives(
          VarArray::hypot,
          a,
          b,
          Math.scalb(5.0, k),
          new double[] {0.6, -0.8},
          new double[] {
            Math.scalb(16 / 125.0, -k), Math.scalb(12 / 125.0, -k), Math.scalb(9 / 125.0, -k)
          });
      double s = Math.scalb(1.0, k);
      assertDerivatives(
          VarArray::atan2,
          s,
          -s,
          0.75 * Math.PI,
          new double[] {Math.scalb(-0.5, -k), Math.scalb(-0.5, -k)},
          new double[] {Math.scalb(0.5, -2 * k), 0, Math.scalb(-0.5, -2 * k)});
    }
  }

  /** The square of a length is smooth at the origin, and its entry alone is treated so. */
  @Example
  void squaresOfLengthsAreSmoothAtTheOrigin() {
    Entrywise square = (a, b) -> a.hypot(b).map(Elementary.SQUARE);
    TapeExpansion at = at(square, new double[] {1, 1}, 0, 3, -0.0, 4);
    assertEquals(25, at.value(), 1e-14);
    assertArrayEquals(new double[] {0, 6, 0, 8}, at.gradient(), 1e-14);
    double[] product = at.hessian().times(new double[] {1, 2, 3, 4});
    assertArrayEquals(new double[] {2, 4, 6, 8}, product, 1e-14);
    TapeExpansion length = at(VarArray::hypot, new double[] {1, 1}, 0, 3, 0, 4);
    assertTrue(Double.isNaN(length.gradient()[0]) && Double.isNaN(length.gradient()[2]));
    assertEquals(0.6, length.gradient()[1], 1e-15);
    // Of a constant zero the length is |b|.
    TapeExpansion one =
        TapeObjective.ofArray(2, x -> VarArray.constant(0).hypot(x.slice(0, 1)).sum())
            .expandAt(new double[] {-2, 1});
    assertArrayEquals(new double[] {-1, 0}, one.gradient());
  }
}
