package org.roperator.recurrent;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.roperator.autodiff.Elementary;
import org.roperator.contract.Refusals;
import org.roperator.contract.Samples;
import org.roperator.solve.Gmres;

/** What became of a product whose systems a solver gives up on. */
class RecurrentProductTest {

  private static final FixedPointSolver TOO_SOON =
      FixedPointSolver.krylov(Gmres.untilResidual(1e-13).atMostProducts(2));

  /** No weight leads to the unit that counts: its adjoint is one step, a tangent is not. */
  @Test
  void aProductThatFailsIsNamed() {
    int n = 12;
    SplittableRandom random = new SplittableRandom(6);
    RecurrentNetwork network =
        RecurrentNetwork.of(Connectivity.full(n)).withFunction(Elementary.TANH);
    double[] w = Nets.point(network, random, network.dimension());
    Pattern.Builder held = Pattern.of(n).target(3, 1);
    for (int i = 0; i < n; i++) {
      w[i * n + 3] = 0;
      held.clamp(i, 0.1);
    }
    Pattern free = Pattern.of(n).inputs(Samples.gaussian(random, n)).target(3, 1).build();
    RecurrentObjective objective =
        RecurrentObjective.of(network, EquilibriumLoss.squaredError(), List.of(held.build(), free));
    RecurrentExpansion exact = objective.expandAt(w).requireSettled();
    RecurrentProduct whole = exact.product(w);
    assertEquals(RecurrentProduct.Outcome.SOLVED, whole.outcome());
    assertTrue(whole.reason().startsWith("Complete"), whole.toString());
    assertArrayEquals(exact.hessian().times(w), whole.values(), 0.0);
    double[] v = Samples.gaussian(random, w.length);
    RecurrentExpansion at = objective.withSolver(TOO_SOON).expandAt(w).requireSettled();
    RecurrentProduct failed = at.product(v);
    assertEquals(RecurrentProduct.Outcome.TANGENT_NOT_SOLVED, failed.outcome(), failed.toString());
    assertTrue(failed.reason().startsWith("Pattern 1: "), failed.toString());
    assertTrue(failed.reason().contains("right-hand side"), failed.toString());
    assertTrue(Double.isNaN(failed.values()[0]));
    Refusals.assertRefused(() -> exact.product(new double[3]), 3, w.length);
  }

  /**
   * The unit that counts has no neighbors, and v leads weights to it: the tangent moves it alone,
   * one step, and so does the adjoint, but R{z} spreads from there to all others.
   */
  @Test
  void aProductWhoseAdjointFailsIsNamed() {
    int n = 12;
    SplittableRandom random = new SplittableRandom(6);
    RecurrentNetwork network =
        RecurrentNetwork.of(Connectivity.full(n)).withFunction(Elementary.TANH);
    double[] w = Nets.point(network, random, network.dimension());
    double[] v = new double[w.length];
    for (int i = 0; i < n; i++) {
      w[i * n + 3] = 0;
      w[3 * n + i] = 0;
      v[i * n + 3] = i == 3 ? 0 : 1;
    }
    Pattern pattern = Pattern.of(n).inputs(Samples.gaussian(random, n)).target(3, 1).build();
    RecurrentObjective objective =
        RecurrentObjective.of(network, EquilibriumLoss.squaredError(), List.of(pattern));
    RecurrentExpansion at = objective.withSolver(TOO_SOON).expandAt(w).requireSettled();
    RecurrentProduct failed = at.product(v);
    assertEquals(RecurrentProduct.Outcome.ADJOINT_NOT_SOLVED, failed.outcome(), failed.toString());
    assertTrue(failed.reason().startsWith("Pattern 0: "), failed.toString());
    assertTrue(Double.isNaN(failed.values()[0]));
    assertEquals(
        RecurrentProduct.Outcome.SOLVED,
        objective.expandAt(w).product(v).outcome(),
        "by factorization");
  }
}
