package org.roperator.spectrum;

/**
 * Mean and standard error of samples of any size as they come (Welford 1962).
 *
 * <p>Samples whose squares would leave the range of doubles are counted in a unit of their own, a
 * power of two.
 */
final class RunningMean {

  private static final int WINDOW = 400;

  private int count;
  private double mean;
  private double squares;
  private double largest;

  /** Mean and largest are numbers of 2 to this power, squares of its square. */
  private int unit;

  static RunningMean of(double[] samples) {
    RunningMean all = new RunningMean();
    for (double x : samples) {
      all.add(x);
    }
    return all;
  }

  void add(double sample) {
    double x = unit == 0 ? sample : Math.scalb(sample, -unit);
    double size = Math.max(largest, Math.abs(x));
    int exponent = Math.getExponent(size);
    if (Math.abs(exponent) > WINDOW && size > 0 && size < Double.POSITIVE_INFINITY) {
      rescale(unit + exponent);
      x = Math.scalb(sample, -unit);
    }
    count++;
    double away = x - mean;
    mean += away / count;
    squares += away * (x - mean);
    largest = Math.max(largest, Math.abs(x));
  }

  private void rescale(int to) {
    int by = unit - to;
    mean = Math.scalb(mean, by);
    squares = Math.scalb(Math.scalb(squares, by), by);
    largest = Math.scalb(largest, by);
    unit = to;
  }

  int count() {
    return count;
  }

  double mean() {
    return Math.scalb(mean, unit);
  }

  /**
   * {@code s/√count}, widened for few samples of a quadratic form (see {@link FewSamples}), at
   * least the rounding of the samples; infinite for fewer than two.
   */
  double standardError() {
    if (count < 2) {
      return Double.POSITIVE_INFINITY;
    }
    double error = FewSamples.quadratic(count) * Math.sqrt(squares / (count - 1) / count);
    return Math.scalb(Math.max(error, rounding()), unit);
  }

  /** {@code s/√count} as it is; 0 for fewer than two samples. */
  double plainError() {
    return count < 2 ? 0 : Math.scalb(Math.sqrt(squares / (count - 1) / count), unit);
  }

  /** The largest absolute value of a sample. */
  double largest() {
    return Math.scalb(largest, unit);
  }

  private double rounding() {
    return 16 * 0x1p-52 * largest;
  }
}
