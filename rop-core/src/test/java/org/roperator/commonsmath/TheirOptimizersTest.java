package org.roperator.commonsmath;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicInteger;
import org.apache.commons.math3.exception.TooManyIterationsException;
import org.apache.commons.math3.fitting.leastsquares.GaussNewtonOptimizer;
import org.apache.commons.math3.fitting.leastsquares.LeastSquaresProblem;
import org.apache.commons.math3.optim.InitialGuess;
import org.apache.commons.math3.optim.MaxEval;
import org.apache.commons.math3.optim.PointValuePair;
import org.apache.commons.math3.optim.SimpleValueChecker;
import org.apache.commons.math3.optim.SimpleVectorValueChecker;
import org.apache.commons.math3.optim.nonlinear.scalar.GoalType;
import org.apache.commons.math3.optim.nonlinear.scalar.ObjectiveFunction;
import org.apache.commons.math3.optim.nonlinear.scalar.ObjectiveFunctionGradient;
import org.apache.commons.math3.optim.nonlinear.scalar.gradient.NonLinearConjugateGradientOptimizer;
import org.junit.jupiter.api.Test;
import org.roperator.autodiff.TapeMap;
import org.roperator.autodiff.TapeObjective;
import org.roperator.autodiff.Var;
import org.roperator.function.Objective;
import org.roperator.optimize.OptimizationOutcome;
import org.roperator.optimize.OptimizationResult;
import org.roperator.optimize.leastsquares.LeastSquaresResult;
import org.roperator.optimize.leastsquares.LevenbergMarquardt;
import org.roperator.optimize.smooth.TrustRegionNewton;

/** What docs/libraries.md says of their optimizers, and what ours do instead. */
class TheirOptimizersTest {

  private static NonLinearConjugateGradientOptimizer conjugateGradients(double accuracy) {
    return new NonLinearConjugateGradientOptimizer(
        NonLinearConjugateGradientOptimizer.Formula.POLAK_RIBIERE,
        new SimpleValueChecker(accuracy, accuracy));
  }

  @Test
  void withoutAGoalTheirsGoesUphill() {
    // x² + cos y has its highest points along x = 0 at y = 0.
    Objective f = TapeObjective.of(2, w -> w[0].square().add(w[1].cos()));
    PointValuePair end =
        conjugateGradients(1e-13)
            .optimize(
                CommonsMath.objectiveFunction(f),
                CommonsMath.objectiveFunctionGradient(f),
                new InitialGuess(new double[] {0, 1}),
                new MaxEval(1000));
    assertEquals(1, end.getValue(), 1e-9);
    // Ours asks for the goal: CommonsMathOptimizerTest.whatIsMissingIsNamed.
  }

  @Test
  void theirsCountsNoGradients() {
    AtomicInteger values = new AtomicInteger();
    AtomicInteger gradients = new AtomicInteger();
    NonLinearConjugateGradientOptimizer optimizer = conjugateGradients(1e-13);
    optimizer.optimize(
        new ObjectiveFunction(
            w -> {
              values.incrementAndGet();
              return CommonsMathTest.ROSENBROCK.value(w);
            }),
        new ObjectiveFunctionGradient(
            w -> {
              gradients.incrementAndGet();
              double bend = w[1] - w[0] * w[0];
              return new double[] {-2 * (1 - w[0]) - 400 * bend * w[0], 200 * bend};
            }),
        GoalType.MINIMIZE,
        new InitialGuess(new double[] {-1.2, 1}),
        new MaxEval(10_000));
    assertEquals(values.get(), optimizer.getEvaluations());
    assertTrue(gradients.get() > 10, () -> gradients + " gradients");
  }

  @Test
  void theirLineSearchEndsLongBeforeItsCheckerIsContent() {
    Objective f =
        TapeObjective.of(
            2, w -> w[0].square().add(w[0].multiply(w[1])).add(w[1].square()).add(w[0].cos()));
    double[] start = {-1.2, 1};
    PointValuePair theirs =
        conjugateGradients(1e-20)
            .optimize(
                CommonsMath.objectiveFunction(f),
                CommonsMath.objectiveFunctionGradient(f),
                GoalType.MINIMIZE,
                new InitialGuess(start),
                new MaxEval(10_000));
    assertTrue(theirs.getValue() - 1 > 1e-10, () -> "value " + theirs.getValue());
    OptimizationResult ours = TrustRegionNewton.standard().minimize(f, start);
    assertEquals(1, ours.value(), 1e-15);
  }

  @Test
  void theirGaussNewtonGoesOnAtNaN() {
    // r = (ln w, w/10); where w ln-slope vanishes: ln w = −w²/100, w = 0.99024212…
    AtomicInteger notANumber = new AtomicInteger();
    TapeMap r =
        TapeMap.of(
            1,
            w -> {
              Var log = w[0].log();
              notANumber.addAndGet(Double.isNaN(log.getReal()) ? 1 : 0);
              return new Var[] {log, w[0].multiply(0.1)};
            });
    double[] start = {3};
    LeastSquaresProblem problem =
        CommonsMath.leastSquares(r, start)
            .checkerPair(new SimpleVectorValueChecker(1e-10, 1e-10))
            .maxEvaluations(200)
            .maxIterations(100)
            .build();
    RuntimeException thrown =
        assertThrows(RuntimeException.class, () -> new GaussNewtonOptimizer().optimize(problem));
    assertTrue(
        thrown instanceof TooManyIterationsException || thrown instanceof IllegalArgumentException,
        thrown::toString);
    assertTrue(notANumber.get() > 0);
    LeastSquaresResult ours =
        LevenbergMarquardt.standard().minimize(CommonsMath.residuals(problem), start);
    assertEquals(OptimizationOutcome.CONVERGED, ours.outcome());
    double w = ours.parameters()[0];
    assertEquals(-w * w / 100, Math.log(w), 1e-9);
  }
}
