package org.roperator.optimize;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.roperator.contract.Refusals;
import org.roperator.function.FiniteSum;
import org.roperator.function.Objective;
import org.roperator.internal.Vectors;
import org.roperator.operator.SymmetricOperator;
import org.roperator.optimize.OptimizationListener.Signal;
import org.roperator.optimize.rule.Adam;
import org.roperator.optimize.rule.GradientDescent;

/** Gradient descent and Adam, and the epochs they share. */
class FirstOrderTest {

  private static final Objective HALF_SQUARE =
      Objective.quadratic(SymmetricOperator.identity(1), new double[1]);

  private static List<Iteration> history(Optimizer method, Objective objective, double... start) {
    List<Iteration> history = new ArrayList<>();
    method.minimize(
        objective,
        start,
        iteration -> {
          history.add(iteration);
          return Signal.CONTINUE;
        });
    return history;
  }

  private static double figure(Iteration epoch, String name) {
    return epoch.figures().getOrDefault(name, Double.NaN);
  }

  @Test
  void heavyBallKeepsHalfItsLastStep() {
    // u = −0.1, w = 0.9; u = −0.05 − 0.09, w = 0.76.
    List<Iteration> history =
        history(
            Epochs.of(2).stepping(GradientDescent.ofRate(0.1).withMomentum(0.5)), HALF_SQUARE, 1);
    assertEquals(2, history.size());
    assertArrayEquals(new double[] {0.9}, history.get(0).parameters(), 1e-15);
    assertArrayEquals(new double[] {0.76}, history.get(1).parameters(), 1e-15);
    assertEquals(0.5, history.get(0).value());
    assertEquals(0.405, history.get(1).value(), 1e-15);
    assertEquals(1, history.get(0).figures().get("gradient_norm"));
    assertEquals(0.14, figure(history.get(1), "step_norm"), 1e-15);
    assertEquals(2, history.get(1).number());
    assertEquals(
        "{gradient_norm=1.0, steps=1.0, step_norm=" + figure(history.get(0), "step_norm") + "}",
        history.get(0).figures().toString());
  }

  @Test
  void adamTakesTheStepsOfItsPaper() {
    // t = 1: m̂ = v̂ = 1; t = 2: m̂ = 0.18/0.19, v̂ = 0.001809/0.001999.
    List<Iteration> history = history(Epochs.of(2).stepping(Adam.ofRate(0.1)), HALF_SQUARE, 1);
    assertArrayEquals(new double[] {1 - 0.1 / (1 + 1e-8)}, history.get(0).parameters(), 1e-14);
    assertArrayEquals(new double[] {0.8004122297123379}, history.get(1).parameters(), 1e-14);
    double[] first =
        history(Epochs.of(1).stepping(Adam.standard()), HALF_SQUARE, 1).get(0).parameters();
    assertArrayEquals(new double[] {1 - 1e-3 / (1 + 1e-8)}, first, 1e-15);
  }

  @Test
  void epochWhoseRateIsNothingShowsTheObjectiveItself() {
    LogisticRegression f = LogisticRegression.random(3, 23, 4, 0.1);
    double[] w = {0.5, -1, 2, 0.1};
    for (MiniBatches batches : List.of(MiniBatches.full(), MiniBatches.shuffled(5, 9))) {
      Iteration epoch =
          history(Epochs.of(1).withBatches(batches).stepping(GradientDescent.ofRate(1e-300)), f, w)
              .get(0);
      assertEquals(f.value(w), epoch.value(), 1e-14);
      assertEquals(Vectors.norm(f.expandAt(w).gradient()), figure(epoch, "gradient_norm"), 1e-14);
      assertArrayEquals(w, epoch.parameters());
    }
  }

  @Test
  void everyEpochDealsEveryExampleOnceInANewOrder() {
    LogisticRegression f = LogisticRegression.random(3, 23, 4, 0);
    MiniBatches.Order order = MiniBatches.shuffled(5, 9).over(f);
    assertEquals(5, order.count());
    double[] w = {0.5, -1, 2, 0.1};
    List<Double> firstValues = new ArrayList<>();
    for (int epoch = 0; epoch < 3; epoch++) {
      order.shuffle();
      double sum = 0;
      int examples = 0;
      for (int i = 0; i < order.count(); i++) {
        FiniteSum batch = order.batch(i);
        assertEquals(i < 4 ? 5 : 3, batch.size());
        sum += batch.size() * batch.value(w);
        examples += batch.size();
      }
      assertEquals(23, examples);
      assertEquals(23 * f.value(w), sum, 1e-12);
      firstValues.add(order.batch(0).value(w));
    }
    assertEquals(3, firstValues.stream().distinct().count());
  }

  @Test
  void shuffleReachesEveryPlaceEvenly() {
    // Which example comes first, over 6000 epochs of 3 batches: 2000 each, standard deviation 37.
    LogisticRegression f = LogisticRegression.random(3, 3, 2, 0);
    double[] w = {1, 1};
    int[] first = new int[3];
    int[] last = new int[3];
    MiniBatches.Order order = MiniBatches.shuffled(1, 4).over(f);
    for (int epoch = 0; epoch < 6000; epoch++) {
      order.shuffle();
      for (int i = 0; i < 3; i++) {
        double value = f.restrictedTo(new int[] {i}).value(w);
        first[i] += order.batch(0).value(w) == value ? 1 : 0;
        last[i] += order.batch(2).value(w) == value ? 1 : 0;
      }
    }
    for (int i = 0; i < 3; i++) {
      assertEquals(2000, first[i], 200);
      assertEquals(2000, last[i], 200);
    }
  }

  @Test
  void batchAsLargeAsTheSumIsTheSumItself() {
    LogisticRegression f = LogisticRegression.random(3, 10, 2, 0);
    assertSame(f, MiniBatches.shuffled(10, 1).over(f).batch(0));
    assertSame(f, MiniBatches.full().over(f).batch(0));
    assertEquals(1, MiniBatches.full().over(f).count());
    assertEquals(2, MiniBatches.shuffled(9, 1).over(f).count());
  }

  @Test
  void historyDependsOnTheSeedAlone() {
    LogisticRegression f = LogisticRegression.random(3, 40, 4, 0.1);
    Optimizer seed1 =
        Epochs.of(4).withBatches(MiniBatches.shuffled(7, 1)).stepping(Adam.ofRate(0.05));
    Optimizer seed2 =
        Epochs.of(4).withBatches(MiniBatches.shuffled(7, 2)).stepping(Adam.ofRate(0.05));
    List<String> once = Histories.words(history(seed1, f, new double[4]));
    assertEquals(once, Histories.words(history(seed1, f, new double[4])));
    assertNotEquals(once, Histories.words(history(seed2, f, new double[4])));
  }

  @Test
  void miniBatchesComeNearTheMinimum() {
    LogisticRegression f = LogisticRegression.random(3, 200, 4, 0.1);
    double minimum = HessianFree.standard().minimize(f, new double[4]).value();
    for (Optimizer method :
        List.of(
            Epochs.standard()
                .withBatches(MiniBatches.shuffled(20, 1))
                .stepping(GradientDescent.ofRate(0.05).withMomentum(0.5)),
            Epochs.standard()
                .withBatches(MiniBatches.shuffled(20, 1))
                .stepping(Adam.ofRate(0.01)))) {
      OptimizationResult result = method.minimize(f, new double[4]);
      assertEquals(OptimizationOutcome.ITERATION_LIMIT, result.outcome());
      assertEquals(100, result.iterations());
      assertEquals(1000, result.expansions());
      assertEquals(1, result.evaluations());
      assertEquals(0, result.products());
      assertTrue(result.value() < minimum + 1e-2, method.name() + " " + result);
      assertEquals(f.value(result.parameters()), result.value());
    }
  }

  @Test
  void divergenceIsNamedAndTheLastCompleteIterateComesBack() {
    List<double[]> seen = new ArrayList<>();
    OptimizationResult result =
        Epochs.of(1000)
            .stepping(GradientDescent.ofRate(1e10))
            .minimize(
                HALF_SQUARE,
                new double[] {1},
                iteration -> {
                  seen.add(iteration.parameters());
                  return Signal.CONTINUE;
                });
    assertEquals(OptimizationOutcome.NOT_FINITE, result.outcome());
    assertArrayEquals(seen.get(seen.size() - 1), result.parameters());
    assertEquals(seen.size(), result.iterations());
    assertTrue(
        result.reason().startsWith("In epoch " + (seen.size() + 1) + ", batch 1 of 1, the value"),
        result.reason());
    OptimizationResult parameters =
        Epochs.standard()
            .stepping(GradientDescent.ofRate(1e308))
            .minimize(HALF_SQUARE, new double[] {1e10});
    assertEquals(OptimizationOutcome.NOT_FINITE, parameters.outcome());
    assertTrue(parameters.reason().contains("parameters became"), parameters.reason());
    assertArrayEquals(new double[] {1e10}, parameters.parameters());
  }

  @Test
  void runsEndForTheReasonTheyName() {
    Optimizer method = Epochs.standard().untilGradient(0.3).stepping(GradientDescent.ofRate(0.5));
    OptimizationResult converged = method.minimize(HALF_SQUARE, new double[] {1});
    // Gradients 1, ½, ¼: the third epoch's is small enough, and its step is still taken.
    assertEquals(OptimizationOutcome.CONVERGED, converged.outcome());
    assertEquals(3, converged.iterations());
    assertArrayEquals(new double[] {0.125}, converged.parameters());
    assertEquals(0.125 * 0.125 / 2, converged.value());
    assertEquals(
        "The norm of the mean gradient of epoch 3 is 0.250, at most 0.300.", converged.reason());
    OptimizationResult stopped =
        method.minimize(HALF_SQUARE, new double[] {1}, iteration -> Signal.STOP);
    assertEquals(OptimizationOutcome.STOPPED_BY_LISTENER, stopped.outcome());
    assertEquals(1, stopped.iterations());
    OptimizationResult interrupted =
        Epochs.standard()
            .untilGradient(0)
            .stepping(Adam.ofRate(0.1))
            .minimize(
                HALF_SQUARE,
                new double[] {1},
                iteration -> {
                  Thread.currentThread().interrupt();
                  return Signal.CONTINUE;
                });
    assertTrue(Thread.interrupted());
    assertEquals(OptimizationOutcome.INTERRUPTED, interrupted.outcome());
    assertEquals(1, interrupted.iterations());
    assertTrue(interrupted.reason().contains("After 1 epochs"), interrupted.reason());
  }

  @Test
  void settingsThatMeanNothingAreRefused() {
    Refusals.assertRefused(
        () -> Epochs.standard().stepping(GradientDescent.ofRate(0)), "rate", "0.0");
    Refusals.assertRefused(
        () -> Epochs.standard().stepping(Adam.ofRate(Double.NaN)), "rate", "NaN");
    for (double momentum : new double[] {-0.1, 1, Double.NaN}) {
      Refusals.assertRefused(
          () -> Epochs.standard().stepping(GradientDescent.ofRate(1).withMomentum(momentum)),
          "momentum",
          momentum);
    }
    Refusals.assertRefused(() -> Epochs.of(0).stepping(Adam.ofRate(1)), "epochs", 0);
    Refusals.assertRefused(
        () -> Epochs.standard().untilGradient(-1).stepping(Adam.ofRate(1)), "tolerance", "-1.0");
    Refusals.assertRefused(() -> MiniBatches.shuffled(0, 1), "batch size", 0);
    Refusals.assertRefused(
        () -> Epochs.standard().stepping(Adam.ofRate(1)).minimize(HALF_SQUARE, new double[2]),
        2,
        1);
  }
}
