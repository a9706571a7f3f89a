package org.roperator.function;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.roperator.contract.ObjectiveCase;
import org.roperator.contract.ObjectiveContract;
import org.roperator.operator.SymmetricOperator;

/** The simplest objective keeps the laws of all. */
class QuadraticLaws implements ObjectiveContract<Objective> {

  @Override
  @Provide
  public Arbitrary<ObjectiveCase<Objective>> objectives() {
    SymmetricOperator a =
        SymmetricOperator.symmetric(new double[][] {{2, -1, 0.5}, {-1, 3, 0.25}, {0.5, 0.25, -4}});
    // An expansion multiplies by A once for the gradient; that product is the "forward pass", and
    // the
    // Hessian is A itself, whose products are told apart by standing outside the counter.
    AtomicLong expansions = new AtomicLong();
    Objective quadratic = Objective.quadratic(a, new double[] {1, 0, -2});
    Objective counted =
        new Objective() {
          @Override
          public int dimension() {
            return quadratic.dimension();
          }

          @Override
          public double value(double[] w) {
            return quadratic.value(w);
          }

          @Override
          public Expansion expandAt(double[] w) {
            expansions.incrementAndGet();
            return quadratic.expandAt(w);
          }
        };
    return Arbitraries.of(
        ObjectiveCase.of("quadratic", counted, expansions::get),
        ObjectiveCase.of("sum of one", FiniteSum.ofOne(counted), expansions::get));
  }

  @Test
  void valueGradientAndHessianAreThoseWorkedByHand() {
    Objective f =
        Objective.quadratic(
            SymmetricOperator.symmetric(new double[][] {{4, 1}, {1, 3}}), new double[] {1, 2});
    Expansion at = f.expandAt(new double[] {2, 1});
    // ½(4·4 + 2·2·1 + 3·1) − (2 + 2) = 11.5 − 4; Aw − b = (9 − 1, 5 − 2).
    assertEquals(7.5, at.value());
    assertArrayEquals(new double[] {8, 3}, at.gradient());
    assertArrayEquals(new double[] {4, 1}, at.hessian().times(new double[] {1, 0}));
  }
}
