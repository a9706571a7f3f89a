package org.roperator.optimize;

import org.roperator.internal.Arguments;

/**
 * When a run of iterations ends, unless its listener or its thread ends it.
 *
 * @param mostIterations the largest number of iterations, at least 1
 * @param gradient the norm of the gradient at which the run has converged whatever it was before,
 *     at least 0
 * @param relativeGradient the part of the largest norm of the gradient met in the run at which it
 *     has converged, from 0 to 1
 * @param patience how many rejected steps in a row end the run, at least 1
 * @param saddleCheck whether a point whose gradient vanished is told from a saddle by products with
 *     the Hessian, where the method does not know
 */
public record Ending(
    int mostIterations,
    double gradient,
    double relativeGradient,
    int patience,
    boolean saddleCheck) {

  private static final Ending STANDARD =
      new Ending(
          100,
          GradientTolerance.DEFAULT.absolute(),
          GradientTolerance.DEFAULT.relative(),
          20,
          true);

  /**
   * Checks the constants.
   *
   * @throws IllegalArgumentException naming the first that lies outside its range
   */
  public Ending {
    Arguments.requirePositive("The largest number of iterations", mostIterations);
    Arguments.requireBetween("The gradient tolerance", gradient, 0, Double.MAX_VALUE);
    Arguments.requireBetween("The relative gradient tolerance", relativeGradient, 0, 1);
    Arguments.requirePositive("The patience", patience);
  }

  /**
   * After 100 iterations; where the gradient is 1e-8 of the largest met, which does not depend on
   * the units of parameters and objective; or after 20 rejected steps in a row, over which λ grows
   * 3,000-fold.
   */
  public static Ending standard() {
    return STANDARD;
  }

  /**
   * The same where the gradient is 1e-12 of the largest met: for functions whose values are exact
   * but for rounding, and methods whose last steps square their error, to which the four digits
   * more cost a step or two.
   */
  public static Ending precise() {
    return STANDARD.untilRelativeGradient(1e-12);
  }

  /** The same with another {@link #mostIterations()}. */
  public Ending atMostIterations(int most) {
    return new Ending(most, gradient, relativeGradient, patience, saddleCheck);
  }

  /** The same with another {@link #gradient()}. */
  public Ending untilGradient(double norm) {
    return new Ending(mostIterations, norm, relativeGradient, patience, saddleCheck);
  }

  /**
   * The same with another {@link #relativeGradient()}.
   *
   * <p>Unless it is 0 the run has also converged where a step as long as w along the gradient would
   * change the value by no more than its rounding, or rounding of w makes such a gradient. It first
   * looks for a way down along negative curvature, with up to 61 products, and takes it; but for a
   * tolerance above 1e-6, which does not ask for a minimum.
   */
  public Ending untilRelativeGradient(double part) {
    return new Ending(mostIterations, gradient, part, patience, saddleCheck);
  }

  /** The same with another {@link #patience()}. */
  public Ending withPatience(int rejected) {
    return new Ending(mostIterations, gradient, relativeGradient, rejected, saddleCheck);
  }

  /** The same with or without {@link #saddleCheck()}, which costs up to 61 products. */
  public Ending withSaddleCheck(boolean asked) {
    return new Ending(mostIterations, gradient, relativeGradient, patience, asked);
  }

  GradientTolerance tolerance() {
    return new GradientTolerance(gradient, relativeGradient);
  }
}
