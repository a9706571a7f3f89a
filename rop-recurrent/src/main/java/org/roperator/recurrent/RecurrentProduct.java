package org.roperator.recurrent;

import java.util.Locale;

/** A product with the Hessian at equilibria, and whether it was to be had; immutable. */
public final class RecurrentProduct {

  private final double[] values;
  private final ProductOutcome outcome;
  private final int pattern;
  private final double residual;

  RecurrentProduct(double[] values, ProductOutcome outcome, int pattern, double residual) {
    this.values = values;
    this.outcome = outcome;
    this.pattern = pattern;
    this.residual = residual;
  }

  /** H v in a fresh array; NaN unless the outcome is {@link ProductOutcome#SOLVED}. */
  public double[] values() {
    return values.clone();
  }

  /** Whether it was to be had, or what failed at the first pattern where something did. */
  public ProductOutcome outcome() {
    return outcome;
  }

  /** A sentence with the numbers behind the outcome. */
  public String reason() {
    if (outcome == ProductOutcome.SOLVED) {
      return "Complete: " + outcome.explanation() + ".";
    }
    String reason = "Pattern " + pattern + ": " + outcome.explanation();
    return Double.isNaN(residual)
        ? reason + "."
        : reason
            + String.format(
                Locale.ROOT,
                "; what is left of it is %.3g of its right-hand side and solution.",
                residual);
  }

  @Override
  public String toString() {
    return outcome + ": " + reason();
  }
}
