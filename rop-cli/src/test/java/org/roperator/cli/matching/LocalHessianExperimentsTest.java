package org.roperator.cli.matching;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.roperator.contract.Refusals.assertThrowsNaming;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.roperator.cli.matching.TrainingComparison.MethodResult;
import org.roperator.cli.matching.TrainingComparison.Trial;
import org.roperator.cli.run.MethodRun;
import org.roperator.data.Digits;
import org.roperator.data.TrainTest;
import org.roperator.nn.layer.ImageShape;
import org.roperator.parallel.Workers;

class LocalHessianExperimentsTest {

  private static final TrainTest DIGITS = TrainTest.stratified(Digits.read(), 0.2, 1);

  /**
   * The first four moments within three standard errors, tall, square and wide. At a finite size
   * they lie above the law's by about 1/outputs of them, which is below one standard error here.
   */
  @Test
  void gaussianSpectraFollowTheLaw() {
    for (int[] shape : new int[][] {{200, 400}, {240, 240}, {240, 120}}) {
      SpectrumCase c =
          SpectrumCase.measure(
              SpectrumCase.Start.GAUSSIAN, shape[0], shape[1], 6, 1, Workers.of(2));
      for (int p = 1; p <= SpectrumCase.MOMENTS; p++) {
        assertEquals(0, c.deviation(p), 3, shape[0] + " → " + shape[1] + ", moment " + p);
      }
      // tr H_z/n = ‖W‖²_F/n: the mean of a chi-squared, 2/(n + N) · N.
      assertEquals(2.0 * shape[1] / (shape[0] + shape[1]), c.law().moment(1), 1e-12);
      assertEquals(c.law().upperEdge(), c.largest(), 0.15 * c.law().upperEdge());
      assertEquals(6 * shape[0], c.eigenvalues().length);
      double[] all = c.eigenvalues();
      assertEquals(c.moment(1), Arrays.stream(all).average().orElse(0), 1e-12);
      assertTrue(c.smallest() > -1e-12 && c.momentError(2) > 0);
    }
  }

  @Test
  void orthogonalSpectraAreZerosAndOnes() {
    SpectrumCase wide =
        SpectrumCase.measure(SpectrumCase.Start.ORTHOGONAL, 30, 20, 2, 1, Workers.of(1));
    double[] expected = new double[60];
    Arrays.fill(expected, 20, 60, 1);
    assertArrayEquals(expected, wide.eigenvalues(), 1e-12);
    assertEquals(1, wide.smallest(), 1e-12);
    assertTrue(Double.isNaN(wide.deviation(1)));
    assertTrue(wide.largestMiss() < 1e-12 && wide.isPlausible(1e-9));
  }

  private static SpectrumCase gaussian(int inputs, int outputs, int count) {
    return SpectrumCase.measure(
        SpectrumCase.Start.GAUSSIAN, inputs, outputs, count, 7, Workers.of(2));
  }

  /**
   * One row or one column of n standard normal numbers has |w|² = χ² of n degrees of freedom, whose
   * moments are n, n(n + 2), n(n + 2)(n + 4), n(n + 2)(n + 4)(n + 6).
   */
  @Test
  void meansOfMomentsAreExactForSingleRowsAndColumns() {
    int n = 7;
    SpectrumCase column = gaussian(1, n, 2);
    SpectrumCase row = gaussian(n, 1, 2);
    double v = 2.0 / (n + 1);
    double chi = 1;
    for (int p = 1; p <= SpectrumCase.MOMENTS; p++) {
      chi *= v * (n + 2 * (p - 1));
      assertEquals(chi, column.expected(p), 1e-12 * chi);
      assertEquals(chi / n, row.expected(p), 1e-12 * chi);
    }
    assertThrowsNaming(IllegalArgumentException.class, () -> row.expected(5), "Moment 5");
  }

  /** For large matrices of the same quotient the law's moments, with a distance like 1/outputs. */
  @Test
  void meansOfMomentsTendToTheLaws() {
    SpectrumCase small = gaussian(6, 9, 2);
    double s2 = 18.0 / 15;
    assertEquals(small.law().moment(2) + s2 * s2 / 9, small.expected(2), 1e-14);
    SpectrumCase large = gaussian(2_000, 3_000, 0);
    for (int p = 1; p <= SpectrumCase.MOMENTS; p++) {
      assertEquals(small.law().moment(p), large.law().moment(p), 1e-12);
      assertEquals(large.law().moment(p), large.expected(p), 1e-3 * p * p);
    }
  }

  /**
   * Groups of few, some and all draws of matrices small enough that a wrong finite-size term would
   * show. With a chance of 0.005 right weights are called wrong in below one group of a hundred,
   * although moments of so small matrices are not quite normal.
   */
  @Test
  void rightWeightsAreHardlyEverCalledWrong() {
    SpectrumCase all = gaussian(12, 18, 12_000);
    for (int draws : new int[] {2, 3, 4, 10, 40, 400, 12_000}) {
      int groups = all.draws() / draws;
      int wrong = 0;
      for (int g = 0; g < groups; g++) {
        wrong += all.drawn(g * draws, (g + 1) * draws).isPlausible(0.005) ? 0 : 1;
      }
      assertTrue(wrong <= 0.01 * groups, wrong + " of " + groups + " groups of " + draws);
    }
    // The law alone is told from them by so many.
    assertTrue(all.deviation(2) > 6, "" + all.deviation(2));
  }

  /**
   * Eigenvalues a tenth too large move the trace of 400 squares, which ten draws know to 0.022, by
   * 0.1; orthogonal weights may miss by rounding alone.
   */
  @Test
  void wrongWeightsAreFound() {
    SpectrumCase right = gaussian(20, 20, 40);
    assertTrue(right.isPlausible(0.005));
    assertFalse(right.scaled(1.1).isPlausible(0.005));
    SpectrumCase orthogonal =
        SpectrumCase.measure(SpectrumCase.Start.ORTHOGONAL, 20, 20, 2, 3, Workers.of(1));
    assertFalse(orthogonal.scaled(1 + 1e-9).isPlausible(0.005));
  }

  @Test
  void conditionsSayWhatTheArchitecturesDo() {
    // Of twelve seeds tried, a skip lowers the median condition of so narrow a network in ten.
    ConditioningRun.Plan plan = new ConditioningRun.Plan(8, 3, 40, 0.02, List.of(0, 1), 2);
    Map<Architecture, Double> medians = new EnumMap<>(Architecture.class);
    for (Architecture architecture : Architecture.values()) {
      ConditioningRun run = ConditioningRun.measure(architecture, plan, DIGITS.train().toDataset());
      assertEquals(2, run.snapshots().size());
      assertEquals(1, run.snapshots().get(1).epoch());
      assertTrue(run.snapshots().get(1).trainLoss() < run.snapshots().get(0).trainLoss());
      List<BlockCondition> blocks = run.snapshots().get(0).blocks();
      assertEquals(List.of(2, 3, 4), blocks.stream().map(BlockCondition::number).toList());
      // Each unit of a normalized layer has its weights and its bias as null vectors: 16 of 72.
      double rank = architecture == Architecture.BATCH_NORM ? 56.0 / 72 : 1;
      blocks.forEach(block -> assertEquals(rank, block.rank(), 1e-12));
      medians.put(
          architecture,
          blocks.stream().mapToDouble(BlockCondition::ofInputs).sorted().toArray()[1]);
      assertTrue(blocks.stream().allMatch(block -> block.ofWeights() > 1));
      // tr WᵀW/n is 1 of an orthogonal matrix, less the slopes of tanh, more with a skip.
      for (BlockCondition block : blocks) {
        switch (architecture) {
          case ORTHOGONAL -> assertTrue(block.mean() > 0.5 && block.mean() < 1, block.toString());
          case SKIP -> assertTrue(block.mean() > 1, block.toString());
          default -> assertTrue(block.mean() > 0.1 && block.mean() < 10, block.toString());
        }
      }
    }
    double plain = medians.getOrDefault(Architecture.PLAIN, Double.NaN);
    double skip = medians.getOrDefault(Architecture.SKIP, Double.NaN);
    double orthogonal = medians.getOrDefault(Architecture.ORTHOGONAL, Double.NaN);
    assertTrue(orthogonal < 20 && skip < plain, medians.toString());
  }

  private static TrainingPlan plan(TrainingPlan.Kind kind, List<Double> rates) {
    return new TrainingPlan(
        new TrainingPlan.Shape(kind, 2, 12), 2, 64, 1e-4, rates, new TrainingPlan.Repeats(1, 2, 1));
  }

  private static List<MethodResult> compare(TrainingPlan plan, int threads) {
    return TrainingComparison.of(plan, DIGITS).run(Workers.of(threads), told -> {});
  }

  @Test
  void everyMethodTriesEveryRateAndIsTestedAtItsBest() {
    TrainingPlan plan = plan(TrainingPlan.Kind.MLP, List.of(0.001, 0.01, 1e200));
    List<MethodResult> results = compare(plan, 2);
    assertEquals(List.of(LayeredMethod.values()), results.stream().map(r -> r.method()).toList());
    for (MethodResult result : results) {
      assertEquals(plan.rates(), result.trials().stream().map(Trial::rate).toList());
      assertEquals(
          result.trials().stream().mapToDouble(Trial::accuracy).max().orElse(0),
          result.trials().get(plan.rates().indexOf(result.rate())).accuracy());
      assertEquals(result.rate() == 0.001, result.isAtTheEdge());
      assertEquals(0, result.trials().get(2).accuracy());
      assertEquals(Double.POSITIVE_INFINITY, result.trials().get(2).loss());
      assertEquals(List.of(1L, 2L), result.runs().stream().map(MethodRun::seed).toList());
      for (MethodRun run : result.runs()) {
        assertEquals(2, run.history().size());
        assertTrue(run.last().testAccuracy() > 0.3, run.label() + " " + run.last());
        assertEquals(
            result.method() != LayeredMethod.SGD,
            run.last().figures().containsKey("factor.layer3.W"));
      }
    }
    assertEquals(20, TrainingComparison.of(plan, DIGITS).runs());
  }

  @Test
  void resultsDoNotDependOnThreads() {
    TrainingPlan plan = plan(TrainingPlan.Kind.MLP, List.of(0.01));
    List<MethodResult> one = compare(plan, 1);
    List<MethodResult> two = compare(plan, 2);
    for (int i = 0; i < one.size(); i++) {
      assertEquals(one.get(i).trials(), two.get(i).trials());
      assertEquals(
          one.get(i).runs().get(1).last().testLoss(), two.get(i).runs().get(1).last().testLoss());
    }
  }

  @Test
  void convolutionalNetworkHasTheLayersItSays() {
    TrainingPlan plan = plan(TrainingPlan.Kind.VGG, List.of(0.01));
    // 8·9+8, 8·72+8, 16·72+16, 16·144+16, 32·(2·2·16)+32, 10·32+10
    assertEquals(
        80 + 584 + 1168 + 2320 + 2080 + 330,
        plan.network(64, Optional.of(new ImageShape(8, 8, 1)), 10).dimension());
    assertTrue(plan.describe().contains("convolutions"));
  }
}
