package org.roperator.perturb;

/** How an estimation by perturbations ended. */
public enum PerturbationOutcome {
  /** The standard errors are as small as was asked for. */
  ACCURATE("the standard errors are as small as was asked for"),

  /** All evaluations were spent before the standard errors were small enough. */
  EVALUATIONS_SPENT("all evaluations were spent before the standard errors were small enough"),

  /** There are fewer usable evaluations than unknowns, so that there is no estimate. */
  TOO_FEW_EVALUATIONS("there are fewer usable evaluations than unknowns: allow more"),

  /** Most evaluations threw or were not finite. */
  MOSTLY_FAILED("most evaluations threw or were not finite: take smaller perturbations"),

  /** The value at the point itself threw or was not finite. */
  UNDEFINED_AT_THE_POINT("the value at the point itself threw or was not finite");

  private final String meaning;

  PerturbationOutcome(String meaning) {
    this.meaning = meaning;
  }

  /** What is so, as a clause. */
  public String meaning() {
    return meaning;
  }

  /** Whether there is an estimate. */
  public boolean hasEstimate() {
    return this == ACCURATE || this == EVALUATIONS_SPENT;
  }
}
