package org.roperator.spectrum;

import org.roperator.Outcome;

/** How a computation of this package ended. */
public enum SpectrumOutcome implements Outcome {
  /** All that was asked for was reached. */
  REACHED("what was asked for was reached"),
  /** Rounding keeps the residuals above what was asked for, however many products are spent. */
  STAGNATED("rounding keeps the residuals above what was asked for"),
  /** All products allowed were spent before the accuracy asked for was reached. */
  PRODUCT_LIMIT("all products allowed were spent before the accuracy asked for was reached"),
  /** A product was infinite or NaN; numbers computed before it, if any, come back. */
  NOT_FINITE("a product of the operator was infinite or NaN"),
  /** Products showed that {@code ⟨u, Av⟩ ≠ ⟨v, Au⟩}; the numbers mean nothing. */
  NOT_SYMMETRIC("the operator is not symmetric: its products contradict one another"),
  /** A function was asked for where it is not defined, as the logarithm of a negative number. */
  OUTSIDE_DOMAIN("the function is not defined at some eigenvalue"),
  /**
   * A function without a value at zero was asked for where eigenvalues are so near to zero that
   * rounding hides them; the value is what rounding left, its error is infinite.
   */
  BELOW_ROUNDING("the function depends on eigenvalues that rounding hides"),
  /**
   * Quadrature was cut off where more steps would still change the result by more than the probes
   * leave open; the standard error says by how much at least.
   */
  TOO_FEW_STEPS("more steps of the quadrature would still change the result"),
  /** A product of the preconditioner was zero, infinite or NaN; the operator's were not. */
  PRECONDITIONER_FAILED("a product of the preconditioner was zero, infinite or NaN"),
  /** All is finite but the result, which is larger than the largest double. */
  OVERFLOW("the result is larger than the largest double");

  private final String explanation;

  SpectrumOutcome(String explanation) {
    this.explanation = explanation;
  }

  @Override
  public String explanation() {
    return explanation;
  }

  @Override
  public boolean isSuccess() {
    return this == REACHED;
  }
}
