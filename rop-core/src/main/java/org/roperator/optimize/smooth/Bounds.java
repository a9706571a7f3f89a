package org.roperator.optimize.smooth;

import java.util.Arrays;
import org.roperator.internal.Arguments;

/**
 * Bounds {@code l ≤ x ≤ u} on every parameter: a box, whose sides may be infinite.
 *
 * <pre>{@code
 * Bounds box = Bounds.of(new double[] {0, -1}, new double[] {Double.POSITIVE_INFINITY, 1});
 * double[] start = box.project(guess);
 * }</pre>
 *
 * <p>Where {@code l = u} a parameter is fixed. Immutable and safe to share.
 */
public final class Bounds {

  private final double[] lower;
  private final double[] upper;

  private Bounds(double[] lower, double[] upper) {
    this.lower = lower;
    this.upper = upper;
  }

  /**
   * Bounds on both sides.
   *
   * @param lower l, n numbers, −∞ where there is none. Copied.
   * @param upper u, n numbers, +∞ where there is none. Copied.
   * @throws IllegalArgumentException if lengths differ, a bound is NaN, or no number lies between
   *     two bounds
   */
  public static Bounds of(double[] lower, double[] upper) {
    if (lower.length != upper.length) {
      throw new IllegalArgumentException(
          "There are "
              + lower.length
              + " lower bounds, but "
              + upper.length
              + " upper ones; give each parameter both, infinite where there is none.");
    }
    for (int i = 0; i < lower.length; i++) {
      if (!(lower[i] <= upper[i])
          || lower[i] == Double.POSITIVE_INFINITY
          || upper[i] == Double.NEGATIVE_INFINITY) {
        throw new IllegalArgumentException(
            "At index "
                + i
                + " the lower bound is "
                + lower[i]
                + ", but the upper bound is "
                + upper[i]
                + "; a number must lie between them.");
      }
    }
    return new Bounds(lower.clone(), upper.clone());
  }

  /**
   * Lower bounds alone, {@code l ≤ x}.
   *
   * @param lower l, −∞ where there is none. Copied.
   * @throws IllegalArgumentException if a bound is NaN or +∞
   */
  public static Bounds atLeast(double[] lower) {
    return of(lower, filled(lower.length, Double.POSITIVE_INFINITY));
  }

  /**
   * Upper bounds alone, {@code x ≤ u}.
   *
   * @param upper u, +∞ where there is none. Copied.
   * @throws IllegalArgumentException if a bound is NaN or −∞
   */
  public static Bounds atMost(double[] upper) {
    return of(filled(upper.length, Double.NEGATIVE_INFINITY), upper);
  }

  /**
   * The bounds {@code x ≥ 0} of n parameters.
   *
   * @param n at least 0
   */
  public static Bounds nonNegative(int n) {
    return atLeast(new double[Arguments.requireNonNegative("The number of parameters", n)]);
  }

  private static double[] filled(int n, double bound) {
    double[] all = new double[n];
    Arrays.fill(all, bound);
    return all;
  }

  /** The number n of parameters. */
  public int dimension() {
    return lower.length;
  }

  /** The lower bounds l, in a fresh array. */
  public double[] lower() {
    return lower.clone();
  }

  /** The upper bounds u, in a fresh array. */
  public double[] upper() {
    return upper.clone();
  }

  /** The lower bound of one parameter. */
  double lower(int i) {
    return lower[i];
  }

  /** The upper bound of one parameter. */
  double upper(int i) {
    return upper[i];
  }

  /**
   * Whether {@code l ≤ x ≤ u}; no where an entry is NaN.
   *
   * @param x n numbers. Not modified.
   * @throws IllegalArgumentException if the length is wrong
   */
  public boolean contains(double[] x) {
    requireFitting("The point", x);
    for (int i = 0; i < x.length; i++) {
      if (!(x[i] >= lower[i] && x[i] <= upper[i])) {
        return false;
      }
    }
    return true;
  }

  /**
   * The nearest point of the box, {@code min(u, max(l, x))}: its entries are those of x, l or u to
   * the last bit. NaN stays NaN.
   *
   * @param x n numbers. Not modified.
   * @throws IllegalArgumentException if the length is wrong
   */
  public double[] project(double[] x) {
    requireFitting("The point", x);
    double[] nearest = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      nearest[i] = project(i, x[i]);
    }
    return nearest;
  }

  /** One entry of the nearest point. */
  double project(int i, double x) {
    // Not Math.min and Math.max, which tell −0 from 0: a bound of 0 holds for both.
    return x < lower[i] ? lower[i] : x > upper[i] ? upper[i] : x;
  }

  /**
   * What bounds leave of a gradient: its entries, but 0 where a parameter stands at a bound and the
   * gradient would only push it further out. At a minimum within the box it vanishes (Moré &amp;
   * Toraldo 1991); it is measured in units of the gradient.
   *
   * @param x a point of the box. Not modified.
   * @param gradient n numbers. Not modified.
   * @throws IllegalArgumentException if a length is wrong
   */
  public double[] projectedGradient(double[] x, double[] gradient) {
    requireFitting("The point", x);
    requireFitting("The gradient", gradient);
    double[] left = gradient.clone();
    for (int i = 0; i < x.length; i++) {
      if (gradient[i] > 0 ? x[i] <= lower[i] : gradient[i] < 0 && x[i] >= upper[i]) {
        left[i] = 0;
      }
    }
    return left;
  }

  /**
   * The multipliers of the bounds, by which {@code g − λ_l + λ_u} vanishes at a minimum within the
   * box: each is what the minimum would fall by for each unit that its bound were moved outwards.
   *
   * @param x a point of the box. Not modified.
   * @param gradient g there. Not modified.
   * @throws IllegalArgumentException if a length is wrong
   */
  public BoundMultipliers multipliers(double[] x, double[] gradient) {
    double[] left = projectedGradient(x, gradient);
    double[] ofLower = new double[x.length];
    double[] ofUpper = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      if (left[i] == 0) {
        ofLower[i] = Math.max(0, gradient[i]);
        ofUpper[i] = Math.max(0, -gradient[i]);
      }
    }
    boolean[] active = new boolean[x.length];
    for (int i = 0; i < x.length; i++) {
      active[i] = isActive(i, x[i]);
    }
    return new BoundMultipliers(ofLower, ofUpper, active, left);
  }

  /** Whether one parameter stands at a bound. */
  boolean isActive(int i, double x) {
    return x <= lower[i] || x >= upper[i];
  }

  /** How many parameters stand at a bound. */
  int activeCount(double[] x) {
    int count = 0;
    for (int i = 0; i < x.length; i++) {
      count += isActive(i, x[i]) ? 1 : 0;
    }
    return count;
  }

  /** How far one may go from a point along a direction: the least t at which a bound is met. */
  double reach(double[] x, double[] direction) {
    double least = Double.POSITIVE_INFINITY;
    for (int i = 0; i < x.length; i++) {
      least = Math.min(least, reach(i, x[i], direction[i]));
    }
    return least;
  }

  /** The same for one parameter; 0 at a bound that the direction leads out of. */
  double reach(int i, double x, double direction) {
    if (direction == 0) {
      return Double.POSITIVE_INFINITY;
    }
    return Math.max(0, ((direction < 0 ? lower[i] : upper[i]) - x) / direction);
  }

  /** The bound that a direction leads to. */
  double ahead(int i, double direction) {
    return direction < 0 ? lower[i] : upper[i];
  }

  /**
   * Requires the start of a run.
   *
   * @throws IllegalArgumentException «The start has the entry -1.0 at index 2, but its lower bound
   *     is 0.0; Bounds.project gives the nearest start inside.»
   */
  void requireStart(double[] start) {
    requireFitting("The start", start);
    for (int i = 0; i < start.length; i++) {
      boolean below = start[i] < lower[i];
      if (below || start[i] > upper[i]) {
        throw new IllegalArgumentException(
            "The start has the entry "
                + start[i]
                + " at index "
                + i
                + ", but its "
                + (below ? "lower bound is " + lower[i] : "upper bound is " + upper[i])
                + "; Bounds.project gives the nearest start inside.");
      }
    }
  }

  /** Requires an objective of as many parameters. */
  void requireDimension(int n) {
    if (n != lower.length) {
      throw new IllegalArgumentException(
          "There are bounds of "
              + lower.length
              + " parameters, but the objective has "
              + n
              + "; give each of its parameters bounds, infinite where there are none.");
    }
  }

  private void requireFitting(String what, double[] x) {
    Arguments.requireLength(
        what, x, lower.length, "there are bounds of " + lower.length + " parameters");
  }

  @Override
  public String toString() {
    return "Bounds of " + lower.length + " parameters";
  }
}
