package org.roperator.solve;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.roperator.contract.Refusals;
import org.roperator.contract.Samples;
import org.roperator.dense.Blas;
import org.roperator.internal.Vectors;
import org.roperator.operator.SymmetricOperator;

/**
 * Steps of trust regions against problems made from their answers: where {@code g = −(H + λI)p}
 * with λ at least 0 and minus the smallest eigenvalue, p is a minimum within its own length (Moré
 * and Sorensen 1983, Lemma 2.1).
 */
class LanczosTrustRegionTest {

  /** A problem and its answer: all but p itself is unique. */
  private static final class Solved {
    private final double[][] h;
    private final double[] g;
    private final double radius;
    private final double[] p;
    private final double multiplier;
    private final double decrease;

    Solved(
        double[][] h, double[] g, double radius, double[] p, double multiplier, double decrease) {
      this.h = h;
      this.g = g;
      this.radius = radius;
      this.p = p;
      this.multiplier = multiplier;
      this.decrease = decrease;
    }

    SymmetricOperator operator() {
      return SymmetricOperator.of(
          g.length,
          (v, out) -> {
            for (int i = 0; i < out.length; i++) {
              out[i] = Vectors.dot(h[i], v);
            }
          });
    }

    double size() {
      double most = 0;
      for (double[] row : h) {
        most = Math.max(most, Vectors.norm(row));
      }
      return most;
    }
  }

  /**
   * A problem of given eigenvalues, in a basis made by reflections.
   *
   * @param theta the eigenvalues, the smallest first
   * @param multiplier λ
   * @param inTheBasis p
   * @param radius Δ
   */
  private static Solved problem(
      double[] theta, double multiplier, double[] inTheBasis, double radius, long seed) {
    int n = theta.length;
    double[][] basis = new double[n][n];
    for (int i = 0; i < n; i++) {
      basis[i][i] = 1;
    }
    RandomGenerator random = Samples.random(seed);
    for (int r = 0; r < 2; r++) {
      double[] u = Samples.gaussian(random, n);
      double scale = 2 / Vectors.dot(u, u);
      for (double[] row : basis) {
        Vectors.addScaled(-scale * Vectors.dot(u, row), u, row);
      }
    }
    double[][] h = new double[n][n];
    double[] g = new double[n];
    double[] p = new double[n];
    double decrease = 0;
    for (int k = 0; k < n; k++) {
      for (int i = 0; i < n; i++) {
        Vectors.addScaled(theta[k] * basis[k][i], basis[k], h[i]);
      }
      Vectors.addScaled(-(theta[k] + multiplier) * inTheBasis[k], basis[k], g);
      Vectors.addScaled(inTheBasis[k], basis[k], p);
      decrease += 0.5 * (theta[k] + 2 * multiplier) * inTheBasis[k] * inTheBasis[k];
    }
    return new Solved(h, g, radius, p, multiplier, decrease);
  }

  private static double fall(Solved problem, double[] p) {
    double quadratic = 0;
    for (int i = 0; i < p.length; i++) {
      quadratic += p[i] * Vectors.dot(problem.h[i], p);
    }
    return -Vectors.dot(problem.g, p) - 0.5 * quadratic;
  }

  private static TrustRegionStep assertSolves(Solved problem, boolean interior) {
    // As far as rounding lets it: a nearly hard case with little of p along the first eigenvector
    // has a multiplier that hangs on the residual over that little.
    TrustRegionStep step =
        LanczosTrustRegion.standard()
            .untilResidual(1e-15)
            .withGlobalMinimum(1)
            .model(problem.operator(), problem.g)
            .step(problem.radius);
    double[] p = step.step();
    double radius = problem.radius;
    double natural = Math.max(problem.size() * radius, Vectors.norm(problem.g)) * radius;
    assertEquals(
        interior ? TrustRegionOutcome.INTERIOR : TrustRegionOutcome.BOUNDARY, step.outcome());
    assertTrue(Vectors.norm(p) <= radius * (1 + 1e-10), "the step is too long");
    assertEquals(problem.multiplier, step.multiplier(), 1e-9 * natural / (radius * radius));
    assertEquals(problem.decrease, step.decrease(), 1e-9 * natural);
    // The fall told is that of the step told.
    assertEquals(fall(problem, p), step.decrease(), 1e-11 * natural);
    return step;
  }

  @Property(tries = 4000)
  void easyCasesOnTheBoundary(@ForAll @IntRange(min = 1, max = 25) int n, @ForAll long seed) {
    RandomGenerator random = Samples.random(seed);
    double[] theta = rising(random, n);
    double[] p = Samples.gaussian(random, n);
    double multiplier = Math.max(0, -theta[0]) + random.nextDouble();
    assertSolves(problem(theta, multiplier, p, Vectors.norm(p), seed), false);
  }

  @Property(tries = 2000)
  void hardCases(@ForAll @IntRange(min = 2, max = 25) int n, @ForAll long seed) {
    RandomGenerator random = Samples.random(seed);
    double[] theta = rising(random, n);
    theta[0] = -0.1 - Math.abs(theta[0]);
    Arrays.fill(theta, 0, Math.min(n, 1 + random.nextInt(3)), theta[0]); // several directions of it
    Arrays.sort(theta);
    double[] p = Samples.gaussian(random, n);
    assertSolves(problem(theta, -theta[0], p, Vectors.norm(p), seed), false);
  }

  @Property(tries = 2000)
  void nearlyHardCases(@ForAll @IntRange(min = 2, max = 25) int n, @ForAll long seed) {
    RandomGenerator random = Samples.random(seed);
    double[] theta = rising(random, n);
    theta[0] = -0.1 - Math.abs(theta[0]);
    Arrays.sort(theta);
    double[] p = Samples.gaussian(random, n);
    double multiplier = -theta[0] + Math.pow(10, -1 - 13 * random.nextDouble());
    assertSolves(problem(theta, multiplier, p, Vectors.norm(p), seed), false);
  }

  @Property(tries = 2000)
  void minimaInside(@ForAll @IntRange(min = 1, max = 25) int n, @ForAll long seed) {
    RandomGenerator random = Samples.random(seed);
    double[] theta = rising(random, n);
    for (int i = 0; i < n; i++) {
      theta[i] = 0.01 + Math.abs(theta[i]);
    }
    Arrays.sort(theta);
    double[] p = Samples.gaussian(random, n);
    double radius = Vectors.norm(p) * (1.01 + random.nextDouble());
    Solved problem = problem(theta, 0, p, radius, seed);
    double[] found = assertSolves(problem, true).step();
    // A residual of 1e-10 of the gradient, at eigenvalues from 0.01 on.
    assertArrayEquals(problem.p, found, 1e-7 * Vectors.norm(p));
  }

  private static double[] rising(RandomGenerator random, int n) {
    double[] theta = Samples.gaussian(random, n);
    Arrays.sort(theta);
    return theta;
  }

  @Test
  void theHardCaseOfManyDimensionsTakesFewProducts() {
    int n = 1000;
    double[] theta = new double[n];
    double[] g = new double[n];
    double decrease = 0;
    double square = 0;
    for (int i = 0; i < n; i++) {
      theta[i] = i == 0 ? -1 : 1 + (double) i / n;
      double p = i == 0 ? 2 : 1.0 / (1 + i);
      g[i] = -(theta[i] + 1) * p; // λ = 1: nothing of the first
      decrease += 0.5 * (theta[i] + 2) * p * p;
      square += p * p;
    }
    TrustRegionStep step =
        LanczosTrustRegion.standard()
            .withGlobalMinimum(7)
            .model(SymmetricOperator.diagonal(theta), g)
            .step(Math.sqrt(square));
    assertEquals(TrustRegionOutcome.BOUNDARY, step.outcome());
    assertEquals(1, step.multiplier(), 1e-9);
    assertEquals(decrease, step.decrease(), 1e-9 * decrease);
    assertEquals(2, Math.abs(step.step()[0]), 1e-9);
    assertTrue(step.products() < 150, step::toString);
    TrustRegionStep reached =
        LanczosTrustRegion.standard()
            .model(SymmetricOperator.diagonal(theta), g)
            .step(Math.sqrt(square));
    assertTrue(reached.decrease() < step.decrease(), "without looking, one direction is missed");
  }

  @Test
  void aMinimumOfManyDimensionsIsLookedAroundOnce() {
    int n = 1000;
    double[] theta = new double[n];
    double[] g = new double[n];
    Arrays.setAll(theta, i -> 1 + (double) i / n);
    Arrays.fill(g, 1);
    TrustRegionStep plain =
        LanczosTrustRegion.standard().model(SymmetricOperator.diagonal(theta), g).step(100);
    TrustRegionStep sure =
        LanczosTrustRegion.standard()
            .withGlobalMinimum(7)
            .model(SymmetricOperator.diagonal(theta), g)
            .step(100);
    assertEquals(TrustRegionOutcome.INTERIOR, sure.outcome());
    assertArrayEquals(plain.step(), sure.step());
    assertTrue(sure.products() > plain.products());
    assertTrue(sure.products() < plain.products() + 60, sure::toString);
  }

  @Test
  void atASaddleTheStepLeavesAlongTheMostNegativeCurvature() {
    SymmetricOperator h = SymmetricOperator.diagonal(new double[] {1, -2, 3, -1});
    TrustRegionStep step =
        LanczosTrustRegion.standard().withGlobalMinimum(3).model(h, new double[4]).step(0.5);
    assertArrayEquals(new double[] {0, 0.5, 0, 0}, absolute(step.step()), 1e-12);
    assertEquals(2, step.multiplier(), 1e-12);
    assertEquals(0.25, step.decrease(), 1e-12);
  }

  @Test
  void withoutLookingAroundASaddleHasNoStep() {
    SymmetricOperator h = SymmetricOperator.diagonal(new double[] {1, -2});
    TrustRegionStep step = LanczosTrustRegion.standard().model(h, new double[2]).step(1);
    assertEquals(TrustRegionOutcome.INTERIOR, step.outcome());
    assertArrayEquals(new double[2], step.step());
    assertEquals(0, step.products());
  }

  private static double[] absolute(double[] x) {
    return Arrays.stream(x).map(Math::abs).toArray();
  }

  @Property(tries = 200)
  void anotherRadiusUsesTheSameProducts(
      @ForAll @IntRange(min = 5, max = 40) int n, @ForAll long seed) {
    RandomGenerator random = Samples.random(seed);
    double[] p = Samples.gaussian(random, n);
    double[] theta = rising(random, n);
    Solved problem = problem(theta, 1 + Math.abs(theta[0]), p, Vectors.norm(p), seed);
    TrustRegionModel model =
        LanczosTrustRegion.standard().untilResidual(1e-8).model(problem.operator(), problem.g);
    int products = model.step(problem.radius).products();
    TrustRegionStep shorter = model.step(problem.radius / 8);
    assertEquals(problem.radius / 8, Vectors.norm(shorter.step()), 1e-12 * problem.radius);
    // A shorter step has a larger multiplier and needs a smaller space.
    assertEquals(products, shorter.products());
    TrustRegionStep fresh =
        LanczosTrustRegion.standard()
            .untilResidual(1e-8)
            .model(problem.operator(), problem.g)
            .step(problem.radius / 8);
    assertTrue(fresh.products() <= products);
    assertEquals(fresh.decrease(), shorter.decrease(), 1e-12 * fresh.decrease());
  }

  @Property(tries = 200)
  void fallsAtLeastAsFarAsTruncatedConjugateGradients(
      @ForAll @IntRange(min = 2, max = 30) int n, @ForAll long seed) {
    RandomGenerator random = Samples.random(seed);
    double[] p = Samples.gaussian(random, n);
    double[] theta = rising(random, n);
    Solved problem = problem(theta, Math.max(0, -theta[0]) + 0.01, p, Vectors.norm(p), seed);
    double[] truncated = Steihaug.ofRadius(problem.radius).step(problem.operator(), problem.g);
    TrustRegionStep step =
        LanczosTrustRegion.standard().model(problem.operator(), problem.g).step(problem.radius);
    assertTrue(step.decrease() >= fall(problem, truncated) * (1 - 1e-9));
  }

  @Property(tries = 200)
  void aPreconditionerIsAChangeOfCoordinates(
      @ForAll @IntRange(min = 1, max = 20) int n, @ForAll long seed) {
    RandomGenerator random = Samples.random(seed);
    double[] p = Samples.gaussian(random, n);
    double[] theta = rising(random, n);
    Solved problem = problem(theta, 0.5 + Math.max(0, -theta[0]), p, Vectors.norm(p), seed);
    double[] d = new double[n];
    Arrays.setAll(d, i -> Math.pow(4, random.nextInt(-3, 4)));
    // With s = √d, the coordinates q = s p: an H whose rows and columns are multiplied by s.
    SymmetricOperator stretched =
        SymmetricOperator.of(
            n,
            (v, out) -> {
              double[] shrunk = new double[n];
              Arrays.setAll(shrunk, i -> v[i] * Math.sqrt(d[i]));
              problem.operator().apply(shrunk, out);
              for (int i = 0; i < n; i++) {
                out[i] *= Math.sqrt(d[i]);
              }
            });
    double[] g = new double[n];
    Arrays.setAll(g, i -> problem.g[i] * Math.sqrt(d[i]));
    TrustRegionStep step =
        LanczosTrustRegion.standard()
            .withPreconditioner(d)
            .model(stretched, g)
            .step(problem.radius);
    double[] back = step.step();
    for (int i = 0; i < n; i++) {
      back[i] *= Math.sqrt(d[i]);
    }
    double size = Math.max(problem.size(), Vectors.norm(g));
    assertEquals(problem.multiplier, step.multiplier(), 1e-9 * size);
    // (H + λI) has eigenvalues from 0.5 on, residuals of 1e-10 of the gradient.
    assertArrayEquals(problem.p, back, 1e-8 * (1 + size));
  }

  @Test
  void soShortARadiusSeesTheSlopeAlone() {
    TrustRegionStep step =
        LanczosTrustRegion.standard()
            .model(SymmetricOperator.identity(2), new double[] {3e200, 4e200})
            .step(1e-200);
    assertArrayEquals(new double[] {-0.6e-200, -0.8e-200}, step.step(), 1e-215);
    assertEquals(5, step.decrease(), 1e-14);
  }

  @Test
  void countsItsProductsAndEndsAtTheLimit() {
    int n = 50;
    int[] calls = new int[1];
    SymmetricOperator h =
        SymmetricOperator.of(
            n,
            (v, out) -> {
              calls[0]++;
              for (int i = 0; i < n; i++) {
                out[i] = (i + 1) * v[i];
              }
            });
    double[] g = new double[n];
    Arrays.fill(g, 1);
    TrustRegionStep step = LanczosTrustRegion.standard().atMostProducts(7).model(h, g).step(0.4);
    assertEquals(TrustRegionOutcome.PRODUCT_LIMIT, step.outcome());
    assertEquals(7, step.products());
    assertEquals(7, calls[0]);
    assertTrue(Vectors.norm(step.step()) <= 0.4 * (1 + 1e-12));
    double[] residual = h.times(step.step());
    Vectors.addScaled(step.multiplier(), step.step(), residual);
    Vectors.addScaled(1, g, residual);
    assertEquals(Vectors.norm(residual), step.residualNorm(), 1e-12);
    calls[0] = 0;
    TrustRegionStep whole =
        LanczosTrustRegion.standard().withGlobalMinimum(1).model(h, g).step(0.4);
    assertEquals(calls[0], whole.products());
    assertTrue(whole.outcome().isSuccess());
    assertTrue(whole.decrease() > step.decrease());
  }

  @Test
  void productsThatAreNotFiniteEndItWithWhatThereIs() {
    int[] calls = new int[1];
    SymmetricOperator h =
        SymmetricOperator.of(
            3,
            (v, out) -> {
              for (int i = 0; i < 3; i++) {
                out[i] = calls[0] == 1 ? Double.NaN : (i + 1) * v[i];
              }
              calls[0]++;
            });
    TrustRegionStep step = LanczosTrustRegion.standard().model(h, new double[] {1, 1, 1}).step(10);
    assertEquals(TrustRegionOutcome.NOT_FINITE, step.outcome());
    // The step along −g: the curvature there is 2.
    assertArrayEquals(new double[] {-0.5, -0.5, -0.5}, step.step(), 1e-15);
  }

  @Test
  void aNotFiniteProductOfTheLookAroundIsNamedToo() {
    int[] calls = new int[1];
    SymmetricOperator h =
        SymmetricOperator.of(
            2,
            (v, out) -> {
              calls[0]++;
              out[0] = calls[0] > 1 ? Double.POSITIVE_INFINITY : v[0];
              out[1] = -v[1];
            });
    TrustRegionStep step =
        LanczosTrustRegion.standard().withGlobalMinimum(1).model(h, new double[] {1, 0}).step(2);
    assertEquals(TrustRegionOutcome.NOT_FINITE, step.outcome());
    assertArrayEquals(new double[] {-1, 0}, step.step(), 1e-15);
  }

  @Test
  void anInterruptedThreadEndsIt() {
    SymmetricOperator h = SymmetricOperator.diagonal(new double[] {1, 2, 3, 4});
    TrustRegionModel model = LanczosTrustRegion.standard().model(h, new double[] {1, 1, 1, 1});
    Thread.currentThread().interrupt();
    try {
      assertEquals(TrustRegionOutcome.CANCELLED, model.step(1).outcome());
    } finally {
      assertTrue(Thread.interrupted(), "the flag stays set");
    }
    assertEquals(TrustRegionOutcome.BOUNDARY, model.step(1).outcome(), "it goes on afterwards");
  }

  @Property(tries = 50)
  void unitsOfPowersOfTwoChangeNothing(
      @ForAll @IntRange(min = 2, max = 20) int n,
      @ForAll @IntRange(min = -200, max = 200) int ofH,
      @ForAll @IntRange(min = -200, max = 200) int ofG,
      @ForAll long seed) {
    RandomGenerator random = Samples.random(seed);
    double[] theta = rising(random, n);
    double[] p = Samples.gaussian(random, n);
    Solved one = problem(theta, Math.abs(theta[0]), p, Vectors.norm(p), seed);
    TrustRegionStep expected = assertSolves(one, false);
    double[] g = new double[n];
    Arrays.setAll(g, i -> Math.scalb(one.g[i], ofG));
    TrustRegionStep scaled =
        LanczosTrustRegion.standard()
            .untilResidual(1e-15)
            .withGlobalMinimum(1)
            .model(one.operator().scaledBy(Math.scalb(1.0, ofH)), g)
            .step(Math.scalb(one.radius, ofG - ofH));
    assertEquals(Math.scalb(expected.multiplier(), ofH), scaled.multiplier());
    assertEquals(expected.products(), scaled.products());
    double[] same = new double[n];
    Arrays.setAll(same, i -> Math.scalb(expected.step()[i], ofG - ofH));
    assertArrayEquals(same, scaled.step());
  }

  @Test
  void aSpaceOfSomeDimensionsIsLookedAtNowAndThen() {
    int n = 400;
    double[] theta = new double[n];
    double[] g = new double[n];
    Arrays.setAll(theta, i -> 1 + 999.0 * i / n);
    Arrays.fill(g, 1);
    // Condition 1000: about 220 products inside, of which the last ones are made two to six at
    // once.
    TrustRegionModel model =
        LanczosTrustRegion.standard()
            .untilResidual(1e-6)
            .model(SymmetricOperator.diagonal(theta), g);
    TrustRegionStep step = model.step(1e6);
    assertEquals(TrustRegionOutcome.INTERIOR, step.outcome());
    assertEquals(step.products(), model.products());
    CgResult cg =
        ConjugateGradient.until(StoppingRule.residualBelow(1e-6).or(StoppingRule.iterations(n)))
            .solve(SymmetricOperator.diagonal(theta), g);
    assertTrue(step.products() >= cg.products() * 0.9, () -> cg + "; " + step);
    assertTrue(step.products() <= cg.products() * 1.1 + 2, () -> cg + "; " + step);
    assertEquals(
        Vectors.norm(cg.solution()), Vectors.norm(step.step()), 1e-5 * Vectors.norm(cg.solution()));
  }

  @Test
  void saysHowItEnded() {
    TrustRegionStep step =
        LanczosTrustRegion.standard()
            .withBlas(Blas.instance())
            .model(SymmetricOperator.identity(1), new double[] {4})
            .step(2);
    // (1 + λ) 2 = 4, and the model falls by 4 · 2 − ½ · 2².
    assertEquals(
        "BOUNDARY: After 1 products the model falls by 6.00, with multiplier 1.00 and residual"
            + " 0.00.",
        step.toString());
    assertEquals(
        "the minimum within the region lies on its boundary", step.outcome().explanation());
    for (TrustRegionOutcome outcome : TrustRegionOutcome.values()) {
      boolean solved =
          outcome == TrustRegionOutcome.INTERIOR || outcome == TrustRegionOutcome.BOUNDARY;
      assertEquals(solved, outcome.isSuccess(), outcome::toString);
    }
  }

  @Test
  void refusesWhatMakesNoSense() {
    LanczosTrustRegion solver = LanczosTrustRegion.standard();
    SymmetricOperator h = SymmetricOperator.identity(2);
    Refusals.assertRefused(() -> solver.model(h, new double[2]).step(0), "0.0", "radius");
    Refusals.assertRefused(() -> solver.model(h, new double[3]), "3", "2");
    Refusals.assertRefused(() -> solver.model(h, new double[] {1, Double.NaN}), "gradient", "NaN");
    Refusals.assertRefused(
        () -> solver.withPreconditioner(new double[] {1, 1, 1}).model(h, new double[2]),
        "preconditioner",
        "2");
    Refusals.assertRefused(() -> solver.untilResidual(0), "residual", "0.0");
    Refusals.assertRefused(() -> solver.atMostProducts(0), "products", "0");
  }
}
