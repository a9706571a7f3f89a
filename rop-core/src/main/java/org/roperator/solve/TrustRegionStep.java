package org.roperator.solve;

import java.util.Locale;

/** A step of a trust region, {@code p ≈ argmin gᵀp + ½pᵀHp} within {@code ‖p‖ ≤ Δ}; immutable. */
public final class TrustRegionStep {

  private final double[] p;
  private final double multiplier;
  private final double decrease;
  private final double residualNorm;
  private final TrustRegionOutcome outcome;
  private final int products;

  TrustRegionStep(
      double[] p,
      double multiplier,
      double decrease,
      double residualNorm,
      TrustRegionOutcome outcome,
      int products) {
    this.p = p;
    this.multiplier = multiplier;
    this.decrease = decrease;
    this.residualNorm = residualNorm;
    this.outcome = outcome;
    this.products = products;
  }

  /** The same step in other coordinates: what it tells of the model stays. */
  public TrustRegionStep withStep(double[] step) {
    return new TrustRegionStep(step.clone(), multiplier, decrease, residualNorm, outcome, products);
  }

  /** The step p, in a fresh array. */
  public double[] step() {
    return p.clone();
  }

  /**
   * The multiplier λ ≥ 0 with {@code (H + λI)p = −g} but for {@link #residualNorm()}; 0 where p
   * lies inside the region, NaN where {@link Steihaug} ended on its boundary. With a preconditioner
   * D it stands before D instead of I.
   */
  public double multiplier() {
    return multiplier;
  }

  /** How far the model falls, {@code −(gᵀp + ½pᵀHp)}, at least 0. */
  public double decrease() {
    return decrease;
  }

  /** The norm of {@code (H + λI)p + g}; in the preconditioner's norm where there is one. */
  public double residualNorm() {
    return residualNorm;
  }

  /** How the step was found. */
  public TrustRegionOutcome outcome() {
    return outcome;
  }

  /** How many products with H the model has taken so far, those of earlier radii included. */
  public int products() {
    return products;
  }

  /** A sentence with the numbers behind the outcome. */
  public String reason() {
    return String.format(
        Locale.ROOT,
        "After %d products the model falls by %.3g, with multiplier %.3g and residual %.3g.",
        products,
        decrease,
        multiplier,
        residualNorm);
  }

  @Override
  public String toString() {
    return outcome + ": " + reason();
  }
}
