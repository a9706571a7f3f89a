package org.roperator.check;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.roperator.function.Objective;
import org.roperator.internal.Arguments;

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
 * evaluations for each direction, which are random and few. Values are taken from the smallest step
 * on, gradients from the largest down; once an evaluation runs out of memory, or takes ten times as
 * long as at the point and more than a fiftieth of all time, only those up to half of it are taken:
 * what is quick at the point may be stiff far from it. The time is limited, and so may be the
 * evaluations ({@link #atMostTime}, {@link #atMostEvaluations}).
 *
 * <p>An immutable value; {@code with…} methods give changed copies.
 */
public final class DerivativeCheck {

  private final Objective objective;
  private final CheckSettings settings;

  private DerivativeCheck(Objective objective, CheckSettings settings) {
    this.objective = objective;
    this.settings = settings;
  }

  /** A check of an objective with 4 random directions, a tolerance of 1e-7 and a minute of time. */
  public static DerivativeCheck of(Objective objective) {
    return new DerivativeCheck(objective, CheckSettings.STANDARD);
  }

  /**
   * The same check along another number of random directions.
   *
   * @param directions how many, at least 1; each costs a sweep of values and one of gradients
   */
  public DerivativeCheck withDirections(int directions) {
    Arguments.requirePositive("The number of directions", directions);
    CheckSettings s = settings;
    return with(
        new CheckSettings(
            directions, s.seed(), s.tolerance(), s.largest(), s.smallest(), s.limits()));
  }

  /** The same check with directions drawn from another seed. */
  public DerivativeCheck withSeed(long seed) {
    CheckSettings s = settings;
    return with(
        new CheckSettings(
            s.directions(), seed, s.tolerance(), s.largest(), s.smallest(), s.limits()));
  }

  /**
   * The same check with another tolerance.
   *
   * @param tolerance the relative error that is let pass even where differences resolve it
   */
  public DerivativeCheck withTolerance(double tolerance) {
    Arguments.requirePositive("The tolerance", tolerance);
    CheckSettings s = settings;
    return with(
        new CheckSettings(
            s.directions(), s.seed(), tolerance, s.largest(), s.smallest(), s.limits()));
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
    CheckSettings s = settings;
    return with(
        new CheckSettings(s.directions(), s.seed(), s.tolerance(), largest, smallest, s.limits()));
  }

  /**
   * The same check with another limit of time. Where it ends the check, the report says so and what
   * was not looked at ({@link Verdict#OUT_OF_BUDGET}). An evaluation that has begun is not
   * interrupted.
   *
   * @param time for all evaluations and products of a point, a minute unless told
   */
  public DerivativeCheck atMostTime(Duration time) {
    if (time.isNegative() || time.isZero()) {
      throw new IllegalArgumentException("The time is " + time + ", but must be positive.");
    }
    Budget.Limits limits = settings.limits();
    return with(new Budget.Limits(time, limits.evaluations(), limits.clock()));
  }

  /**
   * The same check with a limit on evaluations. Where it ends the check, the report says so and
   * what was not looked at ({@link Verdict#OUT_OF_BUDGET}).
   *
   * @param evaluations values and expansions together, any number unless told
   */
  public DerivativeCheck atMostEvaluations(long evaluations) {
    Arguments.requirePositive("The number of evaluations", evaluations);
    Budget.Limits limits = settings.limits();
    return with(new Budget.Limits(limits.time(), evaluations, limits.clock()));
  }

  /** The same check by another clock, of nanoseconds. */
  DerivativeCheck withClock(LongSupplier clock) {
    Budget.Limits limits = settings.limits();
    return with(new Budget.Limits(limits.time(), limits.evaluations(), clock));
  }

  private DerivativeCheck with(Budget.Limits limits) {
    CheckSettings s = settings;
    return with(
        new CheckSettings(
            s.directions(), s.seed(), s.tolerance(), s.largest(), s.smallest(), limits));
  }

  private DerivativeCheck with(CheckSettings changed) {
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
    Arguments.requirePoint(w, objective.dimension());
    return new CheckRun(objective, w.clone(), settings).report();
  }
}
