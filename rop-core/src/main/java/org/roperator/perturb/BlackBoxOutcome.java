package org.roperator.perturb;

/** Why a {@link BlackBoxTrustRegion} ended. */
public enum BlackBoxOutcome {
  /** All evaluations were spent. */
  EVALUATIONS_SPENT("all evaluations were spent"),

  /** No step within the smallest radius lowers the value: a minimum, as far as values tell. */
  RADIUS_VANISHED("no step within the smallest radius lowers the value any more"),

  /** The value at the start threw or was not finite. */
  UNDEFINED_AT_THE_START("the value at the start threw or was not finite");

  private final String meaning;

  BlackBoxOutcome(String meaning) {
    this.meaning = meaning;
  }

  /** What is so, as a clause. */
  public String meaning() {
    return meaning;
  }
}
