package org.roperator.recurrent;

import java.util.function.DoubleUnaryOperator;

/**
 * What a unit makes of its total input, {@code y = σ(x)}, with the slope σ′ and the bend σ″.
 *
 * <p>Immutable. Where a derivative jumps, a function states the value it takes.
 */
public interface UnitFunction {

  /** The name by which people call it. */
  String name();

  /** The value σ(x). */
  double value(double x);

  /** The slope σ′(x). */
  double slope(double x);

  /** The bend σ″(x). */
  double bend(double x);

  /** The logistic function {@code 1 / (1 + e⁻ˣ)}. */
  static UnitFunction logistic() {
    return new LogisticUnit();
  }

  /** The hyperbolic tangent. */
  static UnitFunction tanh() {
    return new TanhUnit();
  }

  /** The identity; unbounded, so whether such units settle is a matter of the weights. */
  static UnitFunction identity() {
    return of("identity", x -> x, x -> 1, x -> 0);
  }

  /** The softplus {@code ln(1 + eˣ)}; unbounded above. */
  static UnitFunction softplus() {
    return of(
        "softplus",
        x -> Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))),
        logistic()::value,
        logistic()::slope);
  }

  /**
   * A function given by its value and its first two derivatives, such as an activation of {@code
   * rop-nn}: {@code UnitFunction.of(a.name(), a::value, a::slope, a::bend)}.
   *
   * @param name what people call it
   * @param value σ
   * @param slope σ′
   * @param bend σ″
   */
  static UnitFunction of(
      String name, DoubleUnaryOperator value, DoubleUnaryOperator slope, DoubleUnaryOperator bend) {
    return new GivenUnit(name, value, slope, bend);
  }
}
