package org.roperator.check;

import java.util.List;
import java.util.OptionalDouble;

/**
 * The distance between a derivative and its central differences, for a sweep of step sizes.
 *
 * <p>On a log-log plot it is a V: truncation falls as {@code h²} from the right, rounding rises as
 * {@code 1/h} to the left. A wrong derivative shows as a plateau instead.
 *
 * @param points the sweep, largest step first
 * @param order the observed order of convergence, near 2 for a smooth function with a right
 *     derivative; empty where too few steps show truncation, as on quadratics
 */
public record ErrorCurve(List<Point> points, OptionalDouble order) {

  /** Copies the list. */
  public ErrorCurve {
    points = List.copyOf(points);
  }

  /**
   * One step of the sweep.
   *
   * @param step h: every parameter moved by up to a few times h, in units of the parameters' root
   *     mean square
   * @param error the relative error of the plain central difference
   */
  public record Point(double step, double error) {}
}
