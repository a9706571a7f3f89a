package org.roperator.examples;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.roperator.autodiff.TapeObjective;
import org.roperator.autodiff.Var;
import org.roperator.function.Expansion;
import org.roperator.function.Objective;
import org.roperator.operator.SymmetricOperator;
import org.roperator.optimize.Damping;
import org.roperator.optimize.Ending;
import org.roperator.optimize.Epochs;
import org.roperator.optimize.HessianFree;
import org.roperator.optimize.OptimizationListener.Signal;
import org.roperator.optimize.OptimizationOutcome;
import org.roperator.optimize.OptimizationResult;
import org.roperator.optimize.Optimizer;
import org.roperator.optimize.rule.Adam;

/** The code of docs/guide-minimize.md; regions between markers stand in it word for word. */
final class MinimizeGuideTest {

  private static Objective rosenbrock() {
    // region function
    Objective f =
        TapeObjective.of(
            2,
            x -> {
              Var valley = x[1].subtract(x[0].square());
              return valley.square().multiply(100).add(x[0].subtractFrom(1).square());
            });
    // endregion
    return f;
  }

  @Test
  void hessianFreeFindsTheMinimum() {
    Objective f = rosenbrock();
    // region minimize
    Optimizer method =
        HessianFree.standard()
            .withDamping(Damping.standard().withInitial(1))
            .withEnding(Ending.standard().atMostIterations(200));
    OptimizationResult result = method.minimize(f, new double[] {-1.2, 1});
    double[] w = result.parameters(); // (1, 1)
    String why = result.toString(); // the outcome, and a sentence with numbers
    // endregion
    assertEquals(OptimizationOutcome.CONVERGED, result.outcome(), why);
    // The gradient is below 1e-8 of the largest met, about 233, and the smallest eigenvalue of the
    // Hessian at (1, 1) is 0.4.
    assertArrayEquals(new double[] {1, 1}, w, 1e-8 * 233 / 0.399);
  }

  @Test
  void aListenerHearsOfEveryIteration() {
    Objective f = rosenbrock();
    double[] start = {-1.2, 1};
    List<Double> seen = new ArrayList<>();
    // region listener
    OptimizationResult early =
        HessianFree.standard()
            .minimize(
                f,
                start,
                iteration -> {
                  seen.add(iteration.value());
                  return iteration.value() < 1e-3 ? Signal.STOP : Signal.CONTINUE;
                });
    // endregion
    assertEquals(OptimizationOutcome.STOPPED_BY_LISTENER, early.outcome());
    assertEquals(early.iterations(), seen.size());
    assertTrue(early.value() < 1e-3, early::toString);
  }

  @Test
  void derivativesByHandDoAsWell() {
    // region hand
    Objective bowl =
        new Objective() {
          @Override
          public int dimension() {
            return 2;
          }

          @Override
          public double value(double[] w) {
            return 2 * w[0] * w[0] + w[1] * w[1] / 2 - w[1];
          }

          @Override
          public Expansion expandAt(double[] w) {
            double[] gradient = {4 * w[0], w[1] - 1};
            return Expansion.of(
                value(w), gradient, SymmetricOperator.symmetric(new double[][] {{4, 0}, {0, 1}}));
          }
        };
    OptimizationResult result = HessianFree.standard().minimize(bowl, new double[] {3, 3});
    // endregion
    assertEquals(OptimizationOutcome.CONVERGED, result.outcome(), result::toString);
    // The gradient is below 1e-8 of that at the start, (12, 2), and the smallest eigenvalue is 1.
    assertArrayEquals(new double[] {0, 1}, result.parameters(), 1e-8 * 12.2);
  }

  @Test
  void firstOrderMethodsStandBehindTheSameDoor() {
    Objective f = rosenbrock();
    // region adam
    OptimizationResult slowly =
        Epochs.of(20_000).stepping(Adam.ofRate(0.01)).minimize(f, new double[] {-1.2, 1});
    // endregion
    assertArrayEquals(new double[] {1, 1}, slowly.parameters(), 1e-2, slowly.toString());
  }
}
