package org.roperator.function;

import java.util.function.DoubleUnaryOperator;

/**
 * A function of one number, {@code y = f(x)}, with its slope f′ and its bend f″.
 *
 * <p>{@code org.roperator.autodiff.Elementary} has the usual ones; implement this for others, such
 * as a tabulated function or an activation. The tape, dual numbers, layers of networks and units of
 * recurrent networks all take one. Its methods must be repeatable and safe to call from several
 * threads. Where a derivative jumps or does not exist, a function states the value it takes.
 */
public interface ScalarFunction {

  /** The value f(x). */
  double value(double x);

  /** The slope f′(x). */
  double slope(double x);

  /** The bend f″(x). */
  double bend(double x);

  /**
   * The slope where the value is known; worth overriding where that saves work.
   *
   * @param x the argument
   * @param y {@code f(x)}
   */
  default double slope(double x, double y) {
    return slope(x);
  }

  /**
   * The bend where value and slope are known; worth overriding where that saves work.
   *
   * @param x the argument
   * @param y {@code f(x)}
   * @param slope {@code f′(x)}
   */
  default double bend(double x, double y, double slope) {
    return bend(x);
  }

  /** The identity {@code f(x) = x}. */
  static ScalarFunction identity() {
    return of(x -> x, x -> 1, x -> 0);
  }

  /**
   * A function given by its value and its first two derivatives.
   *
   * @param value f
   * @param slope f′
   * @param bend f″
   */
  static ScalarFunction of(
      DoubleUnaryOperator value, DoubleUnaryOperator slope, DoubleUnaryOperator bend) {
    return new GivenFunction(value, slope, bend);
  }
}
