package org.roperator.solve;

import org.roperator.Outcome;

/** Why {@link Minres} ended. */
public enum MinresOutcome implements Outcome {
  /** The residual fell to the norm asked for. */
  RESIDUAL_REACHED("the residual fell to the norm asked for"),
  /**
   * The system has no solution: {@code ‖Ar‖} fell to what was asked for beside {@code ‖A‖‖r‖}, or
   * to the rounding of the products. The solution is the shortest of those that minimize {@code ‖b
   * − Ax‖}.
   */
  LEAST_SQUARES("the system is inconsistent and its shortest least-squares solution was found"),
  /** The right-hand side is zero, and so is the solution. */
  RIGHT_HAND_SIDE_ZERO("the right-hand side is zero, and so is the solution"),
  /** All products allowed were spent. */
  PRODUCT_LIMIT("all products allowed were spent"),
  /**
   * Rounding keeps the residual above the norm asked for: starting anew from x did not lower it.
   */
  STAGNATED("rounding keeps the residual above the norm asked for"),
  /**
   * A product, or a number made from one, was infinite or NaN, and the solution is the iterate
   * before; or the solution has entries beyond the largest double.
   */
  NOT_FINITE("a number was infinite or NaN"),
  /** The preconditioner gave {@code rᵀM⁻¹r ≤ 0}; the solution is the iterate before. */
  PRECONDITIONER_NOT_POSITIVE("the preconditioner was not positive definite"),
  /** The thread was interrupted, and still is; the solution is the last complete iterate. */
  CANCELLED("the thread was interrupted");

  private final String explanation;

  MinresOutcome(String explanation) {
    this.explanation = explanation;
  }

  @Override
  public String explanation() {
    return explanation;
  }

  /** Whether x is the solution, or where there is none the shortest least-squares solution. */
  @Override
  public boolean isSuccess() {
    return this == RESIDUAL_REACHED || this == LEAST_SQUARES || this == RIGHT_HAND_SIDE_ZERO;
  }
}
