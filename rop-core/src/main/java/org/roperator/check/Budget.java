package org.roperator.check;

import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;

/** What one check may spend, and how much of it is spent. */
final class Budget {

  /** That it is spent; caught where what was found until then is reported. */
  static final class Ended extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Ended(String limit) {
      super(limit, null, false, false);
    }
  }

  /**
   * What is allowed.
   *
   * @param time for all evaluations and products together
   * @param evaluations of values and expansions together
   * @param clock nanoseconds, as of {@link System#nanoTime}
   */
  record Limits(Duration time, long evaluations, LongSupplier clock) {}

  /** An evaluation that takes less than this part of all time is never too dear. */
  private static final double CHEAP = 0.02;

  /** By how much an evaluation must exceed one at the point itself to be too dear. */
  private static final double DEAR = 10;

  private final Limits limits;
  private final long begin;
  private long evaluations;

  Budget(Limits limits) {
    this.limits = limits;
    this.begin = limits.clock.getAsLong();
  }

  long now() {
    return limits.clock.getAsLong();
  }

  /**
   * To be called before each evaluation.
   *
   * @throws Ended if none is left
   */
  void spendEvaluation() {
    if (evaluations >= limits.evaluations) {
      throw new Ended(evaluations + " evaluations");
    }
    evaluations++;
    requireTime();
  }

  /**
   * To be called before each product.
   *
   * @throws Ended if no time is left
   */
  void requireTime() {
    if (now() - begin > nanos()) {
      throw new Ended(String.format(Locale.ROOT, "%.4g s", nanos() * 1e-9));
    }
  }

  /** Whether an evaluation was so much dearer than others that larger ones must not be tried. */
  boolean isTooDear(long nanos, long nanosAtThePoint) {
    return nanos > CHEAP * nanos() && nanos > DEAR * nanosAtThePoint;
  }

  private long nanos() {
    try {
      return limits.time.toNanos();
    } catch (ArithmeticException centuries) {
      return Long.MAX_VALUE;
    }
  }
}
