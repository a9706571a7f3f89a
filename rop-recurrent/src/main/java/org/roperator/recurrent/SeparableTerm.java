package org.roperator.recurrent;

import java.util.function.DoubleBinaryOperator;
import org.roperator.autodiff.Elementary;

/** A term that is a sum over units with a target, each by itself: {@code Σ f(yₖ, tₖ)}. */
final class SeparableTerm implements LossTerm {

  private final int[] units;
  private final boolean takesProbabilities;
  private final DoubleBinaryOperator f;
  private final DoubleBinaryOperator slope;
  private final DoubleBinaryOperator bend;

  private SeparableTerm(
      int[] units,
      boolean takesProbabilities,
      DoubleBinaryOperator f,
      DoubleBinaryOperator slope,
      DoubleBinaryOperator bend) {
    this.units = units;
    this.takesProbabilities = takesProbabilities;
    this.f = f;
    this.slope = slope;
    this.bend = bend;
  }

  /**
   * {@code ½ Σ (yₖ − tₖ)²}.
   *
   * @param units those that count; none named means all
   */
  static SeparableTerm squaredError(int[] units) {
    return new SeparableTerm(
        units, false, (y, t) -> (y - t) * (y - t) / 2, (y, t) -> y - t, (y, t) -> 1);
  }

  /**
   * {@code Σ ln(1 + exp yₖ) − tₖyₖ}, from terms that are not negative: a confident right output
   * keeps its digits.
   *
   * @param units those that count; none named means all
   */
  static SeparableTerm logisticCrossEntropy(int[] units) {
    return new SeparableTerm(
        units,
        true,
        (y, t) -> t * Elementary.SOFTPLUS.value(-y) + (1 - t) * Elementary.SOFTPLUS.value(y),
        (y, t) -> (1 - t) * Elementary.SIGMOID.value(y) - t * Elementary.SIGMOID.value(-y),
        (y, t) -> Elementary.SIGMOID.slope(y));
  }

  @Override
  public int[] units() {
    return units;
  }

  @Override
  public double value(Outputs outputs, int row) {
    double[] y = outputs.y();
    double[] t = outputs.t();
    int yAt = outputs.at(row);
    int tAt = outputs.targetAt(row);
    double sum = 0;
    for (int k = 0; k < count(outputs.n()); k++) {
      int i = unit(k);
      sum += Double.isNaN(t[tAt + i]) ? 0 : f.applyAsDouble(y[yAt + i], t[tAt + i]);
    }
    return sum;
  }

  @Override
  public void addGradient(double weight, Outputs outputs, int row, double[] out) {
    double[] y = outputs.y();
    double[] t = outputs.t();
    int yAt = outputs.at(row);
    int tAt = outputs.targetAt(row);
    for (int k = 0; k < count(outputs.n()); k++) {
      int i = unit(k);
      if (!Double.isNaN(t[tAt + i])) {
        out[yAt + i] += weight * slope.applyAsDouble(y[yAt + i], t[tAt + i]);
      }
    }
  }

  @Override
  public void addCurvature(
      double weight, Outputs outputs, int row, double[] u, double[] out, int at) {
    double[] y = outputs.y();
    double[] t = outputs.t();
    int yAt = outputs.at(row);
    int tAt = outputs.targetAt(row);
    for (int k = 0; k < count(outputs.n()); k++) {
      int i = unit(k);
      if (!Double.isNaN(t[tAt + i])) {
        out[at + i] += weight * bend.applyAsDouble(y[yAt + i], t[tAt + i]) * u[at + i];
      }
    }
  }

  private int count(int n) {
    return units.length == 0 ? n : units.length;
  }

  private int unit(int k) {
    return units.length == 0 ? k : units[k];
  }

  /** Requires that some unit that counts has a target, and probabilities where they are taken. */
  @Override
  public void requireFit(PatternBatch patterns) {
    int n = patterns.n;
    boolean any = false;
    for (int p = 0; p < patterns.size; p++) {
      for (int k = 0; k < count(n); k++) {
        double t = patterns.targets[p * n + unit(k)];
        any |= !Double.isNaN(t);
        if (takesProbabilities && (t < 0 || t > 1)) {
          throw new IllegalArgumentException(
              "Pattern "
                  + p
                  + " has the target "
                  + t
                  + " for unit "
                  + unit(k)
                  + ", but logistic cross-entropy takes probabilities from 0 to 1.");
        }
      }
    }
    if (!any) {
      throw new IllegalArgumentException(
          "No pattern has a target for a unit that this loss counts; say what should settle where"
              + " with Pattern.Builder.target.");
    }
  }
}
