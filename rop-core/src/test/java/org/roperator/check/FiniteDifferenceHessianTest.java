package org.roperator.check;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.roperator.contract.Refusals.assertRefused;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.roperator.contract.RidgeSum;
import org.roperator.contract.RidgeSum.Profile;
import org.roperator.contract.Samples;
import org.roperator.function.Objective;
import org.roperator.function.ParameterLayout;
import org.roperator.internal.Vectors;
import org.roperator.operator.SymmetricOperator;

class FiniteDifferenceHessianTest {

  private static final int N = 12;
  private static final RidgeSum OBJECTIVE =
      RidgeSum.random(
          Samples.random(21),
          ParameterLayout.unnamed(N),
          25,
          Profile.SINE,
          Profile.TANH,
          Profile.CUBIC,
          Profile.SOFTPLUS);
  private static final double[] W = Samples.gaussian(Samples.random(22), N);

  /** The mean relative error over some directions. */
  private static double error(SymmetricOperator approximate) {
    SymmetricOperator exact = OBJECTIVE.expandAt(W).hessian();
    double sum = 0;
    for (int seed = 0; seed < 20; seed++) {
      double[] v = Samples.gaussian(Samples.random(seed), N);
      sum += Samples.relativeDistance(exact.times(v), approximate.times(v)) / 20;
    }
    return sum;
  }

  @Test
  void bestErrorsAreThoseOfTheTextbook() {
    double forward = error(FiniteDifferenceHessian.forward(OBJECTIVE, W));
    double central = error(FiniteDifferenceHessian.central(OBJECTIVE, W));
    // About 2e-8 and 1e-10, up to the size of third derivatives.
    assertTrue(forward > 2e-9 && forward < 4e-7, "forward " + forward);
    assertTrue(central > 2e-12 && central < 5e-9, "central " + central);
  }

  @Test
  void errorGrowsOnBothSidesOfTheBestStep() {
    FiniteDifferenceHessian forward = FiniteDifferenceHessian.forward(OBJECTIVE, W);
    FiniteDifferenceHessian central = FiniteDifferenceHessian.central(OBJECTIVE, W);
    // Truncation: linear in the step for one side, quadratic for two.
    assertEquals(10, error(forward.withStep(1e-4)) / error(forward.withStep(1e-5)), 0.5);
    assertEquals(100, error(central.withStep(1e-2)) / error(central.withStep(1e-3)), 5);
    assertTrue(error(forward.withStep(1e-12)) > 100 * error(forward));
    assertTrue(error(central.withStep(1e-11)) > 100 * error(central));
  }

  @Test
  void isNeitherExactlyLinearNorExactlySymmetric() {
    FiniteDifferenceHessian h = FiniteDifferenceHessian.forward(OBJECTIVE, W);
    double[] u = Samples.gaussian(Samples.random(1), N);
    double[] v = Samples.gaussian(Samples.random(2), N);
    double asymmetry = Math.abs(Vectors.dot(u, h.times(v)) - Vectors.dot(v, h.times(u)));
    assertTrue(asymmetry > 1e-12, "asymmetry " + asymmetry);
    assertTrue(asymmetry < 1e-5, "asymmetry " + asymmetry);
    assertNotEquals(0, h.times(new double[N])[0] + asymmetry);
  }

  @Test
  void keepsNeitherItsPointNorItsDirection() {
    double[] w = W.clone();
    double[] v = Samples.gaussian(Samples.random(2), N);
    FiniteDifferenceHessian h = FiniteDifferenceHessian.central(OBJECTIVE, w);
    double[] before = h.times(v);
    w[0] = 99;
    assertArrayEquals(before, h.times(v), 0.0);
    assertEquals(N, h.dimension());
    assertArrayEquals(new double[N], h.times(new double[N]), 0.0);
    assertRefused(() -> h.times(new double[N + 1]), N, N + 1);
    assertRefused(() -> h.withStep(0), "is 0");
  }

  /** With {@code u = v (1 + ‖w‖)/‖v‖} as documented; ‖w‖ = 5 here, so that half a step is 3. */
  @Test
  void stepsAreRelativeToTheLengthOfThePoint() {
    List<double[]> visited = new ArrayList<>();
    Objective bowl =
        Broken.of(Objective.quadratic(SymmetricOperator.identity(2), new double[2]))
            .gradient((w, g) -> visited.add(w.clone()));
    double[] w = {3, 4};
    FiniteDifferenceHessian.forward(bowl, w).withStep(0.5).times(new double[] {0, 20});
    FiniteDifferenceHessian.central(bowl, w).withStep(0.5).times(new double[] {-7, 0});
    double[][] expected = {{3, 4}, {3, 7}, {3, 4}, {0, 4}, {6, 4}};
    assertEquals(expected.length, visited.size());
    for (int k = 0; k < expected.length; k++) {
      assertArrayEquals(expected[k], visited.get(k), 1e-14);
    }
  }

  @Test
  void productWithZeroOverwritesWhatStoodThere() {
    double[] out = new double[N];
    Arrays.fill(out, 7);
    FiniteDifferenceHessian.forward(OBJECTIVE, W).apply(new double[N], out);
    assertArrayEquals(new double[N], out);
  }
}
