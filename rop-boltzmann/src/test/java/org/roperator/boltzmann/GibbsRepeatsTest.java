package org.roperator.boltzmann;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.roperator.internal.Vectors;

/** What must hold of sampled statistics on average over many repeats. */
final class GibbsRepeatsTest {

  /** 3 standard errors hold 99.66 % of Student's t with 99 degrees of freedom. */
  @ParameterizedTest
  @EnumSource
  void threeStandardErrorsCoverTheExactValues(SampledMachine kind) {
    double[][] exact = {
      kind.naive().means(),
      kind.naive().covariances(kind.v()),
      kind.gradient(),
      kind.hessianProduct()
    };
    double[] v = kind.v();
    int[] covered = new int[exact.length];
    Moments products = new Moments(v.length);
    double squaredErrors = 0;
    int repeats = 200;
    for (int repeat = 0; repeat < repeats; repeat++) {
      BoltzmannExpansion at =
          kind.objective()
              .withExpectations(SampledMachine.gibbs(100, 1000 + repeat, 1 + repeat % 2))
              .expandAt(kind.w());
      covered[0] += covered(at.free().meansEstimate(), exact[0]);
      covered[1] += covered(at.free().productEstimate(v), exact[1]);
      covered[2] += covered(at.gradientEstimate(), exact[2]);
      VectorEstimate product = at.hessianProductEstimate(v);
      covered[3] += covered(product, exact[3]);
      products.add(product.values());
      squaredErrors += Vectors.dot(product.standardErrors(), product.standardErrors());
    }
    int all = repeats * v.length;
    for (int count : covered) {
      assertTrue(count >= 0.99 * all, Arrays.toString(covered) + " of " + all + " each");
    }
    // Nor are the errors larger than the spread of the repeats, whose variance 200 of them tell to
    // √(2/200) = 10 %, the sum of some 15 entries a little better.
    assertEquals(1, squaredErrors / repeats / products.variance(), 0.25);
  }

  private static int covered(VectorEstimate estimate, double[] exact) {
    double[] values = estimate.values();
    double[] errors = estimate.standardErrors();
    int covered = 0;
    for (int i = 0; i < exact.length; i++) {
      covered += Math.abs(values[i] - exact[i]) <= 3 * errors[i] ? 1 : 0;
    }
    return covered;
  }

  /** The root mean square error over repeats falls with the power −1/2 of the chains. */
  @ParameterizedTest
  @EnumSource(names = {"COUPLED", "RESTRICTED"})
  void errorsFallAsTheRootOfTheSamples(SampledMachine kind) {
    double[] exact = kind.hessianProduct();
    int[] chains = {40, 160, 640};
    double[] logErrors = new double[chains.length];
    int repeats = 24;
    for (int k = 0; k < chains.length; k++) {
      double squares = 0;
      for (int repeat = 0; repeat < repeats; repeat++) {
        double[] error =
            kind.objective()
                .withExpectations(SampledMachine.gibbs(chains[k], 50L * k + repeat, 1))
                .expandAt(kind.w())
                .hessian()
                .times(kind.v());
        Vectors.addScaled(-1, exact, error);
        squares += Vectors.dot(error, error);
      }
      logErrors[k] = 0.5 * Math.log(squares / repeats);
    }
    // The line of least squares through three points equally far apart is that through the ends.
    double slope = (logErrors[2] - logErrors[0]) / Math.log(16);
    // 24 repeats of some 15 correlated entries: each point is known to a tenth or so.
    assertEquals(-0.5, slope, 0.08);
  }

  @ParameterizedTest
  @EnumSource
  void averagingInClosedFormVariesLess(SampledMachine kind) {
    double[] v = kind.v();
    int n = v.length;
    Moments means = new Moments(n);
    Moments plainMeans = new Moments(n);
    Moments products = new Moments(n);
    Moments plainProducts = new Moments(n);
    for (int repeat = 0; repeat < 60; repeat++) {
      GibbsPhase phase = kind.free(60, 300 + repeat, 1);
      means.add(phase.meansEstimate().values());
      plainMeans.add(plainMeans(kind.machine(), phase));
      products.add(phase.productEstimate(v).values());
      plainProducts.add(plainProduct(kind.machine(), phase, v));
    }
    String all = means + ", " + plainMeans + "; " + products + ", " + plainProducts;
    assertTrue(means.variance() < 0.9 * plainMeans.variance(), all);
    assertTrue(products.variance() < 0.95 * plainProducts.variance(), all);
  }

  /** Sums over repeats of vectors and their squares. */
  private static final class Moments {
    private final double[] sum;
    private final double[] squares;
    private int count;

    Moments(int length) {
      this.sum = new double[length];
      this.squares = new double[length];
    }

    void add(double[] x) {
      count++;
      for (int i = 0; i < x.length; i++) {
        sum[i] += x[i];
        squares[i] += x[i] * x[i];
      }
    }

    double mean(int i) {
      return sum[i] / count;
    }

    double variance(int i) {
      return (squares[i] / count - mean(i) * mean(i)) * count / (count - 1);
    }

    /** The sum over all entries. */
    double variance() {
      double total = 0;
      for (int i = 0; i < sum.length; i++) {
        total += variance(i);
      }
      return total;
    }

    /** Whether exact numbers lie within some standard errors of the means. */
    void assertUnbiased(double[] exact) {
      for (int i = 0; i < exact.length; i++) {
        // Rounding where nothing varies; one in 150,000 would lie beyond 4.5 errors by chance.
        double allowed = 1e-12 + 4.5 * Math.sqrt(Math.max(0, variance(i)) / count);
        assertEquals(exact[i], mean(i), allowed, "entry " + i);
      }
    }

    @Override
    public String toString() {
      return "variance " + variance();
    }
  }

  private static double[] plainMeans(BoltzmannMachine machine, GibbsPhase phase) {
    double[][] samples = phase.samples();
    double[] mean = new double[machine.dimension()];
    for (double[] s : samples) {
      Vectors.addScaled(1.0 / samples.length, machine.statistics(s), mean);
    }
    return mean;
  }

  private static double[] plainProduct(BoltzmannMachine machine, GibbsPhase phase, double[] v) {
    double[][] samples = phase.samples();
    double[] mean = plainMeans(machine, phase);
    double[] product = new double[mean.length];
    for (double[] s : samples) {
      double[] f = machine.statistics(s);
      Vectors.addScaled(-1, mean, f);
      Vectors.addScaled(Vectors.dot(f, v) / (samples.length - 1), f, product);
    }
    return product;
  }

  /**
   * The mean over many small samples, whose chains each give three dependent samples, is exact. A
   * biased estimate, divided by n, would be off by a third of itself, several errors.
   */
  @TestFactory
  Stream<DynamicTest> estimatesAreUnbiasedHoweverFewAndDependentTheSamples() {
    return Arrays.stream(SampledMachine.values())
        .flatMap(
            kind ->
                Stream.of(
                    unbiased(
                        kind + " free",
                        seed -> kind.free(3, seed, 3),
                        kind.v(),
                        kind.naive().means(),
                        kind.naive().covariances(kind.v())),
                    unbiased(
                        kind + " clamped",
                        seed -> kind.clamped(3, seed, 3),
                        kind.v(),
                        kind.naive().clampedMeans(kind.patterns()),
                        kind.clampedCovariances())));
  }

  private static DynamicTest unbiased(
      String name, IntFunction<Phase> sample, double[] v, double[] means, double[] covariances) {
    return DynamicTest.dynamicTest(
        name,
        () -> {
          Moments averages = new Moments(v.length);
          Moments operator = new Moments(v.length);
          Moments estimates = new Moments(v.length);
          for (int repeat = 0; repeat < 800; repeat++) {
            Phase phase = sample.apply(7000 + repeat);
            averages.add(phase.means());
            operator.add(phase.covariance().times(v));
            estimates.add(phase.productEstimate(v).values());
          }
          averages.assertUnbiased(means);
          operator.assertUnbiased(covariances);
          estimates.assertUnbiased(covariances);
        });
  }
}
