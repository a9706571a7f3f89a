package org.roperator.recurrent;

/** A term that is a sum over units with a target, each by itself. */
interface SeparableTerm extends LossTerm {

  double value(double y, double t);

  double slope(double y, double t);

  double bend(double y, double t);

  @Override
  default double value(double[] y, int yAt, double[] t, int tAt, int n) {
    double sum = 0;
    for (int k = 0; k < count(n); k++) {
      int i = unit(k);
      sum += Double.isNaN(t[tAt + i]) ? 0 : value(y[yAt + i], t[tAt + i]);
    }
    return sum;
  }

  @Override
  default void addGradient(
      double weight, double[] y, int yAt, double[] t, int tAt, int n, double[] out) {
    for (int k = 0; k < count(n); k++) {
      int i = unit(k);
      if (!Double.isNaN(t[tAt + i])) {
        out[yAt + i] += weight * slope(y[yAt + i], t[tAt + i]);
      }
    }
  }

  @Override
  default void addCurvature(
      double weight,
      double[] y,
      int yAt,
      double[] t,
      int tAt,
      int n,
      double[] u,
      double[] out,
      int at) {
    for (int k = 0; k < count(n); k++) {
      int i = unit(k);
      if (!Double.isNaN(t[tAt + i])) {
        out[at + i] += weight * bend(y[yAt + i], t[tAt + i]) * u[at + i];
      }
    }
  }

  private int count(int n) {
    return units().length == 0 ? n : units().length;
  }

  private int unit(int k) {
    return units().length == 0 ? k : units()[k];
  }

  /** Requires that some unit that counts has a target. */
  @Override
  default void requireFit(PatternBatch patterns) {
    for (int p = 0; p < patterns.size; p++) {
      for (int k = 0; k < count(patterns.n); k++) {
        if (!Double.isNaN(patterns.targets[p * patterns.n + unit(k)])) {
          return;
        }
      }
    }
    throw new IllegalArgumentException(
        "No pattern has a target for a unit that this loss counts; say what should settle where"
            + " with Pattern.Builder.target.");
  }
}
