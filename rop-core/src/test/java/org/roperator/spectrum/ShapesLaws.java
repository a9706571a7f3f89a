package org.roperator.spectrum;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.roperator.contract.Samples;
import org.roperator.internal.Vectors;
import org.roperator.operator.SymmetricOperator;

/**
 * Every method takes every number of products on every dimension: whatever is left over in the last
 * block. The operators' traces, norms, diagonals and eigenvalues are known without any product.
 */
class ShapesLaws {

  /** An operator {@code diag(d) + κuuᵀ/‖u‖²}, one of d and κ being zero. */
  @SuppressWarnings("ArrayRecordComponent")
  private record Known(SymmetricOperator a, double[] diagonal, double[] eigenvalues) {

    int n() {
      return diagonal.length;
    }

    double trace() {
      return Arrays.stream(diagonal).sum();
    }

    double norm() {
      return Vectors.norm(eigenvalues);
    }
  }

  private static List<Known> operators(int n, long seed) {
    RandomGenerator random = Samples.random(seed);
    double[] ones = new double[n];
    Arrays.fill(ones, 1);
    double[] d = Samples.gaussian(random, n);
    double[] u = Samples.gaussian(random, n);
    Vectors.scale(1 / Vectors.norm(u), u);
    SymmetricOperator rankOne =
        SymmetricOperator.of(
            n,
            (v, out) -> {
              Arrays.fill(out, 0);
              Vectors.addScaled(-3 * Vectors.dot(u, v), u, out);
            });
    double[] one = new double[n];
    one[0] = -3;
    double[] squares = Arrays.stream(u).map(x -> -3 * x * x).toArray();
    return List.of(
        new Known(SymmetricOperator.identity(n), ones, ones),
        new Known(SymmetricOperator.diagonal(d), d, d),
        new Known(rankOne, squares, one));
  }

  @Property(tries = 40)
  void estimatorsTakeAnyNumberOfProducts(
      @ForAll @LongRange(min = 0, max = 1_000_000) long seed,
      @ForAll @IntRange(min = 1, max = 600) int n,
      @ForAll @IntRange(min = 1, max = 400) int p) {
    for (Known known : operators(n, seed)) {
      check(known, p, seed);
    }
  }

  @Example
  void estimatorsTakeEveryNumberOfProductsOnOneHundred() {
    Known identity = operators(100, 1).get(0);
    for (int p = 6; p <= 400; p++) {
      checkEstimate(
          100, 100, TraceEstimator.hutchPlusPlus().atMostProducts(p).trace(identity.a), p, 0);
    }
  }

  @Example
  void estimatorsTakeLargeDimensions() {
    // Blocks of 32, 13 and 4 products at a time.
    for (int n : new int[] {100_000, 300_000, 1_000_000}) {
      SymmetricOperator identity = SymmetricOperator.identity(n);
      int p = n == 300_000 ? 60 : 19;
      for (TraceEstimator estimator :
          new TraceEstimator[] {
            TraceEstimator.hutchinson(), TraceEstimator.hutchPlusPlus(), TraceEstimator.xTrace()
          }) {
        checkEstimate(n, n, estimator.atMostProducts(p).trace(identity), p, 1e-6);
      }
      assertEquals(n, BlockTraces.between(0, n).withProbes(7).of(identity)[0].value(), 1e-6);
      for (DiagonalEstimator estimator :
          new DiagonalEstimator[] {DiagonalEstimator.hutchinson(), DiagonalEstimator.xDiag()}) {
        assertEquals(1, estimator.atMostProducts(6).of(identity).values()[n - 1], 1e-2);
      }
      SpectralDensity density = StochasticQuadrature.ofSteps(2).withProbes(7).of(identity);
      assertEquals(0, density.logDeterminant().value(), 1e-6);
      if (n == 100_000) {
        assertEquals(1, Lanczos.top(1).withBlockSize(3).of(identity).value(0), 1e-9);
        assertEquals(1, Lobpcg.top(1).withBlockSize(2).of(identity).value(0), 1e-9);
      }
    }
  }

  @Property(tries = 12)
  void searchesTakeAnyBlock(
      @ForAll @LongRange(min = 0, max = 1_000_000) long seed,
      @ForAll @IntRange(min = 1, max = 600) int n,
      @ForAll @IntRange(min = 1, max = 40) int block) {
    int k = Math.min(n, 1 + (int) (seed % 5));
    for (Known known : operators(n, seed)) {
      double[] falling = Prescribed.falling(known.eigenvalues);
      double norm = Vectors.maxAbs(falling);
      Eigenpairs top = Lanczos.top(k).withBlockSize(block).withSeed(seed).of(known.a);
      Eigenpairs bottom = Lanczos.bottom(k).withBlockSize(block).withSeed(seed).of(known.a);
      Eigenpairs lobpcg = Lobpcg.top(k).withBlockSize(k + block).withSeed(seed).of(known.a);
      assertTrue(top.isReached() && bottom.isReached(), () -> top + " and " + bottom);
      assertTrue(lobpcg.isReached(), lobpcg::toString);
      for (int i = 0; i < k; i++) {
        assertEquals(falling[i], top.value(i), 1e-9 * norm);
        assertEquals(falling[n - 1 - i], bottom.value(i), 1e-9 * norm);
        assertEquals(falling[i], lobpcg.value(i), 1e-7 * norm);
      }
    }
  }

  /** Fewer samples may agree by chance: what they say of their error is not checked. */
  private static final int ENOUGH = 48;

  /** What sampling leaves open is checked to six errors; exact cases have errors of rounding. */
  private static void check(Known known, int p, long seed) {
    double allowance = 1e-11 * (1 + known.norm() * Math.sqrt(known.n()));
    TraceEstimator[] traces = {
      TraceEstimator.hutchinson(), TraceEstimator.hutchPlusPlus(), TraceEstimator.xTrace()
    };
    int[] least = {2, 6, 6};
    for (int e = 0; e < 3; e++) {
      if (p >= least[e]) {
        TraceEstimator estimator = traces[e].atMostProducts(p).withSeed(seed);
        checkEstimate(known.n(), known.trace(), estimator.trace(known.a), p, allowance);
        if (e < 2 || p >= 12) {
          Estimate norm = estimator.frobeniusNorm(known.a);
          checkEstimate(known.n(), known.norm(), norm, p, 1e-5 * (1 + known.norm()));
        }
      }
    }
    for (DiagonalEstimator estimator :
        new DiagonalEstimator[] {DiagonalEstimator.hutchinson(), DiagonalEstimator.xDiag()}) {
      if (p >= 6) {
        DiagonalEstimate diagonal = estimator.atMostProducts(p).withSeed(seed).of(known.a);
        double[] away = diagonal.values();
        Vectors.addScaled(-1, known.diagonal, away);
        assertTrue(diagonal.isReached() && diagonal.products() <= p);
        double error = 6 * diagonal.standardErrorNorm() + allowance;
        boolean fits = p < Math.min(ENOUGH, known.n()) || Vectors.norm(away) <= error;
        assertTrue(fits, () -> Vectors.norm(away) + " beyond " + error);
      }
    }
    int probes = Math.min(p, 40);
    Estimate[] blocks =
        BlockTraces.between(0, (known.n() + 1) / 2, known.n() + 1)
            .withProbes(probes)
            .withSeed(seed)
            .of(bordered(known.a));
    if (probes > 16) {
      double first = Arrays.stream(known.diagonal, 0, (known.n() + 1) / 2).sum();
      checkEstimate(0, first, blocks[0], probes, allowance);
      checkEstimate(known.n(), known.trace() - first, blocks[1], probes, allowance);
    }
    int steps = 1 + p % 12;
    SpectralDensity density =
        StochasticQuadrature.ofSteps(steps).withProbes(1 + p / 12).withSeed(seed).of(known.a);
    assertEquals(1, density.moment(0).value(), 1e-12);
    if (p >= 12 * 16) {
      Estimate first = density.moment(1);
      assertEquals(known.trace() / known.n(), first.value(), 6 * first.standardError() + allowance);
    }
  }

  /** With one more row and column of zeros, so that two blocks are never empty. */
  private static SymmetricOperator bordered(SymmetricOperator a) {
    int n = a.dimension();
    return SymmetricOperator.of(
        n + 1,
        (v, out) -> {
          System.arraycopy(a.times(Arrays.copyOf(v, n)), 0, out, 0, n);
          out[n] = 0;
        });
  }

  private static void checkEstimate(
      int n, double truth, Estimate estimate, int p, double allowance) {
    assertTrue(estimate.isReached() && estimate.products() <= p, estimate::toString);
    boolean enough = p >= Math.min(ENOUGH, n);
    double error = enough ? 6 * estimate.standardError() + allowance : Double.MAX_VALUE;
    assertEquals(truth, estimate.value(), error, estimate::toString);
  }
}
