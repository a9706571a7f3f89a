package org.roperator.recurrent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.roperator.autodiff.Elementary;
import org.roperator.contract.Samples;
import org.roperator.function.ScalarFunction;
import org.roperator.internal.Gaussian;
import org.roperator.solve.Gmres;

/** Newton's steps take a state to rounding, or leave it where it was and say so. */
class NewtonRefinementTest {

  /** r(x) = 10⁻⁴ (1 + x²) has no root, and Newton's method at 0 would leap to −1/(2·10⁻⁴). */
  @Test
  void aLongStepIsRefused() {
    ScalarFunction noRoot =
        ScalarFunction.of(x -> x + 1e-4 * (1 + x * x), x -> 1 + 2e-4 * x, x -> 2e-4);
    RecurrentNetwork network =
        RecurrentNetwork.of(Connectivity.full(1)).withFunction(noRoot).withoutBiases();
    Equilibrium loose =
        network.settle(
            new double[] {1}, Pattern.of(1).build(), Settling.plainIteration().untilResidual(1e-3));
    double y = loose.state()[0];
    assertEquals(1e-4, y, 1e-15); // one application at 0
    assertEquals(1e-4 * (1 + y * y), loose.residual(), 1e-15);
    assertTrue(loose.outcome().isEquilibrium(), loose.toString()); // to the tolerance asked for
  }

  /**
   * The residual at y₁ = 10⁻⁴ is 9·10⁻⁴, within the tolerance; the state that is kept, −8 y₁, has
   * another eight times as large. Unit 0 drifts so slowly that Newton's step is ten long.
   */
  @Test
  void aStateWhoseOwnResidualIsTooLargeDoesNotCountAsRest() {
    RecurrentNetwork network =
        RecurrentNetwork.of(Connectivity.full(2))
            .withFunction(ScalarFunction.identity())
            .withoutBiases();
    double[] w = {1 + 1e-6, 0, 0, -8};
    Pattern pattern =
        Pattern.of(2).input(0, 1e-5).start(new double[] {0, 1e-4}).target(1, 0).build();
    Settling loose = Settling.plainIteration().untilResidual(1e-3);
    Equilibrium kept = network.settle(w, pattern, loose);
    assertEquals(SettlingOutcome.SLOW, kept.outcome(), kept.toString());
    assertEquals(72e-4, kept.residual(), 1e-15);
    assertEquals(-8e-4, kept.state()[1], 1e-18);
    RecurrentExpansion at =
        RecurrentObjective.of(network, EquilibriumLoss.squaredError(), List.of(pattern))
            .withSettling(loose)
            .expandAt(w);
    assertEquals(Double.POSITIVE_INFINITY, at.value());
  }

  /** Strong weights into clamped units must not end the steps early. */
  @Test
  void clampedUnitsDoNotHinderNewtonsMethod() {
    int n = 12;
    SplittableRandom random = new SplittableRandom(8);
    RecurrentNetwork network =
        RecurrentNetwork.of(Connectivity.full(n)).withFunction(Elementary.TANH);
    double[] w = Nets.point(network, random, network.dimension());
    Pattern.Builder pattern = Pattern.of(n).inputs(Samples.gaussian(random, n)).target(11, 0.5);
    for (int c = 0; c < 4; c++) {
      pattern.clamp(c, Gaussian.draw(random));
      for (int i = 0; i < n; i++) {
        w[i * n + c] *= 1000;
      }
    }
    RecurrentObjective objective =
        RecurrentObjective.of(network, EquilibriumLoss.squaredError(), List.of(pattern.build()));
    double[] exact = objective.expandAt(w).requireSettled().equilibria().get(0).state();
    Settling loose = Settling.relaxation().untilResidual(1e-3);
    for (FixedPointSolver solver :
        List.of(
            FixedPointSolver.factorization(),
            FixedPointSolver.krylov(Gmres.untilResidual(1e-10)))) {
      Equilibrium polished =
          objective
              .withSettling(loose)
              .withSolver(solver)
              .expandAt(w)
              .requireSettled()
              .equilibria()
              .get(0);
      // Rounding of twelve terms of size one.
      assertTrue(polished.residual() <= 1e-14, polished.toString());
      double[] y = polished.state();
      double[] x = polished.totalInputs();
      double[] input = pattern.build().input();
      for (int j = 0; j < n; j++) {
        assertEquals(exact[j], y[j], 1e-13);
        double expected = input[j] + w[n * n + j];
        for (int i = 0; i < n; i++) {
          expected += w[i * n + j] * y[i];
        }
        assertEquals(expected, x[j], 1e-11); // weights of up to a thousand
      }
    }
  }

  /** y = exp y + 1000 is infinite after one step, and ∞ is not within τ (1 + ∞) of rest. */
  @Test
  void infinityIsNotRest() {
    RecurrentNetwork network =
        RecurrentNetwork.of(Connectivity.full(1))
            .withFunction(ScalarFunction.of(Math::exp, Math::exp, Math::exp))
            .withInputPlace(InputPlace.OUTSIDE)
            .withoutBiases();
    for (double start : new double[] {1, 1000, Double.MAX_VALUE}) {
      Equilibrium none =
          network.settle(new double[] {2}, Pattern.of(1).start(new double[] {start}).build());
      assertEquals(SettlingOutcome.DIVERGED, none.outcome(), none.toString());
    }
  }
}
