package org.roperator.optimize;

import java.util.Map;
import org.roperator.function.FiniteSum;
import org.roperator.function.FiniteSumExpansion;

/**
 * How a method of mini-batches moves the parameters, such as Adam; {@link Epochs#stepping} makes an
 * {@link Optimizer} of it.
 *
 * <p>An immutable value: what one run remembers from step to step is in its {@link Steps}.
 */
public interface UpdateRule {

  /** The short name of the method, such as {@code "adam"}. */
  String name();

  /**
   * The steps of a run that begins.
   *
   * @param objective the mean over all examples, whose batches the steps will see
   */
  Steps begin(FiniteSum objective);

  /** The steps of one run, with what it remembers; for one thread. */
  @FunctionalInterface
  interface Steps {

    /**
     * Moves the parameters by one step. An exception thrown here leaves the run.
     *
     * @param at the mini-batch at {@code w}
     * @param gradient its gradient, finite. Not modified.
     * @param w Updated.
     * @return whether all numbers the step needed were finite; if not, the run ends
     */
    boolean step(FiniteSumExpansion at, double[] gradient, double[] w);

    /** What was not finite where a step says so, such as "the curvature". */
    default String notFinite() {
      return "the curvature";
    }

    /** Told of every epoch before its first step; the first has number 1. */
    default void beginEpoch(int number) {}

    /** The rule's own figures of the epoch so far, beside those of every method. */
    default Map<String, Double> figures() {
      return Map.of();
    }

    /** How many curvature-vector products the steps have spent so far. */
    default long products() {
      return 0;
    }
  }
}
