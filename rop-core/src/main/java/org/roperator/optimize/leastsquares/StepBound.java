package org.roperator.optimize.leastsquares;

import org.roperator.internal.Arguments;

/**
 * The trust region of {@link LevenbergMarquardt}: the bound Δ on the scaled step {@code ‖Dp‖} and
 * its rule, as the gain ratio ρ tells, the fall of F over the fall that the model promised.
 *
 * @param initial Δ before the first step, as a multiple of {@code ‖Dw‖}, or of {@code ‖r‖} for a
 *     start of zero; above 0
 * @param acceptedRatio the ρ above which a step is taken, at least 0
 * @param poorRatio the ρ up to which the model was poor and Δ shrinks to a part of the step
 * @param goodRatio the ρ from which the model was good and Δ grows to the double of the step
 * @param slack how far a step's length may be from Δ, as a part of it, from 0 to 1
 */
public record StepBound(
    double initial, double acceptedRatio, double poorRatio, double goodRatio, double slack) {

  /** Between these parts of the step Δ shrinks after a poor one. */
  private static final double LEAST_PART = 0.1;

  private static final double MOST_PART = 0.5;

  private static final double GROWTH = 2;

  private static final StepBound STANDARD = new StepBound(1, 1e-4, 0.25, 0.75, 0.1);

  /**
   * Checks the constants.
   *
   * @throws IllegalArgumentException naming the first that lies outside its range
   */
  public StepBound {
    Arguments.requirePositive("The initial step bound", initial);
    Arguments.requireBetween("The accepted ratio", acceptedRatio, 0, poorRatio);
    Arguments.requireBetween("The poor ratio", poorRatio, 0, goodRatio);
    Arguments.requireBetween("The good ratio", goodRatio, 0, 1);
    Arguments.requireBetween("The slack", slack, 0, 1);
  }

  /**
   * The constants of Moré (1978), "The Levenberg-Marquardt algorithm: implementation and theory",
   * as MINPACK has them: ratios 1e-4, 1/4 and 3/4, a slack of 1/10; but the first bound is {@code
   * ‖Dw‖} itself instead of a hundred times it, and a full step that is short does not shrink the
   * bound, since one that products find may be short only because few of them were spent.
   */
  public static StepBound standard() {
    return STANDARD;
  }

  /** The same with another {@link #initial()}. */
  public StepBound withInitial(double initial) {
    return new StepBound(initial, acceptedRatio, poorRatio, goodRatio, slack);
  }

  /** The same with another {@link #acceptedRatio()}. */
  public StepBound withAcceptedRatio(double ratio) {
    return new StepBound(initial, ratio, poorRatio, goodRatio, slack);
  }

  /** The same with another {@link #poorRatio()}. */
  public StepBound withPoorRatio(double ratio) {
    return new StepBound(initial, acceptedRatio, ratio, goodRatio, slack);
  }

  /** The same with another {@link #goodRatio()}. */
  public StepBound withGoodRatio(double ratio) {
    return new StepBound(initial, acceptedRatio, poorRatio, ratio, slack);
  }

  /** The same with another {@link #slack()}. */
  public StepBound withSlack(double slack) {
    return new StepBound(initial, acceptedRatio, poorRatio, goodRatio, slack);
  }

  /** Whether a step of a gain ratio is taken; NaN is none. */
  boolean accepts(double rho) {
    return rho > acceptedRatio;
  }

  /**
   * Δ after a step.
   *
   * @param radius Δ before
   * @param step the step
   * @param rho its gain ratio, −∞ where F was not finite
   * @param slope {@code gᵀp}, below 0
   * @param change F after the step less F before; infinite where F was not finite
   */
  double after(double radius, Step step, double rho, double slope, double change) {
    if (!(rho > poorRatio)) {
      // Where a parabola through both values and the slope has its minimum.
      double vertex = slope / (2 * (slope - change));
      double part = change >= 0 && vertex < 1 ? vertex : MOST_PART;
      double within = Math.max(LEAST_PART, Math.min(MOST_PART, part));
      return within * Math.min(radius, step.length());
    }
    if (rho >= goodRatio) {
      return Math.max(radius, GROWTH * step.length());
    }
    return radius;
  }
}
