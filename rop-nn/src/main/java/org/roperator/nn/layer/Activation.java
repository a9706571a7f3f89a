package org.roperator.nn.layer;

import org.roperator.function.ScalarFunction;
import org.roperator.internal.Arguments;

/**
 * A scalar function applied to each entry, {@code y = φ(x)}, with its slope φ′ and its bend φ″.
 *
 * <p>Immutable. A new activation is one class; the activation contract in this module's tests
 * checks its three numbers against differences and against one another. Where a derivative jumps or
 * does not exist, each activation states the value it takes.
 */
public interface Activation extends ScalarFunction {

  /** The name by which people call it, such as {@code tanh}. */
  String name();

  /**
   * Whether φ″ vanishes wherever it exists. Products skip the bend then, and pieces of such a
   * function have no curvature of their own.
   */
  default boolean isPiecewiseLinear() {
    return false;
  }

  /**
   * Replaces consecutive numbers by their values and fills in slopes and bends; the same numbers
   * bit for bit as {@link #value}, {@link #slope} and {@link #bend}.
   *
   * <p>Worth overriding where the three share an expensive part.
   *
   * @param y holds x from {@code from} on. Overwritten by φ(x).
   * @param from index of the first number in {@code y}
   * @param slope Overwritten from index 0 by φ′(x).
   * @param bend Overwritten from index 0 by φ″(x); not touched if the function is piecewise linear
   * @param length how many numbers
   */
  default void expand(double[] y, int from, double[] slope, double[] bend, int length) {
    for (int i = 0; i < length; i++) {
      double x = y[from + i];
      y[from + i] = value(x);
      slope[i] = slope(x);
      if (!isPiecewiseLinear()) {
        bend[i] = bend(x);
      }
    }
  }

  /** The identity {@code φ(x) = x}. */
  static Activation identity() {
    return new LeakyRelu("identity", 1);
  }

  /** The hyperbolic tangent. */
  static Activation tanh() {
    return new Tanh();
  }

  /** The logistic function {@code φ(x) = 1 / (1 + e⁻ˣ)}. */
  static Activation logistic() {
    return new Logistic();
  }

  /** The rectifier {@code φ(x) = max(x, 0)}; at 0 its slope counts as 0. */
  static Activation relu() {
    return new LeakyRelu("relu", 0);
  }

  /**
   * The leaky rectifier, x for x &gt; 0 and αx otherwise; at 0 its slope counts as α.
   *
   * @param alpha α, finite
   */
  static Activation leakyRelu(double alpha) {
    return new LeakyRelu("leaky relu", Arguments.requireFinite("The slope of a leaky ReLU", alpha));
  }

  /** The leaky rectifier of slope 0.01. */
  static Activation leakyRelu() {
    return leakyRelu(0.01);
  }

  /**
   * The exponential linear unit, x for x &gt; 0 and {@code α(eˣ − 1)} otherwise; at 0 slope and
   * bend count as α.
   *
   * @param alpha α, finite
   */
  static Activation elu(double alpha) {
    return new Elu(Arguments.requireFinite("The bound of an ELU", alpha));
  }

  /** The exponential linear unit of α = 1, whose slope is continuous. */
  static Activation elu() {
    return elu(1);
  }

  /** The softplus {@code φ(x) = ln(1 + eˣ)}. */
  static Activation softplus() {
    return new Softplus();
  }

  /** The sigmoid-weighted linear unit {@code φ(x) = x / (1 + e⁻ˣ)}. */
  static Activation silu() {
    return new Silu();
  }

  /** The Gaussian error linear unit {@code φ(x) = x Φ(x)}, with the exact normal distribution Φ. */
  static Activation gelu() {
    return new Gelu();
  }
}
