package org.roperator.optimize.leastsquares;

import java.util.Optional;
import org.roperator.optimize.OptimizationOutcome;

/** A step that a model proposes. */
final class Step {

  private final double[] p;
  private final double lambda;
  private final double length;
  private final double decrease;
  private final Optional<Trouble> trouble;

  /** Why there is no good step. */
  record Trouble(OptimizationOutcome outcome, String reason) {}

  private Step(
      double[] p, double lambda, double length, double decrease, Optional<Trouble> trouble) {
    this.p = p;
    this.lambda = lambda;
    this.length = length;
    this.decrease = decrease;
    this.trouble = trouble;
  }

  /**
   * A step.
   *
   * @param p the step itself. Kept.
   * @param lambda the multiplier of D², 0 inside the region
   * @param length {@code ‖Dp‖}
   * @param decrease how far the model falls
   */
  static Step of(double[] p, double lambda, double length, double decrease) {
    return new Step(p, lambda, length, decrease, Optional.empty());
  }

  /** No step, and why. */
  static Step none(OptimizationOutcome outcome, String reason) {
    return new Step(new double[0], Double.NaN, 0, 0, Optional.of(new Trouble(outcome, reason)));
  }

  /** The step. Not copied. */
  double[] p() {
    return p;
  }

  double lambda() {
    return lambda;
  }

  double length() {
    return length;
  }

  double decrease() {
    return decrease;
  }

  boolean isInterior() {
    return lambda == 0;
  }

  Optional<Trouble> trouble() {
    return trouble;
  }
}
