package org.roperator.spectrum;

import org.roperator.internal.Arguments;

/**
 * Where and how a density is drawn: a number of points, evenly spaced in a coordinate t of the
 * eigenvalue.
 *
 * <p>The density is that of t, so that the area below a curve is one on any axis. A node is smeared
 * out as a normal distribution in t of the width below, as in Papyan (2019): {@code (b − a)/((m −
 * 1)√(8 ln 3))} where t goes from a to b over m nodes.
 */
public final class DensityGrid {

  private final int points;
  private final double linear;
  private final double width;

  private DensityGrid(int points, double linear, double width) {
    this.points = points;
    this.linear = linear;
    this.width = width;
  }

  /**
   * The eigenvalue itself: {@code t = λ}.
   *
   * @param points at least 2
   */
  public static DensityGrid linear(int points) {
    return new DensityGrid(requireTwo(points), 0, 0);
  }

  /**
   * Logarithmic to both sides: {@code t = asinh(λ/2δ) / ln 10}, about {@code ±log₁₀(|λ|/δ)} where
   * {@code |λ| ≫ δ} and linear between, so that negative eigenvalues stay visible.
   *
   * @param points at least 2
   * @param linear δ, the eigenvalue where the linear part ends, above 0
   */
  public static DensityGrid symmetricLog(int points, double linear) {
    Arguments.requirePositive("The end of the linear part", linear);
    return new DensityGrid(requireTwo(points), linear, 0);
  }

  /**
   * The same with another width of smearing.
   *
   * @param width the standard deviation in t, above 0
   */
  public DensityGrid smoothedBy(double width) {
    return new DensityGrid(points, linear, Arguments.requirePositive("The width", width));
  }

  private static int requireTwo(int points) {
    if (points < 2) {
      throw new IllegalArgumentException(
          "The axis has " + points + " points, but needs at least 2.");
    }
    return points;
  }

  int points() {
    return points;
  }

  /** The coordinate of an eigenvalue. */
  double coordinate(double x) {
    if (linear == 0) {
      return x;
    }
    double u = Math.abs(x) / (2 * linear);
    return Math.copySign(Math.log(u + Math.hypot(u, 1)), x) / Math.log(10);
  }

  /** The eigenvalue at a coordinate. */
  double eigenvalue(double t) {
    return linear == 0 ? t : 2 * linear * Math.sinh(t * Math.log(10));
  }

  /** The standard deviation of a node that is one of m on a range. */
  double width(double range, int m) {
    return width > 0 ? width : range / (Math.max(1, m - 1) * Math.sqrt(8 * Math.log(3)));
  }
}
