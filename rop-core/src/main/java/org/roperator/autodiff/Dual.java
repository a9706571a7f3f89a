package org.roperator.autodiff;

import org.apache.commons.math3.Field;
import org.apache.commons.math3.FieldElement;
import org.jspecify.annotations.Nullable;
import org.roperator.function.ScalarFunction;

/**
 * A dual number {@code y + ẏ ε} with {@code ε² = 0}: a value and its derivative in one direction.
 *
 * <p>The cheapest way to a directional derivative: run a program over {@link ActiveNumber} on
 * inputs {@code Dual.of(xᵢ, vᵢ)}, and its result carries {@code ⟨∇f, v⟩}. For gradients and
 * Hessians take {@link TapeObjective}. Immutable. At a kink or a tie the derivative is that from
 * the side to which the direction leads; where there is none it is NaN, by the rules of {@link
 * Elementary}.
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

  /**
   * {@inheritDoc}
   *
   * <p>Where both have one value, the larger one is that which grows faster along the direction.
   */
  @Override
  public boolean isAbove(Dual other) {
    return value == other.value ? dot > other.dot : value > other.value;
  }

  /** The power {@code xᵖ}; see {@link #pow(Dual)} for x = 0. */
  @Override
  public Dual pow(double p) {
    return new Dual(Math.pow(value, p), times(Power.slope(value, p), dot));
  }

  /**
   * The power {@code xᵉ} with a variable exponent.
   *
   * <p>For x &lt; 0, where the power is defined for whole exponents alone, the derivative with
   * respect to the exponent is NaN; so is at x = 0 what would be infinite while the value is
   * finite.
   */
  @Override
  public Dual pow(Dual exponent) {
    return binary(BinaryElementary.POWER, exponent);
  }

  /** The angle of the point (x, this); at the origin the derivative is NaN. */
  @Override
  public Dual atan2(Dual x) {
    return binary(BinaryElementary.ATAN2, x);
  }

  /**
   * {@code √(x² + y²)} without overflow in between; at the origin its derivative is that from the
   * side to which the direction leads, {@code √(ẋ² + ẏ²)}.
   */
  @Override
  public Dual hypot(Dual y) {
    if (value == 0 && y.value == 0) {
      return new Dual(0, Math.hypot(dot, y.dot));
    }
    return binary(BinaryElementary.HYPOT, y);
  }

  @Override
  public Dual xLogY(Dual y) {
    return binary(BinaryElementary.X_LOG_Y, y);
  }

  @Override
  public Field<Dual> getField() {
    return Constants.INSTANCE;
  }

  /**
   * Whether the other is a dual number of the same value and the same derivative: a zero that moves
   * is not the constant zero. Zeros of either sign are equal, and NaN equals NaN. To compare values
   * alone, compare {@link #getReal}.
   */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Dual that && same(value, that.value) && same(dot, that.dot);
  }

  private static boolean same(double a, double b) {
    return a == b || (Double.isNaN(a) && Double.isNaN(b));
  }

  @Override
  public int hashCode() {
    return 31 * Double.hashCode(value == 0 ? 0 : value) + Double.hashCode(dot == 0 ? 0 : dot);
  }

  @Override
  public String toString() {
    return value + " + " + dot + "ε";
  }

  /** The field of {@link Dual}s, whose zero and one are constants. */
  private enum Constants implements Field<Dual> {
    INSTANCE;

    private static final Dual ZERO = Dual.constant(0);
    private static final Dual ONE = Dual.constant(1);

    @Override
    public Dual getZero() {
      return ZERO;
    }

    @Override
    public Dual getOne() {
      return ONE;
    }

    @Override
    public Class<? extends FieldElement<Dual>> getRuntimeClass() {
      return Dual.class;
    }
  }
}
