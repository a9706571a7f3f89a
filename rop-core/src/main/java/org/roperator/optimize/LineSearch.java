package org.roperator.optimize;

import java.util.function.ToDoubleFunction;
import org.roperator.internal.Arguments;
import org.roperator.internal.Vectors;

/**
 * Armijo's backtracking along a step: the largest rate {@code 1, s, s², …} that gains its part of
 * the slope, {@code f(w + rate·p) ≤ f(w) + c·rate·gᵀp}.
 *
 * @param shrink s, the factor from one tried rate to the next, above 0 and below 1
 * @param sufficientDecrease c, the part of the slope a step must gain, from 0 to 1
 * @param tries how many rates are tried before the step is rejected, at least 1
 */
public record LineSearch(double shrink, double sufficientDecrease, int tries) {

  private static final LineSearch STANDARD = new LineSearch(0.8, 1e-2, 60);

  /**
   * Checks the constants.
   *
   * @throws IllegalArgumentException naming the first that lies outside its range
   */
  public LineSearch {
    Arguments.requireBetween("The line search shrink", shrink, Double.MIN_NORMAL, 1 - 1e-6);
    Arguments.requireBetween("The sufficient decrease", sufficientDecrease, 0, 1);
    Arguments.requirePositive("The number of line search tries", tries);
  }

  /** Martens' constants: a shrink of 0.8, a decrease of 1e-2, and 60 tries. */
  public static LineSearch standard() {
    return STANDARD;
  }

  /** The same with another {@link #shrink()}. */
  public LineSearch withShrink(double shrink) {
    return new LineSearch(shrink, sufficientDecrease, tries);
  }

  /** The same with another {@link #sufficientDecrease()}. */
  public LineSearch withSufficientDecrease(double sufficientDecrease) {
    return new LineSearch(shrink, sufficientDecrease, tries);
  }

  /** The same with another number of {@link #tries()}. */
  public LineSearch atMostTries(int tries) {
    return new LineSearch(shrink, sufficientDecrease, tries);
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
