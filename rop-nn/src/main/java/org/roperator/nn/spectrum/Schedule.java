package org.roperator.nn.spectrum;

import java.util.Arrays;
import java.util.function.IntPredicate;
import org.roperator.internal.Arguments;

/** After which iterations to take a snapshot. Immutable. */
public final class Schedule {

  private final IntPredicate due;

  private Schedule(IntPredicate due) {
    this.due = due;
  }

  /**
   * After every so many.
   *
   * @param iterations at least 1
   */
  public static Schedule every(int iterations) {
    Arguments.requirePositive("The iterations between snapshots", iterations);
    return new Schedule(i -> i % iterations == 0);
  }

  /** After 0, 1, 2, 4, 8 and so on: training changes most at its start. */
  public static Schedule doubling() {
    return new Schedule(i -> (i & (i - 1)) == 0);
  }

  /**
   * After these.
   *
   * @param iterations in any order. Copied.
   */
  public static Schedule at(int... iterations) {
    int[] sorted = iterations.clone();
    Arrays.sort(sorted);
    return new Schedule(i -> Arrays.binarySearch(sorted, i) >= 0);
  }

  /** Whether one is due after an iteration, 0 being the start. */
  public boolean isDueAfter(int iteration) {
    return due.test(iteration);
  }
}
