package org.roperator.autodiff;

import org.apache.commons.math3.Field;
import org.apache.commons.math3.RealFieldElement;
import org.apache.commons.math3.exception.DimensionMismatchException;
import org.apache.commons.math3.util.FastMath;
import org.apache.commons.math3.util.MathArrays;
import org.jspecify.annotations.Nullable;

/**
 * A dual number {@code y + ẏ ε} with {@code ε² = 0}: a value and its derivative in one direction.
 *
 * <p>The cheapest way to a directional derivative: run a program over {@link RealFieldElement} on
 * inputs {@code Dual.of(xᵢ, vᵢ)}, and its result carries {@code ⟨∇f, v⟩}. For gradients and
 * Hessians take {@link TapeObjective}. Immutable; the rules where no derivative exists are those of
 * {@link Elementary}.
 *
 * <p>A dual number doesn't know in which direction it is differentiated: do not mix those of two
 * nested differentiations, pass numbers between them instead.
 */
public final class Dual implements RealFieldElement<Dual> {

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

  private Dual at(double y) {
    return new Dual(y, dot);
  }

  @Override
  public Dual add(Dual b) {
    return new Dual(value + b.value, dot + b.dot);
  }

  @Override
  public Dual add(double c) {
    return at(value + c);
  }

  @Override
  public Dual subtract(Dual b) {
    return new Dual(value - b.value, dot - b.dot);
  }

  @Override
  public Dual subtract(double c) {
    return at(value - c);
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
  public Dual multiply(int n) {
    return multiply((double) n);
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

  @Override
  public Dual sqrt() {
    return map(Elementary.SQRT);
  }

  @Override
  public Dual cbrt() {
    return map(Elementary.CBRT);
  }

  @Override
  public Dual exp() {
    return map(Elementary.EXP);
  }

  @Override
  public Dual expm1() {
    return map(Elementary.EXPM1);
  }

  @Override
  public Dual log() {
    return map(Elementary.LOG);
  }

  @Override
  public Dual log1p() {
    return map(Elementary.LOG1P);
  }

  @Override
  public Dual cos() {
    return map(Elementary.COS);
  }

  @Override
  public Dual sin() {
    return map(Elementary.SIN);
  }

  @Override
  public Dual tan() {
    return map(Elementary.TAN);
  }

  @Override
  public Dual acos() {
    return map(Elementary.ACOS);
  }

  @Override
  public Dual asin() {
    return map(Elementary.ASIN);
  }

  @Override
  public Dual atan() {
    return map(Elementary.ATAN);
  }

  @Override
  public Dual cosh() {
    return map(Elementary.COSH);
  }

  @Override
  public Dual sinh() {
    return map(Elementary.SINH);
  }

  @Override
  public Dual tanh() {
    return map(Elementary.TANH);
  }

  @Override
  public Dual acosh() {
    return map(Elementary.ACOSH);
  }

  @Override
  public Dual asinh() {
    return map(Elementary.ASINH);
  }

  @Override
  public Dual atanh() {
    return map(Elementary.ATANH);
  }

  @Override
  public Dual reciprocal() {
    return map(Elementary.RECIPROCAL);
  }

  @Override
  public Dual ceil() {
    return map(Elementary.CEIL);
  }

  @Override
  public Dual floor() {
    return map(Elementary.FLOOR);
  }

  @Override
  public Dual rint() {
    return map(Elementary.RINT);
  }

  @Override
  public Dual signum() {
    return map(Elementary.SIGNUM);
  }

  /** The square {@code x²}. */
  public Dual square() {
    return map(Elementary.SQUARE);
  }

  /** The logarithm to base 10. */
  public Dual log10() {
    return map(Elementary.LOG10);
  }

  /** The error function. */
  public Dual erf() {
    return map(Elementary.ERF);
  }

  /** The logarithm of the gamma function, for positive arguments. */
  public Dual logGamma() {
    return map(Elementary.LOG_GAMMA);
  }

  /** The digamma function {@code ψ = (ln Γ)'}. */
  public Dual digamma() {
    return map(Elementary.DIGAMMA);
  }

  /** The logistic function {@code 1/(1 + e⁻ˣ)}. */
  public Dual sigmoid() {
    return map(Elementary.SIGMOID);
  }

  /** {@code ln(1 + eˣ)}, without overflow. */
  public Dual softplus() {
    return map(Elementary.SOFTPLUS);
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

  /** The difference {@code c − x} from a constant. */
  public Dual subtractFrom(double c) {
    return negate().add(c);
  }

  /** The quotient {@code c/x} of a constant. */
  public Dual divideInto(double c) {
    return reciprocal().multiply(c);
  }

  @Override
  public Dual remainder(double a) {
    return add(FastMath.IEEEremainder(value, a) - value);
  }

  @Override
  public Dual remainder(Dual a) {
    double remainder = FastMath.IEEEremainder(value, a.value);
    return subtract(a.multiply(Math.rint((value - remainder) / a.value))).at(remainder);
  }

  @Override
  public long round() {
    return FastMath.round(value);
  }

  /** The absolute value; its derivative at 0 is 0. */
  @Override
  public Dual abs() {
    if (value > 0) {
      return this;
    }
    return value < 0 ? negate() : constant(Math.abs(value));
  }

  @Override
  public Dual copySign(Dual sign) {
    return copySign(sign.value);
  }

  @Override
  public Dual copySign(double sign) {
    return Math.copySign(1, value) == Math.copySign(1, sign) ? this : negate();
  }

  @Override
  public Dual scalb(int n) {
    return multiply(Math.scalb(1.0, n)).at(Math.scalb(value, n));
  }

  /** The n-th root; 0 has both derivatives 0 where the tangent is vertical. */
  @Override
  public Dual rootN(int n) {
    if (n == 2) {
      return sqrt();
    }
    if (n == 3) {
      return cbrt();
    }
    return value < 0 && n % 2 != 0 ? negate().pow(1.0 / n).negate() : pow(1.0 / n);
  }

  @Override
  public Dual pow(int n) {
    return n == 2 ? square() : pow((double) n);
  }

  /** The larger of both; the first, this one, at a tie. */
  public Dual max(Dual other) {
    return value >= other.value || Double.isNaN(value) ? this : other;
  }

  /** The smaller of both; the first, this one, at a tie. */
  public Dual min(Dual other) {
    return value <= other.value || Double.isNaN(value) ? this : other;
  }

  /** The larger of this and a constant; this one at a tie. */
  public Dual max(double other) {
    return max(constant(other));
  }

  /** The smaller of this and a constant; this one at a tie. */
  public Dual min(double other) {
    return min(constant(other));
  }

  @Override
  public Dual linearCombination(Dual[] a, Dual[] b) {
    requireEqualLengths(a.length, b.length);
    double[] as = new double[a.length];
    double[] bs = new double[a.length];
    Dual sum = constant(0);
    for (int i = 0; i < a.length; i++) {
      as[i] = a[i].value;
      bs[i] = b[i].value;
      sum = sum.add(a[i].multiply(b[i]));
    }
    return sum.at(accurate(as, bs));
  }

  @Override
  public Dual linearCombination(double[] a, Dual[] b) {
    requireEqualLengths(a.length, b.length);
    double[] bs = new double[a.length];
    Dual sum = constant(0);
    for (int i = 0; i < a.length; i++) {
      bs[i] = b[i].value;
      sum = sum.add(b[i].multiply(a[i]));
    }
    return sum.at(accurate(a, bs));
  }

  private static void requireEqualLengths(int a, int b) {
    if (a != b) {
      throw new DimensionMismatchException(b, a);
    }
  }

  /** The sum of products, computed in twice the working precision where there are several. */
  private static double accurate(double[] a, double[] b) {
    return switch (a.length) {
      case 0 -> 0;
      case 1 -> a[0] * b[0];
      default -> MathArrays.linearCombination(a, b);
    };
  }

  @Override
  public Dual linearCombination(Dual a1, Dual b1, Dual a2, Dual b2) {
    return linearCombination(new Dual[] {a1, a2}, new Dual[] {b1, b2});
  }

  @Override
  public Dual linearCombination(double a1, Dual b1, double a2, Dual b2) {
    return linearCombination(new double[] {a1, a2}, new Dual[] {b1, b2});
  }

  @Override
  public Dual linearCombination(Dual a1, Dual b1, Dual a2, Dual b2, Dual a3, Dual b3) {
    return linearCombination(new Dual[] {a1, a2, a3}, new Dual[] {b1, b2, b3});
  }

  @Override
  public Dual linearCombination(double a1, Dual b1, double a2, Dual b2, double a3, Dual b3) {
    return linearCombination(new double[] {a1, a2, a3}, new Dual[] {b1, b2, b3});
  }

  @Override
  public Dual linearCombination(
      Dual a1, Dual b1, Dual a2, Dual b2, Dual a3, Dual b3, Dual a4, Dual b4) {
    return linearCombination(new Dual[] {a1, a2, a3, a4}, new Dual[] {b1, b2, b3, b4});
  }

  @Override
  public Dual linearCombination(
      double a1, Dual b1, double a2, Dual b2, double a3, Dual b3, double a4, Dual b4) {
    return linearCombination(new double[] {a1, a2, a3, a4}, new Dual[] {b1, b2, b3, b4});
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
