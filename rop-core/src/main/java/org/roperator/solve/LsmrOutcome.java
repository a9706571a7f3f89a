package org.roperator.solve;

import org.roperator.Outcome;

/** Why {@link Lsmr} ended. */
public enum LsmrOutcome implements Outcome {
  /** The system is compatible: the residual fell to what was asked for. */
  RESIDUAL_REACHED("the residual fell to what was asked for"),
  /**
   * The gradient {@code Aᵀr − λ²x} fell to what was asked for beside {@code ‖A‖‖r‖}, or to the
   * rounding of the products: x minimizes the sum of squares.
   */
  LEAST_SQUARES("the least-squares solution was found"),
  /** The right-hand side is zero, and so is the solution. */
  RIGHT_HAND_SIDE_ZERO("the right-hand side is zero, and so is the solution"),
  /**
   * The estimate of the condition reached its limit: more steps would follow rounding and noise.
   */
  CONDITION_LIMIT("the condition reached its limit"),
  /** All products allowed were spent. */
  PRODUCT_LIMIT("all products allowed were spent"),
  /** Rounding keeps both above what was asked for: starting anew from x lowered neither. */
  STAGNATED("rounding keeps residual and gradient above what was asked for"),
  /**
   * A product, or a number made from one, was infinite or NaN, and the solution is the iterate
   * before; or the solution has entries beyond the largest double.
   */
  NOT_FINITE("a number was infinite or NaN"),
  /** The thread was interrupted, and still is; the solution is the last complete iterate. */
  CANCELLED("the thread was interrupted");

  private final String explanation;

  LsmrOutcome(String explanation) {
    this.explanation = explanation;
  }

  @Override
  public String explanation() {
    return explanation;
  }

  /** Whether x is the solution, or where there is none the least-squares solution. */
  @Override
  public boolean isSuccess() {
    return this == RESIDUAL_REACHED || this == LEAST_SQUARES || this == RIGHT_HAND_SIDE_ZERO;
  }
}
