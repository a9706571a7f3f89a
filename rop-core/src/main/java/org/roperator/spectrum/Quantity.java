package org.roperator.spectrum;

/** What the mean of samples is the estimate of. */
enum Quantity {
  /** The trace itself. */
  TRACE,
  /** The root of the trace of the square. */
  FROBENIUS_NORM;

  /** The estimate from the mean of its samples. */
  Estimate estimate(
      double mean, double standardError, int products, SpectrumOutcome outcome, long seed) {
    Estimate plain = new Estimate(mean, standardError, products, outcome, seed);
    if (this == TRACE) {
      return plain;
    }
    double root = Math.sqrt(Math.max(0, mean));
    // Near zero the slope 1/(2√x) is no guide; there the root of the error bounds it.
    return standardError < mean
        ? plain.mapped(root, 1 / (2 * root))
        : new Estimate(root, Math.sqrt(standardError), products, outcome, seed);
  }

  /** That a product was not finite. */
  static Estimate notFinite(int products, long seed) {
    return new Estimate(Double.NaN, Double.NaN, products, SpectrumOutcome.NOT_FINITE, seed);
  }
}
