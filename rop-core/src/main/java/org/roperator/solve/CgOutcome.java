package org.roperator.solve;

/** Why conjugate gradients ended. */
public enum CgOutcome {
  /** The residual fell below the norm asked for, or to the rounding of the right-hand side. */
  RESIDUAL_REACHED("the residual fell to the norm asked for, or to rounding"),
  /** The quadratic model ψ fell too little over the last iterations to go on. */
  PROGRESS_STALLED("the quadratic model fell too little over the last iterations"),
  /** All iterations allowed were made. */
  ITERATION_LIMIT("all iterations allowed were made"),
  /**
   * A direction p with {@code pᵀAp ≤ 0} came up: A is not positive definite. The solution is the
   * iterate before it, and the result holds the direction.
   */
  NEGATIVE_CURVATURE("a direction of negative or zero curvature came up"),
  /**
   * A product, or a number made from one, was infinite, NaN or too small for its square; the
   * solution is the iterate before.
   */
  NOT_FINITE("a number was infinite, NaN or too small for its square"),
  /** The preconditioner gave {@code rᵀM⁻¹r ≤ 0}; the solution is the iterate before. */
  PRECONDITIONER_NOT_POSITIVE("the preconditioner was not positive definite"),
  /** Whoever waits for the solution cancelled; the solution is the last complete iterate. */
  CANCELLED("the solve was cancelled");

  private final String explanation;

  CgOutcome(String explanation) {
    this.explanation = explanation;
  }

  /** What this outcome means, as the rest of a sentence that begins "It ended because". */
  public String explanation() {
    return explanation;
  }
}
