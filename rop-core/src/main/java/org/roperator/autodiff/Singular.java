package org.roperator.autodiff;

import org.jspecify.annotations.Nullable;
import org.roperator.function.ScalarFunction;

/**
 * Operations on Vars at points where one of their operands or they themselves have no derivative.
 *
 * <p>A square root is remembered as the power ½ of its argument s, and so is whatever behaves like
 * one: a norm, a cube root, the arc cosine at 1, whose square {@code 2(1 − x) + (1 − x)²/3 + …} is
 * smooth. Powers and products of such roots are powers of s. A function f of {@code r = √s} with
 * {@code f'(0) = 0} is {@code f(0) + ½ f''(0) s} up to r³; where s has a minimum, as the square of
 * a norm has, this is all that second derivatives see, and an f with {@code f(0) = 0} is a multiple
 * of the root to them. Whatever else is made of a root has NaN for derivatives.
 *
 * <p>Slow and rare: the tape asks this class once something on it has no derivative.
 */
final class Singular {

  private static final double THIRD = 1.0 / 3;

  /** What {@code n (1/n)} may be off by. */
  private static final double ROUNDING = 0x1p-50;

  private Singular() {}

  /** The function of x, which is no constant. */
  static Var map(Var x, ScalarFunction f) {
    Roots.@Nullable Root root = rootOf(x);
    if (root != null) {
      return ofRoot(x, root, f);
    }
    double v = x.getReal();
    if (f == Elementary.SQRT && v == 0) {
      return root(x, 0.5);
    }
    if (f == Elementary.CBRT && v == 0) {
      return root(x, THIRD);
    }
    if (f == Elementary.ACOSH && v == 1) {
      return root(x.recorded(0, 2, -2.0 / 3), 0.5);
    }
    if (f == Elementary.ACOS && v == 1) {
      return root(x.recorded(0, -2, 2.0 / 3), 0.5);
    }
    if (f == Elementary.ACOS && v == -1) {
      return root(x.recorded(0, 2, 2.0 / 3), 0.5).subtractFrom(Math.PI);
    }
    if (f == Elementary.ASIN && v == 1) {
      return root(x.recorded(0, -2, 2.0 / 3), 0.5).subtractFrom(Math.PI / 2);
    }
    if (f == Elementary.ASIN && v == -1) {
      return root(x.recorded(0, 2, 2.0 / 3), 0.5).subtract(Math.PI / 2);
    }
    double y = f.value(v);
    double slope = f.slope(v, y);
    return x.recorded(y, slope, f.bend(v, y, slope)).unlessSmooth(slope);
  }

  /** {@code xᵖ} of an x that is no constant, for p other than 0. */
  static Var pow(Var x, double p) {
    double v = x.getReal();
    double y = Math.pow(v, p);
    Roots.@Nullable Root root = p > 0 ? rootOf(x) : null;
    if (root != null) {
      double multiple = x.factor() * root.multiple();
      double q = nearWhole(root.power() * p);
      return multiple < 0 && p != Math.rint(p)
          ? x.recorded(y, Double.NaN, Double.NaN).unlessSmooth(Double.NaN) // undefined beside
          : power(root.base(), q).multiply(Math.pow(multiple, p)).withValue(y);
    }
    if (v == 0 && p > 0) {
      return power(x, p);
    }
    return x.recorded(y, Power.slope(v, p), Power.bend(v, p));
  }

  /** The product of two Vars of one tape, neither a constant. */
  static Var multiply(Var a, Var b) {
    Roots.@Nullable Root ra = rootOf(a);
    Roots.@Nullable Root rb = rootOf(b);
    if (ra != null && rb != null && ra.base().node() == rb.base().node()) {
      // (f s)ᵖ = fᵖ sᵖ brings both to one base.
      double ratio = Math.pow(rb.base().factor() / ra.base().factor(), rb.power());
      double multiple = a.factor() * ra.multiple() * b.factor() * rb.multiple() * ratio;
      return power(ra.base(), nearWhole(ra.power() + rb.power())).multiply(multiple);
    }
    if (ra != null && isPureMultiple(b, ra.base())) {
      double multiple = a.factor() * ra.multiple() * b.factor() / ra.base().factor();
      return power(ra.base(), nearWhole(ra.power() + 1)).multiply(multiple);
    }
    if (rb != null && isPureMultiple(a, rb.base())) {
      return multiply(b, a);
    }
    Var y = a.recordedProduct(b);
    if (ra != null && rb == null && b.getReal() == 0) {
      y.tape().roots().addHarmless(y.node(), a.node());
    } else if (rb != null && ra == null && a.getReal() == 0) {
      y.tape().roots().addHarmless(y.node(), b.node());
    }
    return y;
  }

  /** {@code √(a² + b²)} where both are zero, or one of them is a root. */
  static Var hypot(Var a, Var b) {
    if (a.getReal() == 0 && a.isConstant()) {
      return b.abs();
    }
    if (b.getReal() == 0 && b.isConstant()) {
      return a.abs();
    }
    return a.square().add(b.square()).sqrt().withValue(Math.hypot(a.getReal(), b.getReal()));
  }

  /** Whether a is a multiple of a root. */
  static boolean isRoot(Var a) {
    return rootOf(a) != null;
  }

  /** What a is a power of; null if it is none, or something was added to it. */
  private static Roots.@Nullable Root rootOf(Var a) {
    boolean isNone = a.isConstant() || a.getReal() != 0 || !a.tape().hasRoots();
    return isNone ? null : a.tape().roots().of(a.node());
  }

  private static boolean isPureMultiple(Var b, Var base) {
    return b.node() == base.node() && b.getReal() == 0;
  }

  /** {@code sᵖ} with 0 &lt; p &lt; 1 at s = 0: a new root. */
  private static Var root(Var s, double p) {
    Var y = s.recorded(0, Double.NaN, Double.NaN);
    y.tape().roots().addRoot(y.node(), new Roots.Root(s.withValue(0), 1, p));
    return y;
  }

  /** {@code sᵖ} at s = 0 with p &gt; 0. */
  private static Var power(Var s, double p) {
    if (p == 1) {
      return s;
    }
    Roots.@Nullable Root root = rootOf(s);
    if (root != null) {
      return pow(s, p);
    }
    if (p < 1) {
      return root(s, p);
    }
    // Where a nonnegative s is zero its slope is too, and |∇s|² = O(s): then sᵖ is flat.
    double bend = s.drift() == 0 && p != 2 ? 0 : Power.bend(0, p);
    return s.recorded(0, 0, bend);
  }

  private static Var ofRoot(Var r, Roots.Root root, ScalarFunction f) {
    if (f == Elementary.SQUARE) {
      return pow(r, 2);
    }
    if (f == Elementary.SQRT) {
      return pow(r, 0.5);
    }
    Var s = root.base();
    double multiple = r.factor() * root.multiple();
    if (f == Elementary.CBRT) {
      return multiple < 0 ? pow(r.negate(), THIRD).negate() : pow(r, THIRD);
    }
    double y = f.value(0);
    double slope = f.slope(0, y);
    double bend = f.bend(0, y, slope);
    double q = nearWhole(2 * root.power());
    // Asked first: it looks at all there is so far, and the next is no root before it is added.
    boolean flat = s.drift() == 0;
    if (slope == 0 && q >= 1) {
      // f(r) = f(0) + ½ f''(0) r² + O(r³), and r² = m² s^q
      double half = q == 1 ? 0.5 * bend * multiple * multiple : 0;
      return s.recorded(y, half, flat ? 0 : Double.NaN);
    }
    Var rough = r.recorded(y, Double.NaN, Double.NaN);
    Roots roots = rough.tape().roots();
    if (y == 0 && q == 1 && flat && Double.isFinite(slope)) {
      // f(r) = f'(0) r + O(r²), whose square and other even functions see the first term alone.
      roots.addRoot(rough.node(), new Roots.Root(s, slope * multiple, root.power()));
    } else {
      roots.addSingular(rough.node());
    }
    return rough;
  }

  private static double nearWhole(double p) {
    double whole = Math.rint(p);
    return Math.abs(p - whole) <= ROUNDING * Math.abs(p) ? whole : p;
  }
}
