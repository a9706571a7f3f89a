package org.roperator.solve;

import java.util.Locale;
import java.util.Optional;

/** What came back from {@link Gmres}; immutable. */
public final class GmresResult {

  private final GmresOutcome outcome;
  private final int products;
  private final double residualNorm;
  private final double rightHandSideNorm;
  private final Optional<double[]> x;

  private GmresResult(
      GmresOutcome outcome,
      int products,
      double residualNorm,
      double rightHandSideNorm,
      Optional<double[]> x) {
    this.outcome = outcome;
    this.products = products;
    this.residualNorm = residualNorm;
    this.rightHandSideNorm = rightHandSideNorm;
    this.x = x;
  }

  /** A result whose solution stands in an array of the caller's. */
  static GmresResult of(
      GmresOutcome outcome, int products, double residualNorm, double rightHandSideNorm) {
    return new GmresResult(outcome, products, residualNorm, rightHandSideNorm, Optional.empty());
  }

  /** The same with its solution, which is kept. */
  GmresResult withSolution(double[] x) {
    return new GmresResult(outcome, products, residualNorm, rightHandSideNorm, Optional.of(x));
  }

  /**
   * The solution x in a fresh array.
   *
   * @throws IllegalStateException if the solve wrote it into an array of the caller's instead
   */
  public double[] solution() {
    return x.orElseThrow(
            () ->
                new IllegalStateException(
                    "The solution was written into the array given to solve(a, b, out), and is not"
                        + " kept here; read it there, or call solve(a, b)."))
        .clone();
  }

  /** Why the solve ended. */
  public GmresOutcome outcome() {
    return outcome;
  }

  /** Whether the residual asked for was reached. */
  public boolean isSolved() {
    return outcome.isSuccess();
  }

  /** How many products with A were spent. */
  public int products() {
    return products;
  }

  /** The norm {@code ‖b − Ax‖} at the solution, computed from x itself. */
  public double residualNorm() {
    return residualNorm;
  }

  /** The norm {@code ‖b‖}. */
  public double rightHandSideNorm() {
    return rightHandSideNorm;
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
