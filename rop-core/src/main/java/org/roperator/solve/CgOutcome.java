package org.roperator.solve;

import org.roperator.Outcome;

/** Why conjugate gradients ended. */
public enum CgOutcome implements Outcome {
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
   * The next step would be so long that rounding of its product outweighs the right-hand side: A is
   * singular, or is so to rounding, and b has a part along its null space. The solution is the
   * iterate before, and the result holds the direction.
   */
  INCONSISTENT("the operator is singular to rounding and the right-hand side outside its range"),
  /**
   * A product, or a number made from one, was infinite or NaN, and the solution is the iterate
   * before; or the solution has entries beyond the largest double.
   */
  NOT_FINITE("a number was infinite or NaN"),
  /** The preconditioner gave {@code rᵀM⁻¹r ≤ 0}; the solution is the iterate before. */
  PRECONDITIONER_NOT_POSITIVE("the preconditioner was not positive definite"),
  /** Whoever waits for the solution cancelled; the solution is the last complete iterate. */
  CANCELLED("the solve was cancelled");

  private final String explanation;

  CgOutcome(String explanation) {
    this.explanation = explanation;
  }

  @Override
  public String explanation() {
    return explanation;
  }

  @Override
  public boolean isSuccess() {
    return this == RESIDUAL_REACHED;
  }
}
