package org.roperator.boltzmann;

/** Sums of exponentials, scaled by the largest. */
final class LogSums {

  private LogSums() {}

  /** {@code ln Σ e^x}. */
  static double of(double[] logs) {
    return of(logs, 0, logs.length);
  }

  /** The same over the numbers of a range, at least one. */
  static double of(double[] logs, int from, int to) {
    double top = largest(logs, from, to);
    double sum = 0;
    for (int i = from; i < to; i++) {
      sum += Math.exp(logs[i] - top);
    }
    return top + Math.log(sum);
  }

  /** Turns logarithms of weights into shares of their sum; returns its logarithm. */
  static double normalise(double[] logs) {
    double top = largest(logs, 0, logs.length);
    double sum = 0;
    for (int r = 0; r < logs.length; r++) {
      logs[r] = Math.exp(logs[r] - top);
      sum += logs[r];
    }
    for (int r = 0; r < logs.length; r++) {
      logs[r] /= sum;
    }
    return top + Math.log(sum);
  }

  private static double largest(double[] logs, int from, int to) {
    double top = Double.NEGATIVE_INFINITY;
    for (int i = from; i < to; i++) {
      top = Math.max(top, logs[i]);
    }
    return top;
  }
}
