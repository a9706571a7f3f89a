package org.roperator.perturb;

/** How {@code z = Hv} is estimated from perturbations and what they do to the value. */
public enum ProductEstimator {

  /**
   * {@code ẑ = Cov(Δw (Δw·v), ΔE) / s⁴}: unbiased up to s² times fourth derivatives, memory O(n).
   * Signs don't see the diagonal of H, which is then completed by two evaluations per parameter,
   * twice or more often, so that their noise is known too.
   */
  COVARIANCE("unbiased, up to s² times fourth derivatives"),

  /**
   * For each weight by itself, ΔE regressed on {@code Δwᵢ} and {@code (Δw·v/‖v‖²)(Δwᵢ −
   * (Δw·v/2‖v‖²)vᵢ)} with an intercept. Biased: the other weights' terms are related to the second
   * regressor; on average it gives {@code [zᵢ − vᵢ(v·z)/(2‖v‖²)] / [1 − vᵢ²/(2‖v‖²)]}.
   */
  LOCAL_REGRESSION("biased: on average [zᵢ − vᵢ(v·z)/(2‖v‖²)] / [1 − vᵢ²/(2‖v‖²)]"),

  /** The local regression with its bias solved for and removed. */
  CORRECTED_LOCAL_REGRESSION("unbiased, by a closed-form correction of the local regression"),

  /**
   * All weights' regressors at once, with an intercept: unbiased, of the least variance, at a
   * memory of O(n²).
   */
  JOINT_LEAST_SQUARES("unbiased, up to s² times fourth derivatives");

  private final String bias;

  ProductEstimator(String bias) {
    this.bias = bias;
  }

  /** What the estimator gives on average, as a clause. */
  public String bias() {
    return bias;
  }
}
