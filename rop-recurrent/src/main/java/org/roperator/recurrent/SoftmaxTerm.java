package org.roperator.recurrent;

/**
 * {@code ln Σ exp yₖ − Σ tₖyₖ}, with {@code p = softmax(y)}.
 *
 * <p>Everything is reckoned from the largest logit m, so that a confident output keeps the digits
 * of how confident it is: {@code ln(1 + Σ_{k≠m} exp(yₖ − yₘ))}, {@code p − t = (1 − t)p − t(1 −
 * p)}, and u enters as differences from {@code uₘ}.
 */
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

  /** The unit of the largest logit. */
  private int top(double[] y, int yAt) {
    int top = units[0];
    for (int unit : units) {
      if (y[yAt + unit] > y[yAt + top]) {
        top = unit;
      }
    }
    return top;
  }

  /** {@code Σ_{k≠m} exp(yₖ − yₘ)} with m the top. */
  private double rest(double[] y, int yAt, int top) {
    double rest = 0;
    for (int unit : units) {
      if (unit != top) {
        rest += Math.exp(y[yAt + unit] - y[yAt + top]);
      }
    }
    return rest;
  }

  @Override
  public double value(Outputs outputs, int row) {
    double[] y = outputs.y();
    double[] t = outputs.t();
    int yAt = outputs.at(row);
    int tAt = outputs.targetAt(row);
    if (!hasTargets(t, tAt)) {
      return 0;
    }
    int top = top(y, yAt);
    double value = Math.log1p(rest(y, yAt, top));
    for (int unit : units) {
      value += t[tAt + unit] * (y[yAt + top] - y[yAt + unit]);
    }
    return value;
  }

  @Override
  public void addGradient(double weight, Outputs outputs, int row, double[] out) {
    double[] y = outputs.y();
    double[] t = outputs.t();
    int yAt = outputs.at(row);
    int tAt = outputs.targetAt(row);
    if (!hasTargets(t, tAt)) {
      return;
    }
    int top = top(y, yAt);
    double rest = rest(y, yAt, top);
    for (int unit : units) {
      double e = Math.exp(y[yAt + unit] - y[yAt + top]);
      double others = unit == top ? rest : 1 + rest - e; // 1 − p, times 1 + rest
      double target = t[tAt + unit];
      out[yAt + unit] += weight * ((1 - target) * e - target * others) / (1 + rest);
    }
  }

  @Override
  public void addCurvature(
      double weight, Outputs outputs, int row, double[] u, double[] out, int at) {
    double[] y = outputs.y();
    double[] t = outputs.t();
    int yAt = outputs.at(row);
    int tAt = outputs.targetAt(row);
    if (!hasTargets(t, tAt)) {
      return;
    }
    int top = top(y, yAt);
    double sum = 1 + rest(y, yAt, top);
    double mean = 0; // of u, from u of the top
    for (int unit : units) {
      if (unit != top) {
        mean += Math.exp(y[yAt + unit] - y[yAt + top]) / sum * (u[at + unit] - u[at + top]);
      }
    }
    for (int unit : units) {
      double p = Math.exp(y[yAt + unit] - y[yAt + top]) / sum;
      out[at + unit] += weight * p * (u[at + unit] - u[at + top] - mean);
    }
  }
}
