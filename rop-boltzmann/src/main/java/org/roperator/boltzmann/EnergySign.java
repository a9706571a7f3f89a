package org.roperator.boltzmann;

/**
 * The sign κ of the energy, {@code E = κ (Σ_{i<j} w_ij s_i s_j + Σ b_i s_i)}.
 *
 * <p>Both conventions are in print. All signs of statistics, gradients and R{·} follow from it:
 *
 * <pre>
 *                      NEGATIVE, κ = −1      POSITIVE, κ = +1
 * P(s_i = 1 | rest)    σ(x_i/T)              σ(−x_i/T)            units 0 and 1
 * ∂G/∂w_ij             −(p⁺ − p⁻)/T          +(p⁺ − p⁻)/T
 * R{p_ij}              (q − p⟨D⟩)/T          (p⟨D⟩ − q)/T
 * </pre>
 *
 * with {@code x_i = Σ_j w_ij s_j + b_i}, {@code D = Σ v_ij s_i s_j} and {@code q_ij = ⟨s_i s_j D⟩}.
 * A machine of one sign at w is the machine of the other at −w.
 */
public enum EnergySign {

  /**
   * {@code E = −Σ}: positive weights make units agree (Ackley, Hinton and Sejnowski 1985). The
   * default.
   */
  NEGATIVE(-1),

  /** {@code E = +Σ}: positive weights make units differ. */
  POSITIVE(1);

  private final int kappa;

  EnergySign(int kappa) {
    this.kappa = kappa;
  }

  /** κ, −1 or +1. */
  public int kappa() {
    return kappa;
  }
}
