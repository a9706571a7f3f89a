package org.roperator.autodiff;

import org.apache.commons.math3.Field;
import org.jspecify.annotations.Nullable;

/**
 * A dual number {@code y + ẏ ε} with {@code ε² = 0}: a value and its derivative in one direction.
 *
 * <p>The cheapest way to a directional derivative: run a program over {@link ActiveNumber} on
 * inputs {@code Dual.of(xᵢ, vᵢ)}, and its result carries {@code ⟨∇f, v⟩}. For gradients and
 * Hessians take {@link TapeObjective}. Immutable; the rules where no derivative exists are those of
 * {@link Elementary}.
 *
 * <p>A dual number doesn't know in which direction it is differentiated: do not mix those of two
 * nested differentiations, pass numbers between them instead.
 */
public final class Dual implements ActiveNumber<Dual> {

  private final double value;
  private final double dot;

  private Dual(double value, double dot) {
    this.value = value;
    this.dot = dot;
  }

  /** The number with value y and derivative ẏ. */
  public static Dual of(double y, double dot) {
    return new Dual(y, dot);
  }

  /** The number whose derivative is 1. */
  public static Dual variable(double y) {
    return new Dual(y, 1);
  }

  /** The number whose derivative is 0. */
  public static Dual constant(double c) {
    return new Dual(c, 0);
  }

  /** The value y. */
  @Override
  public double getReal() {
    return value;
  }

  /** The derivative ẏ. */
  public double dot() {
    return dot;
  }

  @Override
  public Dual withValue(double y) {
    return new Dual(y, dot);
  }

  @Override
  public Dual add(Dual b) {
    return new Dual(value + b.value, dot + b.dot);
  }

  @Override
  public Dual add(double c) {
    return withValue(value + c);
  }

  @Override
  public Dual subtract(Dual b) {
    return new Dual(value - b.value, dot - b.dot);
  }

  @Override
  public Dual subtract(double c) {
    return withValue(value - c);
  }

  @Override
  public Dual negate() {
    return new Dual(-value, -dot);
  }

  @Override
  public Dual multiply(Dual b) {
    return new Dual(value * b.value, value * b.dot + dot * b.value);
  }

  @Override
  public Dual multiply(double c) {
    return new Dual(value * c, dot * c);
  }

  @Override
  public Dual divide(Dual b) {
    return binary(BinaryElementary.DIVIDE, b);
  }

  @Override
  public Dual divide(double c) {
    return new Dual(value / c, dot / c);
  }

  /**
   * The function of this number.
   *
   * @param f any function with its first derivative
   */
  @Override
  public Dual map(ScalarFunction f) {
    double y = f.value(value);
    return new Dual(y, times(f.slope(value, y), dot));
  }

  private Dual binary(BinaryElementary f, Dual b) {
    double y = f.value(value, b.value);
    return new Dual(y, times(f.a(value, b.value, y), dot) + times(f.b(value, b.value, y), b.dot));
  }

  /** The product of a partial with a tangent: a constant stays one, however steep the function. */
  private static double times(double partial, double dot) {
    return dot == 0 ? 0 : partial * dot;
  }

  /** The power {@code xᵖ}; see {@link #pow(Dual)} for x = 0. */
  @Override
  public Dual pow(double p) {
    return new Dual(Math.pow(value, p), times(Power.slope(value, p), dot));
  }

  /**
   * The power {@code xᵉ} with a variable exponent.
   *
   * <p>At x = 0 and for x &lt; 0 the derivative with respect to the exponent is taken as 0; at x =
   * 0 one with respect to x that would be infinite is taken as 0 where the value is finite.
   */
  @Override
  public Dual pow(Dual exponent) {
    return binary(BinaryElementary.POWER, exponent);
  }

  /** The angle of the point (x, this); at the origin the derivative is 0. */
  @Override
  public Dual atan2(Dual x) {
    return binary(BinaryElementary.ATAN2, x);
  }

  /** {@code √(x² + y²)} without overflow in between; at the origin the derivative is 0. */
  @Override
  public Dual hypot(Dual y) {
    return binary(BinaryElementary.HYPOT, y);
  }

  @Override
  public Field<Dual> getField() {
    return DualField.INSTANCE;
  }

  /**
   * Whether the other is of this type and has the same value, whatever its derivatives: code that
   * branches on equality branches on the value, as it does with plain numbers. Zeros of either sign
   * are equal, and NaN equals NaN.
   */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Dual that
        && (value == that.value || (Double.isNaN(value) && Double.isNaN(that.value)));
  }

  @Override
  public int hashCode() {
    return Double.hashCode(value == 0 ? 0 : value);
  }

  @Override
  public String toString() {
    return value + " + " + dot + "ε";
  }
}
