package org.roperator.optimize;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Provide;
import org.roperator.contract.FiniteSumContract;
import org.roperator.contract.ObjectiveCase;

/** The finite sum these tests minimize keeps the laws of every finite sum. */
class LogisticRegressionLaws implements FiniteSumContract<LogisticRegression> {

  @Override
  @Provide
  public Arbitrary<ObjectiveCase<LogisticRegression>> objectives() {
    return Arbitraries.of(named(1, 1, 3), named(2, 7, 4), named(3, 30, 2));
  }

  private static ObjectiveCase<LogisticRegression> named(long seed, int examples, int n) {
    LogisticRegression regression = LogisticRegression.random(seed, examples, n, 0.1);
    return ObjectiveCase.of(examples + " examples", regression, regression::passes);
  }
}
