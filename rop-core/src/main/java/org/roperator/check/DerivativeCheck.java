package org.roperator.check;

import org.roperator.function.Objective;
import org.roperator.operator.Arguments;

/**
 * Checks an objective's gradient and Hessian against differences of its values and gradients, and
 * its manners besides.
 *
 * <pre>{@code
 * System.out.println(DerivativeCheck.of(objective).at(w));      // a report to read
 * DerivativeCheck.of(objective).at(w).assertCorrect();          // or a test that fails with it
 * }</pre>
 *
 * <p>In the order in which a fault would mislead what follows it, the check asks whether the
 * objective is finite and repeatable, keeps its arrays to itself, has one value, a gradient that is
 * the derivative of the value, and a Hessian that is linear, symmetric and the derivative of the
 * gradient. Steps are chosen automatically: central differences over a sweep of sizes, extrapolated
 * once, each with an uncertainty of its own; an alarm needs a discrepancy that stands clear of it.
 *
 * <p>The cost does not grow with the dimension but for the vectors themselves: some {@code 2 × 19}
 * evaluations for each direction, which are random and few. An immutable value; {@code with…}
 * methods give changed copies.
 */
public final class DerivativeCheck {

  private static final int DIRECTIONS = 4;
  private static final long SEED = 1;
  // Central differences of smooth functions reach 1e-9 or better; real faults are far larger.
  private static final double TOLERANCE = 1e-7;
  private static final double LARGEST_STEP = 1e-1;
  private static final double SMALLEST_STEP = 1e-10;

  private final Objective objective;
  private final Settings settings;

  private DerivativeCheck(Objective objective, Settings settings) {
    this.objective = objective;
    this.settings = settings;
  }

  /** What can be set. */
  record Settings(int directions, long seed, double tolerance, double largest, double smallest) {}

  /** A check of an objective with 4 random directions and a tolerance of 1e-7. */
  public static DerivativeCheck of(Objective objective) {
    return new DerivativeCheck(
        objective, new Settings(DIRECTIONS, SEED, TOLERANCE, LARGEST_STEP, SMALLEST_STEP));
  }

  /**
   * The same check along another number of random directions.
   *
   * @param directions how many, at least 1; each costs a sweep of values and one of gradients
   */
  public DerivativeCheck withDirections(int directions) {
    Arguments.requirePositive("The number of directions", directions);
    return with(
        new Settings(
            directions, settings.seed, settings.tolerance, settings.largest, settings.smallest));
  }

  /** The same check with directions drawn from another seed. */
  public DerivativeCheck withSeed(long seed) {
    return with(
        new Settings(
            settings.directions, seed, settings.tolerance, settings.largest, settings.smallest));
  }

  /**
   * The same check with another tolerance.
   *
   * @param tolerance the relative error that is let pass even where differences resolve it
   */
  public DerivativeCheck withTolerance(double tolerance) {
    Arguments.requirePositive("The tolerance", tolerance);
    return with(
        new Settings(
            settings.directions, settings.seed, tolerance, settings.largest, settings.smallest));
  }

  /**
   * The same check with other steps, in units of the root mean square of the parameters.
   *
   * @param largest the largest step, 0.1 unless told
   * @param smallest the smallest step, 1e-10 unless told; at most a hundredth of the largest
   */
  public DerivativeCheck withSteps(double largest, double smallest) {
    Arguments.requirePositive("The largest step", largest);
    Arguments.requirePositive("The smallest step", smallest);
    if (smallest > largest / 100) {
      throw new IllegalArgumentException(
          "The smallest step is "
              + smallest
              + " and the largest "
              + largest
              + ", but a sweep needs two decades between them.");
    }
    return with(
        new Settings(settings.directions, settings.seed, settings.tolerance, largest, smallest));
  }

  private DerivativeCheck with(Settings changed) {
    return new DerivativeCheck(objective, changed);
  }

  /**
   * Checks at a point.
   *
   * @param w n finite parameters, a random point rather than zeros, where faults cancel. Not
   *     modified.
   * @throws IllegalArgumentException if the length is wrong or an entry is not finite
   */
  public CheckReport at(double[] w) {
    int n = objective.dimension();
    Arguments.requireLength("The point", w, n, "the objective has dimension " + n);
    Arguments.requireFinite("The point", w);
    return new Examination(objective, w.clone(), settings).report();
  }
}
