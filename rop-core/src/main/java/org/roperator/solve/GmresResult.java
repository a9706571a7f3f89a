package org.roperator.solve;

import java.util.Locale;

/** What came back from {@link Gmres}; immutable. */
public final class GmresResult {

  private final double[] x;
  private final GmresOutcome outcome;
  private final int products;
  private final double residualNorm;
  private final double rightHandSideNorm;

  GmresResult(
      double[] x,
      GmresOutcome outcome,
      int products,
      double residualNorm,
      double rightHandSideNorm) {
    this.x = x;
    this.outcome = outcome;
    this.products = products;
    this.residualNorm = residualNorm;
    this.rightHandSideNorm = rightHandSideNorm;
  }

  /** The solution x in a fresh array. */
  public double[] solution() {
    return x.clone();
  }

  /** Why the solve ended. */
  public GmresOutcome outcome() {
    return outcome;
  }

  /** Whether the residual asked for was reached. */
  public boolean isSolved() {
    return outcome == GmresOutcome.RESIDUAL_REACHED;
  }

  /** How many products with A were spent. */
  public int products() {
    return products;
  }

  /** The norm {@code ‖b − Ax‖} at the solution, computed from x itself. */
  public double residualNorm() {
    return residualNorm;
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
