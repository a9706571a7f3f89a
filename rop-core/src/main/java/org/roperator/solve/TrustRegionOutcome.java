package org.roperator.solve;

import org.roperator.Outcome;

/** How a {@link TrustRegionStep} was found. */
public enum TrustRegionOutcome implements Outcome {
  /** The minimum of the model lies inside the region: a Newton step, to the residual asked for. */
  INTERIOR("the minimum of the model lies inside the region"),
  /**
   * The minimum within the region lies on its boundary, and was found to the residual asked for.
   */
  BOUNDARY("the minimum within the region lies on its boundary"),
  /** All products allowed were spent; the step is the best one of the directions looked at. */
  PRODUCT_LIMIT("all products allowed were spent"),
  /** A product was infinite or NaN; the step is the best one of the directions before. */
  NOT_FINITE("a product was infinite or NaN"),
  /** The thread was interrupted; the step is the best one of the directions looked at. */
  CANCELLED("the solve was cancelled");

  private final String explanation;

  TrustRegionOutcome(String explanation) {
    this.explanation = explanation;
  }

  @Override
  public String explanation() {
    return explanation;
  }

  @Override
  public boolean isSuccess() {
    return this == INTERIOR || this == BOUNDARY;
  }
}
