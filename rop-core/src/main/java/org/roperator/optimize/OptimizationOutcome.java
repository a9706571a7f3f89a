package org.roperator.optimize;

/** Why an {@link Optimizer} ended. */
public enum OptimizationOutcome {
  /** The norm of the gradient fell to the one asked for. */
  CONVERGED("the norm of the gradient fell to the one asked for"),
  /** All iterations allowed were made. */
  ITERATION_LIMIT("all iterations allowed were made"),
  /** The listener answered with a stop. */
  STOPPED_BY_LISTENER("the listener stopped the run"),
  /** The thread was interrupted; the last complete iterate came back. */
  INTERRUPTED("the thread was interrupted"),
  /** Many steps in a row failed to lower the objective, each shorter than the one before. */
  STALLED("no step lowered the objective any more"),
  /** The objective, its gradient or its curvature was infinite or NaN where it was needed. */
  NOT_FINITE("a number that was needed was infinite or NaN");

  private final String explanation;

  OptimizationOutcome(String explanation) {
    this.explanation = explanation;
  }

  /** What this outcome means, as the rest of a sentence that begins "The run ended because". */
  public String explanation() {
    return explanation;
  }
}
