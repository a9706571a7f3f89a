package org.roperator.autodiff;

import org.apache.commons.math3.RealFieldElement;
import org.apache.commons.math3.exception.DimensionMismatchException;
import org.apache.commons.math3.util.FastMath;
import org.apache.commons.math3.util.MathArrays;
import org.roperator.function.ScalarFunction;

/**
 * A number that carries derivatives along: what {@link Dual} and {@link Var} have in common.
 *
 * <p>Write a program over {@code <T extends ActiveNumber<T>>} to run it on either. All elementary
 * functions come from the table {@link Elementary} by way of {@link #map}; where a derivative does
 * not exist, its rules hold. {@code abs}, {@code max} and {@code min} are one smooth piece at a
 * kink or a tie, the one that {@link #isAbove} tells.
 *
 * @param <T> the type itself
 */
public interface ActiveNumber<T extends ActiveNumber<T>> extends RealFieldElement<T> {

  /**
   * The function of this number.
   *
   * @param f any function with its derivatives
   */
  T map(ScalarFunction f);

  /**
   * A number with the derivatives of this one and another value: for values that can be computed
   * more accurately than by the steps that give the derivatives.
   */
  T withValue(double y);

  /**
   * Whether this number is the larger one, also where both have one value: then the one that is
   * larger right beside the point, on one side that is the same for all ties of a program. Branch
   * by this where a formula changes at a kink, and the derivatives are those of pieces that belong
   * together.
   */
  boolean isAbove(T other);

  /** Whether this number is positive, at zero as {@link #isAbove} tells. */
  default boolean isAboveZero() {
    return isAbove(getField().getZero());
  }

  /** The number c, whose derivatives are all zero. */
  private T constantOf(double c) {
    return getField().getZero().withValue(c);
  }

  @SuppressWarnings("unchecked")
  private T self() {
    return (T) this;
  }

  @Override
  default T multiply(int n) {
    return multiply((double) n);
  }

  /** The difference {@code c − x} from a constant. */
  default T subtractFrom(double c) {
    return negate().add(c);
  }

  /** The quotient {@code c/x} of a constant. */
  default T divideInto(double c) {
    return constantOf(c).divide(self());
  }

  @Override
  default T sqrt() {
    return map(Elementary.SQRT);
  }

  @Override
  default T cbrt() {
    return map(Elementary.CBRT);
  }

  @Override
  default T exp() {
    return map(Elementary.EXP);
  }

  @Override
  default T expm1() {
    return map(Elementary.EXPM1);
  }

  @Override
  default T log() {
    return map(Elementary.LOG);
  }

  @Override
  default T log1p() {
    return map(Elementary.LOG1P);
  }

  @Override
  default T cos() {
    return map(Elementary.COS);
  }

  @Override
  default T sin() {
    return map(Elementary.SIN);
  }

  @Override
  default T tan() {
    return map(Elementary.TAN);
  }

  @Override
  default T acos() {
    return map(Elementary.ACOS);
  }

  @Override
  default T asin() {
    return map(Elementary.ASIN);
  }

  @Override
  default T atan() {
    return map(Elementary.ATAN);
  }

  @Override
  default T cosh() {
    return map(Elementary.COSH);
  }

  @Override
  default T sinh() {
    return map(Elementary.SINH);
  }

  @Override
  default T tanh() {
    return map(Elementary.TANH);
  }

  @Override
  default T acosh() {
    return map(Elementary.ACOSH);
  }

  @Override
  default T asinh() {
    return map(Elementary.ASINH);
  }

  @Override
  default T atanh() {
    return map(Elementary.ATANH);
  }

  @Override
  default T reciprocal() {
    return map(Elementary.RECIPROCAL);
  }

  /** The square {@code x²}. */
  default T square() {
    return map(Elementary.SQUARE);
  }

  /** The logarithm to base 10. */
  default T log10() {
    return map(Elementary.LOG10);
  }

  /** The error function. */
  default T erf() {
    return map(Elementary.ERF);
  }

  /** The complement {@code 1 − erf x}. */
  default T erfc() {
    return map(Elementary.ERFC);
  }

  /** The scaled complement {@code exp(x²) erfc x}. */
  default T erfcx() {
    return map(Elementary.ERFCX);
  }

  /** {@code ln Φ(x)} of the standard normal distribution. */
  default T logNormalCdf() {
    return map(Elementary.LOG_NORMAL_CDF);
  }

  /** {@code ln(1 − eˣ)}, for negative arguments. */
  default T log1mExp() {
    return map(Elementary.LOG1M_EXP);
  }

  /** {@code (eˣ − 1)/x}, 1 at 0. */
  default T expm1Ratio() {
    return map(Elementary.EXPM1_RATIO);
  }

  /** {@code sin x / x}, 1 at 0. */
  default T sinc() {
    return map(Elementary.SINC);
  }

  /** {@code −x ln x}, 0 at 0. */
  default T entropy() {
    return map(Elementary.ENTROPY);
  }

  /** {@code x ln y} with this number x; 0 for x = 0 whatever y ≥ 0 is. */
  T xLogY(T y);

  /** The logarithm of the gamma function, for positive arguments. */
  default T logGamma() {
    return map(Elementary.LOG_GAMMA);
  }

  /** The digamma function {@code ψ = (ln Γ)'}. */
  default T digamma() {
    return map(Elementary.DIGAMMA);
  }

  /** The logistic function {@code 1/(1 + e⁻ˣ)}. */
  default T sigmoid() {
    return map(Elementary.SIGMOID);
  }

  /** {@code ln(1 + eˣ)}, without overflow. */
  default T softplus() {
    return map(Elementary.SOFTPLUS);
  }

  @Override
  default T ceil() {
    return flat(Elementary.CEIL);
  }

  @Override
  default T floor() {
    return flat(Elementary.FLOOR);
  }

  @Override
  default T rint() {
    return flat(Elementary.RINT);
  }

  @Override
  default T signum() {
    return flat(Elementary.SIGNUM);
  }

  /** A function without slope, on which nothing depends any more; NaN stays NaN with its own. */
  private T flat(Elementary f) {
    double x = getReal();
    return Double.isNaN(x) ? map(f) : constantOf(f.value(x));
  }

  @Override
  default T pow(int n) {
    return n == 2 ? square() : pow((double) n);
  }

  /** The n-th root; its derivatives at 0, where the tangent is vertical, are NaN. */
  @Override
  default T rootN(int n) {
    if (n == 2) {
      return sqrt();
    }
    if (n == 3) {
      return cbrt();
    }
    if (n > 1 && getReal() != 0) {
      return map(new NthRoot(n));
    }
    return getReal() < 0 && n % 2 != 0 ? negate().pow(1.0 / n).negate() : pow(1.0 / n);
  }

  @Override
  default T scalb(int n) {
    // In steps: 2ⁿ itself may be none of the numbers there are, although 2ⁿ x is. From the smallest
    // to the largest of them it is less than 2²²⁰⁰.
    T scaled = self();
    for (int left = Math.max(-2200, Math.min(2200, n)); left != 0; ) {
      int step = Math.max(-1000, Math.min(1000, left));
      scaled = scaled.multiply(Math.scalb(1.0, step));
      left -= step;
    }
    return scaled.withValue(Math.scalb(getReal(), n));
  }

  @Override
  default T remainder(double a) {
    return withValue(FastMath.IEEEremainder(getReal(), a));
  }

  @Override
  default T remainder(T a) {
    double remainder = FastMath.IEEEremainder(getReal(), a.getReal());
    double times = Math.rint((getReal() - remainder) / a.getReal());
    return subtract(a.multiply(times)).withValue(remainder);
  }

  @Override
  default long round() {
    return FastMath.round(getReal());
  }

  /** The absolute value; at 0 x or −x, whichever is positive beside (see {@link #isAbove}). */
  @Override
  default T abs() {
    T zero = getField().getZero();
    return (zero.isAbove(self()) ? negate() : self()).withValue(Math.abs(getReal()));
  }

  @Override
  default T copySign(T sign) {
    return copySign(sign.getReal());
  }

  @Override
  default T copySign(double sign) {
    T size = abs();
    return Math.copySign(1, sign) > 0 ? size : size.negate();
  }

  /** The larger of both, at a tie as {@link #isAbove} tells; NaN if either is. */
  default T max(T other) {
    return other.isAbove(self()) || Double.isNaN(other.getReal()) ? other : self();
  }

  /** The smaller of both, at a tie that which {@link #max(ActiveNumber)} does not choose. */
  default T min(T other) {
    return other.isAbove(self()) || Double.isNaN(getReal()) ? self() : other;
  }

  /** The larger of this and a constant. */
  default T max(double other) {
    return max(constantOf(other));
  }

  /** The smaller of this and a constant. */
  default T min(double other) {
    return min(constantOf(other));
  }

  /**
   * {@code ln Σ eˣ} of some numbers, without overflow, and accurate where the largest is near zero.
   *
   * @param terms at least one number. Not modified.
   */
  static <T extends ActiveNumber<T>> T logSumExp(T[] terms) {
    int top = 0;
    for (int i = 1; i < terms.length && !Double.isNaN(terms[top].getReal()); i++) {
      top = terms[i].getReal() <= terms[top].getReal() ? top : i;
    }
    double largest = terms[top].getReal();
    // The shift cancels exactly, in the value and in every derivative.
    double shift = Double.isFinite(largest) ? largest : 0;
    T sum = terms[top].getField().getZero();
    double others = 0;
    for (int i = 0; i < terms.length; i++) {
      T share = terms[i].subtract(shift).exp();
      sum = sum.add(share);
      others += i == top ? 0 : share.getReal();
    }
    T y = sum.log().add(shift);
    return Double.isFinite(largest) ? y.withValue(shift + Math.log1p(others)) : y;
  }

  /**
   * The norm {@code √Σ x²} without overflow in between; of zeros its derivatives are NaN, but not
   * those of its square.
   *
   * @param x at least one number. Not modified.
   */
  static <T extends ActiveNumber<T>> T norm(T[] x) {
    double largest = 0;
    for (T each : x) {
      largest = Math.max(largest, Math.abs(each.getReal()));
    }
    int exponent = largest == 0 ? 0 : Math.max(Math.getExponent(largest), -1000);
    double scale = Double.isFinite(largest) ? Math.scalb(1.0, -exponent) : 1;
    T sum = x[0].getField().getZero();
    for (T each : x) {
      sum = sum.add(each.multiply(scale).square());
    }
    return sum.sqrt().multiply(1 / scale);
  }

  @Override
  default T linearCombination(T[] a, T[] b) {
    double[] as = new double[a.length];
    double[] bs = new double[b.length];
    requireEqualLengths(a.length, b.length);
    T sum = constantOf(0);
    for (int i = 0; i < a.length; i++) {
      as[i] = a[i].getReal();
      bs[i] = b[i].getReal();
      sum = sum.add(a[i].multiply(b[i]));
    }
    return sum.withValue(accurate(as, bs));
  }

  @Override
  default T linearCombination(double[] a, T[] b) {
    double[] bs = new double[b.length];
    requireEqualLengths(a.length, b.length);
    T sum = constantOf(0);
    for (int i = 0; i < a.length; i++) {
      bs[i] = b[i].getReal();
      sum = sum.add(b[i].multiply(a[i]));
    }
    return sum.withValue(accurate(a, bs));
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
  default T linearCombination(T a1, T b1, T a2, T b2) {
    return a1.multiply(b1)
        .add(a2.multiply(b2))
        .withValue(
            MathArrays.linearCombination(a1.getReal(), b1.getReal(), a2.getReal(), b2.getReal()));
  }

  @Override
  default T linearCombination(double a1, T b1, double a2, T b2) {
    return b1.multiply(a1)
        .add(b2.multiply(a2))
        .withValue(MathArrays.linearCombination(a1, b1.getReal(), a2, b2.getReal()));
  }

  @Override
  default T linearCombination(T a1, T b1, T a2, T b2, T a3, T b3) {
    return a1.multiply(b1)
        .add(a2.multiply(b2))
        .add(a3.multiply(b3))
        .withValue(
            MathArrays.linearCombination(
                a1.getReal(),
                b1.getReal(),
                a2.getReal(),
                b2.getReal(),
                a3.getReal(),
                b3.getReal()));
  }

  @Override
  default T linearCombination(double a1, T b1, double a2, T b2, double a3, T b3) {
    return b1.multiply(a1)
        .add(b2.multiply(a2))
        .add(b3.multiply(a3))
        .withValue(
            MathArrays.linearCombination(a1, b1.getReal(), a2, b2.getReal(), a3, b3.getReal()));
  }

  @Override
  default T linearCombination(T a1, T b1, T a2, T b2, T a3, T b3, T a4, T b4) {
    return a1.multiply(b1)
        .add(a2.multiply(b2))
        .add(a3.multiply(b3))
        .add(a4.multiply(b4))
        .withValue(
            MathArrays.linearCombination(
                a1.getReal(),
                b1.getReal(),
                a2.getReal(),
                b2.getReal(),
                a3.getReal(),
                b3.getReal(),
                a4.getReal(),
                b4.getReal()));
  }

  @Override
  default T linearCombination(double a1, T b1, double a2, T b2, double a3, T b3, double a4, T b4) {
    return b1.multiply(a1)
        .add(b2.multiply(a2))
        .add(b3.multiply(a3))
        .add(b4.multiply(a4))
        .withValue(
            MathArrays.linearCombination(
                a1, b1.getReal(), a2, b2.getReal(), a3, b3.getReal(), a4, b4.getReal()));
  }
}
