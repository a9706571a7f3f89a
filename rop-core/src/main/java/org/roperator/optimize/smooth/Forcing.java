package org.roperator.optimize.smooth;

import org.roperator.internal.Arguments;

/**
 * How exactly the equation of a step is solved: to a residual of {@code min(most, ratio^power)}
 * times the gradient, with the ratio of the gradient to its size (Dembo &amp; Steihaug 1983, with
 * {@code most = ½} and the gradient itself for the ratio).
 *
 * @param most the largest relative residual, above 0 and below 1
 * @param power from 0 to 1: Newton steps near a minimum converge with order 1 + power
 */
public record Forcing(double most, double power) {

  private static final Forcing STANDARD = new Forcing(0.3, 0.4);

  /**
   * Checks the constants.
   *
   * @throws IllegalArgumentException naming the first that lies outside its range
   */
  public Forcing {
    Arguments.requireBetween("The largest relative residual", most, 1e-15, 0.99);
    Arguments.requireBetween("The power of the gradient", power, 0, 1);
  }

  /**
   * 0.3 and 0.4: the fewest products over the problems of Moré, Garbow and Hillstrom (1981), where
   * 0.1 and 0.5 take a tenth more.
   */
  public static Forcing standard() {
    return STANDARD;
  }

  double residual(double ratio) {
    return Math.max(1e-15, Math.min(most, Math.pow(ratio, power)));
  }
}
