package org.roperator.spectrum;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.roperator.contract.Refusals.assertRefused;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.roperator.internal.Vectors;
import org.roperator.operator.BlockDiagonal;
import org.roperator.operator.BlockDiagonal.Block;
import org.roperator.operator.BlockDiagonal.Range;
import org.roperator.operator.SymmetricOperator;

class EstimatorsTest {

  private static final int REPEATS = 200;

  private static final TraceEstimator[] ALL = {
    TraceEstimator.hutchinson(), TraceEstimator.hutchPlusPlus(), TraceEstimator.xTrace()
  };

  @Test
  void tracesAndNormsAreUnbiasedWithinTheirErrors() {
    for (double[] lambda : spectra()) {
      SymmetricOperator a = Prescribed.operator(3, lambda);
      for (TraceEstimator estimator : ALL) {
        assertHonest(Prescribed.sum(lambda), i -> estimator.withSeed(i).trace(a));
        assertHonest(Prescribed.norm(lambda), i -> estimator.withSeed(i).frobeniusNorm(a));
      }
      double exps = Arrays.stream(lambda).map(Math::exp).sum();
      StochasticQuadrature quadrature = StochasticQuadrature.ofSteps(12).withProbes(16);
      assertHonest(exps, i -> quadrature.withSeed(i).of(a).trace(SpectralFunction.exp()));
    }
  }

  @Test
  void sketchesBeatHutchinsonOnDecayingSpectra() {
    double[] lambda = Prescribed.geometric(100, 0.8);
    SymmetricOperator a = Prescribed.operator(3, lambda);
    double truth = Prescribed.sum(lambda);
    double[] rms = new double[3];
    for (int e = 0; e < 3; e++) {
      for (int i = 0; i < 50; i++) {
        double error = ALL[e].withSeed(i).trace(a).value() - truth;
        rms[e] += error * error;
      }
      rms[e] = Math.sqrt(rms[e] / 50);
    }
    // Measured: 0.17, 0.0037 and 0.0009.
    assertTrue(10 * rms[1] < rms[0], Arrays.toString(rms));
    assertTrue(50 * rms[2] < rms[0], Arrays.toString(rms));
  }

  /** The table of docs/guide-spectrum.md: errors at 60 products, as root mean squares. */
  @Test
  void errorsAreThoseOfTheGuide() throws IOException {
    Map<String, double[]> spectra = new HashMap<>();
    spectra.put("0.8^i", Prescribed.geometric(100, 0.8));
    spectra.put("0.9^i", Prescribed.geometric(100, 0.9));
    spectra.put("1/(i + 1)", Prescribed.harmonic(100));
    double[] flat = new double[100];
    Arrays.setAll(flat, i -> i % 2 == 0 ? 1 : -1);
    spectra.put("all 1 or −1 in turn", flat);
    for (List<String> row : tableOfErrors()) {
      double[] lambda = spectra.remove(row.get(0));
      assertNotNull(lambda, row::toString);
      SymmetricOperator a = Prescribed.dense(1, lambda);
      double truth = Prescribed.sum(lambda);
      for (int e = 0; e < ALL.length; e++) {
        TraceEstimator estimator = ALL[e].atMostProducts(60);
        double squares = 0;
        for (int seed = 0; seed < REPEATS; seed++) {
          double error = estimator.withSeed(seed).trace(a).value() - truth;
          squares += error * error;
        }
        double told = Double.parseDouble(row.get(1 + e));
        // Two digits are told: half a unit of the second is at most a twentieth of the number.
        assertEquals(told, Math.sqrt(squares / REPEATS), 0.05 * told, row + ", column " + e);
      }
    }
    assertEquals(Map.of(), spectra);
  }

  private static List<List<String>> tableOfErrors() throws IOException {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("docs/guide-spectrum.md"))) {
      folder = Objects.requireNonNull(folder.getParent(), "no folder above has docs");
    }
    List<String> lines = Files.readAllLines(folder.resolve("docs/guide-spectrum.md"));
    List<List<String>> rows = new ArrayList<>();
    int i = lines.indexOf("| spectrum | Hutchinson | Hutch++ | XTrace |") + 2;
    for (; lines.get(i).startsWith("|"); i++) {
      String[] cells = lines.get(i).substring(1).split("\\|");
      rows.add(Arrays.stream(cells).map(String::strip).toList());
    }
    return rows;
  }

  @Test
  void sketchesAreExactOnLowRank() {
    double[] lambda = new double[80];
    Arrays.setAll(lambda, i -> i < 9 ? (i % 2 == 0 ? 9.0 : -5.0) - i : 0);
    SymmetricOperator a = Prescribed.operator(7, lambda);
    for (TraceEstimator estimator :
        new TraceEstimator[] {TraceEstimator.hutchPlusPlus(), TraceEstimator.xTrace()}) {
      Estimate trace = estimator.trace(a);
      assertEquals(Prescribed.sum(lambda), trace.value(), 1e-11);
      assertTrue(Math.abs(trace.value() - Prescribed.sum(lambda)) <= 3 * trace.standardError());
      assertTrue(trace.standardError() < 1e-10, trace.toString());
      assertEquals(Prescribed.norm(lambda), estimator.frobeniusNorm(a).value(), 1e-9);
    }
    DiagonalEstimate diagonal = DiagonalEstimator.xDiag().of(a);
    assertEquals(0, distance(diagonal.values(), diagonalOf(a)), 1e-11);
    assertTrue(diagonal.standardErrorNorm() < 1e-9);
    // Dimensions below the sketch are seen in full.
    SymmetricOperator tiny = Prescribed.operator(1, 3, -1, 2);
    assertEquals(4, TraceEstimator.xTrace().trace(tiny).value(), 1e-13);
    assertEquals(4, TraceEstimator.hutchPlusPlus().trace(tiny).value(), 1e-13);
    assertEquals(
        7,
        TraceEstimator.xTrace().trace(SymmetricOperator.diagonal(new double[] {7})).value(),
        1e-13);
    assertEquals(0, TraceEstimator.xTrace().trace(SymmetricOperator.zero(20)).value(), 0);
  }

  @Test
  void hutchinsonIsExactOnDiagonalOperators() {
    double[] d = Prescribed.harmonic(30);
    SymmetricOperator a = SymmetricOperator.diagonal(d);
    Estimate trace = TraceEstimator.hutchinson().atMostProducts(2).trace(a);
    assertEquals(Prescribed.sum(d), trace.value(), 1e-14);
    assertTrue(trace.standardError() < 1e-13);
    assertArrayEquals(d, DiagonalEstimator.hutchinson().atMostProducts(2).of(a).values(), 1e-15);
  }

  @Test
  void hutchinsonHasTheVarianceOfTheTheory() {
    double[] lambda = Arrays.copyOf(Prescribed.harmonic(60), 2000);
    SymmetricOperator a = Prescribed.operator(3, lambda);
    double[] diagonal = diagonalOf(a);
    double squares = Prescribed.norm(lambda) * Prescribed.norm(lambda);
    double variance = 2 * (squares - Vectors.dot(diagonal, diagonal));
    Estimate many = TraceEstimator.hutchinson().atMostProducts(1500).trace(a);
    // 1,500 samples know their variance to about √(2/1500) = 4 %.
    assertEquals(Math.sqrt(variance / 1500), many.standardError(), 0.1 * many.standardError());
  }

  @Test
  void diagonalsAreUnbiasedWithinTheirErrors() {
    double[] lambda = Prescribed.geometric(60, 0.9);
    SymmetricOperator a = Prescribed.operator(3, lambda);
    double[] truth = diagonalOf(a);
    for (DiagonalEstimator estimator :
        new DiagonalEstimator[] {
          DiagonalEstimator.hutchinson().atMostProducts(30),
          DiagonalEstimator.xDiag().atMostProducts(30)
        }) {
      double[] mean = new double[60];
      double squares = 0;
      double reported = 0;
      for (int i = 0; i < REPEATS; i++) {
        DiagonalEstimate estimate = estimator.withSeed(i).of(a);
        double[] values = estimate.values();
        Vectors.addScaled(1.0 / REPEATS, values, mean);
        squares += Math.pow(distance(values, truth), 2);
        reported += Math.pow(estimate.standardErrorNorm(), 2);
      }
      double rms = Math.sqrt(squares / REPEATS);
      double share = rms / Math.sqrt(reported / REPEATS);
      assertTrue(share > 0.5 && share < 1.1, () -> "spread over reported error: " + share);
      // The mean of 200 has 1/√200 of the error, its norm that times 1 ± 1/√60.
      assertTrue(distance(mean, truth) < 1.5 * rms / Math.sqrt(REPEATS));
    }
  }

  @Test
  void spendTheProductsOfTheTheory() {
    AtomicInteger products = new AtomicInteger();
    SymmetricOperator a =
        Prescribed.counted(Prescribed.operator(3, Prescribed.harmonic(120)), products);
    int[][] traces = {{60, 60, 60}, {47, 45, 46}};
    int[][] norms = {{60, 60, 60}, {47, 45, 44}};
    for (int e = 0; e < 3; e++) {
      for (int s = 0; s < 2; s++) {
        TraceEstimator estimator = ALL[e].atMostProducts(s == 0 ? 60 : 47);
        products.set(0);
        assertEquals(traces[s][e], estimator.trace(a).products());
        assertEquals(traces[s][e], products.getAndSet(0));
        assertEquals(norms[s][e], estimator.frobeniusNorm(a).products());
        assertEquals(norms[s][e], products.getAndSet(0));
      }
    }
    assertEquals(31, DiagonalEstimator.hutchinson().atMostProducts(31).of(a).products());
    assertEquals(30, DiagonalEstimator.xDiag().atMostProducts(31).of(a).products());
    assertEquals(61, products.getAndSet(0));
    SpectralDensity density = StochasticQuadrature.ofSteps(9).withProbes(3).of(a);
    assertEquals(27, density.products());
    assertEquals(27, products.getAndSet(0));
    assertEquals(4, BlockTraces.between(0, 50, 120).withProbes(4).of(a)[1].products());
    assertEquals(4, products.get());
  }

  /** Random signs give the trace of a diagonal matrix exactly, of whichever entries. */
  @Test
  void blocksOfTracesMayBeOfSeveralRanges() {
    double[] diagonal = new double[50];
    Arrays.setAll(diagonal, i -> i);
    SymmetricOperator a = SymmetricOperator.diagonal(diagonal);
    BlockDiagonal<SymmetricOperator> blocks =
        BlockDiagonal.of(
            50,
            List.of(
                block("ends", new Range(0, 10), new Range(49, 50)),
                block("rest", new Range(10, 49))));
    Estimate[] traces = BlockTraces.over(blocks).withProbes(3).of(a);
    assertEquals(45 + 49, traces[0].value(), 0.0); // small integers: nothing is rounded
    assertEquals(1225 - 45 - 49, traces[1].value(), 0.0);
    assertEquals(3, traces[0].products());
  }

  private static Block<SymmetricOperator> block(String name, Range... ranges) {
    int length = Arrays.stream(ranges).mapToInt(Range::length).sum();
    return new Block<>(name, SymmetricOperator.identity(length), List.of(ranges));
  }

  @Test
  void stopWhenAccurateOrSpent() {
    double[] lambda = Prescribed.geometric(200, 0.95);
    SymmetricOperator a = Prescribed.operator(3, lambda);
    for (TraceEstimator estimator : ALL) {
      Estimate good = estimator.untilAccuracy(Accuracy.relative(0.03), 3000).trace(a);
      assertTrue(good.isReached() && good.products() < 1000, good.toString());
      assertTrue(good.standardError() <= 0.03 * good.value(), good.toString());
      assertEquals(Prescribed.sum(lambda), good.value(), 4 * good.standardError());
      Estimate spent = estimator.untilAccuracy(Accuracy.absolute(1e-9), 100).trace(a);
      assertEquals(SpectrumOutcome.PRODUCT_LIMIT, spent.outcome());
      assertTrue(spent.products() <= 100 && spent.products() > 60, spent.toString());
      assertEquals(Prescribed.sum(lambda), spent.value(), 4 * spent.standardError());
      Estimate norm = estimator.untilAccuracy(Accuracy.relative(0.02), 3000).frobeniusNorm(a);
      assertTrue(norm.isReached(), norm.toString());
      assertEquals(Prescribed.norm(lambda), norm.value(), 4 * norm.standardError());
    }
    for (DiagonalEstimator estimator :
        new DiagonalEstimator[] {DiagonalEstimator.hutchinson(), DiagonalEstimator.xDiag()}) {
      DiagonalEstimate good = estimator.untilAccuracy(Accuracy.relative(0.1), 2000).of(a);
      assertTrue(good.isReached());
      assertTrue(good.standardErrorNorm() <= 0.1 * Vectors.norm(good.values()));
      assertTrue(good.products() < 1500, "" + good.products());
      DiagonalEstimate spent = estimator.untilAccuracy(Accuracy.absolute(1e-9), 50).of(a);
      assertEquals(SpectrumOutcome.PRODUCT_LIMIT, spent.outcome());
      assertEquals(50, spent.products());
    }
  }

  /** Sampling to 1e-6 would take a million million products; the columns take a hundred. */
  @Test
  void whatSamplingDoesNotReachTheColumnsDo() {
    double[] lambda = Prescribed.geometric(100, 0.9);
    SymmetricOperator a = Prescribed.operator(3, lambda);
    TraceEstimator traces =
        TraceEstimator.hutchinson().untilAccuracy(Accuracy.relative(1e-6), 5_000);
    for (Estimate exact : List.of(traces.trace(a), traces.frobeniusNorm(a))) {
      assertTrue(exact.isReached(), exact.toString());
      assertTrue(exact.products() <= 216, exact.toString());
    }
    // Rounding of a hundred columns.
    assertEquals(Prescribed.sum(lambda), traces.trace(a).value(), 1e-13 * Prescribed.sum(lambda));
    assertEquals(Prescribed.norm(lambda), traces.frobeniusNorm(a).value(), 1e-13);
    DiagonalEstimate diagonal =
        DiagonalEstimator.hutchinson().untilAccuracy(Accuracy.relative(1e-6), 5_000).of(a);
    assertTrue(diagonal.isReached());
    assertArrayEquals(diagonalOf(a), diagonal.values(), 1e-14);
    Estimate tooFew =
        TraceEstimator.hutchinson().untilAccuracy(Accuracy.relative(1e-6), 199).trace(a);
    assertEquals(SpectrumOutcome.PRODUCT_LIMIT, tooFew.outcome());
  }

  /** Five thousand entries, each too small to be seen, add up: 4999 · 1e-15. */
  @Test
  void whatASketchDropsCountsForTheTraceAsOftenAsThereAreColumns() {
    double[] entries = new double[5000];
    Arrays.fill(entries, 1e-15);
    entries[0] = 1;
    SymmetricOperator a = SymmetricOperator.diagonal(entries);
    for (TraceEstimator estimator :
        List.of(TraceEstimator.hutchPlusPlus(), TraceEstimator.xTrace())) {
      Estimate trace = estimator.trace(a);
      assertTrue(trace.isReached(), trace.toString());
      assertEquals(1 + 4999e-15, trace.value(), 3 * trace.standardError(), trace.toString());
      assertTrue(trace.standardError() < 1e-11, trace.toString());
    }
  }

  @Test
  void tracesOfBlocksComeFromOneProduct() {
    SymmetricOperator a = Prescribed.operator(3, Prescribed.harmonic(90));
    double[] diagonal = diagonalOf(a);
    Estimate[] traces = BlockTraces.between(0, 20, 90).withProbes(80).withSeed(5).of(a);
    double first = Arrays.stream(diagonal, 0, 20).sum();
    double second = Arrays.stream(diagonal, 20, 90).sum();
    assertEquals(first, traces[0].value(), 3 * traces[0].standardError());
    assertEquals(second, traces[1].value(), 3 * traces[1].standardError());
    assertTrue(traces[0].standardError() < 0.3 * first, traces[0].toString());
    // Var = 2(‖A₁₁‖² − Σdiag²) + ‖A₁₂‖².
    double variance = 0;
    for (int j = 0; j < 20; j++) {
      double[] unit = new double[90];
      unit[j] = 1;
      double[] column = a.times(unit);
      for (int i = 0; i < 90; i++) {
        variance += i == j ? 0 : column[i] * column[i] * (i < 20 ? 2 : 1);
      }
    }
    assertEquals(
        Math.sqrt(variance / 80), traces[0].standardError(), 0.2 * traces[0].standardError());
  }

  @Test
  void nameProductsThatAreNotFinite() {
    AtomicInteger calls = new AtomicInteger();
    SymmetricOperator late =
        SymmetricOperator.of(
            50,
            (v, out) -> {
              System.arraycopy(v, 0, out, 0, 50);
              out[3] = calls.incrementAndGet() > 40 ? Double.NaN : out[3] * 2;
            });
    for (TraceEstimator estimator : ALL) {
      calls.set(0);
      Estimate nothing = estimator.trace(late);
      assertEquals(SpectrumOutcome.NOT_FINITE, nothing.outcome());
      assertTrue(Double.isNaN(nothing.value()) && Double.isNaN(nothing.standardError()));
      assertTrue(nothing.products() > 40);
    }
    for (DiagonalEstimator estimator :
        new DiagonalEstimator[] {DiagonalEstimator.hutchinson(), DiagonalEstimator.xDiag()}) {
      calls.set(0);
      DiagonalEstimate nothing = estimator.of(late);
      assertEquals(SpectrumOutcome.NOT_FINITE, nothing.outcome());
      assertTrue(Double.isNaN(nothing.values()[0]) && Double.isNaN(nothing.standardErrors()[49]));
    }
    assertEquals(SpectrumOutcome.NOT_FINITE, BlockTraces.between(0, 50).of(late)[0].outcome());
  }

  @Test
  void refuseWhatMakesNoSense() {
    SymmetricOperator a = SymmetricOperator.identity(10);
    assertRefused(() -> TraceEstimator.hutchinson().atMostProducts(1), "1 products", "at least 2");
    assertRefused(
        () -> TraceEstimator.hutchPlusPlus().atMostProducts(5), "5 products", "at least 6");
    assertRefused(() -> TraceEstimator.xTrace().atMostProducts(5), "5 products", "at least 6");
    assertRefused(
        () -> TraceEstimator.xTrace().atMostProducts(11).frobeniusNorm(a),
        "11 products",
        "at least 12");
    assertRefused(
        () -> TraceEstimator.xTrace().untilAccuracy(Accuracy.relative(1), 3),
        "3 products",
        "at least 6");
    assertRefused(
        () -> DiagonalEstimator.hutchinson().atMostProducts(1), "1 products", "at least 2");
    assertRefused(() -> DiagonalEstimator.xDiag().atMostProducts(5), "5 products", "at least 6");
    assertRefused(() -> Accuracy.relative(0), "relative standard error is 0");
    assertRefused(() -> Accuracy.absolute(-1), "absolute standard error is -1");
    assertRefused(() -> BlockTraces.between(3), "1 bounds", "two");
    assertRefused(() -> BlockTraces.between(0, 3, 3), "[0, 3, 3]", "must rise");
    assertRefused(() -> BlockTraces.between(-1, 3), "[-1, 3]", "from 0");
    assertRefused(() -> BlockTraces.between(0, 11).of(a), "ends at 11", "dimension 10");
    assertRefused(() -> BlockTraces.between(0, 1).withProbes(0), "number of probes is 0");
  }

  private static double[][] spectra() {
    double[] mixed = Prescribed.harmonic(100);
    for (int i = 1; i < 100; i += 3) {
      mixed[i] *= -1;
    }
    return new double[][] {Prescribed.geometric(100, 0.9), mixed};
  }

  /** The mean of many repeats is the truth, and their spread what each of them says it is. */
  private static void assertHonest(double truth, IntFunction<Estimate> estimator) {
    double sum = 0;
    double squares = 0;
    double reported = 0;
    for (int i = 0; i < REPEATS; i++) {
      Estimate estimate = estimator.apply(i);
      assertEquals(i, estimate.seed());
      double error = estimate.value() - truth;
      sum += error;
      squares += error * error;
      reported += Math.pow(estimate.standardError(), 2);
    }
    double rms = Math.sqrt(squares / REPEATS);
    // 3.3 standard errors: one of a thousand seeds would fail; these are fixed and do not.
    assertEquals(0, sum / REPEATS, 3.3 * rms / Math.sqrt(REPEATS), "mean error");
    // 200 repeats know the spread to 5 %; the errors themselves come from few samples each.
    // Errors of 15 samples are widened twice, and that of XTrace is a bound, half as large again.
    double share = rms / Math.sqrt(reported / REPEATS);
    assertTrue(share > 0.3 && share < 1.1, () -> "spread over reported error: " + share);
  }

  static double[] diagonalOf(SymmetricOperator a) {
    double[] diagonal = new double[a.dimension()];
    for (int i = 0; i < diagonal.length; i++) {
      double[] unit = new double[diagonal.length];
      unit[i] = 1;
      diagonal[i] = a.times(unit)[i];
    }
    return diagonal;
  }

  private static double distance(double[] x, double[] y) {
    double[] difference = x.clone();
    Vectors.addScaled(-1, y, difference);
    return Vectors.norm(difference);
  }
}
