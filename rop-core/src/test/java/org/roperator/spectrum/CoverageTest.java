package org.roperator.spectrum;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.apache.commons.math3.distribution.TDistribution;
import org.junit.jupiter.api.Test;
import org.roperator.contract.Samples;
import org.roperator.internal.Gaussian;
import org.roperator.internal.Vectors;
import org.roperator.operator.SymmetricOperator;

/**
 * Three stated errors hold the truth at least 99 times of 100, over spectra of many kinds; and are
 * no larger than need be.
 *
 * <p>What is asserted: no estimator with any number of products misses more often than once in a
 * thousand chances would happen if its rate were one of 100, and all together hold so often that a
 * rate of 99 of 100 would be as unlikely. Repeats share operators, so they are not quite
 * independent; of some cells with few repeats a rate of 98 would pass.
 */
class CoverageTest {

  /** A standard normal number is larger once in a thousand times. */
  private static final double RARE = 3.1;

  private static final double RATE = 0.99;

  private final Map<String, int[]> rates = new TreeMap<>();

  @Test
  void threeErrorsHoldTheTruth() {
    int seed = 0;
    for (Zoo.Spectrum spectrum : Zoo.of(120)) {
      for (int i = 0; i < 3; i++, seed++) {
        all(spectrum, spectrum.operator(seed + 1L), seed);
      }
    }
    assertHeld();
  }

  @Test
  void threeErrorsHoldTheTruthOfWhatNoChoiceWasMadeBy() {
    int seed = 5000;
    for (int n : new int[] {101, 140}) {
      for (Zoo.Spectrum spectrum : Zoo.heldOut(n)) {
        for (int i = 0; i < 3; i++, seed++) {
          all(spectrum, spectrum.denseOperator(seed), seed);
        }
      }
    }
    assertHeld();
  }

  private void assertHeld() {
    int held = 0;
    int all = 0;
    for (Map.Entry<String, int[]> rate : rates.entrySet()) {
      int[] counts = rate.getValue();
      double spread = Math.sqrt(RATE * (1 - RATE) * counts[1]);
      assertTrue(
          counts[0] >= RATE * counts[1] - RARE * spread,
          () -> rate.getKey() + ": " + Arrays.toString(counts));
      held += counts[0];
      all += counts[1];
    }
    assertTrue(held >= RATE * all + RARE * Math.sqrt(RATE * (1 - RATE) * all), held + " of " + all);
  }

  private void all(Zoo.Spectrum spectrum, SymmetricOperator a, int seed) {
    double[] diagonal = EstimatorsTest.diagonalOf(a);
    for (int products : new int[] {6, 10, 20, 50, 99}) {
      traces(spectrum, a, products, seed);
      diagonals(a, diagonal, products, seed);
    }
    for (int probes : new int[] {2, 5, 10, 30}) {
      densities(spectrum, a, probes, seed);
    }
  }

  private void traces(Zoo.Spectrum spectrum, SymmetricOperator a, int products, int seed) {
    double trace = Prescribed.sum(spectrum.values());
    double norm = Prescribed.norm(spectrum.values());
    Map<String, TraceEstimator> estimators =
        Map.of(
            "Hutchinson", TraceEstimator.hutchinson(),
            "Hutch++", TraceEstimator.hutchPlusPlus(),
            "XTrace", TraceEstimator.xTrace());
    estimators.forEach(
        (name, estimator) -> {
          TraceEstimator one = estimator.atMostProducts(products).withSeed(seed);
          count(name + ", " + products, trace, one.trace(a));
          if (!name.equals("XTrace") || products >= 12) {
            count(name + ", norm, " + products, norm, one.frobeniusNorm(a));
          }
        });
  }

  private void diagonals(SymmetricOperator a, double[] truth, int products, int seed) {
    int n = truth.length;
    Map<String, DiagonalEstimator> estimators =
        Map.of("diagonal", DiagonalEstimator.hutchinson(), "XDiag", DiagonalEstimator.xDiag());
    estimators.forEach(
        (name, estimator) -> {
          DiagonalEstimate estimate = estimator.atMostProducts(products).withSeed(seed).of(a);
          double[] values = estimate.values();
          double[] errors = estimate.standardErrors();
          for (int i = 0; i < n; i += 10) {
            Estimate entry = new Estimate(values[i], errors[i], 0, estimate.outcome(), 0);
            count(name + ", " + products, truth[i], entry);
          }
        });
    Estimate[] blocks = BlockTraces.between(0, 40, n).withProbes(products).withSeed(seed).of(a);
    count("blocks, " + products, Arrays.stream(truth, 0, 40).sum(), blocks[0]);
    count("blocks, " + products, Arrays.stream(truth, 40, n).sum(), blocks[1]);
  }

  private void densities(Zoo.Spectrum spectrum, SymmetricOperator a, int probes, int seed) {
    double[] values = spectrum.values();
    for (int steps : new int[] {5, 10, 20, 40}) {
      SpectralDensity density =
          StochasticQuadrature.ofSteps(steps).withProbes(probes).withSeed(seed).of(a);
      for (SpectralFunction f :
          List.of(
              SpectralFunction.exp(),
              SpectralFunction.absoluteValue(),
              SpectralFunction.log(),
              SpectralFunction.logDamped(1.01),
              SpectralFunction.logDamped(0.01),
              SpectralFunction.inverse(),
              SpectralFunction.squareRoot(),
              SpectralFunction.effectiveDimension(1.01))) {
        boolean inverse = f.name().equals("1/λ");
        boolean defined = Arrays.stream(values).allMatch(f::isDefinedAt);
        // A pole amid the eigenvalues is no matter of quadrature, nor is exp(1000).
        boolean fits = !inverse || spectrum.isPositive();
        double truth = Arrays.stream(values).map(f::at).sum();
        if (defined && fits && Double.isFinite(truth)) {
          count(f + ", " + probes + " probes", truth, density.trace(f));
        }
      }
      String of = ", " + probes + " probes";
      curve("curve" + of, values, density, steps);
      count("share" + of, share(values, 0.77), density.share(Double.NEGATIVE_INFINITY, 0.77));
      count("negative share" + of, share(values, -1e-12), density.negativeShare());
      double third = Arrays.stream(values).map(x -> x * x * x).sum() / values.length;
      count("moment" + of, third, density.moment(3));
    }
  }

  /** At the axis' own width, and where the density is more than a tail beyond the last node. */
  private void curve(String what, double[] values, SpectralDensity density, int steps) {
    double range = density.largest() - density.smallest();
    if (range > 1e-6 * Math.abs(density.largest())) {
      double width = DensityGrid.linear(30).width(range, steps);
      DensityCurve curve = density.on(DensityGrid.linear(30).smoothedBy(width));
      double[] truth = DensityTest.smeared(values, width, curve.coordinates());
      double tail = 1e-6 * Vectors.maxAbs(truth);
      for (int i = 0; i < 30; i += 3) {
        double error = curve.standardErrors()[i] + tail / 3;
        Estimate point = new Estimate(curve.densities()[i], error, 0, SpectrumOutcome.REACHED, 0);
        count(what, truth[i], point);
      }
    }
  }

  private static double share(double[] values, double below) {
    return Arrays.stream(values).filter(x -> x < below).count() / (double) values.length;
  }

  private void count(String what, double truth, Estimate estimate) {
    int[] counts = rates.computeIfAbsent(what, name -> new int[2]);
    // These say that the error can't be told.
    boolean open =
        estimate.outcome() == SpectrumOutcome.TOO_FEW_STEPS
            || estimate.outcome() == SpectrumOutcome.BELOW_ROUNDING;
    boolean holds = Math.abs(estimate.value() - truth) <= 3 * estimate.standardError();
    counts[0] += open || holds ? 1 : 0;
    counts[1]++;
  }

  @Test
  void errorsAreNoLargerThanNeedBe() {
    int n = 120;
    for (Zoo.Spectrum spectrum : Zoo.of(n)) {
      double[] values = spectrum.values();
      double smallest = Arrays.stream(values).min().orElse(0);
      double largest = Arrays.stream(values).max().orElse(0);
      if (smallest <= 0 || largest > 100 * smallest) {
        continue;
      }
      SpectralDensity density =
          StochasticQuadrature.ofSteps(40).withProbes(30).of(spectrum.operator(1));
      Estimate log = density.logDeterminant();
      assertTrue(log.isReached(), spectrum + ": " + log);
      // Signs leave 2Σ(ln λ − mean)², more or less, of which thirty probes leave the thirtieth.
      double mean = Arrays.stream(values).map(Math::log).sum() / n;
      double squares = Arrays.stream(values).map(x -> Math.pow(Math.log(x) - mean, 2)).sum();
      double needed = Math.sqrt(2 * squares / 30);
      assertTrue(log.standardError() <= 2 * needed + 1e-9, spectrum + ": " + log);
    }
  }

  @Test
  void quadratureKnowsThatItsRulesAreShort() {
    int n = 500;
    for (double decades : new double[] {6, 10, 16}) {
      double[] values = new double[n];
      Arrays.setAll(values, i -> Math.pow(10, 2 - decades * (i + 0.5) / n));
      // Σ ln λ = n ln 10 (2 − decades/2).
      double truth = n * Math.log(10) * (2 - decades / 2);
      Estimate estimate =
          StochasticQuadrature.ofSteps(80)
              .withProbes(30)
              .of(Prescribed.operator(1, values))
              .logDeterminant();
      double error = Math.abs(estimate.value() - truth);
      assertTrue(error > 100, "the rules are short: " + estimate);
      assertTrue(error <= 3 * estimate.standardError(), truth + ": " + estimate);
      boolean reached = estimate.outcome() == SpectrumOutcome.REACHED;
      assertTrue(reached || estimate.outcome() == SpectrumOutcome.TOO_FEW_STEPS);
    }
  }

  @Test
  void quadratureKnowsWhatRoundingHides() {
    double[] four = {1e-12, 1, 10, 100};
    double truth = -9 * Math.log(10);
    Estimate few =
        StochasticQuadrature.ofSteps(4).of(Prescribed.operator(1, four)).logDeterminant();
    assertTrue(Math.abs(few.value() - truth) <= 3 * few.standardError(), few.toString());
    double[] many = new double[400];
    Arrays.setAll(many, i -> four[i % 4]);
    Estimate hidden =
        StochasticQuadrature.ofSteps(20).of(Prescribed.operator(1, many)).logDeterminant();
    assertEquals(SpectrumOutcome.BELOW_ROUNDING, hidden.outcome());
    assertEquals(Double.POSITIVE_INFINITY, hidden.standardError(), 0);
    // Zeros that come out negative are zeros to what is defined there.
    double[] singular = new double[100];
    Arrays.setAll(singular, i -> i < 5 ? 4 : 0);
    SpectralDensity density =
        StochasticQuadrature.ofSteps(9).withProbes(40).of(Prescribed.operator(1, singular));
    Estimate root = density.trace(SpectralFunction.squareRoot());
    assertTrue(root.isReached(), root.toString());
    assertEquals(10, root.value(), 3 * root.standardError());
    assertEquals(SpectrumOutcome.BELOW_ROUNDING, density.logDeterminant().outcome());
  }

  @Test
  void oneStepTellsNothingOfItsError() {
    SpectralDensity one =
        StochasticQuadrature.ofSteps(1).of(Prescribed.operator(1, Prescribed.harmonic(50)));
    Estimate log = one.logDeterminant();
    assertEquals(SpectrumOutcome.TOO_FEW_STEPS, log.outcome());
    assertEquals(Double.POSITIVE_INFINITY, log.standardError(), 0);
    assertTrue(one.moment(1).isReached() && one.moment(1).standardError() < 1);
  }

  @Test
  void outcomesThatSayNothingOfTheErrorAreRare() {
    int open = 0;
    int all = 0;
    for (Zoo.Spectrum spectrum : Zoo.heldOut(110)) {
      if (spectrum.isPositive()) {
        SpectralDensity density = StochasticQuadrature.ofSteps(30).of(spectrum.denseOperator(3));
        open += density.trace(SpectralFunction.logDamped(0.01)).isReached() ? 0 : 1;
        open += density.trace(SpectralFunction.squareRoot()).isReached() ? 0 : 1;
        all += 2;
      }
    }
    assertTrue(all > 30 && open <= 2, open + " of " + all);
  }

  @Test
  void fewSquaresAreWidenedByTheirOwnQuantiles() {
    // Of d squares of normal numbers, one being the most skewed of all quadratic forms.
    RandomGenerator random = Samples.random(77);
    int repeats = 20_000;
    for (int d : new int[] {1, 2, 6}) {
      for (int count : new int[] {2, 3, 5, 9, 18, 45, 70, 120, 200}) {
        int held = 0;
        for (int i = 0; i < repeats; i++) {
          RunningMean mean = new RunningMean();
          for (int j = 0; j < count; j++) {
            double sum = 0;
            for (int l = 0; l < d; l++) {
              double z = Gaussian.draw(random);
              sum += z * z;
            }
            mean.add(sum);
          }
          held += Math.abs(mean.mean() - d) <= 3 * mean.standardError() ? 1 : 0;
        }
        double spread = Math.sqrt(RATE * (1 - RATE) * repeats);
        // The quantiles are right to a percent, which moves the rate by less than another spread.
        String what = d + " squares, " + count + " samples: " + held;
        assertTrue(held >= RATE * repeats - (RARE + 1) * spread, what);
        boolean exact = d == 1 && count < 60;
        assertTrue(!exact || held <= RATE * repeats + (RARE + 1) * spread, what);
      }
    }
    for (int count = 2; count < 500; count++) {
      assertTrue(FewSamples.quadratic(count) >= FewSamples.linear(count));
      assertTrue(FewSamples.quadratic(count + 1) <= FewSamples.quadratic(count));
    }
  }

  @Test
  void fewSamplesAreWidenedByStudentsFactor() {
    for (int count : new int[] {2, 3, 10, 64, 65, 200}) {
      double level = new TDistribution(1e9).cumulativeProbability(3);
      double held =
          new TDistribution(count - 1).cumulativeProbability(3 * FewSamples.linear(count));
      assertEquals(level, held, 3e-5, "of " + count + " samples");
    }
  }
}
