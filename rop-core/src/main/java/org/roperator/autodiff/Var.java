package org.roperator.autodiff;

import org.apache.commons.math3.Field;
import org.jspecify.annotations.Nullable;

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
 * <p>Where a derivative does not exist, the rules of {@link Elementary} hold; {@code max} and
 * {@code min} follow their first argument at a tie.
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
    } else if (b.node >= 0) {
      k = t.linear(k, f, b.node, q);
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
    int k;
    double f;
    if (node >= 0 && b.node >= 0) {
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
    return new Var(value * b.value, k, f, t);
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
      double slope = f.slope(value, y);
      k = tape.unary(node, slope * factor, f.bend(value, y, slope) * (factor * factor));
    }
    return new Var(y, k, 1, tape);
  }

  private Var unary(double y, double slope, double bend) {
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
      return unary(y, fa, faa);
    }
    if (node < 0) {
      return b.unary(y, fb, fbb);
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
    return new Var(y, k, 1, t);
  }

  /** The power {@code xᵖ}; see {@link #pow(Var)} for x = 0. */
  @Override
  public Var pow(double p) {
    if (p == 0) {
      return constant(1);
    }
    return unary(Math.pow(value, p), Power.slope(value, p), Power.bend(value, p));
  }

  /**
   * The power {@code xᵉ} with a variable exponent.
   *
   * <p>At x = 0 and for x &lt; 0 the derivatives with respect to the exponent are taken as 0; at x
   * = 0 those with respect to x that would be infinite are taken as 0 where the value is finite.
   */
  @Override
  public Var pow(Var exponent) {
    return exponent.node < 0 ? pow(exponent.value) : binary(BinaryElementary.POWER, exponent);
  }

  /** The power {@code cˣ} of a constant with a variable exponent x. */
  public static Var pow(double c, Var exponent) {
    return constant(c).pow(exponent);
  }

  /** The angle of the point (x, this); at the origin all derivatives are 0. */
  @Override
  public Var atan2(Var x) {
    return binary(BinaryElementary.ATAN2, x);
  }

  /** {@code √(x² + y²)} without overflow in between; at the origin all derivatives are 0. */
  @Override
  public Var hypot(Var y) {
    return binary(BinaryElementary.HYPOT, y);
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
    double largest = Double.NEGATIVE_INFINITY;
    for (Var term : terms) {
      largest = Math.max(largest, term.value);
    }
    // The shift cancels exactly, in the value and in every derivative.
    double shift = Double.isFinite(largest) ? largest : 0;
    Var sum = constant(0);
    for (Var term : terms) {
      sum = sum.add(term.subtract(shift).exp());
    }
    return sum.log().add(shift);
  }

  @Override
  public Field<Var> getField() {
    return VarField.INSTANCE;
  }

  /**
   * Whether the other is of this type and has the same value, whatever its derivatives: code that
   * branches on equality branches on the value, as it does with plain numbers. Zeros of either sign
   * are equal, and NaN equals NaN.
   */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Var that
        && (value == that.value || (Double.isNaN(value) && Double.isNaN(that.value)));
  }

  @Override
  public int hashCode() {
    return Double.hashCode(value == 0 ? 0 : value);
  }

  @Override
  public String toString() {
    return isConstant() ? Double.toString(value) : value + "@" + node;
  }
}
