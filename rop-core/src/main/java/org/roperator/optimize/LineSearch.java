package org.roperator.optimize;

import java.util.function.ToDoubleFunction;
import org.roperator.operator.Vectors;

/**
 * Armijo's backtracking: the largest rate {@code 1, s, s², …} that gains its part of the slope.
 *
 * @param shrink s
 * @param sufficientDecrease c
 * @param tries how many rates are tried
 */
record LineSearch(double shrink, double sufficientDecrease, int tries) {

  static LineSearch of(HessianFreeSettings settings) {
    return new LineSearch(
        settings.lineSearchShrink(), settings.sufficientDecrease(), settings.lineSearchTries());
  }

  /**
   * What a search found.
   *
   * @param rate the rate taken; 0 if none was good enough
   * @param value the value there
   */
  record Found(double rate, double value) {

    boolean rejected() {
      return rate == 0;
    }
  }

  /**
   * Searches for {@code f(w + rate·p) ≤ f(w) + c·rate·gᵀp}.
   *
   * @param f the function; infinite where it is not defined
   * @param w the point
   * @param value f(w)
   * @param p the step
   * @param valueAtFullStep f(w + p), which the caller knows
   * @param slope gᵀp; where it points uphill, which a truncated warm-started solve allows, the
   *     value must still not rise
   */
  Found search(
      ToDoubleFunction<double[]> f,
      double[] w,
      double value,
      double[] p,
      double valueAtFullStep,
      double slope) {
    double descent = Math.min(0, slope);
    double[] candidate = new double[w.length];
    double rate = 1;
    double reached = valueAtFullStep;
    for (int i = 1; !(reached <= value + sufficientDecrease * rate * descent); i++) {
      if (i == tries) {
        return new Found(0, value);
      }
      rate *= shrink;
      Vectors.sum(w, rate, p, candidate);
      reached = f.applyAsDouble(candidate);
    }
    return new Found(rate, reached);
  }
}
