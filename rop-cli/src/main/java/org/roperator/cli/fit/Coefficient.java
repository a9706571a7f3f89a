package org.roperator.cli.fit;

import java.util.Locale;

/**
 * An estimate with what is known of its error.
 *
 * @param name the column, with the level of a factor
 * @param column the column of the table
 * @param estimate the number
 * @param standardError its standard error
 * @param statistic the estimate in units of it: t, or z if normal; NaN where 0 is nothing special
 * @param pValue how likely one at least as far from 0 is if the truth is 0; NaN likewise
 * @param interval the Wald interval
 */
public record Coefficient(
    String name,
    String column,
    double estimate,
    double standardError,
    double statistic,
    double pValue,
    Range interval) {

  private static final double ROUNDING = 1e-10;

  /**
   * Two ends.
   *
   * @param low the lower
   * @param high the upper
   */
  public record Range(double low, double high) {

    /** The range of {@code eˣ}. */
    public Range exp() {
      return new Range(Math.exp(low), Math.exp(high));
    }
  }

  /** The estimate for people: 0 if it is but rounding beside its standard error. */
  public double readable() {
    return Math.abs(estimate) < ROUNDING * standardError ? 0 : estimate;
  }

  /** The p-value for people, which has no more places than doubles have. */
  public String readableP() {
    return pValue == 0
        ? "<1e-300"
        : Double.isNaN(pValue) ? "–" : String.format(Locale.ROOT, "%.2g", pValue);
  }

  /** {@code e^estimate}. */
  public double ratio() {
    return Math.exp(estimate);
  }
}
