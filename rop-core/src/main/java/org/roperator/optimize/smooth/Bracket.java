package org.roperator.optimize.smooth;

/**
 * The interval in which Moré and Thuente (1994, sections 2 to 4) look for a rate, and where in it
 * they look next.
 *
 * <p>Its lower end has the lowest value met, and the slope there falls towards the other end; as
 * long as it is open there is no other end. A wall is a rate that is known to be too large, and
 * nothing else of it.
 */
final class Bracket {

  /** By how many times the last step the next goes beyond it, at least and at most. */
  private static final double LEAST_GROWTH = 1.1;

  private static final double MOST_GROWTH = 4;

  /** A closed interval that two steps do not shrink by this is halved. */
  private static final double SHRINK = 0.66;

  /** Below a wall: how far to go from the lower end towards it, squared at each that follows. */
  private static final double BELOW_WALL = 0.25;

  /**
   * A rate, and the function there.
   *
   * @param rate α
   * @param rise {@code φ(α) − φ(0)}
   * @param slope φ′(α)
   */
  record End(double rate, double rise, double slope) {

    /** The same of {@code φ(α) − φ(0) − α·tilt}. */
    End tilted(double tilt) {
      return new End(rate, rise - rate * tilt, slope - tilt);
    }
  }

  private End low;
  private End high;
  private boolean closed;
  private double least;
  private double most;
  private double wall = Double.POSITIVE_INFINITY;
  private double pull = BELOW_WALL;
  private double width = Double.POSITIVE_INFINITY;
  private double widthBefore = Double.POSITIVE_INFINITY;

  /**
   * An open interval from 0.
   *
   * @param slope φ′(0), below 0
   * @param first the rate that is tried first
   */
  Bracket(double slope, double first) {
    low = new End(0, 0, slope);
    high = low;
    most = first + MOST_GROWTH * first;
  }

  /** The end with the lowest value. */
  End low() {
    return low;
  }

  /** A rate was too large for numbers; gives the next to be tried. */
  double tooLong(double rate) {
    closed = false;
    wall = rate;
    double next = low.rate + pull * (wall - low.rate);
    pull *= pull;
    least = next + LEAST_GROWTH * (next - low.rate);
    most = next + MOST_GROWTH * (next - low.rate);
    return next;
  }

  /**
   * Takes in a rate, and gives the next to be tried; the same where rounding leaves no other.
   *
   * @param tilt of the function by which the interval is chosen; 0 for φ itself
   */
  double next(End at, double tilt) {
    double next = step(low.tilted(tilt), high.tilted(tilt), at.tilted(tilt));
    takeIn(at, tilt);
    if (closed) {
      double now = Math.abs(high.rate - low.rate);
      if (now >= SHRINK * widthBefore) {
        next = middle();
      }
      widthBefore = width;
      width = now;
      least = Math.min(low.rate, high.rate);
      most = Math.max(low.rate, high.rate);
      // NaN where the cubic overflows.
      return next > least && next < most ? next : middle();
    }
    next = next < wall ? next : low.rate + (wall - low.rate) / 2;
    least = next + LEAST_GROWTH * (next - low.rate);
    most = next + MOST_GROWTH * (next - low.rate);
    return next;
  }

  private double middle() {
    return low.rate + (high.rate - low.rate) / 2;
  }

  private void takeIn(End at, double tilt) {
    if (at.tilted(tilt).rise > low.tilted(tilt).rise) {
      high = at;
      closed = true;
      return;
    }
    if (isAcross(low.tilted(tilt), at.tilted(tilt))) {
      high = low;
      closed = true;
    }
    low = at;
  }

  private static boolean isAcross(End a, End b) {
    return Math.signum(a.slope) * Math.signum(b.slope) < 0;
  }

  /** The rate that interpolation suggests; the four cases of section 4. */
  private double step(End low, End high, End at) {
    if (at.rise > low.rise) {
      double cubic = cubic(low, at);
      double quadratic =
          low.rate
              + low.slope
                  / ((low.rise - at.rise) / (at.rate - low.rate) + low.slope)
                  / 2
                  * (at.rate - low.rate);
      return Math.abs(cubic - low.rate) <= Math.abs(quadratic - low.rate)
          ? cubic
          : cubic + (quadratic - cubic) / 2;
    }
    double secant = at.rate + at.slope / (at.slope - low.slope) * (low.rate - at.rate);
    if (isAcross(low, at)) {
      double cubic = cubic(at, low);
      return Math.abs(cubic - at.rate) > Math.abs(secant - at.rate) ? cubic : secant;
    }
    boolean forward = at.rate > low.rate;
    double end = forward ? most : least;
    if (!(Math.abs(at.slope) < Math.abs(low.slope))) {
      return closed ? cubic(at, high) : end;
    }
    double share = shareOfCubic(at, low);
    double cubic = share < 0 ? at.rate + share * (low.rate - at.rate) : end;
    boolean cubicIsNearer = Math.abs(cubic - at.rate) < Math.abs(secant - at.rate);
    if (closed) {
      double limit = at.rate + SHRINK * (high.rate - at.rate);
      double next = cubicIsNearer ? cubic : secant;
      return forward ? Math.min(limit, next) : Math.max(limit, next);
    }
    double next = cubicIsNearer ? secant : cubic;
    return Math.max(least, Math.min(most, next));
  }

  private static double cubic(End from, End other) {
    return from.rate + shareOfCubic(from, other) * (other.rate - from.rate);
  }

  /**
   * Where the cubic that interpolates both values and both slopes has its minimum, as the share of
   * the way from one end to the other; NaN where it has none.
   */
  private static double shareOfCubic(End from, End other) {
    double theta =
        3 * (from.rise - other.rise) / (other.rate - from.rate) + from.slope + other.slope;
    double s = Math.max(Math.abs(theta), Math.max(Math.abs(from.slope), Math.abs(other.slope)));
    double root =
        s * Math.sqrt(Math.max(0, theta / s * (theta / s) - from.slope / s * (other.slope / s)));
    double gamma = from.rate > other.rate ? -root : root;
    return root == 0
        ? Double.NaN
        : (gamma - from.slope + theta) / (gamma - from.slope + gamma + other.slope);
  }
}
