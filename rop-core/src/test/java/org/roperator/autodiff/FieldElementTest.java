package org.roperator.autodiff;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import org.apache.commons.math3.RealFieldElement;
import org.apache.commons.math3.analysis.differentiation.DerivativeStructure;
import org.apache.commons.math3.exception.DimensionMismatchException;
import org.junit.jupiter.api.Test;
import org.roperator.function.ScalarFunction;

/**
 * Every operation of the field interface, on Vars and on duals, against commons-math3's own
 * derivative type: value, gradient and Hessian of two inputs.
 */
class FieldElementTest {

  /** Both sides are accurate to some roundings of numbers of this size. */
  private static final double TOLERANCE = 1e-12;

  private static <T extends RealFieldElement<T>> Map<String, BinaryOperator<T>> operations(
      Class<T[]> arrays) {
    Map<String, BinaryOperator<T>> all = new LinkedHashMap<>();
    all.put("add", T::add);
    all.put("subtract", T::subtract);
    all.put("multiply", T::multiply);
    all.put("divide", T::divide);
    all.put("add number", (a, b) -> a.add(2.5).multiply(b));
    all.put("subtract number", (a, b) -> a.subtract(2.5).multiply(b));
    all.put("multiply number", (a, b) -> a.multiply(2.5).multiply(b.multiply(3)));
    all.put("divide number", (a, b) -> a.divide(2.5).multiply(b));
    all.put("negate", (a, b) -> a.negate().multiply(b));
    all.put("remainder number", (a, b) -> a.remainder(0.4).multiply(b));
    all.put("remainder", (a, b) -> a.multiply(5).remainder(b));
    all.put("abs", (a, b) -> a.subtract(1).abs().multiply(b.abs()));
    all.put("ceil", (a, b) -> a.ceil().multiply(b));
    all.put("floor", (a, b) -> a.floor().add(1).multiply(b));
    all.put("rint", (a, b) -> a.rint().multiply(b));
    all.put("signum", (a, b) -> a.subtract(9).signum().multiply(b));
    all.put("copySign", (a, b) -> a.copySign(b.subtract(9)).multiply(b));
    all.put("copySign same", (a, b) -> a.copySign(b).multiply(b));
    all.put("copySign number", (a, b) -> a.copySign(-1.0).multiply(b.copySign(0.5)));
    all.put("scalb", (a, b) -> a.scalb(3).multiply(b));
    all.put("hypot", T::hypot);
    all.put("reciprocal", (a, b) -> a.reciprocal().multiply(b));
    all.put("sqrt", (a, b) -> a.sqrt().multiply(b));
    all.put("cbrt", (a, b) -> a.cbrt().multiply(b));
    all.put("rootN 2", (a, b) -> a.rootN(2).multiply(b));
    all.put("rootN 3", (a, b) -> a.rootN(3).multiply(b));
    all.put("rootN 5", (a, b) -> a.rootN(5).multiply(b));
    all.put("pow number", (a, b) -> a.pow(2.5).multiply(b));
    all.put("pow 2", (a, b) -> a.pow(2).multiply(b));
    all.put("pow 5", (a, b) -> a.pow(5).multiply(b));
    all.put("pow -3", (a, b) -> a.pow(-3).multiply(b));
    all.put("pow", T::pow);
    all.put("exp", (a, b) -> a.exp().multiply(b));
    all.put("expm1", (a, b) -> a.expm1().multiply(b));
    all.put("log", (a, b) -> a.log().multiply(b));
    all.put("log1p", (a, b) -> a.log1p().multiply(b));
    all.put("cos", (a, b) -> a.cos().multiply(b));
    all.put("sin", (a, b) -> a.sin().multiply(b));
    all.put("tan", (a, b) -> a.tan().multiply(b));
    all.put("acos", (a, b) -> a.acos().multiply(b));
    all.put("asin", (a, b) -> a.asin().multiply(b));
    all.put("atan", (a, b) -> a.atan().multiply(b));
    all.put("atan2", T::atan2);
    all.put("cosh", (a, b) -> a.cosh().multiply(b));
    all.put("sinh", (a, b) -> a.sinh().multiply(b));
    all.put("tanh", (a, b) -> a.tanh().multiply(b));
    all.put("acosh", (a, b) -> a.add(1).acosh().multiply(b));
    all.put("asinh", (a, b) -> a.asinh().multiply(b));
    all.put("atanh", (a, b) -> a.atanh().multiply(b));
    all.put("combination of 2", (a, b) -> a.linearCombination(a, b, b, a));
    all.put("combination of 3", (a, b) -> a.linearCombination(a, b, b, b, a, a));
    all.put("combination of 4", (a, b) -> a.linearCombination(a, b, b, b, a, a, b, a));
    all.put("weighted 2", (a, b) -> a.linearCombination(2, b, 3, a).multiply(a));
    all.put("weighted 3", (a, b) -> a.linearCombination(2, b, 3, a, -1, b).multiply(a));
    all.put("weighted 4", (a, b) -> a.linearCombination(2, b, 3, a, -1, b, 5, a).multiply(a));
    all.put(
        "combination",
        (a, b) -> {
          T[] as = arrays.cast(java.lang.reflect.Array.newInstance(arrays.componentType(), 2));
          as[0] = a;
          as[1] = b;
          return a.linearCombination(as, as).add(a.linearCombination(new double[] {1, 2}, as));
        });
    all.put(
        "field", (a, b) -> a.getField().getOne().add(a).multiply(b.add(b.getField().getZero())));
    return all;
  }

  private static <T> T named(Map<String, T> all, String name) {
    return Objects.requireNonNull(all.get(name), name);
  }

  @Test
  void varsAgreeWithCommonsMathToSecondOrder() {
    double a = 0.7;
    double b = 1.3;
    Map<String, BinaryOperator<DerivativeStructure>> expected =
        operations(DerivativeStructure[].class);
    Map<String, BinaryOperator<Var>> actual = operations(Var[].class);
    assertTrue(actual.size() > 50);
    for (String name : actual.keySet()) {
      DerivativeStructure exact =
          named(expected, name)
              .apply(new DerivativeStructure(2, 2, 0, a), new DerivativeStructure(2, 2, 1, b));
      BinaryOperator<Var> f = named(actual, name);
      TapeObjective objective = TapeObjective.of(2, x -> f.apply(x[0], x[1]));
      double[] w = {a, b};
      TapeExpansion at = objective.expandAt(w);
      assertEquals(exact.getValue(), at.value(), TOLERANCE * 10, name);
      assertEquals(exact.getValue(), objective.value(w), TOLERANCE * 10, name);
      double ga = exact.getPartialDerivative(1, 0);
      double gb = exact.getPartialDerivative(0, 1);
      assertArrayEquals(new double[] {ga, gb}, at.gradient(), TOLERANCE * 10, name);
      double haa = exact.getPartialDerivative(2, 0);
      double hab = exact.getPartialDerivative(1, 1);
      double hbb = exact.getPartialDerivative(0, 2);
      assertArrayEquals(
          new double[] {haa, hab}, at.hessian().times(new double[] {1, 0}), TOLERANCE * 100, name);
      assertArrayEquals(
          new double[] {hab, hbb}, at.hessian().times(new double[] {0, 1}), TOLERANCE * 100, name);
      Dual dual = named(operations(Dual[].class), name).apply(Dual.of(a, 2), Dual.of(b, -3));
      assertEquals(exact.getValue(), dual.getReal(), TOLERANCE * 10, name);
      assertEquals(2 * ga - 3 * gb, dual.dot(), TOLERANCE * 50, name);
    }
  }

  /** One input constant: nothing of it enters, on either side of any operation. */
  @Test
  void constantsOnEitherSideAgreeToo() {
    double a = 0.7;
    double b = 1.3;
    Map<String, BinaryOperator<DerivativeStructure>> expected =
        operations(DerivativeStructure[].class);
    for (Map.Entry<String, BinaryOperator<Var>> each : operations(Var[].class).entrySet()) {
      String name = each.getKey();
      DerivativeStructure exact =
          named(expected, name)
              .apply(new DerivativeStructure(2, 2, 0, a), new DerivativeStructure(2, 2, 1, b));
      BinaryOperator<Var> f = each.getValue();
      TapeExpansion first =
          TapeObjective.of(1, x -> f.apply(x[0], Var.constant(b))).expandAt(new double[] {a});
      TapeExpansion second =
          TapeObjective.of(1, x -> f.apply(Var.constant(a), x[0])).expandAt(new double[] {b});
      double[] one = {1};
      assertEquals(exact.getPartialDerivative(1, 0), first.gradient()[0], 1e-11, name);
      assertEquals(exact.getPartialDerivative(0, 1), second.gradient()[0], 1e-11, name);
      assertEquals(exact.getPartialDerivative(2, 0), first.hessian().times(one)[0], 1e-10, name);
      assertEquals(exact.getPartialDerivative(0, 2), second.hessian().times(one)[0], 1e-10, name);
    }
  }

  /** The operations commons-math3 does not have, against a formula of those it has. */
  @Test
  void furtherFunctionsAgreeWithTheirFormulas() {
    Map<UnaryOperator<Var>, UnaryOperator<Var>> pairs = new LinkedHashMap<>();
    pairs.put(Var::square, x -> x.multiply(x));
    pairs.put(Var::log10, x -> x.log().divide(Math.log(10)));
    pairs.put(Var::sigmoid, x -> x.negate().exp().add(1).reciprocal());
    pairs.put(Var::softplus, x -> x.exp().add(1).log());
    pairs.put(x -> x.subtractFrom(3), x -> x.negate().add(3));
    pairs.put(x -> x.divideInto(3), x -> Var.constant(3).divide(x));
    pairs.put(x -> Var.pow(2, x), x -> x.multiply(Math.log(2)).exp());
    pairs.put(x -> Var.sum(x, x.square(), x), x -> x.multiply(x.add(2)));
    pairs.put(x -> Var.logSumExp(x, x.negate()), x -> x.exp().add(x.negate().exp()).log());
    pairs.put(x -> x.max(0.2).max(x.square()), x -> x);
    pairs.put(x -> x.min(0.9).min(x.add(1)), x -> x);
    pairs.put(x -> x.min(0.2), x -> Var.constant(0.2));
    pairs.put(x -> x.max(5), x -> Var.constant(5));
    pairs.put(x -> x.max(x.add(0.1)), x -> x.add(0.1));
    pairs.put(x -> x.logGamma(), x -> x.add(1).logGamma().subtract(x.log()));
    pairs.put(x -> x.digamma(), x -> x.add(1).digamma().subtract(x.reciprocal()));
    pairs.put(x -> x.erf(), x -> x.negate().erf().negate());
    int number = 0;
    for (Map.Entry<UnaryOperator<Var>, UnaryOperator<Var>> pair : pairs.entrySet()) {
      TapeObjective f = TapeObjective.of(1, x -> pair.getKey().apply(x[0]).exp());
      TapeObjective g = TapeObjective.of(1, x -> pair.getValue().apply(x[0]).exp());
      double[] w = {0.6};
      String name = "pair " + number++;
      assertEquals(g.value(w), f.value(w), TOLERANCE * g.value(w), name);
      assertEquals(g.expandAt(w).gradient()[0], f.expandAt(w).gradient()[0], 10 * TOLERANCE, name);
      double[] one = {1};
      assertEquals(
          g.expandAt(w).hessian().times(one)[0],
          f.expandAt(w).hessian().times(one)[0],
          1e3 * TOLERANCE,
          name);
    }
    assertEquals(2 * Math.log(2), Dual.variable(1).map(x2()).dot(), 1e-15);
    assertEquals(Math.exp(0.5) - 1, Dual.variable(0.5).expm1().getReal(), 1e-15);
  }

  private static ScalarFunction x2() {
    double ln2 = Math.log(2);
    return ScalarFunction.of(
        x -> Math.pow(2, x), x -> Math.pow(2, x) * ln2, x -> Math.pow(2, x) * ln2 * ln2);
  }

  @Test
  void powersAndRootsAtZeroFollowTheirRules() {
    double[] one = {1};
    double[] zero = {0};
    assertEquals(1, TapeObjective.of(1, x -> x[0].pow(1.0)).expandAt(zero).gradient()[0]);
    assertEquals(2, TapeObjective.of(1, x -> x[0].pow(2.0)).expandAt(zero).hessian().times(one)[0]);
    assertEquals(0, TapeObjective.of(1, x -> x[0].pow(0.0)).expandAt(zero).gradient()[0]);
    assertEquals(0, TapeObjective.of(1, x -> Var.pow(0, x[0].add(2))).expandAt(zero).gradient()[0]);
    assertTrue(Double.isNaN(Var.constant(-1).sqrt().getReal()));
    assertTrue(Double.isNaN(Var.constant(Double.NaN).max(1).getReal()));
    assertTrue(Double.isNaN(Var.constant(Double.NaN).min(1).getReal()));
    assertEquals(-2, Var.constant(-32).rootN(5).getReal(), 1e-15);
    assertTrue(Double.isNaN(Var.constant(-32).rootN(4).getReal()));
    assertTrue(Double.isNaN(Dual.variable(0).sqrt().dot()));
    assertEquals(0, Dual.constant(0).sqrt().dot());
    assertEquals(0, Dual.constant(0).log().dot());
  }

  @Test
  void numbersAreEqualIfTheyDependAlike() {
    assertEquals(Var.constant(2), Var.constant(1).add(1));
    assertEquals(Var.constant(0), Var.constant(-0.0));
    assertEquals(Var.constant(0).hashCode(), Var.constant(-0.0).hashCode());
    assertEquals(Var.constant(Double.NaN), Var.constant(Double.NaN));
    assertNotEquals(Var.constant(2), Var.constant(3));
    assertNotEquals(Var.constant(2), Dual.constant(2));
    assertNotEquals(Dual.constant(2), Dual.variable(2));
    assertEquals(Dual.variable(2), Dual.of(1, 1).add(1));
    assertEquals(Dual.of(Double.NaN, 0), Dual.of(Double.NaN, -0.0));
    assertNotEquals(Dual.constant(2), Dual.constant(3));
    assertEquals(Dual.variable(2).hashCode(), Dual.of(1, 1).add(1).hashCode());
    assertEquals("2.0", Var.constant(2).toString());
    assertEquals("2.0 + 1.0ε", Dual.variable(2).toString());
    assertSame(Var.constant(1).getField(), Var.constant(2).getField());
    assertEquals(Var.class, Var.constant(1).getField().getRuntimeClass());
    assertEquals(Dual.class, Dual.constant(1).getField().getRuntimeClass());
    assertEquals(1, Dual.constant(3).getField().getOne().getReal());
    assertEquals(3, Var.constant(2.6).round());
    assertEquals(3, Dual.constant(2.6).round());
    TapeObjective.of(
            1,
            x -> {
              assertEquals("5.0@0", x[0].toString());
              assertEquals(x[0].multiply(2), x[0].add(x[0]));
              assertEquals(x[0].multiply(2).hashCode(), x[0].add(x[0]).hashCode());
              assertNotEquals(x[0], Var.constant(5));
              assertNotEquals(Var.constant(5), x[0]);
              assertNotEquals(x[0].subtract(5), x[0].getField().getZero());
              assertNotEquals(x[0].multiply(2).subtract(5), x[0]);
              assertNotEquals(x[0].subtract(x[0].getReal()), x[0].sin().multiply(0.5));
              return x[0];
            })
        .expandAt(new double[] {5});
  }

  @Test
  void combinationsOfUnequalLengthsAreRefused() {
    Var one = Var.constant(1);
    assertThrows(
        DimensionMismatchException.class,
        () -> one.linearCombination(new Var[] {one}, new Var[] {one, one}));
    assertThrows(
        DimensionMismatchException.class,
        () -> one.linearCombination(new double[2], new Var[] {one}));
    assertEquals(0, one.linearCombination(new double[0], new Var[0]).getReal());
    assertEquals(6, one.linearCombination(new double[] {6}, new Var[] {one}).getReal());
    assertThrows(
        DimensionMismatchException.class,
        () -> Dual.constant(1).linearCombination(new double[2], new Dual[1]));
  }
}
