package org.roperator.solve;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.roperator.contract.Refusals;
import org.roperator.operator.SymmetricOperator;
import org.roperator.solve.CgResult.StoredIterate;

class IterateGridTest {

  @Test
  void martensGridIsFiveTimesPowersOfOnePointThreeRoundedUp() {
    List<Integer> grid = new ArrayList<>();
    IterateGrid martens = IterateGrid.geometric(5, 1.3);
    for (double i = martens.after(0); i <= 250; i = martens.after((int) i)) {
      grid.add((int) i);
    }
    // 5, 6.5, 8.45, 10.985, 14.28, 18.56, 24.13, 31.37, 40.79, 53.02, 68.93, 89.61, 116.5, 151.4,
    // 196.9
    assertEquals(List.of(5, 7, 9, 11, 15, 19, 25, 32, 41, 54, 69, 90, 117, 152, 197), grid);
  }

  @Test
  void longSolveKeepsTheGridAndItsLastIterate() {
    double[] spectrum = new double[500];
    double[] b = new double[500];
    for (int i = 0; i < spectrum.length; i++) {
      spectrum[i] = Math.pow(10, -8.0 * i / spectrum.length);
      b[i] = 1;
    }
    CgResult result =
        ConjugateGradient.until(StoppingRule.iterations(250))
            .withStoredIterates(IterateGrid.geometric(5, 1.3))
            .solve(SymmetricOperator.diagonal(spectrum), b);
    assertArrayEquals(
        new int[] {5, 7, 9, 11, 15, 19, 25, 32, 41, 54, 69, 90, 117, 152, 197, 250},
        result.storedIterates().stream().mapToInt(StoredIterate::iteration).toArray());
    assertEquals(251, result.modelHistory().length);
  }

  @Test
  void iterateOnTheGridThatIsTheLastIsKeptOnce() {
    CgResult result =
        ConjugateGradient.until(StoppingRule.iterations(2))
            .withStoredIterates(IterateGrid.geometric(1, 2))
            .solve(SymmetricOperator.diagonal(new double[] {1, 2, 3}), new double[] {1, 1, 1});
    assertArrayEquals(
        new int[] {1, 2},
        result.storedIterates().stream().mapToInt(StoredIterate::iteration).toArray());
  }

  @Test
  void nothingIsKeptUnlessAskedFor() {
    ConjugateGradient solver = ConjugateGradient.until(StoppingRule.iterations(3));
    SymmetricOperator a = SymmetricOperator.diagonal(new double[] {1, 2, 3});
    assertEquals(List.of(), solver.solve(a, new double[] {1, 1, 1}).storedIterates());
    assertEquals(
        List.of(),
        solver
            .withStoredIterates(IterateGrid.none())
            .solve(a, new double[] {1, 1, 1})
            .storedIterates());
  }

  @Test
  void gridsAreValues() {
    assertEquals(IterateGrid.geometric(5, 1.3), IterateGrid.geometric(5, 1.3));
    assertEquals(
        IterateGrid.geometric(5, 1.3).hashCode(), IterateGrid.geometric(5, 1.3).hashCode());
    assertNotEquals(
        IterateGrid.geometric(5, 1.3).hashCode(), IterateGrid.geometric(5, 1.4).hashCode());
    assertNotEquals(IterateGrid.geometric(5, 1.3), IterateGrid.geometric(5, 1.4));
    assertNotEquals(IterateGrid.geometric(5, 1.3), IterateGrid.geometric(4, 1.3));
    assertNotEquals(IterateGrid.geometric(5, 1.3), IterateGrid.none());
    assertTrue(IterateGrid.geometric(5, 1.3).toString().contains("5.0·1.3"));
    assertEquals("no iterates", IterateGrid.none().toString());
  }

  @Test
  void gridsThatDoNotGrowAreRefused() {
    for (double first : new double[] {0.5, Double.NaN, Double.POSITIVE_INFINITY}) {
      Refusals.assertRefused(() -> IterateGrid.geometric(first, 2), "first", first);
    }
    for (double growth : new double[] {1, 0.5, Double.NaN, Double.POSITIVE_INFINITY}) {
      Refusals.assertRefused(() -> IterateGrid.geometric(1, growth), "growth", growth);
    }
  }

  /** However slowly a grid grows, the next number is found at once. */
  @Test
  void gridsThatHardlyGrowHoldEveryInteger() {
    IterateGrid slow = IterateGrid.geometric(1, Math.nextUp(1.0));
    assertTimeoutPreemptively(
        Duration.ofSeconds(10),
        () -> {
          for (int i : new int[] {1, 2, 3, 1_000_000}) {
            assertEquals(i + 1.0, slow.after(i));
          }
        });
    // By hand: ⌈1.2ʲ⌉ = 1, 2, 2, 2, 3, 3, 3, 4, 5, 6, 7, 8, 9, 11.
    IterateGrid fifth = IterateGrid.geometric(1, 1.2);
    int[] next = {1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 11};
    for (int i = 0; i < next.length; i++) {
      assertEquals(next[i], fifth.after(i), "after " + i);
    }
  }
}
