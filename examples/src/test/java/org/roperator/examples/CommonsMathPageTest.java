package org.roperator.examples;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.apache.commons.math3.fitting.leastsquares.LeastSquaresOptimizer;
import org.apache.commons.math3.fitting.leastsquares.LeastSquaresProblem;
import org.apache.commons.math3.fitting.leastsquares.LevenbergMarquardtOptimizer;
import org.apache.commons.math3.optim.InitialGuess;
import org.apache.commons.math3.optim.MaxEval;
import org.apache.commons.math3.optim.PointValuePair;
import org.apache.commons.math3.optim.SimpleBounds;
import org.apache.commons.math3.optim.nonlinear.scalar.GoalType;
import org.apache.commons.math3.optim.nonlinear.scalar.noderiv.PowellOptimizer;
import org.junit.jupiter.api.Test;
import org.roperator.autodiff.TapeMap;
import org.roperator.autodiff.TapeObjective;
import org.roperator.autodiff.Var;
import org.roperator.commonsmath.CommonsMath;
import org.roperator.commonsmath.CommonsMathOptimizer;
import org.roperator.function.Objective;
import org.roperator.function.Residuals;
import org.roperator.optimize.Ending;
import org.roperator.optimize.OptimizationOutcome;
import org.roperator.optimize.OptimizationResult;
import org.roperator.optimize.Optimizer;
import org.roperator.optimize.leastsquares.LeastSquaresResult;
import org.roperator.optimize.leastsquares.LevenbergMarquardt;
import org.roperator.optimize.smooth.ProjectedTrustRegionNewton;
import org.roperator.optimize.smooth.TrustRegionNewton;

/** The code of docs/libraries.md; regions between markers stand in it word for word. */
final class CommonsMathPageTest {

  private static final Objective ROSENBROCK =
      TapeObjective.of(
          2,
          x ->
              x[1].subtract(x[0].square())
                  .square()
                  .multiply(100)
                  .add(x[0].subtractFrom(1).square()));

  @Test
  void oursAmongTheirs() {
    Objective f = ROSENBROCK;
    // region ours
    CommonsMathOptimizer newton = CommonsMath.multivariateOptimizer(TrustRegionNewton.standard());
    PointValuePair lowest =
        newton.optimize(
            CommonsMath.objectiveFunction(f), // which brings its gradient and Hessian
            GoalType.MINIMIZE,
            new InitialGuess(new double[] {-1.2, 1}),
            new MaxEval(500));
    String how = newton.lastResult().orElseThrow().reason();

    PointValuePair inBounds =
        CommonsMath.multivariateOptimizerWithin(ProjectedTrustRegionNewton::within)
            .optimize(
                CommonsMath.objectiveFunction(f),
                GoalType.MINIMIZE,
                new InitialGuess(new double[] {-1.2, 1}),
                new SimpleBounds(new double[] {-2, -2}, new double[] {0.5, 2}),
                new MaxEval(500));
    // endregion
    // 1e-8 of the largest gradient, 233, over the smallest eigenvalue, 0.399.
    assertArrayEquals(new double[] {1, 1}, lowest.getPoint(), 1e-8 * 233 / 0.399);
    assertTrue(how.contains("gradient"), how);
    assertArrayEquals(new double[] {0.5, 0.25}, inBounds.getPoint(), 1e-7);
  }

  @Test
  void theirsAmongOurs() {
    Objective f = ROSENBROCK;
    // region theirs
    Optimizer powell =
        CommonsMath.optimizer(
            "powell",
            () -> new PowellOptimizer(1e-12, 1e-12),
            Ending.standard().untilRelativeGradient(1e-4),
            new MaxEval(10_000));
    OptimizationResult result = powell.minimize(f, new double[] {-1.2, 1});
    // endregion
    assertEquals(OptimizationOutcome.CONVERGED, result.outcome(), result::toString);
    assertEquals(0, result.value(), 1e-6);
  }

  @Test
  void leastSquaresBothWays() {
    double[] t = {0, 1, 2, 3};
    double[] y = {1, 3, 4, 8};
    // region squares
    TapeMap line =
        TapeMap.of(
            2,
            w -> {
              Var[] r = new Var[t.length];
              for (int i = 0; i < r.length; i++) {
                r[i] = w[0].add(w[1].multiply(t[i])).subtract(y[i]);
              }
              return r;
            });
    double[] start = {0, 0};
    LeastSquaresProblem problem =
        CommonsMath.leastSquares(line, start).maxEvaluations(100).maxIterations(100).build();
    LeastSquaresOptimizer.Optimum theirs = new LevenbergMarquardtOptimizer().optimize(problem);

    Residuals residuals = CommonsMath.residuals(problem); // of any problem of theirs
    LeastSquaresResult ours = LevenbergMarquardt.standard().minimize(residuals, start);

    LeastSquaresOptimizer optimizer =
        CommonsMath.leastSquaresOptimizer(LevenbergMarquardt.standard());
    LeastSquaresOptimizer.Optimum asTheirs = optimizer.optimize(problem);
    // endregion
    // By the normal equations; their tolerances are 1e-10 of values, whose root is the point's.
    double[] expected = {0.7, 2.2};
    assertArrayEquals(expected, theirs.getPoint().toArray(), 1e-5);
    assertArrayEquals(expected, ours.parameters(), 1e-12);
    assertArrayEquals(expected, asTheirs.getPoint().toArray(), 1e-12);
  }
}
