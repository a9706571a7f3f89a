package org.roperator.spectrum;

/** How a computation of this package ended. */
public enum SpectrumOutcome {
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
  OUTSIDE_DOMAIN("the function is not defined at some eigenvalue");

  private final String explanation;

  SpectrumOutcome(String explanation) {
    this.explanation = explanation;
  }

  /** What this outcome means, as the rest of a sentence that begins "It ended because". */
  public String explanation() {
    return explanation;
  }
}
