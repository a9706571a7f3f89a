package org.roperator.bench.minimize;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.roperator.problems.LargeProblems;

/** Rop's lines on problems that take a moment. */
class MinimizeTableTest {

  private final ByteArrayOutputStream lines = new ByteArrayOutputStream();
  private final ByteArrayOutputStream words = new ByteArrayOutputStream();

  private List<Run> run(String... options) {
    lines.reset();
    MinimizeTable.of(options)
        .run(
            new PrintStream(lines, true, StandardCharsets.UTF_8),
            new PrintStream(words, true, StandardCharsets.UTF_8));
    return lines.toString(StandardCharsets.UTF_8).lines().map(Run::parsed).toList();
  }

  /** The minimum of Beale's function is 0, at (3, ½). */
  @Test
  void everyMethodRunsFromEveryStart() {
    List<Run> runs = run("--problem", "Beale", "--span", "0", "--limit", "1");
    // Three methods of any function and three of squares, with three endings, from three starts.
    assertEquals(54, runs.size());
    Set<Integer> factors = new TreeSet<>();
    runs.forEach(r -> factors.add(r.task().factor()));
    assertEquals(Set.of(1, 10, 100), factors);
    Comparison all = Comparison.of(runs);
    Run.Start start = new Run.Start("Beale", 2, 1);
    for (String method : all.methods()) {
      Run near = all.run(method, start);
      assertTrue(near.reached().solved(), method);
      assertTrue(near.reached().f() < 1e-8, near.json());
      // An expansion counts as a value too.
      assertTrue(near.spent().values() >= near.spent().gradients(), near.json());
      assertTrue(near.spent().gradients() > 1, near.json());
      assertTrue(near.spent().cpu() > 0 && near.spent().cpu() < 1, near.json());
    }
    Run plain = all.run("rop LimitedMemoryBfgs", start);
    Run checked = all.run("rop LimitedMemoryBfgs, saddle check", start);
    assertEquals(0, plain.spent().products());
    assertTrue(checked.spent().products() > 0, checked.json());
    assertTrue(plain.reached().gradient() <= 1e-8, plain.json());
    String said = words.toString(StandardCharsets.UTF_8);
    assertTrue(said.contains("TrustRegionNewton, start times 1"), said);
    assertTrue(said.contains("solved 1 of 1\n"), said);
  }

  /** Under another name of the peer, on the same start, so that they stand beside each other. */
  @Test
  void derivativesByHandRunAsThoseOfTheTape() {
    List<Run> runs = new ArrayList<>(run("--set", "compiled", "--n", "103", "--span", "0"));
    runs.addAll(run("--set", "large", "--n", "103", "--span", "0", "--problem", "Extended R"));
    Comparison all = Comparison.of(runs);
    for (Run.Start start : all.starts()) {
      assertEquals(new Run.Start("Extended Rosenbrock 100", 100, 1), start);
    }
    assertEquals(6, all.methods().size());
    for (String method : all.methods()) {
      assertEquals(1, all.solved(method), method);
    }
  }

  /** Of the tape, which differentiates what LargeProblems writes down. */
  @Test
  void derivativesByHandAreThoseOfTheTape() {
    var hand = new ExtendedRosenbrock(8);
    var tape = LargeProblems.extendedRosenbrock(8).objective();
    double[] x = {0.5, -1.25, 2, 3, -0.75, 0.125, 1, 1};
    double[] v = {1, -2, 0.5, 3, -1, 4, 0.25, -0.5};
    // Sums of a dozen terms of at most 1e4: 1e-11 is ten times their rounding.
    assertEquals(tape.value(x), hand.value(x), 1e-11);
    assertEquals(tape.expandAt(x).value(), hand.expandAt(x).value(), 1e-11);
    assertArrayEquals(tape.expandAt(x).gradient(), hand.expandAt(x).gradient(), 1e-11);
    assertArrayEquals(
        tape.expandAt(x).hessian().times(v), hand.expandAt(x).hessian().times(v), 1e-11);
  }

  /** The obstacle holds; a gradient without its projection would not vanish. */
  @Test
  void boundsAreKept() {
    List<Run> runs =
        run("--set", "bounded", "--side", "3", "--problem", "HS4", "--span", "0").stream()
            .filter(r -> r.task().problem().equals("HS4"))
            .toList();
    assertEquals(4, runs.size());
    for (Run run : runs) {
      // At (1, 0), both bounds, x₁ has slope 4 and x₂ slope 1; the value is 8/3.
      assertEquals(8.0 / 3, run.reached().f(), 1e-12);
      assertEquals(0, run.reached().gradient());
      assertTrue(run.reached().solved(), run.json());
    }
  }

  @Test
  void theLimitStopsARun() {
    List<Run> runs = run("--set", "large", "--n", "1000", "--problem", "Chained", "--limit", "0");
    assertEquals(3, runs.size());
    for (Run run : runs) {
      assertEquals("stopped by the limit", run.reached().message());
      assertTrue(run.reached().isStopped() && !run.reached().solved(), run.json());
    }
  }

  @Test
  void coldRunsSayThatTheyAre() {
    List<Run> runs = run("--set", "large", "--n", "100", "--problem", "Extended R", "--cold", "1");
    assertEquals(
        List.of(
            "rop, cold TrustRegionNewton",
            "rop, cold NewtonConjugateGradient",
            "rop, cold LimitedMemoryBfgs"),
        runs.stream().map(Run::name).toList());
  }

  @Test
  void refusesWhatItDoesNotKnow() {
    assertTrue(refusal("--speed", "3").startsWith("There is no option \"--speed\" with a value;"));
    assertTrue(refusal("--n").startsWith("There is no option \"--n\" with a value; there are {"));
    assertEquals(
        "The set is \"huge\", but must be mgh, large, bounded or compiled; give --set one of"
            + " them.",
        refusal("--set", "huge"));
    String none = refusal("--set", "bounded", "--side", "3", "--problem", "Wood");
    assertTrue(
        none.startsWith("No problem of the set begins with \"Wood\"; there are [HS1, HS2,"), none);
  }

  private String refusal(String... options) {
    return String.valueOf(
        assertThrows(IllegalArgumentException.class, () -> run(options)).getMessage());
  }
}
