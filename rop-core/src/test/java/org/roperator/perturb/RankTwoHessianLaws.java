package org.roperator.perturb;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.roperator.contract.Refusals.assertRefused;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.SingularValueDecomposition;
import org.junit.jupiter.api.Test;
import org.roperator.contract.Samples;
import org.roperator.contract.SymmetricOperatorContract;
import org.roperator.internal.Gaussian;
import org.roperator.internal.Vectors;
import org.roperator.operator.SymmetricOperator;

class RankTwoHessianLaws implements SymmetricOperatorContract<RankTwoHessian> {

  @Override
  @Provide
  public Arbitrary<RankTwoHessian> operators() {
    return Arbitraries.longs().map(RankTwoHessianLaws::grown);
  }

  private static RankTwoHessian grown(long seed) {
    RandomGenerator random = Samples.random(seed);
    int n = random.nextInt(1, 12);
    RankTwoHessian h =
        RankTwoHessian.from(SymmetricOperator.identity(n).scaledBy(Gaussian.draw(random)))
            .withMemory(2 + random.nextInt(n + 1));
    for (int k = random.nextInt(6); k > 0; k--) {
      h = h.updated(Samples.gaussian(random, n), Samples.gaussian(random, n));
    }
    return h;
  }

  private static double[][] randomSymmetric(RandomGenerator random, int n) {
    double[][] a = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        a[i][j] = Gaussian.draw(random);
        a[j][i] = a[i][j];
      }
    }
    return a;
  }

  private static double[][] randomDefinite(RandomGenerator random, int n) {
    RealMatrix a = new Array2DRowRealMatrix(randomSymmetric(random, n));
    RealMatrix square =
        a.multiply(a).add(MatrixUtils.createRealIdentityMatrix(n).scalarMultiply(.3));
    double[][] rows = square.getData();
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < i; j++) {
        rows[i][j] = rows[j][i];
      }
    }
    return rows;
  }

  private static RealMatrix dense(SymmetricOperator a) {
    int n = a.dimension();
    RealMatrix m = new Array2DRowRealMatrix(n, n);
    for (int j = 0; j < n; j++) {
      double[] unit = new double[n];
      unit[j] = 1;
      m.setColumn(j, a.times(unit));
    }
    return m;
  }

  private static void assertSameMatrix(
      RealMatrix expected, SymmetricOperator actual, double slack) {
    double distance = dense(actual).subtract(expected).getFrobeniusNorm();
    double size = expected.getFrobeniusNorm();
    assertTrue(distance <= slack * size, () -> distance + " of " + size);
  }

  @Test
  void firstUpdateFromZeroIsTheRankTwoMatrixOfTheSlides() {
    // v = (1, 2, 2), z = (3, 0, 6), ‖v‖² = 9, v·z = 15: (z vᵀ + v zᵀ − (15/9) v vᵀ)/9, by hand.
    RankTwoHessian h =
        RankTwoHessian.zero(3).updated(new double[] {1, 2, 2}, new double[] {3, 0, 6});
    double[][] expected = {
      {13.0 / 27, 8.0 / 27, 26.0 / 27},
      {8.0 / 27, -20.0 / 27, 16.0 / 27},
      {26.0 / 27, 16.0 / 27, 52.0 / 27}
    };
    assertSameMatrix(new Array2DRowRealMatrix(expected), h, 1e-14);
    assertEquals(2, h.columns());
    assertEquals(
        1,
        RankTwoHessian.zero(3).updated(new double[] {1, 2, 2}, new double[] {2, 4, 4}).columns());
  }

  @Property(tries = 40)
  void everyUpdateMapsItsDirectionToItsProduct(@ForAll long seed) {
    RandomGenerator random = Samples.random(seed);
    int n = random.nextInt(2, 9);
    double[] v = Samples.gaussian(random, n);
    // Definite start and product, so that no update is left out.
    double[] z = SymmetricOperator.symmetric(randomDefinite(random, n)).times(v);
    SymmetricOperator start = SymmetricOperator.symmetric(randomDefinite(random, n));
    for (QuasiNewtonUpdate update : QuasiNewtonUpdate.values()) {
      RankTwoHessian h = RankTwoHessian.from(start).updatedBy(update, v, z);
      double distance = Samples.relativeDistance(z, h.times(v));
      assertTrue(distance < 1e-9, () -> update + ": " + distance);
      assertTrue(h.columns() <= 2, update::toString);
    }
  }

  /** The least-norm change by a singular value decomposition of the constraint itself. */
  @Property(tries = 40)
  void rankTwoChangeIsTheLeastInTheFrobeniusNorm(@ForAll long seed) {
    RandomGenerator random = Samples.random(seed);
    int n = random.nextInt(2, 6);
    double[][] start = randomSymmetric(random, n);
    double[] v = Samples.gaussian(random, n);
    double[] z = Samples.gaussian(random, n);
    // Unknowns: the diagonal, and √2 times each entry above it, so that norms are Frobenius norms.
    int unknowns = n * (n + 1) / 2;
    RealMatrix constraint = new Array2DRowRealMatrix(n, unknowns);
    int k = 0;
    for (int i = 0; i < n; i++) {
      for (int j = i; j < n; j++) {
        double weight = i == j ? 1 : Math.sqrt(0.5);
        constraint.addToEntry(i, k, weight * v[j]);
        if (i != j) {
          constraint.addToEntry(j, k, weight * v[i]);
        }
        k++;
      }
    }
    RankTwoHessian before = RankTwoHessian.from(SymmetricOperator.symmetric(start));
    double[] r = new double[n];
    Vectors.sum(z, -1, before.times(v), r);
    double[] least =
        new SingularValueDecomposition(constraint)
            .getSolver()
            .solve(new ArrayRealVector(r))
            .toArray();
    RealMatrix expected = new Array2DRowRealMatrix(start).copy();
    k = 0;
    for (int i = 0; i < n; i++) {
      for (int j = i; j < n; j++) {
        double entry = (i == j ? 1 : Math.sqrt(0.5)) * least[k++];
        expected.addToEntry(i, j, entry);
        if (i != j) {
          expected.addToEntry(j, i, entry);
        }
      }
    }
    assertSameMatrix(expected, before.updated(v, z), 1e-10);
  }

  @Property(tries = 40)
  void independentProductsTogetherGiveTheHessianItself(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 12) int n) {
    RandomGenerator random = Samples.random(seed);
    double[][] rows = randomSymmetric(random, n);
    SymmetricOperator h = SymmetricOperator.symmetric(rows);
    double[][] vs = new double[n + 1][];
    double[][] zs = new double[n + 1][];
    for (int j = 0; j < n; j++) {
      vs[j] = Samples.gaussian(random, n);
      zs[j] = h.times(vs[j]);
    }
    vs[n] = vs[0].clone(); // a repeated direction says nothing new
    zs[n] = zs[0].clone();
    RankTwoHessian grown = RankTwoHessian.from(SymmetricOperator.identity(n)).updatedAll(vs, zs);
    // Random directions of up to 12 dimensions are conditioned like 1e4 at worst in some hundred.
    assertSameMatrix(new Array2DRowRealMatrix(rows), grown, 1e-10);
    assertTrue(grown.columns() <= n);
  }

  @Test
  void orthogonalProductsOneByOneGiveTheHessianItself() {
    int n = 8;
    double[][] rows = randomSymmetric(Samples.random(5), n);
    SymmetricOperator h = SymmetricOperator.symmetric(rows);
    RankTwoHessian grown = RankTwoHessian.zero(n);
    for (int j = 0; j < n; j++) {
      double[] unit = new double[n];
      unit[j] = j + 1;
      grown = grown.updated(unit, h.times(unit));
      assertTrue(grown.columns() <= Math.min(2 * (j + 1), n));
    }
    assertSameMatrix(new Array2DRowRealMatrix(rows), grown, 1e-12);
  }

  @Test
  void symmetricRankOneEndsOnAQuadraticAfterIndependentSteps() {
    int n = 5;
    RandomGenerator random = Samples.random(8);
    double[][] rows = randomSymmetric(random, n);
    SymmetricOperator h = SymmetricOperator.symmetric(rows);
    RankTwoHessian grown = RankTwoHessian.from(SymmetricOperator.identity(n));
    for (int j = 0; j < n; j++) {
      double[] v = Samples.gaussian(random, n);
      grown = grown.updatedBy(QuasiNewtonUpdate.SYMMETRIC_RANK_ONE, v, h.times(v));
    }
    assertSameMatrix(new Array2DRowRealMatrix(rows), grown, 1e-9);
  }

  /** DFP is BFGS of the inverse with v and z exchanged. */
  @Property(tries = 20)
  void dfpAndBfgsAreEachOthersInverse(@ForAll long seed) {
    RandomGenerator random = Samples.random(seed);
    int n = random.nextInt(2, 6);
    double[][] b = randomDefinite(random, n);
    double[] v = Samples.gaussian(random, n);
    double[] z = SymmetricOperator.symmetric(randomDefinite(random, n)).times(v);
    RealMatrix inverse = MatrixUtils.inverse(new Array2DRowRealMatrix(b));
    SymmetricOperator bInverse =
        SymmetricOperator.of(n, (x, out) -> System.arraycopy(inverse.operate(x), 0, out, 0, n));
    RankTwoHessian dfp =
        RankTwoHessian.from(SymmetricOperator.symmetric(b)).updatedBy(QuasiNewtonUpdate.DFP, v, z);
    RankTwoHessian bfgs = RankTwoHessian.from(bInverse).updatedBy(QuasiNewtonUpdate.BFGS, z, v);
    RealMatrix product = dense(dfp).multiply(dense(bfgs));
    double distance = product.subtract(MatrixUtils.createRealIdentityMatrix(n)).getFrobeniusNorm();
    double size = dense(dfp).getFrobeniusNorm() * dense(bfgs).getFrobeniusNorm();
    assertTrue(distance <= 1e-9 * size, () -> distance + " at size " + size);
  }

  @Test
  void updatesThatWouldLoseDefinitenessAreLeftOut() {
    RankTwoHessian h = RankTwoHessian.from(SymmetricOperator.identity(2));
    double[] v = {1, 0};
    double[] negative = {-2, 1};
    assertSame(h, h.updatedBy(QuasiNewtonUpdate.BFGS, v, negative));
    assertSame(h, h.updatedBy(QuasiNewtonUpdate.DFP, v, negative));
    // r = (0, 1) stands across v.
    assertSame(h, h.updatedBy(QuasiNewtonUpdate.SYMMETRIC_RANK_ONE, v, new double[] {1, 1}));
    assertArrayEquals(negative, h.updated(v, negative).times(v), 1e-15);
  }

  @Test
  void boundedMemoryKeepsTheLargestCurvatures() {
    double[] curvatures = {5, -4, 3, 1, 0.5, 0.1};
    SymmetricOperator h = SymmetricOperator.diagonal(curvatures);
    RankTwoHessian grown = RankTwoHessian.zero(6).withMemory(3);
    for (int j = 0; j < 6; j++) {
      double[] unit = new double[6];
      unit[j] = 1;
      grown = grown.updated(unit, h.times(unit));
      assertTrue(grown.columns() <= 3);
    }
    assertArrayEquals(
        new double[] {5, -4, 3, 0, 0, 0}, grown.times(new double[] {1, 1, 1, 1, 1, 1}), 1e-12);
    assertEquals(2, grown.withMemory(2).columns());
    assertRefused(() -> RankTwoHessian.zero(6).withMemory(1), "is 1");
  }

  @Test
  void eachUpdateKeepsTwoColumnsAndEachProductTakesOneOfTheStart() {
    int n = 20_000;
    AtomicInteger ofTheStart = new AtomicInteger();
    SymmetricOperator start =
        SymmetricOperator.of(
            n,
            (v, out) -> {
              ofTheStart.incrementAndGet();
              System.arraycopy(v, 0, out, 0, n);
            });
    RankTwoHessian grown = RankTwoHessian.from(start);
    RandomGenerator random = Samples.random(3);
    for (int k = 1; k <= 5; k++) {
      grown = grown.updated(Samples.gaussian(random, n), Samples.gaussian(random, n));
      assertEquals(2 * k, grown.columns());
    }
    ofTheStart.set(0);
    grown.times(Samples.gaussian(random, n));
    assertEquals(1, ofTheStart.get());
  }

  @Test
  void noisyProductsCountLess() {
    RankTwoHessian zero = RankTwoHessian.zero(2);
    double[] v = {1, 0};
    double[] z = {3, 4};
    // ‖r‖ = 5, ‖e‖ = 3: the residual counts 1 − 9/25 times.
    RankTwoHessian half = zero.updatedBy(QuasiNewtonUpdate.RANK_TWO, v, z, new double[] {3, 0});
    assertArrayEquals(new double[] {3 * 0.64, 4 * 0.64}, half.times(v), 1e-15);
    assertSame(zero, zero.updatedBy(QuasiNewtonUpdate.RANK_TWO, v, z, new double[] {3, 4}));
    assertArrayEquals(
        z, zero.updatedBy(QuasiNewtonUpdate.RANK_TWO, v, z, new double[2]).times(v), 1e-15);
  }

  @Test
  void noisyProductsWithWeightsComeNearerThanWithout() {
    int n = 4;
    RandomGenerator random = Samples.random(2);
    double[][] rows = randomSymmetric(random, n);
    SymmetricOperator h = SymmetricOperator.symmetric(rows);
    RankTwoHessian weighed = RankTwoHessian.zero(n);
    RankTwoHessian believed = weighed;
    double[] errors = {2, 2, 2, 2};
    for (int k = 0; k < 200; k++) {
      double[] v = Samples.gaussian(random, n);
      double[] z = h.times(v);
      Vectors.addScaled(2, Samples.gaussian(random, n), z);
      weighed = weighed.updatedBy(QuasiNewtonUpdate.RANK_TWO, v, z, errors);
      believed = believed.updated(v, z);
    }
    RealMatrix exact = new Array2DRowRealMatrix(rows);
    double near = dense(weighed).subtract(exact).getFrobeniusNorm();
    double far = dense(believed).subtract(exact).getFrobeniusNorm();
    assertTrue(near < 0.7 * far, near + " and " + far);
  }

  @Test
  void refusesWhatCannotBe() {
    RankTwoHessian h = RankTwoHessian.zero(2);
    assertRefused(() -> h.updated(new double[3], new double[2]), 3, 2);
    assertRefused(() -> h.updated(new double[2], new double[2]), "is zero");
    assertRefused(() -> h.updated(new double[] {1, 0}, new double[] {1, Double.NaN}), "NaN");
    assertRefused(() -> h.updatedAll(new double[1][2], new double[2][2]), 1, 2);
    double[] v = {1, 0};
    double[] nan = {0, Double.NaN};
    QuasiNewtonUpdate update = QuasiNewtonUpdate.RANK_TWO;
    assertRefused(() -> h.updatedBy(update, nan, v, v), "direction", "NaN at index 1");
    assertRefused(() -> h.updatedBy(update, v, nan, v), "product", "NaN at index 1");
    assertRefused(() -> h.updatedBy(update, v, v, nan), "standard errors", "NaN at index 1");
    assertRefused(() -> h.updatedAll(new double[][] {nan}, new double[][] {v}), "Direction 0");
    assertRefused(() -> h.updatedAll(new double[][] {v}, new double[][] {nan}), "Product 0");
    assertRefused(() -> h.apply(new double[3], new double[3]), 3, 2);
  }
}
