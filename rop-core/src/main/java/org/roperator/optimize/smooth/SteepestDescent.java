package org.roperator.optimize.smooth;

import org.roperator.internal.Vectors;
import org.roperator.optimize.Trial;

/** Steps along −g, of a length in the units of the parameters. */
final class SteepestDescent {

  /**
   * The part of the length of the parameters that is tried first. Hager and Zhang (2005) take 0.01;
   * over the problems of Moré, Garbow and Hillstrom from near and far 0.1 costs a tenth less.
   */
  private static final double PART = 0.1;

  private SteepestDescent() {}

  /**
   * How far to go where nothing is known but one point: a part of the length of the parameters, or
   * where that is 0 of the length {@code 2|E|/‖g‖} over which the slope would take the whole value
   * away twice, or 1 where both are 0.
   *
   * @param here where the gradient is finite and not 0
   */
  static double firstLength(Trial here) {
    double length = Vectors.norm(here.point());
    double byValue = 2 * (Math.abs(here.value()) / Vectors.norm(here.gradient()));
    return isLength(length) ? PART * length : isLength(byValue) ? PART * byValue : 1;
  }

  private static boolean isLength(double length) {
    return length > 0 && length < Double.POSITIVE_INFINITY;
  }

  /**
   * The step along −g of a length.
   *
   * @param gradient finite and not 0. Not modified.
   * @param out Overwritten.
   */
  static void ofLength(double length, double[] gradient, double[] out) {
    System.arraycopy(gradient, 0, out, 0, out.length);
    PowersOfTwo.scale(-Math.getExponent(Vectors.norm(gradient)), out);
    Vectors.scale(-length / Vectors.norm(out), out);
  }
}
