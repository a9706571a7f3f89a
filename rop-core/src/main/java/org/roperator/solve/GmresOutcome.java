package org.roperator.solve;

import org.roperator.Outcome;

/** Why {@link Gmres} ended. */
public enum GmresOutcome implements Outcome {
  /** The residual fell below the norm asked for. */
  RESIDUAL_REACHED("the residual fell to the norm asked for"),
  /** All products allowed were spent. */
  PRODUCT_LIMIT("all products allowed were spent"),
  /**
   * A whole cycle between two restarts hardly lowered the residual: the matrix is singular, or its
   * Krylov spaces need a later restart.
   */
  STAGNATED("a whole cycle hardly lowered the residual"),
  /**
   * A product, the solution or the norm of b was infinite or NaN; the solution is that of the last
   * complete cycle.
   */
  NOT_FINITE("a product, the solution or the norm of the right-hand side was infinite or NaN");

  private final String explanation;

  GmresOutcome(String explanation) {
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
