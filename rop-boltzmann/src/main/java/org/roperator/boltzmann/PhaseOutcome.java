package org.roperator.boltzmann;

/** How far the statistics of a phase can be trusted. */
public enum PhaseOutcome {
  /** Exact up to rounding. */
  EXACT("the statistics are exact up to rounding"),
  /** A stable fixed point of the mean-field equations, to rounding. */
  SETTLED("the mean-field equations settled at a stable fixed point"),
  /** The mean-field equations did not settle within the sweeps allowed; all numbers are NaN. */
  NOT_SETTLED("the mean-field equations did not settle within the sweeps allowed"),
  /**
   * The mean-field equations settled where their free energy has no minimum, at a saddle or where
   * two fixed points meet; all numbers are NaN.
   */
  NOT_STABLE("the mean-field equations settled at a point that is not a minimum"),
  /** Estimates from samples, with standard errors. */
  SAMPLED("the statistics are estimates from samples"),
  /** A number was infinite or NaN: parameters are too large. */
  NOT_FINITE("a number was infinite or NaN; the parameters are too large");

  private final String explanation;

  PhaseOutcome(String explanation) {
    this.explanation = explanation;
  }

  /** What this outcome means, as a sentence without its full stop. */
  public String explanation() {
    return explanation;
  }
}
