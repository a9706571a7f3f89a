package org.roperator.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.Provide;
import org.roperator.check.CheckReport;
import org.roperator.check.DerivativeCheck;
import org.roperator.contract.ObjectiveCase;
import org.roperator.contract.ObjectiveContract;
import org.roperator.contract.Samples;
import org.roperator.function.Expansion;
import org.roperator.function.Objective;
import org.roperator.operator.SymmetricOperator;

/** The code of the user's guide to the check; regions between markers stand in it word for word. */
class CheckGuideLaws implements ObjectiveContract<CheckGuideLaws.Valley> {

  private static final AtomicLong PASSES = new AtomicLong();

  // region objective
  /** E(x, y) = (1 − x)² + 100 (y − x²)², its derivatives by hand. */
  static final class Valley implements Objective {

    @Override
    public int dimension() {
      return 2;
    }

    @Override
    public double value(double[] w) {
      return expandAt(w).value();
    }

    @Override
    public Expansion expandAt(double[] w) {
      if (w.length != 2) {
        throw new IllegalArgumentException(
            "Got " + w.length + " numbers, but this function has 2.");
      }
      PASSES.incrementAndGet();
      double x = w[0];
      double rise = w[1] - x * x;
      return Expansion.of(
          (1 - x) * (1 - x) + 100 * rise * rise,
          new double[] {-2 * (1 - x) - 400 * x * rise, 200 * rise},
          SymmetricOperator.symmetric(
              new double[][] {{2 - 400 * rise + 800 * x * x, -400 * x}, {-400 * x, 200}}));
    }
  }

  // endregion

  @Example
  void isCorrect() {
    // region assertion
    DerivativeCheck.of(new Valley()).at(new double[] {-1.2, 1}).assertCorrect();
    // endregion
  }

  @Example
  void endsWithinItsBudget() {
    // region budget
    CheckReport report =
        DerivativeCheck.of(new Valley())
            .atMostTime(Duration.ofMinutes(5))
            .atMostEvaluations(200) // values and expansions
            .at(new double[] {-1.2, 1});
    String first = report.toString().lines().findFirst().orElseThrow();
    // OUT_OF_BUDGET: the check was ended by its budget before all was looked at.
    // endregion
    assertEquals(
        "OUT_OF_BUDGET: the check was ended by its budget before all was looked at.", first);
  }

  // region laws
  @Override
  @Provide
  public Arbitrary<ObjectiveCase<Valley>> objectives() {
    return Arbitraries.just(
        new ObjectiveCase<>(
            "valley", new Valley(), PASSES::get, random -> Samples.gaussian(random, 2)));
  }
  // endregion
}
