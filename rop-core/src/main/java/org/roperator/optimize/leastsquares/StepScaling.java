package org.roperator.optimize.leastsquares;

/** What a fit measures the length of its steps in: the scales D of {@link LevenbergMarquardt}. */
public enum StepScaling {
  /**
   * Each parameter by the largest norm that its column of the Jacobian had so far (Moré 1978,
   * section 6): units of parameters don't matter.
   */
  BY_PARAMETER,
  /**
   * All parameters by the largest of these norms: a ball. For parameters of the same unit and
   * comparable size whose effects change by orders of magnitude on the way, as those of a high
   * power far from the minimum do: scales that such a start has made stay, and hold parameters back
   * that matter later.
   */
  COMMON
}
