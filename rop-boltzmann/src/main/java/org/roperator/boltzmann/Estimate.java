package org.roperator.boltzmann;

/**
 * A vector estimated from samples, with the standard error of each entry.
 *
 * <p>Standard errors come from the spread over independent chains, so that they hold however the
 * samples within a chain depend on one another. Immutable.
 */
public final class Estimate {

  private final double[] values;
  private final double[] standardErrors;

  Estimate(double[] values, double[] standardErrors) {
    this.values = values;
    this.standardErrors = standardErrors;
  }

  /** The estimates in a fresh array. */
  public double[] values() {
    return values.clone();
  }

  /** Their standard errors in a fresh array. */
  public double[] standardErrors() {
    return standardErrors.clone();
  }
}
