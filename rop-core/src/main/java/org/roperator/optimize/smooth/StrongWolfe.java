package org.roperator.optimize.smooth;

import org.roperator.internal.Arguments;

/**
 * How far a step is taken: to where the strong Wolfe conditions hold, by the line search of Moré
 * and Thuente (1994).
 *
 * <p>Along a direction d from w let {@code φ(α) = f(w + αd)}. A rate α is taken where
 *
 * <ul>
 *   <li>{@code φ(α) ≤ φ(0) + c₁αφ′(0)}: the value falls enough, and
 *   <li>{@code |φ′(α)| ≤ c₂|φ′(0)|}: the slope has flattened enough, so that the step was not too
 *       short.
 * </ul>
 *
 * <p>Where both values are equal but for rounding, {@code |φ(α) − φ(0)| ≤ ε|φ(0)|}, their
 * difference says nothing, and slopes say what it is: {@code α(φ′(0) + φ′(α))/2}. The first
 * condition is then {@code φ′(α) ≤ (2c₁ − 1)φ′(0)}, the approximate Wolfe condition of Hager and
 * Zhang (2005), and a run comes as near to a minimum as gradients tell.
 *
 * <p>The first rate is tried first, and is the only one asked for if it satisfies both. A point
 * whose value or gradient is infinite or NaN, or where the objective throws, was too far away. A
 * rate whose value falls enough is taken although its slope has not flattened once the tries are
 * spent.
 *
 * @param sufficientDecrease c₁, above 0 and below ½
 * @param flattening c₂, from c₁ and below 1
 * @param rounding ε, from 0 to 1e-3
 * @param tries how many rates are tried, at least 1
 */
public record StrongWolfe(
    double sufficientDecrease, double flattening, double rounding, int tries) {

  private static final StrongWolfe STANDARD = new StrongWolfe(1e-4, 0.9, 0x1p-40, 20);

  /**
   * Checks the constants.
   *
   * @throws IllegalArgumentException naming the first that lies outside its range
   */
  public StrongWolfe {
    Arguments.requireBetween(
        "The sufficient decrease", sufficientDecrease, Double.MIN_NORMAL, Math.nextDown(0.5));
    Arguments.requireBetween("The flattening", flattening, sufficientDecrease, Math.nextDown(1.0));
    Arguments.requireBetween("The rounding of values", rounding, 0, 1e-3);
    Arguments.requirePositive("The number of line search tries", tries);
  }

  /**
   * The constants for quasi-Newton and Newton steps of Nocedal and Wright (2006, section 3.1),
   * {@code c₁ = 1e-4} and {@code c₂ = 0.9}; {@code ε = 2⁻⁴⁰}, the rounding of a sum of some million
   * terms, where Hager and Zhang, who allow for more, have 1e-6; and the 20 tries of L-BFGS-B.
   */
  public static StrongWolfe standard() {
    return STANDARD;
  }

  /** The same with another {@link #sufficientDecrease()}. */
  public StrongWolfe withSufficientDecrease(double sufficientDecrease) {
    return new StrongWolfe(sufficientDecrease, flattening, rounding, tries);
  }

  /** The same with another {@link #flattening()}; 0.1 and less ask for almost a minimum. */
  public StrongWolfe withFlattening(double flattening) {
    return new StrongWolfe(sufficientDecrease, flattening, rounding, tries);
  }

  /** The same with another {@link #rounding()}; with 0 values are believed unless equal. */
  public StrongWolfe withRounding(double rounding) {
    return new StrongWolfe(sufficientDecrease, flattening, rounding, tries);
  }

  /** The same with another number of {@link #tries()}. */
  public StrongWolfe atMostTries(int tries) {
    return new StrongWolfe(sufficientDecrease, flattening, rounding, tries);
  }
}
