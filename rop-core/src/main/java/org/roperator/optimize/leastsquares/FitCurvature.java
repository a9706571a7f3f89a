package org.roperator.optimize.leastsquares;

/** Which curvature a fit solves its steps with. */
public enum FitCurvature {
  /**
   * {@code JᵀJ}, that of residuals which are linear: enough where residuals are small or bend
   * little at the minimum. Needs first derivatives alone.
   */
  GAUSS_NEWTON,
  /**
   * The whole Hessian of F, {@code JᵀJ + Σ rᵢ∇²rᵢ}, exactly: for fits whose residuals stay large,
   * where steps of Gauss and Newton crawl. Needs {@link
   * org.roperator.function.ResidualsExpansion#curvature}.
   */
  FULL_HESSIAN
}
