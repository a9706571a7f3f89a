package org.roperator.optimize.smooth;

import org.roperator.internal.Vectors;
import org.roperator.optimize.Trial;

/**
 * The last m pairs of a step s and what it changed the gradient by, y, and the inverse Hessian they
 * make by the updates of Broyden, Fletcher, Goldfarb and Shanno.
 *
 * <p>Each vector is kept times a power of two, which brings its length near 1: no unit of values or
 * parameters makes a product of two of them overflow or vanish, and none changes a bit. The memory
 * is 2m + 2 vectors, made as they are needed and used again. For one thread.
 */
final class CurvaturePairs {

  /**
   * The least cosine of the angle of s and y: below it the curvature along s is no more than
   * rounding of a gradient, or negative. A quadratic of condition κ has at least {@code 2/√κ}.
   */
  private static final double CLEARLY = 1e-10;

  private final double[][] s;
  private final double[][] y;
  private final double[] product;
  private final double[] share;

  /** Of the power of two by which s was longer, over that of y. */
  private final int[] exponent;

  private final int memory;
  private int newest = -1;
  private int size;
  private double curvature;

  /**
   * None yet.
   *
   * @param memory m, how many are kept, at least 1
   */
  CurvaturePairs(int memory) {
    this.memory = memory;
    // One more, for a pair that may turn out to be none.
    s = new double[memory + 1][];
    y = new double[memory + 1][];
    product = new double[memory + 1];
    share = new double[memory + 1];
    exponent = new int[memory + 1];
  }

  /** How many there are. */
  int size() {
    return size;
  }

  /** {@code ‖y‖/‖s‖} of the newest pair; 0 if there is none. */
  double curvature() {
    return curvature;
  }

  /** Forgets them all. */
  void clear() {
    size = 0;
    curvature = 0;
  }

  /**
   * Takes in the pair of a step, in the place of the oldest of m, unless its curvature is not
   * clearly positive.
   *
   * @param from the point and the gradient before the step
   * @param to those after it
   * @return whether it was taken in
   */
  boolean add(Trial from, Trial to) {
    int next = (newest + 1) % s.length;
    if (s[next] == null) {
      s[next] = new double[to.point().length];
      y[next] = new double[to.point().length];
    }
    Vectors.sum(to.point(), -1, from.point(), s[next]);
    Vectors.sum(to.gradient(), -1, from.gradient(), y[next]);
    double lengthOfS = Vectors.norm(s[next]);
    double lengthOfY = Vectors.norm(y[next]);
    if (!(isLength(lengthOfS) && isLength(lengthOfY))) {
      return false;
    }
    int es = Math.getExponent(lengthOfS);
    int ey = Math.getExponent(lengthOfY);
    PowersOfTwo.scale(-es, s[next]);
    PowersOfTwo.scale(-ey, y[next]);
    double sy = Vectors.dot(s[next], y[next]);
    if (!(sy >= CLEARLY * Vectors.norm(s[next]) * Vectors.norm(y[next]))) {
      return false;
    }
    newest = next;
    size = Math.min(memory, size + 1);
    product[next] = sy;
    exponent[next] = es - ey;
    curvature = lengthOfY / lengthOfS;
    return true;
  }

  private static boolean isLength(double length) {
    return length > 0 && length < Double.POSITIVE_INFINITY;
  }

  /**
   * The step {@code d = −Hg}, H the inverse Hessian of the pairs, by the two loops of Nocedal
   * (1980) from {@code γI}, {@code γ = sᵀy/yᵀy} of the newest pair; 4mn multiplications.
   *
   * <p>At least one pair is needed. An entry may be infinite or NaN.
   *
   * @param gradient g, finite and not 0. Not modified.
   * @param out d. Overwritten.
   */
  void direction(double[] gradient, double[] out) {
    int eg = Math.getExponent(Vectors.norm(gradient));
    System.arraycopy(gradient, 0, out, 0, out.length);
    PowersOfTwo.scale(-eg, out);
    for (int back = 0; back < size; back++) {
      int i = Math.floorMod(newest - back, s.length);
      share[i] = Vectors.dot(s[i], out) / product[i];
      Vectors.addScaled(-share[i], y[i], out);
    }
    Vectors.scale(product[newest] / Vectors.dot(y[newest], y[newest]), out);
    for (int back = size - 1; back >= 0; back--) {
      int i = Math.floorMod(newest - back, s.length);
      double forward = Math.scalb(share[i], exponent[i] - exponent[newest]);
      Vectors.addScaled(forward - Vectors.dot(y[i], out) / product[i], s[i], out);
    }
    Vectors.scale(-1, out);
    PowersOfTwo.scale(exponent[newest] + eg, out);
  }
}
