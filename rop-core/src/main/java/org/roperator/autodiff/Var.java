package org.roperator.autodiff;

import org.apache.commons.math3.Field;
import org.apache.commons.math3.FieldElement;
import org.jspecify.annotations.Nullable;
import org.roperator.function.ScalarFunction;

/**
 * A number that remembers how it was computed: the active number type of programs for {@link
 * TapeObjective} and {@link TapeMap}.
 *
 * <p>Arithmetic with it is recorded, so that the derivatives of a program's result follow by sweeps
 * over the recording. It is a commons-math3 {@code RealFieldElement}: algorithms written over that
 * interface run on it as they stand. Branches and loops are free; they are taken by {@link
 * #getReal}, and the derivatives are those of the branch taken. A Var made from a plain number is a
 * constant, and operations on constants, like adding one, record nothing.
 *
 * <p>A Var lives as long as the run of the program that made it: using it later, or in another
 * program's run, throws {@link IllegalStateException}. A run records on one thread. Immutable.
 *
 * <p>At a kink or a tie the derivatives are those of one smooth piece, see {@link #isAbove}; where
 * there is no derivative they are NaN, by the rules of {@link Elementary}.
 */
public final class Var implements ActiveNumber<Var> {

  private static final int CONSTANT = -1;

  // Factors of other sizes are recorded: products of two of these, and their squares, are still
  // far from overflow and underflow.
  private static final double SMALLEST_FACTOR = 0x1p-250;
  private static final double LARGEST_FACTOR = 0x1p250;

  private final double value;
  private final int node;
  private final double factor;
  private final Tape tape;

  /**
   * A number.
   *
   * @param value its value
   * @param node the node it depends on; below zero for a constant
   * @param factor its derivative with respect to the node: multiples record nothing
   * @param tape the node's tape
   */
  Var(double value, int node, double factor, Tape tape) {
    this.value = value;
    this.node = node;
    this.factor = factor;
    this.tape = tape;
  }

  /** The number c, on which nothing depends. */
  public static Var constant(double c) {
    return new Var(c, CONSTANT, 1, Tape.NONE);
  }

  /** The value of this number, for branches and for use outside; no derivative follows it. */
  @Override
  public double getReal() {
    return value;
  }

  /** Whether this is a constant: a plain number, or a result that depends on no input. */
  public boolean isConstant() {
    return node < 0;
  }

  int node() {
    return node;
  }

  double factor() {
    return factor;
  }

  Tape tape() {
    return tape;
  }

  @Override
  public Var withValue(double y) {
    return new Var(y, node, factor, tape);
  }

  // Every operation ends in one allocation, whatever the case: only then can the compiler do
  // without it where a result lives no longer than an expression.

  @Override
  public Var add(Var b) {
    return sum(value + b.value, b, b.factor);
  }

  @Override
  public Var add(double c) {
    return withValue(value + c);
  }

  @Override
  public Var subtract(Var b) {
    return sum(value - b.value, b, -b.factor);
  }

  @Override
  public Var subtract(double c) {
    return withValue(value - c);
  }

  /** This and q times the node of b, with the value given. */
  private Var sum(double y, Var b, double q) {
    Tape t = tapeWith(b);
    int k = node;
    double f = factor;
    if (k < 0) {
      k = b.node;
      f = q;
    } else if (k > b.node && b.node >= 0) {
      k = t.linear(k, f, b.node, q);
      f = 1;
    } else if (k == b.node && isOrdinary(f + q)) {
      f += q;
    } else if (b.node >= 0) {
      k = t.linear(b.node, q, k, f);
      f = 1;
    }
    return new Var(y, k, f, t);
  }

  @Override
  public Var negate() {
    return scaled(-value, -1);
  }

  @Override
  public Var multiply(Var b) {
    Tape t = tapeWith(b);
    double y = value * b.value;
    int k;
    double f;
    if (node >= 0 && b.node >= 0 && t.hasRoots()) {
      Var product = Singular.multiply(this, b);
      y = product.value;
      k = product.node;
      f = product.factor;
    } else if (node >= 0 && b.node >= 0) {
      k = t.product(node, b.node, factor * b.value, b.factor * value, factor * b.factor);
      f = 1;
    } else {
      Var x = node < 0 ? b : this;
      double p = node < 0 ? value : b.value;
      k = x.node;
      f = x.factor * p;
      if (k >= 0 && !isOrdinary(f)) {
        k = t.scaled(k, x.factor, p);
        f = 1;
      }
    }
    return new Var(y, k, f, t);
  }

  @Override
  public Var multiply(double c) {
    return scaled(value * c, c);
  }

  @Override
  public Var divide(Var b) {
    return b.node < 0 ? divide(b.value) : binary(BinaryElementary.DIVIDE, b);
  }

  @Override
  public Var divide(double c) {
    return scaled(value / c, 1 / c);
  }

  /** {@code p x} with its value given. */
  private Var scaled(double y, double p) {
    int k = node;
    double f = factor * p;
    if (k >= 0 && !isOrdinary(f)) {
      k = tape.scaled(k, factor, p);
      f = 1;
    }
    return new Var(y, k, f, tape);
  }

  private static boolean isOrdinary(double f) {
    double size = Math.abs(f);
    return size >= SMALLEST_FACTOR && size <= LARGEST_FACTOR;
  }

  /** The product with another that is no constant either, recorded as it stands. */
  Var recordedProduct(Var b) {
    Tape t = tapeWith(b);
    int k = t.product(node, b.node, factor * b.value, b.factor * value, factor * b.factor);
    return new Var(value * b.value, k, 1, t);
  }

  /** The tape of an operation with another number: that of the two which is no constant. */
  private Tape tapeWith(Var b) {
    if (node < 0) {
      return b.tape;
    }
    if (b.node >= 0 && tape != b.tape) {
      throw Tape.mixed(tape, b.tape);
    }
    return tape;
  }

  /**
   * The function of this number.
   *
   * @param f any function with its first and second derivative
   */
  @Override
  public Var map(ScalarFunction f) {
    double y = f.value(value);
    int k = CONSTANT;
    if (node >= 0) {
      if (value == 0 && f == Elementary.ABS) {
        return abs();
      }
      double slope = f.slope(value, y);
      if (Double.isNaN(slope) || tape.hasRoots()) {
        return Singular.map(this, f);
      }
      k = tape.unary(node, slope * factor, f.bend(value, y, slope) * (factor * factor));
    }
    return new Var(y, k, 1, tape);
  }

  /** A function of this number, given its value and both derivatives. */
  Var recorded(double y, double slope, double bend) {
    int k = tape.unary(node, slope * factor, bend * (factor * factor));
    return new Var(y, k, 1, tape);
  }

  private Var binary(BinaryElementary f, Var b) {
    double y = f.value(value, b.value);
    if (node < 0 && b.node < 0) {
      return constant(y);
    }
    double fa = f.a(value, b.value, y);
    double fb = f.b(value, b.value, y);
    double faa = f.aa(value, b.value, y);
    double fab = f.ab(value, b.value, y);
    double fbb = f.bb(value, b.value, y);
    if (b.node < 0) {
      return recorded(y, fa, faa).unlessSmooth(fa);
    }
    if (node < 0) {
      return b.recorded(y, fb, fbb).unlessSmooth(fb);
    }
    Tape t = tapeWith(b);
    int k =
        t.binary(
            node,
            b.node,
            fa * factor,
            fb * b.factor,
            faa * (factor * factor),
            fab * (factor * b.factor),
            fbb * (b.factor * b.factor));
    return new Var(y, k, 1, t).unlessSmooth(fa + fb);
  }

  /** This result; the tape is told if it has no slope. */
  Var unlessSmooth(double slope) {
    if (Double.isNaN(slope)) {
      tape.roots().addSingular(node);
    }
    return this;
  }

  /** The power {@code xᵖ}; see {@link #pow(Var)} for x = 0. */
  @Override
  public Var pow(double p) {
    if (p == 0) {
      return constant(1);
    }
    if (node >= 0 && value == 0) {
      return Singular.pow(this, p);
    }
    return recorded(Math.pow(value, p), Power.slope(value, p), Power.bend(value, p));
  }

  /**
   * The power {@code xᵉ} with a variable exponent.
   *
   * <p>For x &lt; 0, where the power is defined for whole exponents alone, the derivatives with
   * respect to the exponent are NaN; so is at x = 0 what would be infinite while the value is
   * finite.
   */
  @Override
  public Var pow(Var exponent) {
    return exponent.node < 0 ? pow(exponent.value) : binary(BinaryElementary.POWER, exponent);
  }

  /** The power {@code cˣ} of a constant with a variable exponent x. */
  public static Var pow(double c, Var exponent) {
    return constant(c).pow(exponent);
  }

  /** The angle of the point (x, this); at the origin all derivatives are NaN. */
  @Override
  public Var atan2(Var x) {
    return binary(BinaryElementary.ATAN2, x);
  }

  /**
   * {@code √(x² + y²)} without overflow in between; at the origin its derivatives are NaN, but not
   * those of its square.
   */
  @Override
  public Var hypot(Var y) {
    boolean constant = node < 0 && y.node < 0;
    boolean origin = value == 0 && y.value == 0;
    if (!constant && (origin || Singular.isRoot(this) || Singular.isRoot(y))) {
      return Singular.hypot(this, y);
    }
    return binary(BinaryElementary.HYPOT, y);
  }

  @Override
  public Var xLogY(Var y) {
    return binary(BinaryElementary.X_LOG_Y, y);
  }

  /** The sum of some numbers; 0 of none. */
  public static Var sum(Var... terms) {
    Var sum = constant(0);
    for (Var term : terms) {
      sum = sum.add(term);
    }
    return sum;
  }

  /**
   * {@code ln Σ eˣ} of some numbers, without overflow; −∞ of none.
   *
   * <p>Its gradient is the softmax of the numbers.
   */
  public static Var logSumExp(Var... terms) {
    return terms.length == 0 ? constant(Double.NEGATIVE_INFINITY) : ActiveNumber.logSumExp(terms);
  }

  /** How fast this number grows where ties are decided. */
  double drift() {
    return tape.speed(node, factor);
  }

  /**
   * {@inheritDoc}
   *
   * <p>Where both have one value, the larger one is that which is larger right beside the point,
   * all inputs moved up by small amounts, the first ones most.
   */
  @Override
  public boolean isAbove(Var other) {
    return value == other.value ? isAboveBeside(other) : value > other.value;
  }

  private boolean isAboveBeside(Var b) {
    Tape t = tapeWith(b);
    if (node == b.node && factor == b.factor) {
      return false;
    }
    double speed = t.speed(node, factor);
    double speedOfB = t.speed(b.node, b.factor);
    if (speed < speedOfB || speed > speedOfB) {
      return speed > speedOfB;
    }
    double bend = t.acceleration(node, factor);
    double bendOfB = t.acceleration(b.node, b.factor);
    return (bend < bendOfB || bend > bendOfB) ? bend > bendOfB : node > b.node;
  }

  @Override
  public Field<Var> getField() {
    return Constants.INSTANCE;
  }

  /**
   * Whether the other is a Var of the same value that depends on the inputs in the same way: both
   * are constants, or the same multiple of one result. An active zero is not the constant zero, so
   * that code that leaves out zeros leaves out no derivatives. Zeros of either sign are equal, and
   * NaN equals NaN. To compare values alone, compare {@link #getReal}.
   */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Var that
        && (value == that.value || (Double.isNaN(value) && Double.isNaN(that.value)))
        && (node < 0
            ? that.node < 0
            : node == that.node && factor == that.factor && tape == that.tape);
  }

  @Override
  public int hashCode() {
    return 31 * Double.hashCode(value == 0 ? 0 : value) + Math.max(node, CONSTANT);
  }

  @Override
  public String toString() {
    return isConstant() ? Double.toString(value) : value + "@" + node;
  }

  /** The field of {@link Var}s, whose zero and one are constants. */
  private enum Constants implements Field<Var> {
    INSTANCE;

    private static final Var ZERO = Var.constant(0);
    private static final Var ONE = Var.constant(1);

    @Override
    public Var getZero() {
      return ZERO;
    }

    @Override
    public Var getOne() {
      return ONE;
    }

    @Override
    public Class<? extends FieldElement<Var>> getRuntimeClass() {
      return Var.class;
    }
  }
}
