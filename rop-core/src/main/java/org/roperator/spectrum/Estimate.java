package org.roperator.spectrum;

import java.util.Locale;

/**
 * A Monte Carlo estimate with its standard error.
 *
 * @param value the estimate
 * @param standardError its standard error as the samples tell it, rounding included, widened where
 *     they are few so that three of them hold the truth at least 99 times of 100, whatever the
 *     eigenvalues are: 4.7 times for six samples, 2.7 for ten, 1.2 for sixty, which is what samples
 *     of rank one take; infinite where one sample tells nothing of it, NaN where there is no value
 * @param products how many products were spent
 * @param outcome why the estimation ended
 * @param seed the seed of the random vectors
 */
public record Estimate(
    double value, double standardError, int products, SpectrumOutcome outcome, long seed) {

  /** Whether all that was asked for was reached. */
  public boolean isReached() {
    return outcome == SpectrumOutcome.REACHED;
  }

  /** An estimate, or that the number is too large to be one. */
  static Estimate of(
      double value, double standardError, int products, SpectrumOutcome outcome, long seed) {
    return Double.isInfinite(value)
        ? new Estimate(value, Double.NaN, products, SpectrumOutcome.OVERFLOW, seed)
        : new Estimate(value, standardError, products, outcome, seed);
  }

  /** The estimate of {@code f(x)} with the error carried over by the slope f′ at the value. */
  Estimate mapped(double mapped, double slope) {
    return of(mapped, Math.abs(slope) * standardError, products, outcome, seed);
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT, "%.6g ± %.2g (%s, %d products)", value, standardError, outcome, products);
  }
}
