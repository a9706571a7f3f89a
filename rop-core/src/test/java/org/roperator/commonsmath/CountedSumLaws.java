package org.roperator.commonsmath;

import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Provide;
import org.roperator.contract.FiniteSumContract;
import org.roperator.contract.ObjectiveCase;
import org.roperator.optimize.LogisticRegression;

/**
 * A sum that tells before it is asked keeps the laws of the sum; what it tells counts its passes.
 */
class CountedSumLaws implements FiniteSumContract<CountedSum> {

  @Override
  @Provide
  public Arbitrary<ObjectiveCase<CountedSum>> objectives() {
    AtomicLong passes = new AtomicLong();
    return Arbitraries.of(
        ObjectiveCase.of(
            "7 examples",
            new CountedSum(LogisticRegression.random(2, 7, 4, 0.1), false, passes::incrementAndGet),
            passes::get));
  }
}
