package org.roperator.solve;

/** What came back from {@link Minres}; immutable. */
public final class MinresResult {

  private final double[] x;
  private final End end;
  private final int products;
  private final Numbers numbers;

  MinresResult(double[] x, End end, int products, Numbers numbers) {
    this.x = x;
    this.end = end;
    this.products = products;
    this.numbers = numbers;
  }

  /** Why a solve ended, and a sentence with the numbers behind it. */
  record End(MinresOutcome outcome, String reason) {}

  /** What is known of the solution and of A. */
  record Numbers(double residualNorm, double operatorNorm, double condition) {}

  /** The solution x in a fresh array. */
  public double[] solution() {
    return x.clone();
  }

  /** Why the solve ended. */
  public MinresOutcome outcome() {
    return end.outcome;
  }

  /** A sentence with the numbers behind the outcome. */
  public String reason() {
    return end.reason;
  }

  /** How many products with A were spent. */
  public int products() {
    return products;
  }

  /**
   * The norm {@code ‖b − Ax‖} at the solution, computed from x itself; for {@link
   * MinresOutcome#NOT_FINITE}, {@link MinresOutcome#CANCELLED} and {@link
   * MinresOutcome#PRECONDITIONER_NOT_POSITIVE} as the recurrence carries it, in the norm that is
   * minimized.
   */
  public double residualNorm() {
    return numbers.residualNorm;
  }

  /**
   * An estimate of {@code ‖A‖}, from below, or of {@code ‖M^(-½)AM^(-½)‖} with a preconditioner; 0
   * where no product told anything.
   */
  public double operatorNorm() {
    return numbers.operatorNorm;
  }

  /**
   * An estimate from below of the condition of the same operator on its range, the ratio of the
   * entries on the diagonal of the triangle: far below where many eigenvalues are small; 1 where no
   * product told anything.
   */
  public double condition() {
    return numbers.condition;
  }

  @Override
  public String toString() {
    return end.outcome + ": " + end.reason;
  }
}
