package org.roperator.spectrum;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Arrays;
import java.util.function.Function;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.roperator.operator.SymmetricOperator;
import org.roperator.parallel.Workers;

/** The operator {@code 2ᵏA} has 2ᵏ times the results of A, and the same outcomes. */
class ScaleLaws {

  /** Rounding, relative to the norm: what is subnormal for k = −1000 is below it by far. */
  private static final double ROUNDING = 1e-13;

  private static final double[] VALUES = values();

  private static final double NORM = 4;

  private static double[] values() {
    double[] values = new double[90];
    Arrays.setAll(values, i -> i < 3 ? 4 - i : Math.cos(i) / (1 + i));
    return values;
  }

  private static SymmetricOperator scaled(int k) {
    return Prescribed.operator(1, VALUES).scaledBy(Math.scalb(1.0, k));
  }

  @Property(tries = 40)
  void pairsScale(@ForAll @IntRange(min = -1000, max = 900) int k) {
    checkPairs(k, Lanczos.top(4)::of);
    checkPairs(k, Lanczos.bothEnds(2).withBlockSize(3)::of);
    checkPairs(k, Lobpcg.top(3)::of);
    checkPairs(k, Lobpcg.bottom(2)::of);
  }

  private static void checkPairs(int k, Function<SymmetricOperator, Eigenpairs> search) {
    Eigenpairs plain = search.apply(scaled(0));
    Eigenpairs scaled = search.apply(scaled(k));
    assertTrue(plain.isReached() && scaled.isReached(), scaled::toString);
    for (int i = 0; i < plain.size(); i++) {
      assertEquals(plain.value(i), Math.scalb(scaled.value(i), -k), ROUNDING * NORM);
      double residual = Math.scalb(scaled.residual(i), -k);
      assertTrue(residual <= 1e-8 * NORM, "residual " + residual);
      assertTrue(residual > 0, "residuals are not lost");
    }
  }

  @Property(tries = 40)
  void estimatesScale(@ForAll @IntRange(min = -1000, max = 900) int k) {
    for (TraceEstimator estimator :
        new TraceEstimator[] {
          TraceEstimator.hutchinson(), TraceEstimator.hutchPlusPlus(), TraceEstimator.xTrace()
        }) {
      checkEstimate(k, estimator::trace);
      checkEstimate(k, estimator::frobeniusNorm);
      checkEstimate(k, estimator.atMostProducts(90)::trace);
    }
    checkEstimate(k, a -> BlockTraces.between(0, 20, 90).of(a)[1]);
    checkEstimate(k, a -> StochasticQuadrature.ofSteps(9).of(a).moment(1));
    checkEstimate(
        k, a -> StochasticQuadrature.ofSteps(9).of(a).trace(SpectralFunction.absoluteValue()));
    for (DiagonalEstimator estimator :
        new DiagonalEstimator[] {
          DiagonalEstimator.hutchinson(),
          DiagonalEstimator.xDiag(),
          DiagonalEstimator.xDiag().atMostProducts(90)
        }) {
      for (int entry : new int[] {0, 89}) {
        checkEstimate(
            k,
            a -> {
              DiagonalEstimate d = estimator.of(a);
              double error = d.standardErrors()[entry];
              return new Estimate(d.values()[entry], error, d.products(), d.outcome(), d.seed());
            });
      }
    }
  }

  private static void checkEstimate(int k, Function<SymmetricOperator, Estimate> estimator) {
    Estimate plain = estimator.apply(scaled(0));
    Estimate scaled = estimator.apply(scaled(k));
    assertEquals(plain.outcome(), scaled.outcome());
    assertEquals(plain.value(), Math.scalb(scaled.value(), -k), ROUNDING * NORM * 10);
    double error = plain.standardError();
    assertEquals(error, Math.scalb(scaled.standardError(), -k), 1e-6 * error + ROUNDING);
  }

  @Property(tries = 30)
  void sharesAndLogarithmsFollow(@ForAll @IntRange(min = -1000, max = 900) int k) {
    SpectralDensity plain = StochasticQuadrature.ofSteps(9).of(scaled(0));
    SpectralDensity scaled = StochasticQuadrature.ofSteps(9).of(scaled(k));
    assertEquals(plain.negativeShare().value(), scaled.negativeShare().value(), 1e-10);
    assertEquals(plain.largest(), Math.scalb(scaled.largest(), -k), ROUNDING * NORM);
    double[] positive = new double[70];
    Arrays.setAll(positive, i -> 1 + i % 7);
    SymmetricOperator a = Prescribed.operator(1, positive);
    Estimate log =
        StochasticQuadrature.ofSteps(9).of(a.scaledBy(Math.scalb(1.0, k))).logDeterminant();
    double truth = 10 * Math.log(2 * 3 * 4 * 5 * 6 * 7) + 70 * k * Math.log(2);
    assertTrue(log.isReached(), log.toString());
    assertEquals(truth, log.value(), 3 * log.standardError() + 1e-12 * Math.abs(truth));
  }

  @Example
  void endsOfTheRangeHaveNames() {
    // All entries 1e308: products overflow, and so does the eigenvalue, 70 · 1e308.
    SymmetricOperator huge =
        SymmetricOperator.of(70, (v, out) -> Arrays.fill(out, 1e308 * Arrays.stream(v).sum()));
    assertEquals(SpectrumOutcome.OVERFLOW, Lanczos.top(1).of(huge).outcome());
    assertEquals(
        SpectrumOutcome.OVERFLOW,
        TraceEstimator.hutchinson().atMostProducts(70).trace(huge).outcome());
    assertEquals(SpectrumOutcome.OVERFLOW, TraceEstimator.xTrace().frobeniusNorm(huge).outcome());
    // The largest double itself is no trouble.
    double largest = Double.MAX_VALUE;
    SymmetricOperator diagonal = SymmetricOperator.identity(80).scaledBy(largest);
    Eigenpairs pairs = Lanczos.bottom(2).of(diagonal);
    assertTrue(pairs.isReached(), pairs::toString);
    assertEquals(largest, pairs.value(1), 1e-14 * largest);
    // Nor is the smallest.
    double[] subnormal = new double[80];
    Arrays.setAll(subnormal, i -> i < 2 ? 3 * Double.MIN_VALUE : 0);
    Eigenpairs least = Lanczos.top(3).of(SymmetricOperator.diagonal(subnormal));
    assertTrue(least.isReached(), least::toString);
    assertEquals(3 * Double.MIN_VALUE, least.value(1), 0);
    assertEquals(0, least.value(2), 0);
  }

  /**
   * Finite first products, and infinite ones later, end; a run made anew must not begin for ever.
   */
  @Example
  void infinityThatComesOutLateIsNamed() {
    // The last eigenvalue is 1e400, beyond the first block of columns.
    SymmetricOperator late =
        SymmetricOperator.of(
            40,
            (v, out) -> {
              System.arraycopy(v, 0, out, 0, 40);
              out[39] = v[39] * 1e200 * 1e200;
            });
    assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () -> {
          TraceEstimator all = TraceEstimator.hutchinson();
          assertEquals(SpectrumOutcome.OVERFLOW, all.trace(late).outcome());
          assertEquals(SpectrumOutcome.OVERFLOW, Lanczos.top(1).of(late).outcome());
          assertEquals(SpectrumOutcome.OVERFLOW, Lobpcg.top(1).of(late).outcome());
          assertEquals(SpectrumOutcome.OVERFLOW, DenseSpectrum.of(late).outcome());
          DiagonalEstimate diagonal = DiagonalEstimator.hutchinson().of(late);
          assertEquals(SpectrumOutcome.OVERFLOW, diagonal.outcome());
          assertTrue(Double.isNaN(diagonal.values()[0]), "1 is lost beside 1e400");
        });
    // Infinite at any size of the vector: there is nothing to measure.
    SymmetricOperator never =
        SymmetricOperator.of(
            40,
            (v, out) -> {
              System.arraycopy(v, 0, out, 0, 40);
              out[39] = v[39] == 0 ? 0 : Double.POSITIVE_INFINITY;
            });
    assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () -> {
          assertEquals(
              SpectrumOutcome.NOT_FINITE, TraceEstimator.hutchinson().trace(never).outcome());
          assertEquals(SpectrumOutcome.NOT_FINITE, DenseSpectrum.of(never).outcome());
        });
  }

  @Example
  void whatComesOutLateIsMeasuredAnew() {
    // The first product, of e₀, has the size of one; the second that of 1e300.
    SymmetricOperator late = SymmetricOperator.diagonal(new double[] {1, 3e300});
    double[] restored =
        CountedOperator.over(
            late,
            Workers.of(1),
            meter -> {
              double[][] outs = new double[1][2];
              if (!meter.apply(new double[][] {{1, 0}}, outs)) {
                return outs[0];
              }
              boolean finite = meter.apply(new double[][] {{0, 1}}, outs);
              assertTrue(!finite || Math.abs(outs[0][1]) < 1e100, "squares are numbers");
              return meter.restored(outs[0]);
            });
    assertEquals(3e300, restored[1], 0);
  }

  @Example
  void unsymmetricOperatorsAreFoundAtAnySize() {
    for (int k : new int[] {-1000, -600, 0, 600, 900}) {
      double factor = Math.scalb(1.0, k);
      SymmetricOperator shifted = LanczosTest.shifted(100).scaledBy(factor);
      assertEquals(SpectrumOutcome.NOT_SYMMETRIC, Lanczos.top(2).of(shifted).outcome());
      assertEquals(SpectrumOutcome.NOT_SYMMETRIC, Lobpcg.top(2).of(shifted).outcome());
      assertEquals(
          SpectrumOutcome.NOT_SYMMETRIC, StochasticQuadrature.ofSteps(5).of(shifted).outcome());
    }
  }
}
