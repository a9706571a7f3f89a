package org.roperator.boltzmann;

import java.util.Arrays;

/**
 * A vector estimated from samples, with the standard error of each entry.
 *
 * <p>Standard errors come from the spread over independent chains, so that they hold however the
 * samples within a chain depend on one another. Immutable.
 */
public final class VectorEstimate {

  private final double[] values;
  private final double[] standardErrors;

  VectorEstimate(double[] values, double[] standardErrors) {
    this.values = values;
    this.standardErrors = standardErrors;
  }

  /** Numbers that no sample was drawn for: without error, and NaN where the number is. */
  static VectorEstimate exact(double[] values) {
    return new VectorEstimate(
        values, Arrays.stream(values).map(x -> Double.isNaN(x) ? x : 0).toArray());
  }

  /** {@code factor · (this − other)}; the squares of errors of independent samples add. */
  VectorEstimate minus(VectorEstimate independent, double factor) {
    double[] difference = new double[values.length];
    double[] errors = new double[values.length];
    for (int i = 0; i < difference.length; i++) {
      difference[i] = factor * (values[i] - independent.values[i]);
      errors[i] = Math.abs(factor) * Math.hypot(standardErrors[i], independent.standardErrors[i]);
    }
    return new VectorEstimate(difference, errors);
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
