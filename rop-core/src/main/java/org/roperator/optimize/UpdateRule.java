package org.roperator.optimize;

import java.util.Map;
import org.roperator.function.FiniteSumExpansion;

/** How a method of mini-batches moves; holds the memory of one run. */
@FunctionalInterface
interface UpdateRule {

  /**
   * Moves the parameters by one step.
   *
   * @param at the mini-batch at {@code w}
   * @param gradient its gradient, finite. Not modified.
   * @param w Updated.
   * @param meter counts what the step spends
   * @return whether all numbers the step needed were finite
   */
  boolean step(FiniteSumExpansion at, double[] gradient, double[] w, MeteredObjective meter);

  /** Told of every epoch before its first step; the first has number 1. */
  default void beginEpoch(int number) {}

  /** The method's own figures of the epoch so far, besides those of every method. */
  default Map<String, Double> figures() {
    return Map.of();
  }
}
