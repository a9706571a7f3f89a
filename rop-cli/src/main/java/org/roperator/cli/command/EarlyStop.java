package org.roperator.cli.command;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Ends a run whose objective no longer falls: by less than half a percent over five iterations.
 *
 * <p>It looks at the training objective alone; the test examples must not decide when to stop.
 */
final class EarlyStop {

  private static final int WINDOW = 5;
  private static final double LEAST_GAIN = 5e-3;

  private final Deque<Double> values = new ArrayDeque<>();

  /** Takes note of the objective after an iteration; whether it has stopped falling. */
  boolean hasSettled(double value) {
    values.addLast(value);
    return values.size() > WINDOW && values.removeFirst() - value < LEAST_GAIN * Math.abs(value);
  }
}
