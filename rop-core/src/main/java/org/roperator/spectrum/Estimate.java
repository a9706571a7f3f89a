package org.roperator.spectrum;

import java.util.Locale;

/**
 * A number with what random sampling leaves open of it.
 *
 * @param value the estimate
 * @param standardError its standard error as the samples tell it, rounding included; infinite where
 *     one sample tells nothing of it, NaN where there is no value
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

  /** The estimate of {@code f(x)} with the error carried over by the slope f′ at the value. */
  Estimate mapped(double mapped, double slope) {
    return new Estimate(mapped, Math.abs(slope) * standardError, products, outcome, seed);
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT, "%.6g ± %.2g (%s, %d products)", value, standardError, outcome, products);
  }
}
