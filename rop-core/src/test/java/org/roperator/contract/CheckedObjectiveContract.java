package org.roperator.contract;

import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.roperator.check.DerivativeCheck;
import org.roperator.function.Objective;

/**
 * The one law for users in a hurry: the derivative check finds nothing wrong at random points.
 *
 * @param <F> the type of objective under test
 */
public interface CheckedObjectiveContract<F extends Objective> {

  /** The objectives under test; the implementing method carries {@code @Provide} too. */
  @Provide
  Arbitrary<ObjectiveCase<F>> objectives();

  /** Value, gradient and Hessian agree, and the objective keeps its manners. */
  @Property(tries = 10)
  default void passesTheDerivativeCheck(
      @ForAll("objectives") ObjectiveCase<F> c, @ForAll long seed) {
    double[] w = c.point().apply(Samples.random(seed));
    DerivativeCheck.of(c.objective()).withSeed(seed).at(w).assertCorrect();
  }
}
