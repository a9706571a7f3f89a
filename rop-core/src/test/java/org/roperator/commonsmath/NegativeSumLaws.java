package org.roperator.commonsmath;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.Provide;
import org.roperator.contract.ObjectiveCase;
import org.roperator.contract.ObjectiveContract;
import org.roperator.contract.Refusals;
import org.roperator.function.FiniteSumExpansion;
import org.roperator.optimize.LogisticRegression;

/** The negative of a sum keeps the laws of objectives. */
class NegativeSumLaws implements ObjectiveContract<CountedSum> {

  private static final LogisticRegression SUM = LogisticRegression.random(2, 7, 4, 0.1);

  @Override
  @Provide
  public Arbitrary<ObjectiveCase<CountedSum>> objectives() {
    AtomicLong passes = new AtomicLong();
    return Arbitraries.of(
        ObjectiveCase.of(
            "negative of 7 examples",
            new CountedSum(SUM, true, passes::incrementAndGet),
            passes::get));
  }

  @Example
  void partsAreNegativeButSquaresAreNot() {
    CountedSum negative = new CountedSum(SUM, true, () -> {});
    double[] w = {0.5, -1, 2, 0.25};
    int[] two = {1, 4};
    assertEquals(7, negative.size());
    assertEquals(SUM.layout(), negative.layout());
    assertEquals(-SUM.restrictedTo(two).value(w), negative.restrictedTo(two).value(w));
    FiniteSumExpansion of = SUM.expandAt(w);
    FiniteSumExpansion at = negative.expandAt(w);
    assertFalse(at.hasGaussNewton());
    Refusals.assertThrowsNaming(
        UnsupportedOperationException.class, at::gaussNewton, "MAXIMIZE", "Hessian");
    assertArrayEquals(of.meanSquaredGradient(), at.meanSquaredGradient());
    double[] diagonal = of.regularizerDiagonal();
    for (int i = 0; i < 4; i++) {
      assertEquals(-diagonal[i], at.regularizerDiagonal()[i]);
    }
  }
}
