package org.roperator.optimize.smooth;

import java.util.Optional;
import org.roperator.optimize.smooth.Bracket.End;
import org.roperator.optimize.smooth.Ray.Point;

/** One search along one ray; see {@link StrongWolfe}. */
final class WolfeSearch {

  private final StrongWolfe settings;
  private final Ray ray;
  private final double least;
  private Optional<Point> lowest = Optional.empty();
  private double shortest = Double.POSITIVE_INFINITY;
  private int asked;

  private WolfeSearch(StrongWolfe settings, Ray ray) {
    this.settings = settings;
    this.ray = ray;
    this.least = settings.sufficientDecrease() * ray.slope();
  }

  /** How good the rate is that a search found. */
  enum Quality {
    /** Both conditions hold. */
    WOLFE,
    /** The value falls enough, or to −∞. */
    DECREASE,
    /** No rate tried lowers the value enough. */
    NONE
  }

  /**
   * What a search found.
   *
   * @param point where; empty if there is none
   * @param tries how many rates were tried
   * @param shortest the smallest of them
   */
  record Found(Quality quality, Optional<Point> point, int tries, double shortest) {}

  /** Where there is nothing to search along. */
  static Found none() {
    return new Found(Quality.NONE, Optional.empty(), 0, 0);
  }

  /**
   * Searches.
   *
   * @param first the rate to be tried first, above 0
   */
  static Found along(Ray ray, double first, StrongWolfe settings) {
    return new WolfeSearch(settings, ray).from(first);
  }

  private Found from(double first) {
    Bracket bracket = new Bracket(ray.slope(), first);
    boolean modified = true;
    double rate = first;
    while (asked < settings.tries() && isNew(rate, bracket)) {
      Point point = ask(rate);
      if (point.value() == Double.NEGATIVE_INFINITY) {
        return found(Quality.DECREASE, Optional.of(point));
      }
      if (!point.isUsable()) {
        rate = bracket.tooLong(rate);
        continue;
      }
      End at = new End(rate, rise(point), point.slope());
      boolean falls = at.rise() <= rate * least;
      if (falls && Math.abs(point.slope()) <= settings.flattening() * -ray.slope()) {
        return found(Quality.WOLFE, Optional.of(point));
      }
      // A function that falls less is followed until a rate is met at which φ falls enough and no
      // longer falls.
      modified = modified && !(falls && point.slope() >= 0);
      boolean tilted = modified && !falls && at.rise() <= bracket.low().rise();
      rate = bracket.next(at, tilted ? least : 0);
      if (falls && bracket.low().rate() == at.rate() && point.value() < ray.value()) {
        lowest = Optional.of(point);
      }
    }
    return found(lowest.isPresent() ? Quality.DECREASE : Quality.NONE, lowest);
  }

  private static boolean isNew(double rate, Bracket bracket) {
    return rate > 0 && rate != bracket.low().rate() && rate < Double.POSITIVE_INFINITY;
  }

  private Point ask(double rate) {
    asked++;
    shortest = Math.min(shortest, rate);
    return ray.at(rate);
  }

  /** {@code φ(α) − φ(0)}, by slopes where the values don't tell. */
  private double rise(Point point) {
    double rise = point.value() - ray.value();
    return Math.abs(rise) <= settings.rounding() * Math.abs(ray.value())
        ? point.rate() * (0.5 * ray.slope() + 0.5 * point.slope())
        : rise;
  }

  private Found found(Quality quality, Optional<Point> point) {
    return new Found(quality, point, asked, shortest);
  }
}
