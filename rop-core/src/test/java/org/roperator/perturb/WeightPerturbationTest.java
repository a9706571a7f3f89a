package org.roperator.perturb;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.roperator.contract.Refusals.assertRefused;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.roperator.contract.Samples;
import org.roperator.internal.Vectors;
import org.roperator.operator.SymmetricOperator;
import org.roperator.parallel.Workers;

class WeightPerturbationTest {

  private static final double[][] ROWS = {
    {3, -1, 0.5, 0.2}, {-1, 2, 0.3, -0.7}, {0.5, 0.3, -1.5, 0.4}, {0.2, -0.7, 0.4, 1}
  };
  private static final SymmetricOperator H = SymmetricOperator.symmetric(ROWS);
  private static final double[] G = {0.7, -0.4, 0.2, 1.1};
  private static final double[] V = {1, -2, 0.5, 1.5};
  // H V by hand: (3 + 2 + 0.25 + 0.3, −1 − 4 + 0.15 − 1.05, 0.5 − 0.6 − 0.75 + 0.6, 0.2 + 1.4 + 0.2
  // + 1.5).
  private static final double[] Z = {5.55, -5.9, -0.25, 3.3};
  private static final double[] W = {0.3, -0.2, 0.8, 0.1};

  /** A quadratic with gradient G and Hessian H at W, plus an odd cubic term about W. */
  private static BlackBox box(double[] gradient, double cubic) {
    return point -> {
      double[] d = new double[4];
      Vectors.sum(point, -1, W, d);
      double sum = d[0] + 2 * d[1] - d[2];
      return 5 + Vectors.dot(gradient, d) + 0.5 * H.quadraticForm(d) + cubic * sum * sum * sum;
    };
  }

  private static WeightPerturbation gaussian(double size) {
    return WeightPerturbation.of(Perturbations.GAUSSIAN, size).untilRelativeError(1e-12);
  }

  /** The mean over independent repeats, and its standard error, of each entry of an estimate. */
  private static double[][] overRepeats(
      int repeats, WeightPerturbation perturbation, BlackBox box, ProductEstimator estimator) {
    double[][] all =
        LongStream.range(0, repeats)
            .parallel()
            .mapToObj(
                seed -> perturbation.withSeed(1000 + seed).product(box, W, V, estimator).vector())
            .toArray(double[][]::new);
    double[] mean = new double[4];
    double[] error = new double[4];
    for (int i = 0; i < 4; i++) {
      for (double[] one : all) {
        mean[i] += one[i] / repeats;
      }
      for (double[] one : all) {
        error[i] += (one[i] - mean[i]) * (one[i] - mean[i]);
      }
      error[i] = Math.sqrt(error[i] / (repeats - 1) / repeats);
    }
    return new double[][] {mean, error};
  }

  /** Student's t of four entries, each with a chance of 1e-4 of being this large by accident. */
  private static final double UNLIKELY = 4;

  private static void assertMeanIs(double[] expected, double[][] observed) {
    for (int i = 0; i < 4; i++) {
      double t = (observed[0][i] - expected[i]) / observed[1][i];
      assertTrue(Math.abs(t) < UNLIKELY, "entry " + i + ": t = " + t);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = ProductEstimator.class,
      names = {"COVARIANCE", "JOINT_LEAST_SQUARES", "CORRECTED_LOCAL_REGRESSION"})
  void productsAreUnbiasedOnQuadraticsAndCubics(ProductEstimator estimator) {
    for (double cubic : new double[] {0, 2}) {
      WeightPerturbation perturbation = gaussian(0.1).atMostEvaluations(2001);
      assertMeanIs(Z, overRepeats(60, perturbation, box(G, cubic), estimator));
      assertMeanIs(Z, overRepeats(60, perturbation.withMirrorImages(), box(G, cubic), estimator));
    }
  }

  @Test
  void localRegressionHasTheBiasOfItsClosedForm() {
    // ‖V‖² = 7.5, V·Z = 22.175: [zᵢ − vᵢ 22.175/15] / [1 − vᵢ²/15], typed out.
    double[] biased = {4.362500000000, -4.013636363636, -1.005932203390, 1.273529411765};
    WeightPerturbation perturbation = gaussian(0.1).withMirrorImages().atMostEvaluations(8001);
    double[][] observed =
        overRepeats(60, perturbation, box(G, 0), ProductEstimator.LOCAL_REGRESSION);
    assertMeanIs(biased, observed);
    double t = (observed[0][1] - Z[1]) / observed[1][1];
    assertTrue(Math.abs(t) > 5 * UNLIKELY, "the bias can't be seen: t = " + t);
    assertTrue(ProductEstimator.LOCAL_REGRESSION.bias().startsWith("biased"));
    assertTrue(ProductEstimator.COVARIANCE.bias().startsWith("unbiased"));
  }

  @Test
  void errorsFallAsOneOverTheSquareRootOfTheEvaluations() {
    double few = rootMeanSquareError(1001);
    double many = rootMeanSquareError(16001);
    double slope = Math.log(many / few) / Math.log(16);
    // The root mean square over 60 repeats of 4 entries is known to some 6 %.
    assertEquals(-0.5, slope, 0.08);
  }

  private static double rootMeanSquareError(int evaluations) {
    double[][] observed =
        overRepeats(
            60,
            gaussian(0.1).withMirrorImages().atMostEvaluations(evaluations),
            box(G, 0),
            ProductEstimator.COVARIANCE);
    return Vectors.norm(observed[1]);
  }

  @Test
  void mirroredPairsRemoveTheGradientFromTheVariance() {
    double[] steep = {70, -40, 20, 110};
    ProductEstimator estimator = ProductEstimator.COVARIANCE;
    double flat =
        Vectors.norm(
            overRepeats(
                60, gaussian(0.1).withMirrorImages().atMostEvaluations(2001), box(G, 0), estimator)[
                1]);
    double mirrored =
        Vectors.norm(
            overRepeats(
                60,
                gaussian(0.1).withMirrorImages().atMostEvaluations(2001),
                box(steep, 0),
                estimator)[1]);
    assertEquals(flat, mirrored, 1e-6 * flat);
    double[] oneSided =
        overRepeats(60, gaussian(0.1).atMostEvaluations(2001), box(steep, 0), estimator)[1];
    for (int i = 0; i < 4; i++) {
      // The closed form's leading term, (‖v‖² + 2vᵢ²)‖g‖²/(s²M), which is 1 to 3 times exceeded.
      double predicted = Math.sqrt((7.5 + 2 * V[i] * V[i]) * 18_900 / (0.01 * 2000) / 60);
      double ratio = oneSided[i] / predicted;
      assertTrue(ratio > 0.75 && ratio < 2, "entry " + i + ": " + ratio);
    }
    assertTrue(Vectors.norm(oneSided) > 30 * mirrored);
  }

  @Test
  void standardErrorsTellTheTrueErrors() {
    double sum = 0;
    int repeats = 60;
    for (int seed = 0; seed < repeats; seed++) {
      PerturbationEstimate z =
          gaussian(0.1)
              .atMostEvaluations(2001)
              .withSeed(seed)
              .product(box(G, 0), W, V, ProductEstimator.JOINT_LEAST_SQUARES);
      for (int i = 0; i < 4; i++) {
        double t = (z.vector()[i] - Z[i]) / z.standardErrors()[i];
        sum += t * t / (4 * repeats);
      }
    }
    // Student's t of 19 degrees has variance 1.12; entries of one estimate are related.
    assertTrue(sum > 0.75 && sum < 1.6, "mean square of t: " + sum);
  }

  @Test
  void eachEntryHasAStandardErrorOfItsOwn() {
    // H = diag(100, 1, 1, 1), v = e₀: by Isserlis the variance of entry 0 is 5.6 times that of 1.
    SymmetricOperator steep = SymmetricOperator.diagonal(new double[] {100, 1, 1, 1});
    BlackBox box = point -> 0.5 * steep.quadraticForm(point);
    double[] first = {1, 0, 0, 0};
    double[] mean = new double[2];
    int repeats = 60;
    for (int seed = 0; seed < repeats; seed++) {
      double[] errors =
          gaussian(0.1)
              .withMirrorImages()
              .atMostEvaluations(2001)
              .withSeed(seed)
              .product(box, new double[4], first, ProductEstimator.COVARIANCE)
              .standardErrors();
      for (int i = 0; i < 2; i++) {
        mean[i] += errors[i] * errors[i] / repeats;
      }
    }
    // Var·M is 100²(60/4 − 1) = 140,000 for entry 0 and 100² · 10/4 = 25,000 for entry 1, for 1,000
    // draws; a jackknife over 20 groups scatters by a third, its mean over 60 by 5 %.
    assertEquals(140, mean[0], 35);
    assertEquals(25, mean[1], 6);
  }

  @Test
  void relativeErrorIsTheRatioOfNormsAndZeroWhereNothingErrs() {
    PerturbationEstimate z =
        gaussian(0.1).atMostEvaluations(300).product(box(G, 0), W, V, ProductEstimator.COVARIANCE);
    assertEquals(Vectors.norm(z.standardErrors()) / Vectors.norm(z.vector()), z.relativeError());
    PerturbationEstimate nothing =
        gaussian(0.1).atMostEvaluations(300).gradient(w -> 3, W, GradientEstimator.PER_WEIGHT);
    assertEquals(0, nothing.relativeError());
    PerturbationEstimate few =
        gaussian(0.1)
            .atMostEvaluations(6)
            .product(box(G, 0), W, V, ProductEstimator.JOINT_LEAST_SQUARES);
    assertArrayEquals(
        new double[] {
          Double.POSITIVE_INFINITY,
          Double.POSITIVE_INFINITY,
          Double.POSITIVE_INFINITY,
          Double.POSITIVE_INFINITY
        },
        few.standardErrors());
  }

  @ParameterizedTest
  @EnumSource(Perturbations.class)
  void gradientsAreUnbiasedAndLeastSquaresIsExactOnLinearFunctions(Perturbations kind) {
    BlackBox linear = point -> 5 + Vectors.dot(G, point);
    WeightPerturbation perturbation = WeightPerturbation.of(kind, 0.1).atMostEvaluations(100);
    PerturbationEstimate g = perturbation.gradient(linear, W, GradientEstimator.LEAST_SQUARES);
    assertArrayEquals(G, g.vector(), 1e-12);
    assertEquals(PerturbationOutcome.ACCURATE, g.outcome());
    PerturbationEstimate slopes =
        WeightPerturbation.of(kind, 0.05)
            .withMirrorImages()
            .untilRelativeError(0.02)
            .gradient(box(G, 0), W, GradientEstimator.PER_WEIGHT);
    assertEquals(PerturbationOutcome.ACCURATE, slopes.outcome());
    assertArrayEquals(G, slopes.vector(), 0.1);
  }

  @Test
  void wholeOrthogonalArraysGiveExactSlopesWeightByWeight() {
    // 8 rows a design, 20 designs: on a linear function even the slope of one weight is exact.
    PerturbationEstimate g =
        WeightPerturbation.of(Perturbations.ORTHOGONAL_ARRAY, 0.1)
            .atMostEvaluations(161)
            .gradient(p -> Vectors.dot(G, p), W, GradientEstimator.PER_WEIGHT);
    assertArrayEquals(G, g.vector(), 1e-12);
  }

  @ParameterizedTest
  @EnumSource(
      value = Perturbations.class,
      names = {"RADEMACHER", "ORTHOGONAL_ARRAY"})
  void signsCompleteTheDiagonalTheyCannotSee(Perturbations kind) {
    PerturbationEstimate z =
        WeightPerturbation.of(kind, 0.1)
            .withMirrorImages()
            .untilRelativeError(0.01)
            .product(box(G, 0), W, V, ProductEstimator.COVARIANCE);
    assertEquals(PerturbationOutcome.ACCURATE, z.outcome());
    assertArrayEquals(Z, z.vector(), 0.4);
    double[] onlyDiagonal = {3, 2, -1.5, 1};
    BlackBox separable =
        p -> 0.5 * SymmetricOperator.diagonal(onlyDiagonal).quadraticForm(p) + p[0];
    PerturbationEstimate d =
        WeightPerturbation.of(kind, 0.1)
            .withMirrorImages()
            .product(separable, new double[4], V, ProductEstimator.COVARIANCE);
    assertArrayEquals(new double[] {3, -4, -0.75, 1.5}, d.vector(), 1e-9);
  }

  @Test
  void resultDoesNotDependOnTheThreads() {
    WeightPerturbation perturbation =
        WeightPerturbation.of(Perturbations.GAUSSIAN, 0.1)
            .withMirrorImages()
            .atMostEvaluations(3000);
    PerturbationEstimate one = perturbation.product(box(G, 1), W, V, ProductEstimator.COVARIANCE);
    for (int threads : new int[] {2, 7}) {
      PerturbationEstimate many =
          perturbation
              .on(Workers.of(threads))
              .product(box(G, 1), W, V, ProductEstimator.COVARIANCE);
      assertArrayEquals(one.vector(), many.vector(), 0.0);
      assertArrayEquals(one.standardErrors(), many.standardErrors(), 0.0);
    }
    PerturbationEstimate other =
        perturbation.withSeed(2).product(box(G, 1), W, V, ProductEstimator.COVARIANCE);
    assertFalse(Arrays.equals(one.vector(), other.vector()));
  }

  @Test
  void failedEvaluationsAreCountedAndLeftOut() {
    BlackBox right = box(G, 0);
    BlackBox failing =
        p -> {
          if (p[0] > W[0] + 0.12) {
            throw new IllegalStateException("too far right");
          }
          return p[1] > W[1] + 0.15 ? Double.NaN : right.value(p);
        };
    PerturbationEstimate z =
        gaussian(0.1)
            .atMostEvaluations(20_001)
            .product(failing, W, V, ProductEstimator.JOINT_LEAST_SQUARES);
    assertEquals(20_001, z.evaluations());
    assertEquals(Optional.of("java.lang.IllegalStateException: too far right"), z.firstFailure());
    // A normal number is above 1.2 with 11.5 %, above 1.5 with 6.7 % of the remaining 88.5 %.
    assertEquals(0.115, z.thrown() / 20_001.0, 0.01);
    assertEquals(0.059, z.notFinite() / 20_001.0, 0.01);
    assertTrue(Samples.relativeDistance(Z, z.vector()) < 0.25);
    assertTrue(z.toString().contains("threw"));
  }

  @Test
  void everyEndHasItsName() {
    WeightPerturbation p = WeightPerturbation.of(Perturbations.GAUSSIAN, 0.1);
    ProductEstimator joint = ProductEstimator.JOINT_LEAST_SQUARES;
    BlackBox right = box(G, 0);
    assertEquals(
        PerturbationOutcome.ACCURATE,
        p.untilRelativeError(0.2).product(right, W, V, joint).outcome());
    assertTrue(p.untilRelativeError(0.2).product(right, W, V, joint).relativeError() <= 0.2);
    assertEquals(
        PerturbationOutcome.EVALUATIONS_SPENT,
        p.untilRelativeError(1e-9).atMostEvaluations(500).product(right, W, V, joint).outcome());
    PerturbationEstimate few = p.atMostEvaluations(6).product(right, W, V, joint);
    assertEquals(PerturbationOutcome.TOO_FEW_EVALUATIONS, few.outcome());
    assertTrue(Double.isNaN(few.vector()[0]));
    assertFalse(few.outcome().hasEstimate());
    BlackBox mostlyNan = q -> q[0] == W[0] ? 1 : Double.NaN;
    assertEquals(PerturbationOutcome.MOSTLY_FAILED, p.product(mostlyNan, W, V, joint).outcome());
    PerturbationEstimate undefined =
        p.product(
            q -> {
              throw new ArithmeticException("no");
            },
            W,
            V,
            joint);
    assertEquals(PerturbationOutcome.UNDEFINED_AT_THE_POINT, undefined.outcome());
    assertEquals(1, undefined.thrown());
    for (PerturbationOutcome outcome : PerturbationOutcome.values()) {
      assertTrue(outcome.explanation().length() > 10);
    }
  }

  @Test
  void refusesWhatCannotBe() {
    WeightPerturbation p = WeightPerturbation.of(Perturbations.RADEMACHER, 0.1);
    BlackBox right = box(G, 0);
    assertRefused(() -> WeightPerturbation.of(Perturbations.GAUSSIAN, 0), "is 0");
    assertRefused(() -> p.atMostEvaluations(1), "is 1");
    assertRefused(() -> p.untilRelativeError(0), "is 0");
    assertRefused(
        () -> p.product(right, W, V, ProductEstimator.LOCAL_REGRESSION),
        "LOCAL_REGRESSION needs GAUSSIAN");
    assertRefused(() -> p.product(right, W, new double[3], ProductEstimator.COVARIANCE), 3, 4);
    assertRefused(() -> p.product(right, W, new double[4], ProductEstimator.COVARIANCE), "is zero");
    double[] infinite = {1, 0, Double.POSITIVE_INFINITY, 0};
    assertRefused(() -> p.product(right, W, infinite, ProductEstimator.COVARIANCE), "index 2");
    assertRefused(() -> p.product(right, infinite, V, ProductEstimator.COVARIANCE), "index 2");
    assertRefused(
        () -> p.gradient(right, new double[] {Double.NaN}, GradientEstimator.PER_WEIGHT), "NaN");
  }

  @Test
  void orthogonalArraysAreOrthogonalBalancedAndRepeatable() {
    int n = 5;
    int size = Perturbations.ORTHOGONAL_ARRAY.arraySize(n);
    assertEquals(8, size);
    assertEquals(16, Perturbations.ORTHOGONAL_ARRAY.arraySize(8));
    double[][] rows = new double[size][n];
    for (int r = size - 1; r >= 0; r--) {
      Perturbations.ORTHOGONAL_ARRAY.draw(3, 5L * size + r, rows[r]);
    }
    for (int i = 0; i < n; i++) {
      double balance = 0;
      for (double[] row : rows) {
        assertEquals(1, Math.abs(row[i]));
        balance += row[i];
      }
      assertEquals(0, balance);
      for (int j = 0; j < i; j++) {
        double product = 0;
        for (double[] row : rows) {
          product += row[i] * row[j];
        }
        assertEquals(0, product);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Perturbations.class)
  void drawsHaveUnitVarianceAndNoRelation(Perturbations kind) {
    int n = 70; // more than the bits of one random number
    double[] sum = new double[n];
    double[] square = new double[n];
    double neighbors = 0;
    int draws = 4096;
    for (int k = 0; k < draws; k++) {
      double[] x = new double[n];
      kind.draw(9, k, x);
      neighbors += x[63] * x[64];
      for (int i = 0; i < n; i++) {
        sum[i] += x[i];
        square[i] += x[i] * x[i];
      }
    }
    // Five standard deviations of a mean of 4096: 5/64 for the numbers, √2 times for squares.
    for (int i = 0; i < n; i++) {
      assertEquals(0, sum[i] / draws, 5.0 / 64);
      assertEquals(1, square[i] / draws, 7.1 / 64);
    }
    assertEquals(0, neighbors / draws, 5.0 / 64);
  }

  @Test
  void momentsMergeAndStayAccurateOnALargeMean() {
    int[] first = {0, 0, 1};
    int[] second = {0, 1, 1};
    Moments whole = new Moments(2, first, second);
    Moments left = whole.emptyCopy();
    Moments right = whole.emptyCopy();
    left.addAll(right);
    double[][] x = {{1e9 + 4, 7}, {1e9 + 7, 1}, {1e9 + 13, 4}, {1e9 + 16, 0}};
    for (int k = 0; k < 4; k++) {
      whole.add(x[k]);
      (k < 1 ? left : right).add(x[k]);
    }
    left.addAll(right);
    for (Moments m : new Moments[] {whole, left}) {
      assertEquals(4, m.count());
      assertEquals(1e9 + 10, m.mean(0));
      // By hand: deviations (−6, −3, 3, 6) and (4, −2, 1, −3).
      assertEquals(30, m.covariance(0), 1e-6);
      assertEquals(-11, m.covariance(1), 1e-6);
      assertEquals(10, m.covariance(2), 1e-12);
    }
  }

  /** Of any seed, no number of a draw comes back in another: their streams do not overlap. */
  @Test
  void drawsShareNoNumbers() {
    for (long seed : new long[] {0, 1, 2, 3, 12345, -1}) {
      Set<Double> seen = new HashSet<>();
      int repeated = 0;
      for (int k = 0; k < 130; k++) {
        double[] x = new double[100];
        Perturbations.GAUSSIAN.draw(seed, k, x);
        for (double number : x) {
          repeated += seen.add(number) ? 0 : 1;
        }
      }
      // Of 13,000 numbers of 53 bits, two are alike once in a hundred million seeds.
      assertEquals(0, repeated, "of seed " + seed);
    }
  }

  /** E = ½‖w‖² with noise of 1e-4: second differences over 0.01 are off by √6 and more. */
  @Test
  void errorsOfSignsHoldTheNoiseOfTheDiagonal() {
    int seeds = 200;
    int within = 0;
    for (int seed = 0; seed < seeds; seed++) {
      RandomGenerator noise = Samples.random(seed);
      BlackBox box = p -> 0.5 * (p[0] * p[0] + p[1] * p[1]) + 1e-4 * Samples.gaussian(noise, 1)[0];
      PerturbationEstimate z =
          WeightPerturbation.of(Perturbations.RADEMACHER, 0.01)
              .withMirrorImages()
              .withSeed(seed)
              .atMostEvaluations(20_000)
              .product(box, new double[2], new double[] {1, 1}, ProductEstimator.COVARIANCE);
      assertTrue(z.outcome().hasEstimate());
      for (int i = 0; i < 2; i++) {
        within += Math.abs(z.vector()[i] - 1) <= 2.5 * z.standardErrors()[i] ? 1 : 0;
      }
    }
    // 98.8 % of normal errors, a little less of an error told from 20 differences.
    assertTrue(within >= 0.95 * 2 * seeds, "within: " + within);
  }

  @Test
  void signsKeepToTheBoundAndNameWhatTheAxesMeet() {
    int n = 1000;
    double[] v = new double[n];
    Arrays.fill(v, 1);
    WeightPerturbation signs =
        WeightPerturbation.of(Perturbations.RADEMACHER, 0.01).withMirrorImages();
    BlackBox bowl = p -> 0.5 * Arrays.stream(p).map(x -> x * x).sum();
    PerturbationEstimate few =
        signs.atMostEvaluations(100).product(bowl, new double[n], v, ProductEstimator.COVARIANCE);
    assertEquals(PerturbationOutcome.TOO_FEW_EVALUATIONS, few.outcome());
    assertTrue(few.evaluations() <= 100, few::toString);
    BlackBox edged = p -> p[1] > 0.009 && p[0] == 0 ? Double.NaN : p[0] * p[0] + p[1] * p[1];
    PerturbationEstimate failed =
        signs.product(edged, new double[2], new double[] {1, 1}, ProductEstimator.COVARIANCE);
    assertEquals(PerturbationOutcome.MOSTLY_FAILED, failed.outcome());
    assertTrue(failed.evaluations() < 20, failed::toString);
    PerturbationEstimate none =
        WeightPerturbation.of(Perturbations.GAUSSIAN, 0.1)
            .withMirrorImages()
            .atMostEvaluations(2)
            .product(bowl, new double[2], new double[] {1, 1}, ProductEstimator.COVARIANCE);
    assertEquals(PerturbationOutcome.TOO_FEW_EVALUATIONS, none.outcome());
    assertTrue(Double.isNaN(none.vector()[0]));
  }
}
