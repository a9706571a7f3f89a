package org.roperator.cli.study;

/**
 * A correlation with an interval of 95 %.
 *
 * @param value the correlation; NaN where there is none
 * @param low the lower end; NaN where there is no interval
 * @param high the upper end; NaN where there is no interval
 */
public record Interval(double value, double low, double high) {

  /** Whether all of the interval lies on one side of zero. */
  public boolean excludesZero() {
    return low > 0 || high < 0;
  }
}
