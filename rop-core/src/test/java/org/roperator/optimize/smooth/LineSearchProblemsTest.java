package org.roperator.optimize.smooth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.roperator.optimize.Ending;
import org.roperator.optimize.OptimizationOutcome;
import org.roperator.optimize.OptimizationResult;
import org.roperator.optimize.Optimizer;
import org.roperator.problems.MoreGarbowHillstrom;
import org.roperator.problems.SquaresProblem;

/** The unconstrained problems of Moré, Garbow and Hillstrom, from their starts times 1, 10, 100. */
class LineSearchProblemsTest {

  /** As near as gradients go: until a step is lost in the rounding of the value or of w. */
  private static final Ending TIGHT =
      Ending.standard().atMostIterations(5000).withPatience(3).untilRelativeGradient(1e-14);

  static Stream<Optimizer> methods() {
    return Stream.of(
        LimitedMemoryBfgs.standard().withEnding(TIGHT),
        NewtonConjugateGradient.standard().withEnding(TIGHT));
  }

  /**
   * Where a run ends that is no known minimum to 1e-8: a valley at whose bottom f is 1.02e-8 and
   * its slope 1e-12 of that across it, so that the gradient counts as rounding.
   */
  private static final Set<String> ELSEWHERE =
      Set.of("l-bfgs, Powell badly scaled, 100", "newton-cg, Powell badly scaled, 100");

  @ParameterizedTest
  @MethodSource("methods")
  void publishedMinimaAreReached(Optimizer method) {
    Set<String> elsewhere = new TreeSet<>();
    int all = 0;
    for (SquaresProblem p : MoreGarbowHillstrom.unconstrained()) {
      for (double factor : p.factors()) {
        OptimizationResult result = method.minimize(p.objective(), p.start(factor));
        String name = method.name() + ", " + p.name() + ", " + (int) factor;
        all++;
        // What stalls has reached its minimum as well, to the rounding of values and gradients.
        assertTrue(
            Set.of(OptimizationOutcome.CONVERGED, OptimizationOutcome.STALLED)
                .contains(result.outcome()),
            () -> name + ": " + result);
        if (!p.isSolvedBy(result.value(), 1e-8)) {
          elsewhere.add(name);
        }
      }
    }
    Set<String> expected = new TreeSet<>(ELSEWHERE);
    expected.removeIf(name -> !name.startsWith(method.name() + ","));
    assertEquals(expected, elsewhere);
    assertEquals(72, all);
  }
}
