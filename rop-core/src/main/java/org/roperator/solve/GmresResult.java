package org.roperator.solve;

/** What came back from {@link Gmres}; immutable. */
public final class GmresResult {

  private final double[] x;
  private final GmresEnd end;

  GmresResult(double[] x, GmresEnd end) {
    this.x = x;
    this.end = end;
  }

  /** The solution x in a fresh array. */
  public double[] solution() {
    return x.clone();
  }

  /** Why the solve ended. */
  public GmresOutcome outcome() {
    return end.outcome();
  }

  /** Whether the residual asked for was reached. */
  public boolean isSolved() {
    return end.isSolved();
  }

  /** How many products with A were spent. */
  public int products() {
    return end.products();
  }

  /** The norm {@code ‖b − Ax‖} at the solution, computed from x itself. */
  public double residualNorm() {
    return end.residualNorm();
  }

  /** A sentence with the numbers behind the outcome. */
  public String reason() {
    return end.reason();
  }

  @Override
  public String toString() {
    return end.toString();
  }
}
