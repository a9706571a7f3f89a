package org.roperator.solve;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.random.RandomGenerator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.junit.jupiter.api.Test;
import org.roperator.contract.AnyDouble;
import org.roperator.contract.Refusals;
import org.roperator.contract.Samples;
import org.roperator.internal.Vectors;
import org.roperator.operator.SymmetricOperator;

/** Steps of a trust region against the exact ones, from eigenvectors. */
class SteihaugTest {

  private static double model(SymmetricOperator h, double[] g, double[] p) {
    return Vectors.dot(g, p) + 0.5 * h.quadraticForm(p);
  }

  /**
   * {@code −(H + λI)⁻¹g}, λ ≥ 0 by bisection such that it lies within the radius; H is positive.
   */
  private static double[] exact(double[][] rows, double[] g, double radius) {
    EigenDecomposition eigen = new EigenDecomposition(new Array2DRowRealMatrix(rows));
    double[] newton = shifted(eigen, g, 0);
    if (Vectors.norm(newton) <= radius) {
      return newton;
    }
    double low = 0;
    double high = Vectors.norm(g) / radius;
    for (int i = 0; i < 100; i++) {
      double lambda = 0.5 * (low + high);
      boolean beyond = Vectors.norm(shifted(eigen, g, lambda)) > radius;
      low = beyond ? lambda : low;
      high = beyond ? high : lambda;
    }
    return shifted(eigen, g, high);
  }

  private static double[] shifted(EigenDecomposition eigen, double[] g, double lambda) {
    double[] p = new double[g.length];
    for (int k = 0; k < g.length; k++) {
      double[] v = eigen.getEigenvector(k).toArray();
      Vectors.addScaled(-Vectors.dot(v, g) / (eigen.getRealEigenvalue(k) + lambda), v, p);
    }
    return p;
  }

  @Property(tries = 50)
  void insideTheRegionItIsNewtonsStep(
      @ForAll @IntRange(min = 2, max = 12) int n, @ForAll long seed) {
    SpdSystem system = SpdSystem.conditioned(Samples.random(seed), n, 10);
    double[] g = system.b();
    double[] newton = exact(system.rows(), g, Double.MAX_VALUE);
    double[] p = Steihaug.ofRadius(1.1 * Vectors.norm(newton)).step(system.a(), g);
    // A residual of 1e-10 of the gradient, at a condition of ten.
    assertArrayEquals(newton, p, 2e-9 * Vectors.norm(newton));
  }

  /** Yuan (2000): with a convex model, at least half of the fall that the exact step brings. */
  @Property(tries = 50)
  void onTheBoundaryTheModelFallsAtLeastHalfAsFarAsItCan(
      @ForAll @IntRange(min = 2, max = 12) int n,
      @ForAll @AnyDouble(min = 0.01, max = 0.9) double share,
      @ForAll long seed) {
    SpdSystem system = SpdSystem.conditioned(Samples.random(seed), n, 1000);
    double[] g = system.b();
    double radius = share * Vectors.norm(exact(system.rows(), g, Double.MAX_VALUE));
    double[] p = Steihaug.ofRadius(radius).step(system.a(), g);
    assertEquals(radius, Vectors.norm(p), 1e-12 * radius);
    double best = model(system.a(), g, exact(system.rows(), g, radius));
    double fall = model(system.a(), g, p);
    assertTrue(fall <= 0.5 * best * (1 - 1e-9), () -> fall + " of " + best);
    assertTrue(fall >= best * (1 + 1e-9), () -> fall + " of " + best);
  }

  @Property(tries = 50)
  void negativeCurvatureLeadsToTheBoundaryAndDown(
      @ForAll @IntRange(min = 2, max = 12) int n, @ForAll long seed) {
    RandomGenerator random = Samples.random(seed);
    double[] eigenvalues = Samples.gaussian(random, n);
    eigenvalues[0] = -1;
    SpdSystem system = SpdSystem.of(random, eigenvalues);
    double[] g = Samples.gaussian(random, n);
    double[] p = Steihaug.ofRadius(100).step(system.a(), g);
    assertEquals(100, Vectors.norm(p), 1e-9);
    double[] steepest = Steihaug.ofRadius(100).atMostIterations(1).step(system.a(), g);
    double slack = 1e-12 * Math.abs(model(system.a(), g, steepest));
    assertTrue(model(system.a(), g, p) <= model(system.a(), g, steepest) + slack);
    assertTrue(model(system.a(), g, steepest) < 0);
  }

  @Test
  void sizesOfPowersOfTwoChangeNoDigit() {
    SpdSystem system = SpdSystem.conditioned(Samples.random(3), 6, 100);
    double[] g = system.b();
    for (double radius : new double[] {0.1, 1e9}) {
      double[] plain = Steihaug.ofRadius(radius).step(system.a(), g);
      // 2⁻⁸⁰⁰g in a region of 2⁻⁸⁰⁰Δ: squares of the step are zero.
      double unit = 0x1p-800;
      double[] tiny = g.clone();
      Vectors.scale(unit, tiny);
      double[] p = Steihaug.ofRadius(radius * unit).step(system.a(), tiny);
      Vectors.scale(1 / unit, p);
      assertArrayEquals(plain, p, 1e-13 * Vectors.norm(plain));
    }
  }

  @Test
  void endsWhereItIsTold() {
    SymmetricOperator h = SymmetricOperator.diagonal(new double[] {1, 3});
    double[] g = {1, 1};
    Steihaug far = Steihaug.ofRadius(10);
    // One step along −g: gᵀg / gᵀHg = 2/4.
    assertArrayEquals(new double[] {-0.5, -0.5}, far.atMostIterations(1).step(h, g), 1e-15);
    // It leaves the residual (½, −½), half of the gradient.
    assertArrayEquals(new double[] {-0.5, -0.5}, far.untilResidual(0.51).step(h, g), 1e-15);
    assertArrayEquals(new double[] {-1, -1.0 / 3}, far.step(h, g), 1e-15);
    assertArrayEquals(new double[2], far.step(h, new double[2]));
  }

  @Test
  void refusesWhatMeansNothing() {
    SymmetricOperator h = SymmetricOperator.identity(2);
    Steihaug step = Steihaug.ofRadius(1);
    Refusals.assertRefused(() -> Steihaug.ofRadius(0), "radius", 0.0);
    Refusals.assertRefused(() -> step.untilResidual(Double.NaN), "residual", "NaN");
    Refusals.assertRefused(() -> step.atMostIterations(0), "limit", 0);
    Refusals.assertRefused(() -> step.step(h, new double[3]), "gradient", 3, 2);
    Refusals.assertRefused(() -> step.step(h, new double[] {0, Double.NaN}), "gradient", "NaN");
  }

  /** ‖g‖ is no double; p = −Δ(1, 1)/√2 nevertheless. */
  @Test
  void aGradientWhoseNormIsNoDoubleHasAStep() {
    double[] p =
        Steihaug.ofRadius(2).step(SymmetricOperator.identity(2), new double[] {1.7e308, 1.7e308});
    assertArrayEquals(new double[] {-Math.sqrt(2), -Math.sqrt(2)}, p, 1e-15);
    double[] inside =
        Steihaug.ofRadius(2)
            .step(SymmetricOperator.identity(2).scaledBy(1.7e308), new double[] {1.7e308, 1.7e308});
    assertArrayEquals(new double[] {-1, -1}, inside, 1e-15);
  }

  private static void assertTold(
      TrustRegionStep step, TrustRegionOutcome outcome, int products, double... p) {
    assertEquals(outcome, step.outcome());
    assertEquals(products, step.products());
    assertArrayEquals(p, step.step(), 1e-14);
    boolean boundary = outcome == TrustRegionOutcome.BOUNDARY;
    assertEquals(boundary ? Double.NaN : 0, step.multiplier());
    // −2p₁ − 2p₂ + ½p₁² + 2p₂², and its gradient.
    double q = -2 * (p[0] + p[1]) + 0.5 * p[0] * p[0] + 2 * p[1] * p[1];
    assertEquals(-q, step.decrease(), 1e-14);
    assertEquals(Math.hypot(p[0] - 2, 4 * p[1] - 2), step.residualNorm(), 1e-14);
  }

  /**
   * Along the gradient to (0.8, 0.8), and from there to the minimum (2, ½); (0.8 + 1.2t, 0.8 −
   * 0.3t) is 1.5 long where 1.53t² + 1.44t = 0.97.
   */
  @Test
  void tellsHowAStepWasFound() {
    SymmetricOperator h = SymmetricOperator.diagonal(new double[] {1, 4});
    double[] g = {-2, -2};
    Steihaug far = Steihaug.ofRadius(10);
    assertTold(far.solve(h, g), TrustRegionOutcome.INTERIOR, 2, 2, 0.5);
    // What is left at (0.8, 0.8) is 0.6 of the gradient.
    assertTold(far.untilResidual(0.61).solve(h, g), TrustRegionOutcome.INTERIOR, 1, 0.8, 0.8);
    assertTold(far.untilResidual(0.59).solve(h, g), TrustRegionOutcome.INTERIOR, 2, 2, 0.5);
    assertTold(far.atMostIterations(1).solve(h, g), TrustRegionOutcome.PRODUCT_LIMIT, 1, 0.8, 0.8);
    double t = (Math.sqrt(1.44 * 1.44 + 4 * 1.53 * 0.97) - 1.44) / (2 * 1.53);
    assertTold(
        Steihaug.ofRadius(1.5).solve(h, g),
        TrustRegionOutcome.BOUNDARY,
        2,
        0.8 + 1.2 * t,
        0.8 - 0.3 * t);
    double half = Math.sqrt(0.5);
    assertTold(Steihaug.ofRadius(1).solve(h, g), TrustRegionOutcome.BOUNDARY, 1, half, half);
    assertArrayEquals(new double[] {-2, -2}, g);
    Thread.currentThread().interrupt();
    try {
      assertTold(far.solve(h, g), TrustRegionOutcome.CANCELLED, 0, 0, 0);
    } finally {
      assertTrue(Thread.interrupted());
    }
  }

  /** A product that is not finite ends a step with what was found before. */
  @Test
  void productsThatAreNotFiniteEndAStep() {
    for (int good = 0; good < 2; good++) {
      int[] left = {good};
      SymmetricOperator h =
          SymmetricOperator.of(
              2,
              (v, out) -> {
                out[0] = left[0]-- > 0 ? v[0] : Double.NaN;
                out[1] = 4 * v[1];
              });
      double there = good == 0 ? 0 : 0.8;
      TrustRegionStep step = Steihaug.ofRadius(10).solve(h, new double[] {-2, -2});
      assertTold(step, TrustRegionOutcome.NOT_FINITE, good + 1, there, there);
    }
  }

  /** −2p₁ − ½p₁² falls without end: the step is the radius, 8 in all, and what is left grows. */
  @Test
  void negativeCurvatureIsFollowedToTheBoundary() {
    SymmetricOperator h = SymmetricOperator.diagonal(new double[] {-1});
    TrustRegionStep step = Steihaug.ofRadius(4).solve(h, new double[] {-2});
    assertEquals(TrustRegionOutcome.BOUNDARY, step.outcome());
    assertArrayEquals(new double[] {4}, step.step(), 1e-15);
    assertEquals(16, step.decrease(), 1e-14);
    assertEquals(6, step.residualNorm(), 1e-14);
    assertEquals(1, step.products());
  }

  /** ‖g‖ is 1.3e308·√2, no double, but half of it is: what the model falls by, and what is left. */
  @Test
  void whatIsToldOfHugeGradientsIsInTheirUnits() {
    SymmetricOperator h = SymmetricOperator.identity(2);
    TrustRegionStep step = Steihaug.ofRadius(0.5).solve(h, new double[] {1.3e308, 1.3e308});
    assertEquals(TrustRegionOutcome.BOUNDARY, step.outcome());
    assertEquals(0.65e308 * Math.sqrt(2), step.decrease(), 1e294);
    TrustRegionStep inside =
        Steihaug.ofRadius(9)
            .atMostIterations(1)
            .solve(
                SymmetricOperator.diagonal(new double[] {1e308, 1.6e308}),
                new double[] {1.3e308, 1.3e308});
    // α = 1: (−1, −1), leaving (0.3, −0.3)·1e308 and ½gᵀHg/gᵀg of the fall.
    assertEquals(TrustRegionOutcome.PRODUCT_LIMIT, inside.outcome());
    assertArrayEquals(new double[] {-1, -1}, inside.step(), 1e-14);
    assertEquals(0.3e308 * Math.sqrt(2), inside.residualNorm(), 1e294);
    assertEquals(1.3e308, inside.decrease(), 1e294);
    assertEquals(0, inside.multiplier());
  }
}
