package org.roperator.solve;

/** A direction along which an operator curves downwards or not at all; immutable. */
public final class NegativeCurvature {

  private final double[] direction;
  private final double curvature;

  NegativeCurvature(double[] direction, double curvature) {
    this.direction = direction;
    this.curvature = curvature;
  }

  /** The direction p in a fresh array. */
  public double[] direction() {
    return direction.clone();
  }

  /** Its curvature {@code pᵀAp}, at most 0. */
  public double curvature() {
    return curvature;
  }
}
