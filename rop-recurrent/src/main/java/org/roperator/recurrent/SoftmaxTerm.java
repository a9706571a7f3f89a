package org.roperator.recurrent;

/** {@code ln Σ exp yₖ − Σ tₖyₖ}, with {@code p = softmax(y)}. */
final class SoftmaxTerm implements LossTerm {

  private final int[] units;

  SoftmaxTerm(int[] units) {
    this.units = units;
  }

  @Override
  public int[] units() {
    return units;
  }

  /** How far the targets' sum may be from 1: the rounding of some hundred classes. */
  private static final double ROUNDING = 1e-9;

  @Override
  public void requireFit(PatternBatch patterns) {
    for (int p = 0; p < patterns.size; p++) {
      double sum = 0;
      double least = Double.POSITIVE_INFINITY;
      int given = 0;
      for (int unit : units) {
        double t = patterns.targets[p * patterns.n + unit];
        if (!Double.isNaN(t)) {
          given++;
          sum += t;
          least = Math.min(least, t);
        }
      }
      boolean distribution = given == units.length && least >= 0 && Math.abs(sum - 1) <= ROUNDING;
      if (given > 0 && !distribution) {
        throw new IllegalArgumentException(
            "Pattern "
                + p
                + " has targets for "
                + given
                + " of the "
                + units.length
                + " class units, of sum "
                + sum
                + " and least "
                + least
                + "; softmax cross-entropy takes probabilities of sum 1 for all or for none.");
      }
    }
  }

  private boolean hasTargets(double[] t, int tAt) {
    return !Double.isNaN(t[tAt + units[0]]);
  }

  private double largest(double[] y, int yAt) {
    double largest = Double.NEGATIVE_INFINITY;
    for (int unit : units) {
      largest = Math.max(largest, y[yAt + unit]);
    }
    return largest;
  }

  private double sumOfExponentials(double[] y, int yAt, double largest) {
    double sum = 0;
    for (int unit : units) {
      sum += Math.exp(y[yAt + unit] - largest);
    }
    return sum;
  }

  @Override
  public double value(double[] y, int yAt, double[] t, int tAt, int n) {
    if (!hasTargets(t, tAt)) {
      return 0;
    }
    double largest = largest(y, yAt);
    double value = Math.log(sumOfExponentials(y, yAt, largest));
    for (int unit : units) {
      value -= t[tAt + unit] * (y[yAt + unit] - largest);
    }
    return value;
  }

  @Override
  public void addGradient(
      double weight, double[] y, int yAt, double[] t, int tAt, int n, double[] out) {
    if (!hasTargets(t, tAt)) {
      return;
    }
    double largest = largest(y, yAt);
    double sum = sumOfExponentials(y, yAt, largest);
    for (int unit : units) {
      double p = Math.exp(y[yAt + unit] - largest) / sum;
      out[yAt + unit] += weight * (p - t[tAt + unit]);
    }
  }

  @Override
  public void addCurvature(
      double weight,
      double[] y,
      int yAt,
      double[] t,
      int tAt,
      int n,
      double[] u,
      double[] out,
      int at) {
    if (!hasTargets(t, tAt)) {
      return;
    }
    double largest = largest(y, yAt);
    double sum = sumOfExponentials(y, yAt, largest);
    double mean = 0;
    for (int unit : units) {
      mean += Math.exp(y[yAt + unit] - largest) / sum * u[at + unit];
    }
    for (int unit : units) {
      double p = Math.exp(y[yAt + unit] - largest) / sum;
      out[at + unit] += weight * p * (u[at + unit] - mean);
    }
  }
}
