package org.roperator.cli.report;

import java.util.List;

/**
 * How an axis counts: numbers become coordinates, and the axis is marked where numbers are round.
 *
 * <p>A label stands where its number is: {@code coordinate(tick)}, whatever the scale.
 */
interface Scale {

  /** Even steps for even steps. */
  Scale LINEAR = new LinearScale();

  /** Even steps for even ratios; only numbers above zero have a place. */
  Scale LOGARITHMIC = new LogarithmicScale();

  /** Whether a number has a place on the axis. */
  boolean holds(double x);

  /** Where a number that has a place stands, rising with it. */
  double coordinate(double x);

  /**
   * What is shown around numbers that have a place: finite coordinates with a little room, never of
   * width zero, whatever the numbers.
   */
  Interval around(double low, double high);

  /** Round numbers, rising, that stand within a range; some five. */
  List<Double> ticks(Interval shown);

  /** Two coordinates, the first below the second. */
  record Interval(double low, double high) {

    /**
     * Where a coordinate stands between the ends, as a share; computed so that nothing overflows.
     */
    double share(double coordinate) {
      return (coordinate / 2 - low / 2) / (high / 2 - low / 2);
    }

    boolean contains(double coordinate) {
      return coordinate >= low && coordinate <= high;
    }
  }
}
