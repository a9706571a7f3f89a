package org.roperator.optimize.smooth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.roperator.optimize.OptimizationOutcome;
import org.roperator.optimize.OptimizationResult;
import org.roperator.optimize.Optimizer;
import org.roperator.problems.LargeProblems;
import org.roperator.problems.Problem;

/** Problems of ten and a hundred thousand unknowns, from their published starts. */
class ManyUnknownsTest {

  private static final List<Optimizer> METHODS =
      List.of(
          TrustRegionNewton.standard(),
          NewtonConjugateGradient.standard(),
          LimitedMemoryBfgs.standard());

  static Stream<Problem> withMinimum() {
    return Stream.of(
        LargeProblems.extendedRosenbrock(100_000),
        LargeProblems.extendedPowellSingular(10_000),
        LargeProblems.penaltyOne(10_000),
        LargeProblems.variablyDimensioned(10_000),
        LargeProblems.dixmaan('A', 9_999),
        LargeProblems.dixmaan('D', 9_999),
        LargeProblems.dixmaan('H', 3_000),
        LargeProblems.planeSurface(100),
        LargeProblems.chainedRosenbrock(100));
  }

  @ParameterizedTest
  @MethodSource("withMinimum")
  void theMinimumIsFound(Problem problem) {
    for (Optimizer method : METHODS) {
      OptimizationResult result = method.minimize(problem.objective(), problem.start());
      assertEquals(OptimizationOutcome.CONVERGED, result.outcome(), result::toString);
      assertTrue(
          problem.isSolvedBy(result.value(), 1e-8), () -> problem + ": " + method + ", " + result);
    }
  }

  static Stream<Problem> withLocalMinima() {
    return Stream.of(LargeProblems.broydenTridiagonal(10_000), LargeProblems.trigonometric(10_000));
  }

  /** Minima beside the published one, and values that sums of ten thousand cosines round. */
  @ParameterizedTest
  @MethodSource("withLocalMinima")
  void theEndIsAMinimumOrNamed(Problem problem) {
    for (Optimizer method : METHODS) {
      OptimizationResult result = method.minimize(problem.objective(), problem.start());
      double first = norm(problem, problem.start());
      double last = norm(problem, result.parameters());
      boolean converged = result.outcome() == OptimizationOutcome.CONVERGED;
      assertTrue(
          converged || result.outcome() == OptimizationOutcome.STALLED,
          () -> problem + ": " + result);
      // A run that converged was told 1e-8 of the largest, which the first may be smaller than.
      assertTrue(last <= (converged ? 1e-7 : 1e-5) * first, () -> last + " of " + first);
      assertTrue(result.value() <= problem.objective().value(problem.start()));
    }
  }

  private static double norm(Problem problem, double[] w) {
    double sum = 0;
    for (double g : problem.objective().expandAt(w).gradient()) {
      sum += g * g;
    }
    return Math.sqrt(sum);
  }
}
