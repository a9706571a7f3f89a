package org.roperator.solve;

import java.util.Locale;

/**
 * How a solve by {@link Gmres} ended, without its solution.
 *
 * @param outcome why it ended
 * @param products how many products with A were spent
 * @param residualNorm the norm {@code ‖b − Ax‖} at the solution, computed from x itself
 * @param rightHandSideNorm the norm {@code ‖b‖}
 */
public record GmresEnd(
    GmresOutcome outcome, int products, double residualNorm, double rightHandSideNorm) {

  /** Whether the residual asked for was reached. */
  public boolean isSolved() {
    return outcome == GmresOutcome.RESIDUAL_REACHED;
  }

  /** A sentence with the numbers behind the outcome. */
  public String reason() {
    return String.format(
        Locale.ROOT,
        "After %d products the residual is %.3g of the right-hand side.",
        products,
        rightHandSideNorm == 0 ? 0 : residualNorm / rightHandSideNorm);
  }

  @Override
  public String toString() {
    return outcome + ": " + reason();
  }
}
