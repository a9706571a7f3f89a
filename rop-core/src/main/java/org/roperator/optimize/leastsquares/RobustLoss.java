package org.roperator.optimize.leastsquares;

import org.roperator.function.ScalarFunction;
import org.roperator.internal.Arguments;

/**
 * How much a residual counts: a fit minimizes
 *
 * <pre>
 * F(w) = ½ Σ s² ρ(rᵢ²/s²)
 * </pre>
 *
 * <p>with the scale s, the size of a residual that is still believed. Each ρ below is z for small
 * z, {@code ρ(0) = 0} and {@code ρ′(0) = 1}, so that F is {@code ½‖r‖²} where all residuals are far
 * below s. Loss, scale and F are those of SciPy's {@code least_squares} ({@code loss}, {@code
 * f_scale}, {@code cost}); Tukey's it does not have.
 *
 * @param name a short name, such as {@code "huber"}
 * @param scale s, above 0
 * @param rho ρ over {@code z ≥ 0} with slope and bend; rising, and at most z
 */
public record RobustLoss(String name, double scale, ScalarFunction rho) {

  private static final ScalarFunction HUBER =
      ScalarFunction.of(
          z -> z <= 1 ? z : 2 * Math.sqrt(z) - 1,
          z -> z <= 1 ? 1 : 1 / Math.sqrt(z),
          z -> z <= 1 ? 0 : -0.5 / (z * Math.sqrt(z)));

  private static final ScalarFunction SOFT_L1 =
      ScalarFunction.of(
          z -> 2 * z / (Math.sqrt(1 + z) + 1),
          z -> 1 / Math.sqrt(1 + z),
          z -> -0.5 / ((1 + z) * Math.sqrt(1 + z)));

  private static final ScalarFunction CAUCHY =
      ScalarFunction.of(Math::log1p, z -> 1 / (1 + z), z -> -1 / ((1 + z) * (1 + z)));

  private static final ScalarFunction TUKEY =
      ScalarFunction.of(
          z -> z < 1 ? z * (1 + z * (z / 3 - 1)) : 1.0 / 3,
          z -> z < 1 ? (1 - z) * (1 - z) : 0,
          z -> z < 1 ? 2 * (z - 1) : 0);

  private static final RobustLoss SQUARES = new RobustLoss("squares", 1, ScalarFunction.identity());

  /**
   * Checks the scale.
   *
   * @throws IllegalArgumentException if it is not finite and above 0
   */
  public RobustLoss {
    Arguments.requirePositive("The scale", scale);
  }

  /** Plain least squares, {@code ρ(z) = z}: every residual is believed. */
  public static RobustLoss squares() {
    return SQUARES;
  }

  /**
   * Huber's loss, {@code ρ(z) = z} up to 1 and {@code 2√z − 1} beyond: squares up to s, linear
   * beyond (Huber 1964). Convex in r.
   *
   * @param scale s, above 0; 1.345 standard deviations of the noise keep 95 % of the efficiency of
   *     least squares where it is normal
   */
  public static RobustLoss huber(double scale) {
    return new RobustLoss("huber", scale, HUBER);
  }

  /**
   * A smooth Huber loss, {@code ρ(z) = 2(√(1 + z) − 1)}. Convex in r.
   *
   * @param scale s, above 0
   */
  public static RobustLoss softL1(double scale) {
    return new RobustLoss("soft-l1", scale, SOFT_L1);
  }

  /**
   * The loss of Cauchy's distribution, {@code ρ(z) = ln(1 + z)}: far residuals count less and less.
   * Not convex in r beyond s, so that a fit may have several minima.
   *
   * @param scale s, above 0; 2.385 standard deviations for 95 % of the efficiency
   */
  public static RobustLoss cauchy(double scale) {
    return new RobustLoss("cauchy", scale, CAUCHY);
  }

  /**
   * Tukey's bisquare, {@code ρ(z) = (1 − (1 − z)³)/3} up to 1 and 1/3 beyond: residuals beyond s
   * don't count at all (Beaton &amp; Tukey 1974). Start near: a start from which all residuals lie
   * beyond s is a minimum.
   *
   * @param scale s, above 0; 4.685 standard deviations for 95 % of the efficiency
   */
  public static RobustLoss tukey(double scale) {
    return new RobustLoss("tukey", scale, TUKEY);
  }

  /** Whether this is plain least squares. */
  boolean isSquares() {
    return rho == SQUARES.rho;
  }
}
