package org.roperator.autodiff;

/**
 * The softmax of each row of a matrix with its logarithms, shifted by the largest entry, whose own
 * term is left out of the sums: {@code ln Σ exp xⱼ = m + log1p(Σ exp(xⱼ − m) − 1)} keeps the digits
 * of a small remainder.
 *
 * <p>A row with +∞ or NaN, or of −∞ alone, has no softmax but NaN; the logarithm of its sum is its
 * largest entry.
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record RowSoftmax(double[] softmax, double[] logSoftmax, double[] logSumExp) {

  static RowSoftmax of(double[] x, int rows) {
    int columns = x.length / rows;
    RowSoftmax all = new RowSoftmax(new double[x.length], new double[x.length], new double[rows]);
    for (int i = 0; i < rows; i++) {
      all.row(x, i, i * columns, (i + 1) * columns);
    }
    return all;
  }

  private void row(double[] x, int i, int from, int to) {
    int top = indexOfLargest(x, from, to);
    double largest = x[top];
    double others = 0;
    for (int e = from; e < to; e++) {
      softmax[e] = Math.exp(x[e] - largest);
      others += e == top ? 0 : softmax[e];
    }
    double log = Math.log1p(others);
    for (int e = from; e < to; e++) {
      softmax[e] /= 1 + others;
      logSoftmax[e] = x[e] - largest - log;
    }
    logSumExp[i] = Double.isInfinite(largest) ? largest : largest + log;
  }

  /** The index of a largest number, or of the first NaN. */
  private static int indexOfLargest(double[] x, int from, int to) {
    int best = from;
    for (int i = from; i < to && !Double.isNaN(x[best]); i++) {
      best = x[i] > x[best] || Double.isNaN(x[i]) ? i : best;
    }
    return best;
  }
}
