package org.roperator.nn;

import java.util.List;

/** The regulariser {@code ½ · coefficient · Σ wᵢ²} over some ranges of the parameters. */
record Decay(double coefficient, List<Range> ranges) {

  record Range(int from, int to) {}

  static Decay none() {
    return new Decay(0, List.of());
  }

  double value(double[] w) {
    double sum = 0;
    for (Range range : ranges) {
      for (int i = range.from(); i < range.to(); i++) {
        sum += w[i] * w[i];
      }
    }
    return coefficient * sum / 2;
  }

  /** {@code out += coefficient · x} where the regulariser acts: its gradient at x, or its Hx. */
  void addTo(double[] x, double[] out) {
    for (Range range : ranges) {
      for (int i = range.from(); i < range.to(); i++) {
        out[i] += coefficient * x[i];
      }
    }
  }

  double[] diagonal(int dimension) {
    double[] diagonal = new double[dimension];
    for (Range range : ranges) {
      java.util.Arrays.fill(diagonal, range.from(), range.to(), coefficient);
    }
    return diagonal;
  }
}
