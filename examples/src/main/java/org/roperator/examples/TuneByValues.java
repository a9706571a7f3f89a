package org.roperator.examples;

import java.util.Arrays;
import java.util.Random;
import org.roperator.perturb.BlackBox;
import org.roperator.perturb.BlackBoxResult;
import org.roperator.perturb.BlackBoxTrustRegion;
import org.roperator.perturb.PerturbationEstimate;
import org.roperator.perturb.Perturbations;
import org.roperator.perturb.ProductEstimator;
import org.roperator.perturb.WeightPerturbation;

/** A function of which only noisy values are known is minimized, and its curvature estimated. */
public final class TuneByValues {

  private TuneByValues() {}

  /** Prints where the minimum was found, how, and the curvature there. */
  public static void main(String[] args) {
    Random noise = new Random(1);
    // The minimum is at (1, −2), the curvature there diag(2, 6).
    BlackBox simulation =
        w ->
            (w[0] - 1) * (w[0] - 1)
                + 3 * (w[1] + 2) * (w[1] + 2)
                + 1e-4 * (2 * noise.nextDouble() - 1);
    BlackBoxResult found =
        BlackBoxTrustRegion.ofRadius(0.5)
            .atMostEvaluations(300)
            .withSeed(1)
            .minimize(simulation, new double[] {0, 0});
    System.out.println(found);
    System.out.println("minimum near " + Arrays.toString(found.parameters()));

    WeightPerturbation perturbation =
        WeightPerturbation.of(Perturbations.GAUSSIAN, 0.1)
            .withMirrorImages()
            .atMostEvaluations(4_000);
    PerturbationEstimate product =
        perturbation.product(
            simulation,
            found.parameters(),
            new double[] {1, 0},
            ProductEstimator.JOINT_LEAST_SQUARES);
    System.out.println("H (1, 0) about " + Arrays.toString(product.vector()));
    System.out.println("to within      " + Arrays.toString(product.standardErrors()));
  }
}
