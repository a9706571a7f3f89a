package org.roperator.spectrum;

/** What the mean of samples is the estimate of. */
enum Quantity {
  /** The trace itself. */
  TRACE,
  /** The root of the trace of the square. */
  FROBENIUS_NORM;

  /** The estimate from the mean of its samples, of the size of the meter's products. */
  Estimate estimate(
      CountedOperator meter,
      double mean,
      double standardError,
      SpectrumOutcome outcome,
      long seed) {
    double value = mean;
    double error = standardError;
    if (this == FROBENIUS_NORM) {
      value = Math.sqrt(Math.max(0, mean));
      error = ofRoot(value, standardError);
    }
    return Estimate.of(
        meter.restored(value), meter.restored(error), meter.products(), outcome, seed);
  }

  /**
   * Three errors of the root reach as far as those of the square on the side where that is more.
   */
  private static double ofRoot(double root, double error) {
    double square = root * root;
    double three = 3 * error;
    if (three == 0 || Double.isInfinite(three)) {
      return three;
    }
    double below = Math.min(square, three) / (root + Math.sqrt(Math.max(0, square - three)));
    double above = three / (root + Math.sqrt(square + three));
    return (root > 0 ? Math.max(below, above) : above) / 3;
  }

  /** That a product was not finite. */
  static Estimate notFinite(CountedOperator meter, long seed) {
    return new Estimate(Double.NaN, Double.NaN, meter.products(), SpectrumOutcome.NOT_FINITE, seed);
  }
}
