package org.roperator.check;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.roperator.contract.Refusals.assertRefused;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.roperator.autodiff.TapeObjective;
import org.roperator.autodiff.Var;
import org.roperator.check.CheckReport.Finding;
import org.roperator.function.Expansion;
import org.roperator.function.MemoryBudgetException;
import org.roperator.function.Objective;
import org.roperator.internal.Vectors;

/** A check ends within its budget, and never calls correct what it did not look at. */
class BudgetTest {

  private static final double[] W = {0.7, -1.1, 0.4};

  /** A smooth function of three parameters, with exact derivatives. */
  private static final TapeObjective SMOOTH =
      TapeObjective.of(
          3, x -> x[0].multiply(x[1]).sin().add(x[2].exp().multiply(x[0])).add(x[1].square()));

  private static final DerivativeCheck RIGHT = DerivativeCheck.of(SMOOTH);

  /** The smooth function, with what happens before each evaluation at a distance, relative to w. */
  private static final class Watched implements Objective {
    final List<Double> distances = new ArrayList<>();
    private final DoubleUnaryOperator nanos;
    private long clock;

    /**
     * A stand-in.
     *
     * @param nanos how long an evaluation at a distance takes, on {@link #clock}; may throw
     */
    Watched(DoubleUnaryOperator nanos) {
      this.nanos = nanos;
    }

    long clock() {
      return clock;
    }

    private void pass(double[] w) {
      double[] off = w.clone();
      Vectors.addScaled(-1, W, off);
      double distance = Vectors.norm(off) / Vectors.norm(W);
      distances.add(distance);
      clock += (long) nanos.applyAsDouble(distance);
    }

    @Override
    public int dimension() {
      return 3;
    }

    @Override
    public double value(double[] w) {
      pass(w);
      return SMOOTH.value(w);
    }

    @Override
    public Expansion expandAt(double[] w) {
      pass(w);
      return SMOOTH.expandAt(w);
    }
  }

  private static String messages(CheckReport report) {
    return String.join("\n", report.findings().stream().map(Finding::message).toList());
  }

  private static long evaluations(CheckReport report) {
    return report.valueEvaluations() + report.expansions();
  }

  @Test
  void withFewerEvaluationsThanItNeedsNothingIsCorrect() {
    CheckReport whole = RIGHT.at(W);
    assertEquals(Verdict.CORRECT, whole.verdict(), whole::toString);
    long all = evaluations(whole);
    assertEquals(whole.toString(), RIGHT.atMostEvaluations(all).at(W).toString());
    for (long most = 1; most < all; most++) {
      CheckReport report = RIGHT.atMostEvaluations(most).at(W);
      assertEquals(Verdict.OUT_OF_BUDGET, report.verdict(), report::toString);
      assertEquals(most, evaluations(report));
      assertTrue(
          messages(report).contains("The limit of " + most + " evaluations ended the check."),
          report::toString);
      assertThrows(AssertionError.class, report::assertCorrect);
    }
  }

  @Test
  void whatWasAndWasNotLookedAtIsTold() {
    String early = messages(RIGHT.atMostEvaluations(5).at(W));
    assertTrue(early.contains("Looked at: nothing. Not to its end: whether calls repeat"), early);
    String late = messages(RIGHT.atMostEvaluations(evaluations(RIGHT.at(W)) - 60).at(W));
    assertTrue(
        late.contains("Looked at: whether calls repeat and keep to their arrays, the"), late);
    assertTrue(late.contains("the first along 3 of 4 random directions"), late);
  }

  @Test
  void faultThatWasFoundIsToldThoughTheBudgetEnded() {
    Objective wrong = Broken.of(SMOOTH).gradient((w, g) -> g[1] *= 1.5);
    DerivativeCheck check = DerivativeCheck.of(wrong);
    long all = evaluations(check.at(W));
    boolean found = false;
    for (long most = 1; most <= all; most++) {
      CheckReport report = check.atMostEvaluations(most).at(W);
      boolean now = report.verdict() == Verdict.WRONG_GRADIENT;
      assertTrue(now || (!found && report.verdict() == Verdict.OUT_OF_BUDGET), report::toString);
      if (now && !found) {
        assertTrue(
            messages(report).contains("The budget ended before more was known"), report::toString);
      }
      found = now;
    }
    assertTrue(found);
  }

  @Test
  void timeEndsTheCheckAfterTheEvaluationThatWentBeyond() {
    Watched slow = new Watched(distance -> 1e9);
    CheckReport report =
        DerivativeCheck.of(slow).atMostTime(Duration.ofSeconds(30)).withClock(slow::clock).at(W);
    assertEquals(Verdict.OUT_OF_BUDGET, report.verdict(), report::toString);
    assertTrue(
        messages(report).contains("The limit of 30.00 s ended the check."), report::toString);
    assertEquals(31, slow.distances.size()); // one begins when 30 s are up to the second
    // A minute unless told: of half a second each some 120 evaluations, less than all.
    Watched faster = new Watched(distance -> 5e8);
    CheckReport minute = DerivativeCheck.of(faster).withClock(faster::clock).at(W);
    assertTrue(messages(minute).contains("The limit of 60.00 s"), minute::toString);
    assertEquals(121, faster.distances.size());
  }

  @Test
  void productsSpendTimeToo() {
    Watched quick = new Watched(distance -> 0);
    Objective slow = Broken.of(quick).product((w, v, hv) -> quick.clock += 5_000_000_000L);
    CheckReport report = DerivativeCheck.of(slow).withClock(quick::clock).at(W);
    assertEquals(Verdict.OUT_OF_BUDGET, report.verdict(), report::toString);
    // Thirteen begin within a minute, and the last may be a block of four.
    assertTrue(report.products() <= 16, report::toString);
  }

  /** An evaluation takes 10 ms at w and more than six minutes at a tenth of its length. */
  @Test
  void stepsGrowUntilEvaluationsAreTooDear() {
    Watched stiff = new Watched(distance -> 1e7 * (1 + Math.pow(distance / 3e-3, 3)));
    CheckReport report = DerivativeCheck.of(stiff).withClock(stiff::clock).at(W);
    assertTrue(messages(report).contains("times as long as at the point"), report::toString);
    // Of the first evaluations none is far away, and none is ever beyond the first that was dear.
    assertTrue(stiff.distances.subList(0, 4).stream().allMatch(d -> d < 2e-3));
    double farthest = stiff.distances.stream().mapToDouble(d -> d).max().orElseThrow();
    assertTrue(farthest > 5e-3 && farthest < 0.08, () -> "went as far as " + farthest);
    assertEquals(Verdict.CORRECT, report.verdict(), report::toString);
    assertTrue(stiff.clock() < 60e9, report::toString);
  }

  @Test
  void busyMachineIsNotTakenForADearEvaluation() {
    int[] calls = {0};
    Watched interrupted = new Watched(distance -> calls[0]++ % 25 == 24 ? 3e9 : 1e6);
    CheckReport report =
        DerivativeCheck.of(interrupted)
            .atMostTime(Duration.ofMinutes(2))
            .withClock(interrupted::clock)
            .at(W);
    assertEquals(Verdict.CORRECT, report.verdict(), report::toString);
    assertEquals("", messages(report));
  }

  private static double outOfMemory() {
    throw new OutOfMemoryError("heap of the test");
  }

  @Test
  void evaluationThatRunsOutOfMemoryIsAFinding() {
    Watched large = new Watched(distance -> distance > 0.03 ? outOfMemory() : 0);
    CheckReport report = DerivativeCheck.of(large).at(W);
    assertEquals(Verdict.CORRECT, report.verdict(), report::toString);
    assertTrue(
        messages(report)
            .matches("An evaluation ran out of memory at a step of .*heap of the test.*"),
        report::toString);
    // Each that fails shortens the steps of all that follow.
    assertTrue(large.distances.stream().filter(d -> d > 0.03).count() <= 8, report::toString);

    CheckReport here = DerivativeCheck.of(new Watched(distance -> outOfMemory())).at(W);
    assertEquals(Verdict.THROWS, here.verdict(), here::toString);
    assertTrue(messages(here).contains("ran out of memory at the point"), here::toString);
    CheckReport beside =
        DerivativeCheck.of(new Watched(distance -> distance > 0 ? outOfMemory() : 0)).at(W);
    assertTrue(!beside.isCorrect(), beside::toString);
  }

  /** As of an objective that leaks. */
  @Test
  void memoryThatRunsOutAtAnyEvaluationIsTold() {
    for (int least = 0; least < 400; least += 7) {
      int[] calls = {0};
      int from = least;
      Watched leaking = new Watched(distance -> calls[0]++ >= from ? outOfMemory() : 0);
      CheckReport report = DerivativeCheck.of(leaking).at(W);
      boolean reached = calls[0] > from;
      assertEquals(reached, messages(report).contains("ran out of memory"), report::toString);
      // Some 14 of the manners, 120 of one direction: too few for anything to be confirmed.
      assertTrue(from > 100 || !report.isCorrect(), report::toString);
    }
  }

  /**
   * Explicit steps of {@code y' = −λ(y − cos t)}, as many as are stable: twice as many each time
   * that λ = exp(w₀ − 15) doubles.
   */
  private static TapeObjective stiff() {
    return TapeObjective.of(
        2,
        w -> {
          Var lambda = w[0].subtract(15).exp();
          int steps = 16 << (1 + Math.max(0, Math.getExponent(lambda.getReal())));
          double dt = 1.0 / steps;
          Var y = w[1].multiply(0.1);
          for (int i = 0; i < steps; i++) {
            y = y.subtract(y.subtract(Math.cos(i * dt)).multiply(lambda).multiply(dt));
          }
          return y.square().add(w[1].square());
        });
  }

  @Test
  void stiffEquationIsCheckedWithinTheMemoryOfItsTape() {
    double[] w = {20.1, 19};
    TapeObjective bounded = stiff().withMemoryBudget(4_000_000);
    CheckReport report = DerivativeCheck.of(bounded).withDirections(2).at(w);
    assertEquals(Verdict.CORRECT, report.verdict(), report::toString);
    assertTrue(messages(report).contains("ran out of memory at a step"), report::toString);
    assertTrue(messages(report).contains("more than the 4000000 bytes"), report::toString);
  }

  @Test
  void tapeKeepsToItsMemoryBudget() {
    TapeObjective lengthy =
        TapeObjective.of(
            1,
            x -> {
              Var y = x[0];
              for (int i = 0; i < 100_000; i++) {
                y = y.add(x[0].multiply(y).multiply(1e-9));
              }
              return y;
            });
    double[] at = {0.5};
    double[] gradient = lengthy.expandAt(at).gradient();
    MemoryBudgetException refused =
        assertThrows(
            MemoryBudgetException.class, () -> lengthy.withMemoryBudget(1_000_000).expandAt(at));
    assertTrue(refused.toString().contains("1000000 bytes"), refused::toString);
    assertThrows(
        MemoryBudgetException.class,
        () -> lengthy.withMemoryBudget(1_000_000).gradient(at, new double[1]));
    // 200,000 operations of at most 64 bytes, and one segment.
    TapeObjective enough = lengthy.withMemoryBudget(14_000_000);
    assertArrayEquals(gradient, enough.expandAt(at).gradient());
    assertEquals(lengthy.value(at), lengthy.withMemoryBudget(0).value(at));
    TapeObjective arrays = TapeObjective.ofArray(1000, x -> x.multiply(x).sum());
    assertThrows(
        MemoryBudgetException.class,
        () -> arrays.withMemoryBudget(200_000).expandAt(new double[1000]));
    // A segment of 196,608 bytes, and what the product keeps of its operands.
    assertEquals(0, arrays.withMemoryBudget(300_000).expandAt(new double[1000]).value());
    assertRefused(() -> lengthy.withMemoryBudget(-1), "-1 bytes");
  }

  @Test
  void refusesBudgetsOfNothing() {
    assertRefused(() -> RIGHT.atMostTime(Duration.ZERO), "PT0S");
    assertRefused(() -> RIGHT.atMostTime(Duration.ofSeconds(-1)), "PT-1S");
    assertRefused(() -> RIGHT.atMostEvaluations(0), "is 0");
    assertTrue(RIGHT.atMostTime(Duration.ofSeconds(Long.MAX_VALUE)).at(W).isCorrect());
  }
}
