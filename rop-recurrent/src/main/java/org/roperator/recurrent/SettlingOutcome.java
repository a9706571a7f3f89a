package org.roperator.recurrent;

import org.roperator.Outcome;

/** How settling ended. */
public enum SettlingOutcome implements Outcome {
  /** It stands still: the residual fell to the tolerance. */
  CONVERGED("the network stands still"),
  /**
   * It stands still, but the smallest push would carry it away: an eigenvalue of {@code I − T⁻¹(I −
   * DWᵀ)} has a real part of 1 or more, T the time constants, and the adjoint equations do not
   * relax either.
   */
  UNSTABLE("the network stands still, but the smallest push would carry it away"),
  /**
   * The iterations allowed did not suffice, though the residual was still falling; or they ended at
   * a state whose own residual exceeds the tolerance, and Newton's method did not lower it.
   */
  SLOW("the residual had not fallen to the tolerance when the iterations ended"),
  /** It keeps moving within bounds: a limit cycle, or chaos. */
  LIMIT_CYCLE("the state keeps moving within bounds, on a limit cycle or in chaos"),
  /** The state grew beyond all bounds, or a number was infinite or NaN. */
  DIVERGED("the state grew beyond all bounds"),
  /**
   * It stands still at a bifurcation: I − DWᵀ is singular, so the equilibrium has no derivative.
   */
  SINGULAR("the network stands at a bifurcation, where its equilibrium has no derivative"),
  /** It stands still, but the linear adjoint system was not solved to its tolerance. */
  ADJOINT_NOT_SOLVED("the network stands still, but its adjoint system was not solved");

  private final String explanation;

  SettlingOutcome(String explanation) {
    this.explanation = explanation;
  }

  @Override
  public String explanation() {
    return explanation;
  }

  @Override
  public boolean isSuccess() {
    return this == CONVERGED;
  }

  /** Whether the state is an equilibrium, stable or not. */
  public boolean isEquilibrium() {
    return this == CONVERGED || this == UNSTABLE || this == SINGULAR || this == ADJOINT_NOT_SOLVED;
  }
}
