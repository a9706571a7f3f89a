package org.roperator.solve;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.roperator.contract.Refusals;

class StoppingRuleTest {

  private static final Optional<CgOutcome> STALLED = Optional.of(CgOutcome.PROGRESS_STALLED);
  private static final Optional<CgOutcome> REACHED = Optional.of(CgOutcome.RESIDUAL_REACHED);
  private static final Optional<CgOutcome> LIMIT = Optional.of(CgOutcome.ITERATION_LIMIT);
  private static final StoppingRule MARTENS = StoppingRule.relativeProgressBelow(5e-4);

  private record Progress(
      int iteration, double residualNorm, double rightHandSideNorm, IntToDoubleFunction models)
      implements StoppingRule.Progress {

    @Override
    public double model(int i) {
      return models.applyAsDouble(i);
    }
  }

  private static StoppingRule.Progress at(int iteration, IntToDoubleFunction models) {
    return new Progress(iteration, 1, 1, models);
  }

  @Test
  void progressIsNotJudgedBeforeItsWindowIsFull() {
    for (int i = 0; i <= 10; i++) {
      assertEquals(Optional.empty(), MARTENS.judge(at(i, j -> -1)));
    }
    assertEquals(STALLED, MARTENS.judge(at(11, j -> -1)));
  }

  @Test
  void progressStallsWhenTenIterationsGainLessThanFivePerMille() {
    // (1.0050 − 1)/1.0050 = 0.004975 and (1.0051 − 1)/1.0051 = 0.005074, against 10 · 5e-4.
    assertEquals(STALLED, MARTENS.judge(at(11, j -> j == 11 ? -1.0050 : j == 1 ? -1 : -99)));
    assertEquals(
        Optional.empty(), MARTENS.judge(at(11, j -> j == 11 ? -1.0051 : j == 1 ? -1 : -99)));
  }

  @Test
  void progressIsNotJudgedFromAModelThatIsNotYetNegative() {
    assertEquals(Optional.empty(), MARTENS.judge(at(11, j -> j == 1 ? 0 : -1e-9)));
    assertEquals(Optional.empty(), MARTENS.judge(at(11, j -> 1)));
    assertEquals(STALLED, MARTENS.judge(at(11, j -> -1e-9)));
  }

  @Test
  void windowIsATenthOfTheIterationsRoundedUpAndAtLeastTen() {
    // The model differs at one place only: where the window must reach back to.
    int[][] iterationAndWindow = {
      {11, 10}, {99, 10}, {100, 10}, {101, 11}, {110, 11}, {111, 12}, {250, 25}
    };
    for (int[] pair : iterationAndWindow) {
      int i = pair[0];
      int k = pair[1];
      assertEquals(STALLED, MARTENS.judge(at(i, j -> j == i - k || j == i ? -1 : -0.5)));
      assertEquals(Optional.empty(), MARTENS.judge(at(i, j -> j == i - k ? -0.5 : -1)));
    }
    // A window of 25 may gain 25 · 5e-4 = 1.25 %.
    assertEquals(STALLED, MARTENS.judge(at(250, j -> j == 250 ? -1.0125 : -1)));
    assertEquals(Optional.empty(), MARTENS.judge(at(250, j -> j == 250 ? -1.0128 : -1)));
  }

  @Test
  void residualIsComparedWithTheRightHandSide() {
    StoppingRule rule = StoppingRule.residualBelow(0.5);
    assertEquals(REACHED, rule.judge(new Progress(0, 2, 4, j -> 0)));
    assertEquals(Optional.empty(), rule.judge(new Progress(0, 2.0001, 4, j -> 0)));
  }

  @Test
  void iterationsAreCounted() {
    assertEquals(Optional.empty(), StoppingRule.iterations(3).judge(at(2, j -> 0)));
    assertEquals(LIMIT, StoppingRule.iterations(3).judge(at(3, j -> 0)));
    assertEquals(LIMIT, StoppingRule.iterations(3).judge(at(4, j -> 0)));
  }

  @Test
  void firstOfTwoRulesIsAskedFirst() {
    StoppingRule residual = StoppingRule.residualBelow(1);
    StoppingRule limit = StoppingRule.iterations(2);
    assertEquals(REACHED, residual.or(limit).judge(at(2, j -> 0)));
    assertEquals(LIMIT, limit.or(residual).judge(at(2, j -> 0)));
    assertEquals(REACHED, limit.or(residual).judge(at(1, j -> 0)));
    assertEquals(Optional.empty(), limit.or(MARTENS).judge(at(1, j -> 0)));
  }

  @Test
  void rulesRefuseNumbersThatMeanNothing() {
    Refusals.assertRefused(() -> StoppingRule.residualBelow(0), "relative residual", "0.0");
    Refusals.assertRefused(() -> StoppingRule.relativeProgressBelow(-1), "progress", "-1.0");
    Refusals.assertRefused(() -> StoppingRule.iterations(0), "iteration limit", "0");
  }
}
