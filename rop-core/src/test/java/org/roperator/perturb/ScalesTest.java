package org.roperator.perturb;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.roperator.contract.Refusals.assertRefused;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.roperator.contract.Samples;
import org.roperator.internal.Vectors;
import org.roperator.operator.SymmetricOperator;
import org.roperator.solve.Steihaug;

/** Units of measurement change results by their factor and nothing else. */
class ScalesTest {

  private static double[] scaled(double[] x, int k) {
    double[] copy = x.clone();
    QuasiNewtonUpdate.scale(copy, k);
    return copy;
  }

  /**
   * Directions times 2ᵃ and a Hessian times 2ᵇ: the approximation is 2ᵇ times what it was, to the
   * last bit, with memory so short that it is compressed again and again.
   */
  @Property(tries = 100)
  void updatesScaleExactly(
      @ForAll QuasiNewtonUpdate update,
      @ForAll @IntRange(min = -560, max = 560) int a,
      @ForAll @IntRange(min = -560, max = 560) int b,
      @ForAll boolean noisy,
      @ForAll long seed) {
    RandomGenerator random = Samples.random(seed);
    int n = 7;
    int most = Math.min(1000, Math.max(-1000, a + b)) - a; // the product is a double
    RankTwoHessian plain =
        RankTwoHessian.from(SymmetricOperator.identity(n).scaledBy(0.5)).withMemory(4);
    RankTwoHessian large =
        RankTwoHessian.from(SymmetricOperator.identity(n).scaledBy(Math.scalb(0.5, most)))
            .withMemory(4);
    for (int k = 0; k < 8; k++) {
      double[] v = Samples.gaussian(random, n);
      double[] z = Samples.gaussian(random, n);
      Vectors.addScaled(2, v, z); // mostly of positive curvature
      double[] errors = new double[n];
      Arrays.fill(errors, noisy ? 0.3 : 0);
      plain = plain.updatedBy(update, v, z, errors);
      large = large.updatedBy(update, scaled(v, a), scaled(z, a + most), scaled(errors, a + most));
      if (!noisy) {
        plain = plain.updatedBy(update, z, v);
        large = large.updatedBy(update, scaled(z, a), scaled(v, a + most));
      }
    }
    double[] u = Samples.gaussian(random, n);
    assertArrayEquals(scaled(plain.times(u), most), large.times(u));
  }

  /** 1e160 squared is no double: Ĥv = z nevertheless. */
  @Test
  void productsOfAnySizeAreTakenIn() {
    for (double size : new double[] {1e-300, 1e-160, 1, 1e160, 1e300}) {
      for (QuasiNewtonUpdate update : QuasiNewtonUpdate.values()) {
        double[] v = {3 * size, 4 * size, 0};
        double[] z = {2 * size, size, -size};
        RankTwoHessian h =
            RankTwoHessian.from(SymmetricOperator.identity(3)).updatedBy(update, v, z);
        assertTrue(Samples.relativeDistance(z, h.times(v)) < 1e-14, update + " at " + size);
        RankTwoHessian all =
            RankTwoHessian.zero(3).updatedAll(new double[][] {v}, new double[][] {z});
        assertTrue(Samples.relativeDistance(z, all.times(v)) < 1e-14, "all at " + size);
      }
    }
    assertRefused(
        () -> RankTwoHessian.zero(1).updated(new double[] {1e-200}, new double[] {1e200}),
        1e200,
        "ratio");
  }

  /** Newton's step −H⁻¹g inside, −Δ g/‖g‖ against a bowl that is wide, the boundary on a saddle. */
  @Test
  void trustRegionStepsAreRightAtEveryScale() {
    SymmetricOperator h = SymmetricOperator.diagonal(new double[] {1, 4});
    double[] g = {3, 4};
    for (double values : new double[] {1e-160, 1, 1e160}) {
      for (double lengths : new double[] {1e-70, 1, 1e70}) {
        double slope = values / lengths;
        SymmetricOperator bowl = h.scaledBy(slope / lengths);
        double[] gradient = {g[0] * slope, g[1] * slope};
        double[] inside = Steihaug.ofRadius(10 * lengths).step(bowl, gradient);
        assertArrayEquals(
            new double[] {-3, -1}, new double[] {inside[0] / lengths, inside[1] / lengths}, 1e-14);
        double[] edge = Steihaug.ofRadius(1e-3 * lengths).step(bowl, gradient);
        assertArrayEquals(
            new double[] {-0.6e-3, -0.8e-3},
            new double[] {edge[0] / lengths, edge[1] / lengths},
            1e-17);
        double[] saddle = Steihaug.ofRadius(7 * lengths).step(bowl.scaledBy(-1), gradient);
        assertEquals(7, Vectors.norm(saddle) / lengths, 1e-14);
        double[] flat = Steihaug.ofRadius(5 * lengths).step(SymmetricOperator.zero(2), gradient);
        assertArrayEquals(
            new double[] {-3, -4}, new double[] {flat[0] / lengths, flat[1] / lengths}, 1e-14);
      }
    }
  }

  private static BlackBox cubic(int a, int b) {
    return w -> {
      double x = Math.scalb(w[0], -b);
      double y = Math.scalb(w[1], -b);
      double z = Math.scalb(w[2], -b);
      return Math.scalb(x * x + 3 * x * y - y * y * z + 2 * z * z + x + 4, a);
    };
  }

  /** Values times 2ᵃ, parameters times 2ᵇ, directions times 2ᶜ: to the last bit. */
  @Property(tries = 60)
  void estimatesScaleExactly(
      @ForAll ProductEstimator estimator,
      @ForAll GradientEstimator slopes,
      @ForAll @IntRange(min = -500, max = 500) int a,
      @ForAll @IntRange(min = -250, max = 250) int b,
      @ForAll @IntRange(min = -500, max = 500) int c) {
    int product = Math.min(990, Math.max(-990, a - 2 * b + c)); // of a size that is a double
    int direction = product - a + 2 * b;
    double[] w = {1, -0.5, 2};
    double[] v = {3, 1, -1};
    WeightPerturbation plain =
        WeightPerturbation.of(Perturbations.GAUSSIAN, 0.3).atMostEvaluations(400);
    WeightPerturbation large =
        WeightPerturbation.of(Perturbations.GAUSSIAN, Math.scalb(0.3, b)).atMostEvaluations(400);
    PerturbationEstimate z = plain.product(cubic(0, 0), w, v, estimator);
    PerturbationEstimate scaled =
        large.product(cubic(a, b), scaled(w, b), scaled(v, direction), estimator);
    assertArrayEquals(scaled(z.vector(), product), scaled.vector());
    assertArrayEquals(scaled(z.standardErrors(), product), scaled.standardErrors());
    PerturbationEstimate g = plain.gradient(cubic(0, 0), w, slopes);
    assertArrayEquals(
        scaled(g.vector(), a - b), large.gradient(cubic(a, b), scaled(w, b), slopes).vector());
  }

  /** A valley in units of 2ᵃ for values and 2ᵇ for parameters. */
  @Test
  void searchesEndAsLowAtEveryScale() {
    for (int[] scale : new int[][] {{0, 0}, {530, 0}, {-530, 0}, {530, 530}, {-530, -530}}) {
      double unit = Math.scalb(1.0, scale[1]);
      BlackBox box =
          w -> {
            double x = w[0] / unit - 1;
            double y = w[1] / unit + 2;
            return Math.scalb(x * x + 5 * y * y + x * y + 0.1 * x * x * x * x, scale[0]);
          };
      BlackBoxResult result =
          BlackBoxTrustRegion.ofRadius(0.5 * unit)
              .atMostEvaluations(3000)
              .minimize(box, new double[2]);
      double[] w = result.parameters();
      assertEquals(1, w[0] / unit, 1e-4, result.toString());
      assertEquals(-2, w[1] / unit, 1e-4, result.toString());
      assertTrue(result.evaluations() < 3000, result.toString());
    }
  }
}
