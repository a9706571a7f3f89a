package org.roperator.spectrum;

/** Mean and standard error of samples as they come (Welford 1962). */
final class RunningMean {

  private int count;
  private double mean;
  private double squares;
  private double largest;

  static RunningMean of(double[] samples) {
    RunningMean all = new RunningMean();
    for (double x : samples) {
      all.add(x);
    }
    return all;
  }

  void add(double x) {
    count++;
    double away = x - mean;
    mean += away / count;
    squares += away * (x - mean);
    largest = Math.max(largest, Math.abs(x));
  }

  int count() {
    return count;
  }

  double mean() {
    return mean;
  }

  /** {@code s/√count}, at least the rounding of the samples; infinite for fewer than two. */
  double standardError() {
    if (count < 2) {
      return Double.POSITIVE_INFINITY;
    }
    return Math.max(Math.sqrt(squares / (count - 1) / count), rounding());
  }

  private double rounding() {
    return 16 * 0x1p-52 * largest;
  }
}
