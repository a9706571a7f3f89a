package org.roperator.solve;

/** What came back from {@link Lsmr}; immutable. */
public final class LsmrResult {

  private final double[] x;
  private final End end;
  private final int products;
  private final Numbers numbers;

  LsmrResult(double[] x, End end, int products, Numbers numbers) {
    this.x = x;
    this.end = end;
    this.products = products;
    this.numbers = numbers;
  }

  /** Why a solve ended, and a sentence with the numbers behind it. */
  record End(LsmrOutcome outcome, String reason) {}

  /** What is known of the solution and of A. */
  record Numbers(
      double residualNorm,
      double gradientNorm,
      double solutionNorm,
      double operatorNorm,
      double condition) {}

  /** The solution x in a fresh array. */
  public double[] solution() {
    return x.clone();
  }

  /** Why the solve ended. */
  public LsmrOutcome outcome() {
    return end.outcome;
  }

  /** A sentence with the numbers behind the outcome. */
  public String reason() {
    return end.reason;
  }

  /** How many products were spent, those with A and those with its adjoint. */
  public int products() {
    return products;
  }

  /**
   * The norm {@code ‖b − Ax‖} at the solution, computed from x itself; for {@link
   * LsmrOutcome#NOT_FINITE} and {@link LsmrOutcome#CANCELLED} that of {@code (b − Ax, −λx)}, as the
   * recurrence carries it.
   */
  public double residualNorm() {
    return numbers.residualNorm;
  }

  /**
   * The norm {@code ‖Aᵀ(b − Ax) − λ²x‖} at the solution, computed from x itself; for {@link
   * LsmrOutcome#NOT_FINITE} and {@link LsmrOutcome#CANCELLED} as the recurrence carries it, in the
   * variables of the preconditioner.
   */
  public double gradientNorm() {
    return numbers.gradientNorm;
  }

  /** The norm {@code ‖x‖}. */
  public double solutionNorm() {
    return numbers.solutionNorm;
  }

  /**
   * An estimate from below of the norm of A with λI below it, both times R⁻¹ with a preconditioner;
   * 0 where no product told anything.
   */
  public double operatorNorm() {
    return numbers.operatorNorm;
  }

  /** An estimate of the condition of the same operator; 1 where no product told anything. */
  public double condition() {
    return numbers.condition;
  }

  @Override
  public String toString() {
    return end.outcome + ": " + end.reason;
  }
}
