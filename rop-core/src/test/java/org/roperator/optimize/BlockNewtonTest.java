package org.roperator.optimize;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.roperator.contract.Refusals.assertRefused;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.roperator.contract.Samples;
import org.roperator.function.FiniteSum;
import org.roperator.function.Objective;
import org.roperator.operator.BlockDiagonal;
import org.roperator.operator.BlockDiagonal.Block;
import org.roperator.operator.BlockDiagonal.Range;
import org.roperator.operator.SymmetricOperator;
import org.roperator.optimize.rule.GradientDescent;
import org.roperator.parallel.Workers;

/** Steps that are known in advance. */
class BlockNewtonTest {

  private static final double[][] MATRIX = {{4, 1, 0.5}, {1, 3, 0}, {0.5, 0, 2}};
  private static final double[] B = {1, 2, 3};

  private static Objective quadratic() {
    return Objective.quadratic(SymmetricOperator.symmetric(MATRIX), B);
  }

  /** The Hessian's blocks of the given lengths. */
  private static Curvature.Blockwise blocks(int... lengths) {
    return at -> {
      List<Block<SymmetricOperator>> blocks = new ArrayList<>();
      int from = 0;
      for (int length : lengths) {
        Range range = new Range(from, from + length);
        blocks.add(
            new Block<>("from " + from, at.hessian().block(from, range.to()), List.of(range)));
        from += length;
      }
      return BlockDiagonal.of(from, blocks);
    };
  }

  private static BlockNewton exactly(Curvature.Blockwise curvature) {
    return BlockNewton.of(curvature).withDamping(0).withRate(1).untilResidual(1e-14);
  }

  private static Optimizer once(BlockNewton rule) {
    return Epochs.of(1).stepping(rule);
  }

  @Test
  void oneUndampedStepOverOneBlockSolvesAQuadratic() {
    double[] w = once(exactly(blocks(3))).minimize(quadratic(), new double[3]).parameters();
    assertArrayEquals(B, SymmetricOperator.symmetric(MATRIX).times(w), 1e-12);
  }

  /** From zero, −g = b: the first two coordinates solve [[4,1],[1,3]] to (1/11, 7/11). */
  @Test
  void blocksAreSolvedForWithoutRegardToOneAnother() {
    for (int threads : new int[] {1, 3}) {
      double[] w =
          once(exactly(blocks(2, 1)).on(Workers.of(threads)))
              .minimize(quadratic(), new double[3])
              .parameters();
      assertArrayEquals(new double[] {1 / 11.0, 7 / 11.0, 1.5}, w, 1e-14);
    }
  }

  @Test
  void dampedAndScaledStepsSolveTheDampedSystem() {
    // ½(0.25 + 0.75 · 2)⁻¹ · 3 for the last coordinate alone.
    double[] w =
        once(exactly(blocks(1, 1, 1)).withDamping(0.25).withRate(0.5))
            .minimize(quadratic(), new double[3])
            .parameters();
    assertArrayEquals(new double[] {0.5 / 3.25, 0.5 * 2 / 2.5, 0.5 * 3 / 1.75}, w, 1e-15);
  }

  @Test
  void dampingOneIsGradientDescent() {
    FiniteSum sum = LogisticRegression.random(3, 12, 4, 0.1);
    double[] start = Samples.gaussian(Samples.random(1), 4);
    MiniBatches batches = MiniBatches.shuffled(5, 9);
    double[] expected =
        Epochs.of(3)
            .withBatches(batches)
            .stepping(GradientDescent.ofRate(0.1))
            .minimize(sum, start)
            .parameters();
    double[] actual =
        Epochs.of(3)
            .withBatches(batches)
            .stepping(BlockNewton.of(blocks(2, 2)).withDamping(1))
            .minimize(sum, start)
            .parameters();
    assertTrue(Samples.relativeDistance(expected, actual) < 1e-15);
  }

  @Test
  void theConstantsAreThePapers() {
    // α = 0.02, η = 0.1: with C = c of one coordinate, w = 0.1 · b / (0.02 + 0.98c).
    double[] w =
        Epochs.of(1)
            .stepping(BlockNewton.of(blocks(1, 1, 1)))
            .minimize(quadratic(), new double[3])
            .parameters();
    double[] expected = new double[3];
    for (int i = 0; i < 3; i++) {
      expected[i] = 0.1 * B[i] / (0.02 + 0.98 * MATRIX[i][i]);
    }
    assertArrayEquals(expected, w, 1e-15);
    // ε = 0.1 and 50 steps: the solve ends as soon as the residual is a tenth, not before.
    assertEquals(50, mostSteps(BlockNewton.of(spread(6))));
    assertEquals(7, mostSteps(BlockNewton.of(spread(6)).atMostSteps(7)));
    // Condition 2: each step takes the error to 0.17 of it, so 0.1 takes two and 1e-8 about eleven.
    assertEquals(2, mostSteps(BlockNewton.of(spread(0.3))));
    assertEquals(11, mostSteps(BlockNewton.of(spread(0.3)).untilResidual(1e-8)), 1);
  }

  /** So many decades of eigenvalues from 1 on; with six they are too many for fifty steps. */
  private static Curvature.Blockwise spread(double decades) {
    int n = 400;
    double[] diagonal = new double[n];
    Arrays.setAll(diagonal, i -> Math.pow(10, decades * i / n));
    return at ->
        BlockDiagonal.of(
            n,
            List.of(
                new Block<>(
                    "all", SymmetricOperator.diagonal(diagonal), List.of(new Range(0, n)))));
  }

  private static double mostSteps(BlockNewton rule) {
    List<Double> steps = new ArrayList<>();
    double[] b = new double[400];
    Arrays.fill(b, 1);
    once(rule)
        .minimize(
            Objective.quadratic(SymmetricOperator.identity(400), b),
            new double[400],
            iteration -> {
              steps.add(iteration.figures().getOrDefault("most_cg_steps", Double.NaN));
              return OptimizationListener.Signal.CONTINUE;
            });
    return steps.get(0);
  }

  @Test
  void theCurvatureMayChangeFromEpochToEpoch() {
    List<Double> counts = new ArrayList<>();
    Epochs.of(5)
        .stepping(
            BlockNewton.of(blocks(3))
                .withCurvatureFrom(2, blocks(1, 1, 1))
                .withCurvatureFrom(4, blocks(2, 1)))
        .minimize(
            quadratic(),
            new double[3],
            iteration -> {
              counts.add(iteration.figures().getOrDefault("blocks", Double.NaN));
              return OptimizationListener.Signal.CONTINUE;
            });
    assertEquals(List.of(1.0, 3.0, 3.0, 2.0, 2.0), counts);
  }

  @Test
  void spendsProductsAndSaysSo() {
    OptimizationResult result = once(exactly(blocks(2, 1))).minimize(quadratic(), new double[3]);
    assertEquals(3, result.products()); // two for two coordinates, one for one
    assertEquals(1, result.expansions());
    assertEquals("block-newton", BlockNewton.of(blocks(3)).name());
  }

  @Test
  void negativeCurvatureIsCountedAndTheBlockStays() {
    Objective saddle =
        Objective.quadratic(SymmetricOperator.diagonal(new double[] {2, -1}), new double[] {1, 1});
    double[] w =
        once(exactly(blocks(1, 1)))
            .minimize(
                saddle,
                new double[2],
                iteration -> {
                  assertEquals(1, iteration.figures().get("negative_curvature"));
                  assertEquals(0.5, iteration.figures().get("cg_steps"));
                  return OptimizationListener.Signal.CONTINUE;
                })
            .parameters();
    assertArrayEquals(new double[] {0.5, 0}, w);
  }

  @Test
  void numbersThatAreNotFiniteEndTheRunByName() {
    Curvature.Blockwise broken =
        at ->
            BlockDiagonal.of(
                3,
                List.of(
                    new Block<>(
                        "all",
                        SymmetricOperator.of(3, (v, out) -> Arrays.fill(out, Double.NaN)),
                        List.of(new Range(0, 3)))));
    OptimizationResult result =
        Epochs.standard().stepping(BlockNewton.of(broken)).minimize(quadratic(), new double[3]);
    assertEquals(OptimizationOutcome.NOT_FINITE, result.outcome());
    assertTrue(result.reason().contains("curvature"), result.reason());
    assertArrayEquals(new double[3], result.parameters());
    OptimizationResult diverged =
        Epochs.of(9)
            .stepping(exactly(blocks(3)).withRate(1e308))
            .minimize(quadratic(), new double[3]);
    assertEquals(OptimizationOutcome.NOT_FINITE, diverged.outcome());
  }

  @Test
  void convergesAndStopsWhereItIsTold() {
    Epochs epochs = Epochs.of(50);
    BlockNewton rule = exactly(blocks(3));
    OptimizationResult result = epochs.stepping(rule).minimize(quadratic(), new double[3]);
    assertEquals(OptimizationOutcome.CONVERGED, result.outcome());
    assertEquals(2, result.iterations());
    result = epochs.untilGradient(100).stepping(rule).minimize(quadratic(), new double[3]);
    assertEquals(1, result.iterations());
  }

  @Test
  void badConstantsAreRefused() {
    BlockNewton rule = BlockNewton.of(blocks(3));
    assertRefused(() -> rule.withDamping(-0.1), "damping", -0.1, "from 0 to 1");
    assertRefused(() -> rule.withDamping(1.5), "damping", 1.5);
    assertRefused(() -> rule.withDamping(Double.NaN), "damping", "NaN");
    assertRefused(() -> rule.untilResidual(0), "residual", 0.0);
    assertRefused(() -> rule.atMostSteps(0), "steps", 0);
    assertRefused(() -> rule.withRate(0), "rate", 0.0);
    assertRefused(() -> Epochs.of(0), "epochs", 0);
    assertRefused(() -> rule.withCurvatureFrom(0, blocks(3)), "epoch", 0);
  }
}
