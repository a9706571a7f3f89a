package org.roperator.recurrent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.roperator.contract.Refusals.assertRefused;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.roperator.autodiff.Elementary;
import org.roperator.contract.Refusals;
import org.roperator.function.ParameterLayout;
import org.roperator.function.ScalarFunction;

/** Bad input gets one clear error; what fits is named. */
class BadInputTest {

  private static final RecurrentNetwork NETWORK = RecurrentNetwork.of(Connectivity.full(3));

  @Test
  void connectivity() {
    assertRefused(() -> Connectivity.full(0), 0);
    assertRefused(() -> Connectivity.full(50_000), 50_000, "Connectivity.of");
    assertRefused(
        () -> Connectivity.of(new boolean[][] {{true, false}, {true}}), "Row 1", 1, 2, "square");
    assertRefused(() -> Connectivity.of(new boolean[2][2]), "connections", 0);
    assertRefused(() -> Connectivity.of(3, new int[] {0}, new int[] {1, 2}), 1, 2);
    assertRefused(() -> Connectivity.of(3, new int[] {3}, new int[] {1}), 3);
    assertRefused(() -> Connectivity.of(3, new int[] {0}, new int[] {-1}), -1);
    assertRefused(
        () -> Connectivity.of(3, new int[] {0, 0}, new int[] {1, 1}), "unit 0", "unit 1", "twice");
    Connectivity some = Connectivity.of(3, new int[] {2, 0}, new int[] {0, 1});
    assertFalse(some.isFull());
    assertEquals(2, some.weights());
    assertEquals(3, some.units());
    assertTrue(Connectivity.full(3).isFull());
    assertEquals(9, Connectivity.full(3).weights());
  }

  @Test
  void networks() {
    assertRefused(() -> NETWORK.withFunction(1, 4, Elementary.TANH), 4, 3);
    assertRefused(() -> NETWORK.withFunction(2, 2, Elementary.TANH), 2, 3);
    assertRefused(() -> NETWORK.withTimeConstants(new double[2]), 2, 3);
    assertRefused(() -> NETWORK.withTimeConstants(new double[] {1, 0, 1}), "unit 1");
    assertRefused(() -> NETWORK.initialize(-1, 1), -1);
    assertEquals(InputPlace.INSIDE, NETWORK.inputPlace());
    ParameterLayout layout = NETWORK.layout();
    assertEquals(12, NETWORK.dimension());
    assertEquals("W[1,2]", layout.nameOf(5));
    assertEquals("b[2]", layout.nameOf(11));
    assertEquals(9, NETWORK.withoutBiases().dimension());
    RecurrentNetwork sparse = RecurrentNetwork.of(Connectivity.of(3, new int[] {0}, new int[] {1}));
    assertEquals("W[0]", sparse.layout().nameOf(0));
  }

  @Test
  void pointsAndPatterns() {
    Pattern pattern = Pattern.of(3).build();
    assertRefused(() -> NETWORK.settle(new double[3], pattern), 3, 12);
    double[] w = new double[12];
    w[4] = Double.NaN;
    assertRefused(() -> NETWORK.settle(w, pattern), "NaN", 4);
    assertRefused(() -> NETWORK.settle(new double[12], Pattern.of(2).build()), 2, 3);
    assertRefused(() -> Pattern.of(0), 0);
    assertRefused(() -> Pattern.of(3).target(3, 1), "Unit 3", 3);
    assertRefused(() -> Pattern.of(3).clamp(-1, 1), "Unit -1");
    assertRefused(() -> Pattern.of(3).input(5, 1), "Unit 5");
    assertRefused(() -> Pattern.of(3).input(0, Double.NaN), "NaN");
    assertRefused(() -> Pattern.of(3).clamp(0, Double.POSITIVE_INFINITY), "Infinity");
    assertRefused(() -> Pattern.of(3).target(0, Double.NaN), "NaN");
    assertRefused(() -> Pattern.of(3).inputs(new double[2]), 2, 3);
    assertRefused(() -> Pattern.of(3).start(new double[] {0, Double.NaN, 0}), "NaN");
  }

  @Test
  void objectives() {
    Pattern aimed = Pattern.of(3).target(0, 0.5).target(1, 0.5).build();
    Pattern aimless = Pattern.of(3).build();
    EquilibriumLoss squared = EquilibriumLoss.squaredError();
    assertRefused(() -> RecurrentObjective.of(NETWORK, squared, List.of()), "no patterns");
    assertRefused(
        () -> RecurrentObjective.of(NETWORK, squared, List.of(aimless)), "No pattern has a target");
    assertRefused(
        () -> RecurrentObjective.of(NETWORK, EquilibriumLoss.squaredError(2), List.of(aimed)),
        "No pattern has a target");
    assertRefused(
        () -> RecurrentObjective.of(NETWORK, EquilibriumLoss.squaredError(3), List.of(aimed)),
        "unit 3");
    assertRefused(
        () -> RecurrentObjective.of(NETWORK, squared, List.of(aimed, Pattern.of(2).build())),
        "Pattern 1",
        2,
        3);
    assertRefused(() -> EquilibriumLoss.softmaxCrossEntropy(1), 1);
    assertRefused(() -> EquilibriumLoss.softmaxCrossEntropy(1, 2, 1), "unit 1", "twice");
    assertRefused(() -> EquilibriumLoss.squaredError(0, 0), "unit 0", "twice");
    assertRefused(() -> EquilibriumLoss.logisticCrossEntropy(2, 0, 2), "unit 2", "twice");
    assertRefused(() -> squared.scaledBy(0), 0);
    assertRefused(
        () ->
            RecurrentObjective.of(
                NETWORK, EquilibriumLoss.softmaxCrossEntropy(0, 2), List.of(aimed)),
        "Pattern 0",
        "1 of the 2");
    Pattern excessive = Pattern.of(3).target(0, 0.7).target(1, 0.7).build();
    assertRefused(
        () ->
            RecurrentObjective.of(
                NETWORK, EquilibriumLoss.softmaxCrossEntropy(0, 1), List.of(excessive)),
        "sum");
    Pattern negative = Pattern.of(3).target(0, -0.5).target(1, 1.5).build();
    assertRefused(
        () ->
            RecurrentObjective.of(
                NETWORK, EquilibriumLoss.softmaxCrossEntropy(0, 1), List.of(negative)),
        -0.5);
    assertRefused(
        () ->
            RecurrentObjective.of(
                NETWORK, EquilibriumLoss.logisticCrossEntropy(), List.of(negative)),
        "-0.5",
        "unit 0");
    // A pattern without targets is one that asks for nothing.
    EquilibriumLoss softmax = EquilibriumLoss.softmaxCrossEntropy(0, 1);
    double one = RecurrentObjective.of(NETWORK, softmax, List.of(aimed)).value(new double[12]);
    assertEquals(Math.log(2), one, 1e-15);
    assertEquals(
        one / 2,
        RecurrentObjective.of(NETWORK, softmax, List.of(aimed, aimless)).value(new double[12]),
        1e-15);
    RecurrentObjective objective = RecurrentObjective.of(NETWORK, squared, List.of(aimed));
    assertRefused(() -> objective.withDecay(-1), -1);
    assertRefused(() -> objective.withMemoryBudget(-1), -1);
    assertEquals(3, objective.network().units());
  }

  /** 50,000² numbers are no array; sparse weights for as many units are no problem. */
  @Test
  void aMatrixThatNoArrayHoldsIsNotFactored() {
    int n = 50_000;
    RecurrentNetwork sparse = RecurrentNetwork.of(Connectivity.of(n, new int[] {0}, new int[] {1}));
    RecurrentObjective objective =
        RecurrentObjective.of(
            sparse, EquilibriumLoss.squaredError(), List.of(Pattern.of(n).target(1, 0.5).build()));
    double[] w = new double[objective.dimension()];
    assertRefused(
        () -> objective.withSolver(FixedPointSolver.factorization()).expandAt(w),
        n,
        2_500_000_000L,
        20_000_000_000L,
        "krylov()");
  }

  /** An activation of unbounded slope and no fixed point, y = exp(y + 1): one clear error. */
  @Test
  void anActivationWithoutAFixedPoint() {
    RecurrentNetwork exponential =
        RecurrentNetwork.of(Connectivity.full(1))
            .withFunction(ScalarFunction.of(Math::exp, Math::exp, Math::exp))
            .withoutBiases();
    RecurrentExpansion at =
        RecurrentObjective.of(
                exponential,
                EquilibriumLoss.squaredError(),
                List.of(Pattern.of(1).input(0, 1).target(0, 1).build()))
            .expandAt(new double[] {1});
    Refusals.assertThrowsNaming(
        IllegalStateException.class, at::requireSettled, "Pattern 0 of 1", "DIVERGED", "bounds");
    assertEquals(Double.POSITIVE_INFINITY, at.value());
  }

  @Test
  void settling() {
    assertRefused(() -> Settling.anderson(0), 0);
    assertRefused(() -> Settling.anderson(21), 21);
    assertRefused(() -> Settling.relaxation().untilResidual(0), 0);
    assertRefused(() -> Settling.relaxation().atMostIterations(0), 0);
    for (SettlingOutcome outcome : SettlingOutcome.values()) {
      assertFalse(outcome.explanation().isBlank());
    }
  }
}
