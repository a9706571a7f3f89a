package org.roperator.perturb;

import org.roperator.Outcome;

/** How an estimation by perturbations ended. */
public enum PerturbationOutcome implements Outcome {
  /** The standard errors are as small as was asked for. */
  ACCURATE("the standard errors are as small as was asked for"),

  /** All evaluations were spent before the standard errors were small enough. */
  EVALUATIONS_SPENT("all evaluations were spent before the standard errors were small enough"),

  /** There are fewer usable evaluations than unknowns, so that there is no estimate. */
  TOO_FEW_EVALUATIONS("there are fewer usable evaluations than unknowns: allow more"),

  /** Most evaluations threw or were not finite, or one along an axis that signs need. */
  MOSTLY_FAILED(
      "most evaluations, or one along an axis that signs need, threw or were not finite: take"
          + " smaller perturbations"),

  /** The value at the point itself threw or was not finite. */
  UNDEFINED_AT_THE_POINT("the value at the point itself threw or was not finite"),

  /** The thread was interrupted before the standard errors were small enough; no estimate. */
  INTERRUPTED("the thread was interrupted");

  private final String explanation;

  PerturbationOutcome(String explanation) {
    this.explanation = explanation;
  }

  @Override
  public String explanation() {
    return explanation;
  }

  @Override
  public boolean isSuccess() {
    return this == ACCURATE;
  }

  /** Whether there is an estimate. */
  public boolean hasEstimate() {
    return this == ACCURATE || this == EVALUATIONS_SPENT;
  }
}
