package org.roperator.optimize;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.roperator.function.Objective;
import org.roperator.operator.SymmetricOperator;

/** What every method owes, through the one door. */
class OptimizersTest {

  private static final Objective BOWL =
      Objective.quadratic(
          SymmetricOperator.symmetric(new double[][] {{4, 1}, {1, 3}}), new double[] {1, 2});

  private static final List<Optimizer> METHODS =
      List.of(
          HessianFree.with(HessianFreeSettings.defaults().curvature(Curvature.hessian())),
          GradientDescent.withRate(0.2).momentum(0.3).maxEpochs(1000),
          Adam.withRate(0.05).maxEpochs(5000));

  @Test
  void everyMethodFindsTheMinimumOfABowl() {
    for (Optimizer method : METHODS) {
      OptimizationResult result = method.minimize(BOWL, new double[] {2, 1});
      assertEquals(OptimizationOutcome.CONVERGED, result.outcome(), method.name());
      // A gradient of 1e-8 over the smallest eigenvalue, 2.38.
      assertArrayEquals(new double[] {1.0 / 11, 7.0 / 11}, result.parameters(), 1e-8);
    }
  }
}
