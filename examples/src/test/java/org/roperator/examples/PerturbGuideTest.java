package org.roperator.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.roperator.operator.SymmetricOperator;
import org.roperator.parallel.Workers;
import org.roperator.perturb.BlackBox;
import org.roperator.perturb.BlackBoxResult;
import org.roperator.perturb.BlackBoxTrustRegion;
import org.roperator.perturb.GradientEstimator;
import org.roperator.perturb.PerturbationEstimate;
import org.roperator.perturb.PerturbationOutcome;
import org.roperator.perturb.Perturbations;
import org.roperator.perturb.ProductEstimator;
import org.roperator.perturb.RankTwoHessian;
import org.roperator.perturb.WeightPerturbation;

/** The code of docs/guide-perturb.md; regions between markers stand in it word for word. */
final class PerturbGuideTest {

  /** Stands for hours of simulation: a valley in the logarithms of two settings. */
  private static double simulate(double rate, double width) {
    double a = Math.log(rate) + 3;
    double b = Math.log(width) - 2;
    return 1 + a * a + a * b + 2 * b * b;
  }

  // region box
  private static final BlackBox BOX = w -> simulate(Math.exp(w[0]), Math.exp(w[1]));

  // endregion

  @Test
  void theTrustRegionFindsTheSettings() {
    // region minimize
    double[] start = {Math.log(0.5), Math.log(2)};
    BlackBoxResult result =
        BlackBoxTrustRegion.ofRadius(0.5).atMostEvaluations(200).withSeed(1).minimize(BOX, start);
    double rate = Math.exp(result.parameters()[0]); // e⁻³
    double width = Math.exp(result.parameters()[1]); // e²
    String how = result.toString(); // why it ended, after how many evaluations, and failures
    SymmetricOperator curvature =
        result.hessian(); // which settings matter, and together with which
    double within = result.hessianError(); // a curvature below three of these is none
    // endregion
    // Values tell a minimum to about the root of the rounding unit.
    assertEquals(Math.exp(-3), rate, 1e-5, how);
    assertEquals(Math.exp(2), width, 1e-3, how);
    // The Hessian is [[2, 1], [1, 4]] everywhere; values near 1 leave it some digits.
    double[] column = curvature.times(new double[] {1, 0});
    assertEquals(2, column[0], 0.02, how);
    assertEquals(1, column[1], 0.02, how);
    assertTrue(within < 0.1, "error " + within);
  }

  @Test
  void derivativesComeWithTheirErrors() {
    double[] w = {-2, 1};
    // region estimates
    WeightPerturbation perturbation =
        WeightPerturbation.of(Perturbations.GAUSSIAN, 1e-2)
            .withMirrorImages()
            .untilRelativeError(0.02) // standard error over estimate
            .atMostEvaluations(100_000)
            .on(Workers.ofAllProcessors()); // the box must be safe to share
    PerturbationEstimate gradient = perturbation.gradient(BOX, w, GradientEstimator.LEAST_SQUARES);
    double[] v = {1, 0};
    PerturbationEstimate product =
        perturbation.product(BOX, w, v, ProductEstimator.JOINT_LEAST_SQUARES);
    double[] hv = product.vector(); // about (2, 1)
    double[] errors = product.standardErrors();
    // endregion
    assertEquals(PerturbationOutcome.ACCURATE, product.outcome(), product::toString);
    // By hand at a = 1, b = −1: (2a + b, a + 4b) = (1, −3).
    double[] g = gradient.vector();
    assertEquals(1, g[0], 0.1);
    assertEquals(-3, g[1], 0.1);
    for (int i = 0; i < 2; i++) {
      double truth = i == 0 ? 2 : 1;
      assertTrue(Math.abs(hv[i] - truth) <= 5 * errors[i] + 1e-6, product::toString);
    }
  }

  @Test
  void productsGatherInAnOperator() {
    // region gather
    RankTwoHessian h =
        RankTwoHessian.zero(2)
            .updated(new double[] {1, 0}, new double[] {2, 1}) // v and what Hv was found to be
            .updated(new double[] {0, 1}, new double[] {1, 4});
    double[] hv = h.times(new double[] {1, 1}); // (3, 5)
    // endregion
    assertEquals(3, hv[0], 1e-12);
    assertEquals(5, hv[1], 1e-12);
  }
}
