package org.roperator.recurrent;

/** Whether a product at equilibria was to be had, and if not, what failed. */
public enum ProductOutcome {
  /** Both systems of every pattern were solved. */
  SOLVED("every pattern's systems were solved"),
  /** A pattern does not settle, or has no derivative; {@link Equilibrium#outcome()} says why. */
  NO_DERIVATIVE("it has no derivative there"),
  /** The system of a pattern's R{x} was not solved to its tolerance. */
  TANGENT_NOT_SOLVED("its system for R{x} was not solved"),
  /** The system of a pattern's R{z} was not solved to its tolerance, though that of R{x} was. */
  ADJOINT_NOT_SOLVED("its system for R{z} was not solved");

  private final String explanation;

  ProductOutcome(String explanation) {
    this.explanation = explanation;
  }

  /** What this outcome means, as the rest of a sentence about a pattern. */
  public String explanation() {
    return explanation;
  }
}
