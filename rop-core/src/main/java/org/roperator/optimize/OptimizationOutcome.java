package org.roperator.optimize;

import org.roperator.Outcome;

/** Why an {@link Optimizer} ended. */
public enum OptimizationOutcome implements Outcome {
  /**
   * The norm of the gradient fell to the one asked for. Where it fell below a millionth of the
   * largest met, no direction of negative curvature that sixty products show leads down, or the
   * reason says that there is no Hessian to tell by.
   */
  CONVERGED("the norm of the gradient fell to the one asked for"),
  /**
   * The gradient vanished at a saddle or a maximum, where a method of gradients alone stays. {@link
   * HessianFree} leaves it instead.
   */
  SADDLE_POINT("the gradient vanished where the objective falls along negative curvature"),
  /**
   * The objective fell to −∞ or, where {@link HessianFree} stepped, below −1e300; or it fell as
   * fast as ever, far from the start, when the iterations were spent.
   */
  UNBOUNDED("the objective seems to have no lower bound"),
  /** All iterations allowed were made. */
  ITERATION_LIMIT("all iterations allowed were made"),
  /** The listener answered with a stop. */
  STOPPED_BY_LISTENER("the listener stopped the run"),
  /** The thread was interrupted; the last complete iterate came back. */
  INTERRUPTED("the thread was interrupted"),
  /** Many steps in a row failed to lower the objective, each shorter than the one before. */
  STALLED("no step lowered the objective any more"),
  /** The objective, its gradient or its curvature was infinite or NaN where it was needed. */
  NOT_FINITE("a number that was needed was infinite or NaN"),
  /** The objective threw where a number was needed; see {@link OptimizationResult#cause()}. */
  FAILED("the objective threw an exception where a number was needed");

  private final String explanation;

  OptimizationOutcome(String explanation) {
    this.explanation = explanation;
  }

  @Override
  public String explanation() {
    return explanation;
  }

  @Override
  public boolean isSuccess() {
    return this == CONVERGED;
  }

  /** Whether the run broke down on a number or an exception; its result is the last good one. */
  public boolean isFailure() {
    return this == NOT_FINITE || this == FAILED;
  }
}
