package org.roperator.bench.minimize;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Counts, means and profiles of runs made by hand. */
class ComparisonTest {

  /** Of A over B 2 and 8 times the products; only A solves R, only B solves S, nobody T. */
  private static final Comparison HAND =
      Comparison.of(
          List.of(
              Runs.of("rop", "A", "P", 6),
              Runs.of("scipy", "B", "P", 3),
              Runs.of("rop", "A", "Q", 40),
              Runs.of("scipy", "B", "Q", 5),
              Runs.of("rop", "A", "R", 7),
              Runs.failed(Runs.of("scipy", "B", "R", 1), "gave up"),
              Runs.failed(Runs.of("rop", "A", "S", 1), "gave up"),
              Runs.of("scipy", "B", "S", 9),
              Runs.failed(Runs.of("rop", "A", "T", 1), "gave up")));

  @Test
  void solvedCountsWhatWasSolved() {
    assertEquals(List.of("rop A", "scipy B"), HAND.methods());
    assertEquals(5, HAND.starts().size());
    assertEquals(3, HAND.solved("rop A"));
    assertEquals(3, HAND.solved("scipy B"));
    assertEquals(0, HAND.solved("nobody"));
    assertEquals(1, HAND.where(s -> s.problem().equals("R")).solved("rop A"));
    assertEquals(0, HAND.where(s -> s.problem().equals("R")).solved("scipy B"));
  }

  /** √(2 · 8) = 4, and not the mean 5 of both, nor with the starts that one alone solved. */
  @Test
  void ratioIsTheGeometricMeanOfWhatBothSolved() {
    // Of logarithms to 1e-16 and an exponential: a few units of the last place.
    double rounding = 1e-14;
    assertArrayEquals(new double[] {2, 8}, HAND.ratios("rop A", "scipy B", Cost.PRODUCTS));
    assertEquals(4, HAND.ratio("rop A", "scipy B", Cost.PRODUCTS), rounding);
    assertEquals(0.25, HAND.ratio("scipy B", "rop A", Cost.PRODUCTS), rounding);
    assertEquals(4, HAND.ratio("rop A", "scipy B", Cost.CPU), rounding);
    assertTrue(Double.isNaN(HAND.ratio("rop A", "nobody", Cost.PRODUCTS)));
  }

  @Test
  void costsAddWhatTheyName() {
    Run.Spent spent = new Run.Spent(2, 3, 5, 0.7, 0.11);
    assertEquals(5, Cost.named("products").of(spent));
    assertEquals(5, Cost.named("evaluations").of(spent));
    assertEquals(10, Cost.named("Calls").of(spent));
    assertEquals(0.11, Cost.named("CPU").of(spent));
    String message =
        assertThrows(IllegalArgumentException.class, () -> Cost.named("money")).getMessage();
    assertEquals(
        "There is no cost \"money\"; there are [PRODUCTS, EVALUATIONS, CALLS, CPU]", message);
  }

  @Test
  void noProductsCountAsOne() {
    Comparison runs =
        Comparison.of(List.of(Runs.of("rop", "A", "P", 0), Runs.of("scipy", "B", "P", 4)));
    assertEquals(0.25, runs.ratio("rop A", "scipy B", Cost.PRODUCTS), 1e-15);
  }

  /** Of the least: A 2, 8 and 1 (R alone); B 1, 1 and 1 (S alone). */
  @Test
  void profilesAreCostsOverTheLeast() {
    Map<String, double[]> profiles = HAND.profiles(List.of("rop A", "scipy B"), Cost.PRODUCTS);
    assertArrayEquals(new double[] {1, 2, 8}, profiles.get("rop A"));
    assertArrayEquals(new double[] {1, 1, 1}, profiles.get("scipy B"));
    // Beside itself it is always the least.
    assertArrayEquals(
        new double[] {1, 1, 1}, HAND.profiles(List.of("rop A"), Cost.CPU).get("rop A"));
  }

  @Test
  void refusesAMethodThatRanTwice() {
    Run run = Runs.of("rop", "A", "P", 6);
    String message =
        assertThrows(IllegalArgumentException.class, () -> Comparison.of(List.of(run, run)))
            .getMessage();
    assertEquals(
        "rop A ran twice on Start[problem=P, n=2, factor=1]; leave one of the files out.", message);
  }

  @Test
  void refusesARunThatIsNotThere() {
    String message =
        assertThrows(
                IllegalArgumentException.class, () -> HAND.run("scipy B", new Run.Start("T", 2, 1)))
            .getMessage();
    assertEquals(
        "scipy B did not run on Start[problem=T, n=2, factor=1]; there are [rop A, scipy B].",
        message);
  }
}
