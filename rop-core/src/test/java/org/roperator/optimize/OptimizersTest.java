package org.roperator.optimize;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.roperator.function.Objective;
import org.roperator.operator.SymmetricOperator;
import org.roperator.optimize.rule.Adam;
import org.roperator.optimize.rule.GradientDescent;
import org.roperator.optimize.rule.ScaleAmendedSgd;

/** What every method owes, through the one door. */
class OptimizersTest {

  private static final Objective BOWL =
      Objective.quadratic(
          SymmetricOperator.symmetric(new double[][] {{4, 1}, {1, 3}}), new double[] {1, 2});

  private static final HessianFree NEWTON =
      HessianFree.standard().withCurvature(Curvature.hessian());

  private static final List<Optimizer> METHODS =
      List.of(
          NEWTON,
          Epochs.of(1000).stepping(GradientDescent.ofRate(0.2).withMomentum(0.3)),
          Epochs.of(5000).stepping(Adam.ofRate(0.05)),
          Epochs.of(1000).stepping(ScaleAmendedSgd.ofRate(0.2).withMomentum(0.3)));

  @Test
  void everyMethodFindsTheMinimumOfABowl() {
    for (Optimizer method : METHODS) {
      OptimizationResult result = method.minimize(BOWL, new double[] {2, 1});
      assertEquals(OptimizationOutcome.CONVERGED, result.outcome(), method.name());
      // A gradient of 1e-8 of that at the start, 8.9, over the smallest eigenvalue, 2.38.
      assertArrayEquals(new double[] {1.0 / 11, 7.0 / 11}, result.parameters(), 4e-8);
    }
  }

  @Test
  void methodsHaveNames() {
    assertEquals(
        List.of("hessian-free", "gradient-descent", "adam", "scale-amended-sgd"),
        METHODS.stream().map(Optimizer::name).toList());
    assertEquals(Curvature.hessian(), NEWTON.curvature());
  }

  @Test
  void outcomesExplainThemselves() {
    Set<String> explanations = new HashSet<>();
    for (OptimizationOutcome outcome : OptimizationOutcome.values()) {
      assertTrue(outcome.explanation().length() > 10, outcome.name());
      explanations.add(outcome.explanation());
    }
    assertEquals(OptimizationOutcome.values().length, explanations.size());
    String said = METHODS.get(0).minimize(BOWL, new double[] {2, 1}).toString();
    assertTrue(said.startsWith("CONVERGED after "), said);
    assertTrue(said.contains("the norm of the gradient is"), said);
  }

  @Test
  void startIsLeftAloneAndIterationsKeepTheirNumbers() {
    for (Optimizer method : METHODS) {
      double[] start = {2, 1};
      List<Iteration> kept = new ArrayList<>();
      OptimizationResult result =
          method.minimize(
              BOWL,
              start,
              iteration -> {
                iteration.parameters()[0] = Double.NaN;
                kept.add(iteration);
                return OptimizationListener.Signal.CONTINUE;
              });
      assertArrayEquals(new double[] {2, 1}, start);
      assertArrayEquals(result.parameters(), kept.get(kept.size() - 1).parameters());
      assertFalse(Arrays.equals(result.parameters(), kept.get(0).parameters()));
      assertThrows(
          UnsupportedOperationException.class, () -> kept.get(0).figures().put("lambda", 0.0));
      result.parameters()[0] = Double.NaN;
      assertTrue(Double.isFinite(result.parameters()[0]));
    }
  }
}
