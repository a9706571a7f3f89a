package org.roperator.perturb;

/** How the gradient is estimated from perturbations and what they do to the value. */
public enum GradientEstimator {

  /** For each weight by itself {@code ĝᵢ = Cov(Δwᵢ, ΔE) / Var(Δwᵢ)}: memory O(n). */
  PER_WEIGHT,

  /** All weights at once by least squares, with an intercept: exact on linear functions; O(n²). */
  LEAST_SQUARES
}
