package org.roperator.check;

import java.util.List;

/**
 * What a {@link DerivativeCheck} found at one point. An immutable value; {@link #toString} reads
 * well in a terminal.
 */
public final class CheckReport {

  private final Verdict verdict;
  private final List<Finding> findings;
  private final Measured measured;

  CheckReport(List<Finding> findings, Measured measured) {
    this.findings = List.copyOf(findings);
    this.verdict =
        findings.stream().map(Finding::verdict).min(Verdict::compareTo).orElse(Verdict.CORRECT);
    this.measured = measured;
  }

  /** The numbers of a report. */
  record Measured(
      int dimension,
      int directions,
      double tolerance,
      double gradientError,
      double hvError,
      double symmetryError,
      double linearityError,
      ErrorCurve gradientCurve,
      ErrorCurve hvCurve,
      long values,
      long expansions,
      long products) {}

  /** The finding to mend first, or that all is well. */
  public Verdict verdict() {
    return verdict;
  }

  /** Whether value, gradient and Hessian were found to agree. */
  public boolean isCorrect() {
    return verdict == Verdict.CORRECT;
  }

  /** All that was found, in the order in which it was looked for. */
  public List<Finding> findings() {
    return findings;
  }

  /** The number of random directions. */
  public int directions() {
    return measured.directions;
  }

  /**
   * The largest relative error of a directional derivative {@code ⟨∇E, v⟩} over the random
   * directions, against extrapolated central differences of values; NaN where none could be taken.
   */
  public double gradientError() {
    return measured.gradientError;
  }

  /**
   * The largest relative error {@code ‖Hv − D‖ / ‖Hv‖} over the random directions, where D are
   * extrapolated central differences of gradients; NaN where none could be taken.
   */
  public double hvError() {
    return measured.hvError;
  }

  /** The largest relative difference between {@code ⟨u, Hv⟩} and {@code ⟨v, Hu⟩}. */
  public double symmetryError() {
    return measured.symmetryError;
  }

  /** The largest relative difference between {@code H(αu + v)} and {@code αHu + Hv}. */
  public double linearityError() {
    return measured.linearityError;
  }

  /** The error of differences of values against the gradient, along the first direction. */
  public ErrorCurve gradientCurve() {
    return measured.gradientCurve;
  }

  /** The error of differences of gradients against Hv, along the first direction. */
  public ErrorCurve hvCurve() {
    return measured.hvCurve;
  }

  /** The number of times the objective's value was asked for. */
  public long valueEvaluations() {
    return measured.values;
  }

  /** The number of expansions made. */
  public long expansions() {
    return measured.expansions;
  }

  /** The number of Hessian-vector products taken. */
  public long products() {
    return measured.products;
  }

  /**
   * Does nothing if the objective was found correct.
   *
   * @throws AssertionError with the whole report, otherwise
   */
  public void assertCorrect() {
    if (!isCorrect()) {
      throw new AssertionError(this.toString());
    }
  }

  /** The report as aligned lines of text. */
  @Override
  public String toString() {
    return ReportText.of(verdict, findings, measured);
  }
}
