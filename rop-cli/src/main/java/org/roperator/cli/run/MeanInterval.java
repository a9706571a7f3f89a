package org.roperator.cli.run;

import java.util.List;
import java.util.Locale;
import org.apache.commons.math3.distribution.TDistribution;

/**
 * A mean with the interval that has it with 95 % confidence.
 *
 * @param mean the mean
 * @param half half the width; NaN of fewer than two numbers
 */
public record MeanInterval(double mean, double half) {

  private static final double CONFIDENCE = 0.95;

  /** The interval of some numbers. */
  public static MeanInterval of(List<Double> numbers) {
    Spread spread = Spread.of(numbers);
    int n = numbers.size();
    double half =
        n < 2
            ? Double.NaN
            : new TDistribution(n - 1.0).inverseCumulativeProbability((1 + CONFIDENCE) / 2)
                * spread.deviation()
                / Math.sqrt(n);
    return new MeanInterval(spread.mean(), half);
  }

  /** Whether there is an interval: one number has none. */
  public boolean isKnown() {
    return !Double.isNaN(half);
  }

  /** Whether all of it lies above zero. */
  public boolean isAboveZero() {
    return mean - half > 0;
  }

  /** Whether all of it lies below zero. */
  public boolean isBelowZero() {
    return mean + half < 0;
  }

  /** Mean and half width with two digits behind the point; the mean alone where there is none. */
  public String format() {
    if (!isKnown()) {
      return String.format(Locale.ROOT, "%+.2f", mean);
    }
    return String.format(Locale.ROOT, "%+.2f ± %.2f", mean, half);
  }
}
