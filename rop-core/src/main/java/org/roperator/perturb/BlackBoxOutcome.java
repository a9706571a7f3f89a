package org.roperator.perturb;

import org.roperator.Outcome;

/** Why a {@link BlackBoxTrustRegion} ended. */
public enum BlackBoxOutcome implements Outcome {
  /** All evaluations were spent. */
  EVALUATIONS_SPENT("all evaluations were spent"),

  /** No step within the smallest radius lowers the value: a minimum, as far as values tell. */
  RADIUS_VANISHED("no step within the smallest radius lowers the value any more"),

  /** The value at the start threw, was NaN or +∞. */
  UNDEFINED_AT_THE_START("the value at the start threw, was NaN or +∞"),

  /** A value was −∞; its point came back. */
  UNBOUNDED("a value was −∞"),

  /** The thread was interrupted; the last iterate came back. */
  INTERRUPTED("the thread was interrupted");

  private final String explanation;

  BlackBoxOutcome(String explanation) {
    this.explanation = explanation;
  }

  @Override
  public String explanation() {
    return explanation;
  }

  @Override
  public boolean isSuccess() {
    return this == RADIUS_VANISHED;
  }
}
