package org.roperator.contract;

import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.roperator.function.Objective;

/**
 * An objective under test.
 *
 * @param <F> the type of objective
 * @param name what a failure calls it
 * @param objective the objective
 * @param forwardPasses how many forward passes it has run so far, over all its points
 * @param point draws a point where it is smooth, away from kinks and poles
 */
public record ObjectiveCase<F extends Objective>(
    String name,
    F objective,
    LongSupplier forwardPasses,
    Function<RandomGenerator, double[]> point) {

  /** A case whose points are standard normal vectors. */
  public static <F extends Objective> ObjectiveCase<F> of(
      String name, F objective, LongSupplier forwardPasses) {
    return new ObjectiveCase<>(
        name, objective, forwardPasses, random -> Samples.gaussian(random, objective.dimension()));
  }

  @Override
  public String toString() {
    return name;
  }
}
