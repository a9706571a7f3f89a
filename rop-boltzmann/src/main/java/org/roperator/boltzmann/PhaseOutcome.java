package org.roperator.boltzmann;

import org.roperator.Outcome;

/** How far the statistics of a phase can be trusted. */
public enum PhaseOutcome implements Outcome {
  /** Exact up to rounding. */
  EXACT("the statistics are exact up to rounding", false),
  /** A stable fixed point of the mean-field equations, to rounding. */
  SETTLED("the mean-field equations settled at a stable fixed point", false),
  /** The mean-field equations did not settle within the sweeps allowed; all numbers are NaN. */
  NOT_SETTLED("the mean-field equations did not settle within the sweeps allowed", true),
  /**
   * The mean-field equations settled where their free energy has no minimum, at a saddle or where
   * two fixed points meet; all numbers are NaN.
   */
  NOT_STABLE("the mean-field equations settled at a point that is not a minimum", true),
  /** Estimates from samples, with standard errors. */
  SAMPLED("the statistics are estimates from samples", false),
  /**
   * Estimates from samples of chains that do not get from one mode of the distribution to another:
   * those begun on two sides disagree. The standard errors include the distance between the sides;
   * the samples do not tell the weight of each mode.
   */
  NOT_MIXED(
      "chains begun on two sides disagree: they do not move between modes, so the samples do not"
          + " tell the weight of each mode; use more temperatures or more settling",
      false),
  /**
   * The parameters over the temperature are so large that numbers would become infinite, some 1e300
   * together; all numbers are NaN.
   */
  NOT_FINITE("the parameters over the temperature are too large for finite numbers", true);

  private final String explanation;
  private final boolean failure;

  PhaseOutcome(String explanation, boolean failure) {
    this.explanation = explanation;
    this.failure = failure;
  }

  /** Whether there are no statistics, and all numbers of the phase are NaN. */
  public boolean isFailure() {
    return failure;
  }

  @Override
  public String explanation() {
    return explanation;
  }

  @Override
  public boolean isSuccess() {
    return this == EXACT || this == SETTLED || this == SAMPLED;
  }
}
