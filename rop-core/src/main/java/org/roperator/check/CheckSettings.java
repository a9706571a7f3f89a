package org.roperator.check;

import java.time.Duration;

/**
 * How a {@link DerivativeCheck} looks at an objective.
 *
 * @param directions how many random directions
 * @param seed of the directions
 * @param tolerance the relative error that is let pass
 * @param largest the largest step, in units of the root mean square of the parameters
 * @param smallest the smallest step, in the same units
 * @param limits on time and evaluations
 */
record CheckSettings(
    int directions,
    long seed,
    double tolerance,
    double largest,
    double smallest,
    Budget.Limits limits) {

  /**
   * Central differences of smooth functions reach 1e-9 or better, and real faults are far larger:
   * hence a tolerance of 1e-7. In a minute fit some 500 evaluations of a tenth of a second each;
   * longer nobody should wait in silence without having asked for it.
   */
  static final CheckSettings STANDARD =
      new CheckSettings(
          4,
          1,
          1e-7,
          1e-1,
          1e-10,
          new Budget.Limits(Duration.ofMinutes(1), Long.MAX_VALUE, System::nanoTime));
}
