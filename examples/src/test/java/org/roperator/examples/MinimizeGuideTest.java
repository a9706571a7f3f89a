package org.roperator.examples;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.roperator.autodiff.TapeMap;
import org.roperator.autodiff.TapeObjective;
import org.roperator.autodiff.Var;
import org.roperator.function.Expansion;
import org.roperator.function.Objective;
import org.roperator.function.Residuals;
import org.roperator.operator.SymmetricOperator;
import org.roperator.optimize.Ending;
import org.roperator.optimize.Epochs;
import org.roperator.optimize.OptimizationListener.Signal;
import org.roperator.optimize.OptimizationOutcome;
import org.roperator.optimize.OptimizationResult;
import org.roperator.optimize.Optimizer;
import org.roperator.optimize.leastsquares.LeastSquaresResult;
import org.roperator.optimize.leastsquares.LevenbergMarquardt;
import org.roperator.optimize.leastsquares.RobustLoss;
import org.roperator.optimize.rule.Adam;
import org.roperator.optimize.smooth.BoundMultipliers;
import org.roperator.optimize.smooth.BoundedLimitedMemoryBfgs;
import org.roperator.optimize.smooth.Bounds;
import org.roperator.optimize.smooth.ProjectedTrustRegionNewton;
import org.roperator.optimize.smooth.TrustRegionNewton;

/** The code of docs/guide-minimize.md; regions between markers stand in it word for word. */
final class MinimizeGuideTest {

  private static Objective rosenbrock() {
    // region function
    Objective f =
        TapeObjective.of(
            2,
            x -> {
              Var valley = x[1].subtract(x[0].square());
              return valley.square().multiply(100).add(x[0].subtractFrom(1).square());
            });
    // endregion
    return f;
  }

  @Test
  void newtonsMethodFindsTheMinimum() {
    Objective f = rosenbrock();
    // region minimize
    Optimizer method =
        TrustRegionNewton.standard()
            .withEnding(Ending.standard().atMostIterations(500).untilGradient(1e-9));
    OptimizationResult result = method.minimize(f, new double[] {-1.2, 1});
    double[] w = result.parameters(); // (1, 1)
    String why = result.toString(); // the outcome, and a sentence with numbers
    // endregion
    assertEquals(OptimizationOutcome.CONVERGED, result.outcome(), why);
    // The gradient is below 1e-8 of the largest met, about 233, and the smallest eigenvalue of the
    // Hessian at (1, 1) is 0.399.
    assertArrayEquals(new double[] {1, 1}, w, 1e-8 * 233 / 0.399);
  }

  @Test
  void secondOrderPointsAreAskedFor() {
    Objective f = rosenbrock();
    // region second
    OptimizationResult checked =
        TrustRegionNewton.standard().withSecondOrder(true).minimize(f, new double[] {-1.2, 1});
    String curvature = checked.reason(); // … The smallest Ritz value of 3 products is 0.399.
    // endregion
    assertTrue(curvature.endsWith("The smallest Ritz value of 3 products is 0.399."), curvature);
  }

  @Test
  void preconditionersMeasureSteps() {
    Objective badlyScaled =
        Objective.quadratic(
            SymmetricOperator.diagonal(new double[] {2, 3e3, 1e6}), new double[] {2, 3e3, 1e6});
    // region preconditioner
    OptimizationResult scaled =
        TrustRegionNewton.standard()
            .withPreconditioner(w -> new double[] {1, 1e3, 1e6}) // of the point w
            .minimize(badlyScaled, new double[] {5, -7, 3});
    // endregion
    assertEquals(OptimizationOutcome.CONVERGED, scaled.outcome(), scaled::toString);
    // A gradient of 1e-12 of the first, 2e6, over the smallest curvature, 2.
    assertArrayEquals(new double[] {1, 1, 1}, scaled.parameters(), 1e-6);
  }

  @Test
  void aListenerHearsOfEveryIteration() {
    Objective f = rosenbrock();
    double[] start = {-1.2, 1};
    List<Double> seen = new ArrayList<>();
    // region listener
    OptimizationResult early =
        TrustRegionNewton.standard()
            .minimize(
                f,
                start,
                iteration -> {
                  seen.add(iteration.value());
                  return iteration.value() < 1e-3 ? Signal.STOP : Signal.CONTINUE;
                });
    // endregion
    assertEquals(OptimizationOutcome.STOPPED_BY_LISTENER, early.outcome());
    assertEquals(early.iterations(), seen.size());
    assertTrue(early.value() < 1e-3, early::toString);
  }

  @Test
  void derivativesByHandDoAsWell() {
    // region hand
    Objective bowl =
        new Objective() {
          @Override
          public int dimension() {
            return 2;
          }

          @Override
          public double value(double[] w) {
            return 2 * w[0] * w[0] + w[1] * w[1] / 2 - w[1];
          }

          @Override
          public Expansion expandAt(double[] w) {
            double[] gradient = {4 * w[0], w[1] - 1};
            return Expansion.of(
                value(w), gradient, SymmetricOperator.symmetric(new double[][] {{4, 0}, {0, 1}}));
          }
        };
    OptimizationResult result = TrustRegionNewton.standard().minimize(bowl, new double[] {3, 3});
    // endregion
    assertEquals(OptimizationOutcome.CONVERGED, result.outcome(), result::toString);
    // The gradient is below 1e-8 of that at the start, (12, 2), and the smallest eigenvalue is 1.
    assertArrayEquals(new double[] {0, 1}, result.parameters(), 1e-8 * 12.2);
  }

  @Test
  void firstOrderMethodsStandBehindTheSameDoor() {
    Objective f = rosenbrock();
    // region adam
    OptimizationResult slowly =
        Epochs.of(20_000).stepping(Adam.ofRate(0.01)).minimize(f, new double[] {-1.2, 1});
    // endregion
    assertArrayEquals(new double[] {1, 1}, slowly.parameters(), 1e-2, slowly.toString());
  }

  @Test
  void boundsAreKeptAndPriced() {
    Objective f = rosenbrock();
    // region bounds
    Bounds box = Bounds.of(new double[] {-2, -2}, new double[] {0.5, Double.POSITIVE_INFINITY});
    double[] guess = {-1.2, 1};
    OptimizationResult result =
        ProjectedTrustRegionNewton.within(box).minimize(f, box.project(guess));
    double[] w = result.parameters(); // (0.5, 0.25), the first at its bound to the last bit
    BoundMultipliers multipliers = box.multipliers(w, f.expandAt(w).gradient());
    double price = multipliers.upper()[0]; // 1: the value falls by 0.001 at a bound of 0.501
    // endregion
    assertEquals(OptimizationOutcome.CONVERGED, result.outcome(), result.toString());
    assertEquals(0.5, w[0]);
    // At x = ½ the value is ¼ + 100(y − ¼)²; its gradient is at most 1e-8 of some 233, over 200.
    assertEquals(0.25, w[1], 1e-7);
    // −2(1 − x) − 400x(y − x²) = −1, but for 200 times the rest of y.
    assertEquals(1, price, 2e-5);
    assertEquals(1, multipliers.activeCount());
  }

  @Test
  void boundsByGradientsAlone() {
    Objective f = rosenbrock();
    Bounds box = Bounds.of(new double[] {-2, -2}, new double[] {0.5, Double.POSITIVE_INFINITY});
    // region bounds-bfgs
    OptimizationResult result =
        BoundedLimitedMemoryBfgs.within(box).withMemory(20).minimize(f, new double[] {-1.2, 1});
    // endregion
    assertEquals(OptimizationOutcome.CONVERGED, result.outcome(), result.toString());
    assertEquals(0.25, result.value(), 1e-10);
  }

  private static final double[] T = {0, 1, 2, 3, 4, 5, 6, 7};
  private static final double[] Y = {3.5, 2.31, 1.72, 1.38, 2.2, 1.12, 1.05, 1.03};

  private static TapeMap decay() {
    // region residuals
    TapeMap residuals =
        TapeMap.of(
            3,
            w -> {
              Var[] r = new Var[T.length];
              for (int i = 0; i < r.length; i++) {
                Var model = w[0].multiply(w[1].multiply(-T[i]).exp()).add(w[2]);
                r[i] = model.subtract(Y[i]);
              }
              return r;
            });
    // endregion
    return residuals;
  }

  @Test
  void leastSquaresFitsAndTellsErrors() {
    TapeMap residuals = decay();
    // region least-squares
    LeastSquaresResult fit =
        LevenbergMarquardt.standard().minimize(residuals, new double[] {1, 1, 1});
    double[] w = fit.parameters();
    double[] errors = fit.covariance().standardErrors();
    // endregion
    assertEquals(OptimizationOutcome.CONVERGED, fit.outcome(), fit::toString);
    assertEquals(3, errors.length);
    // SciPy 1.17.1 finds this level, with tolerances of 1e-15; the outlier at t = 4 pulls it up.
    assertEquals(1.15926524, w[2], 1e-7, fit::toString); // the digits it prints
  }

  @Test
  void robustFitsLeaveOutliersOut() {
    TapeMap residuals = decay();
    // region robust
    LeastSquaresResult fit =
        LevenbergMarquardt.standard()
            .withLoss(RobustLoss.huber(0.1))
            .minimize(residuals, new double[] {1, 1, 1});
    // endregion
    assertEquals(OptimizationOutcome.CONVERGED, fit.outcome(), fit::toString);
    // Made of 2.5 exp(−0.6 t) + 1 and noise of some hundredths.
    assertArrayEquals(new double[] {2.5, 0.6, 1}, fit.parameters(), 0.1, fit.toString());
  }

  @Test
  void residualsByHandDoAsWell() {
    // region residuals-by-hand
    Residuals circle =
        Residuals.of(
            2,
            w -> new double[] {w[0] * w[0] + w[1] * w[1] - 4, w[0] - w[1]},
            w -> new double[][] {{2 * w[0], 2 * w[1]}, {1, -1}});
    LeastSquaresResult fit = LevenbergMarquardt.standard().minimize(circle, new double[] {1, 0});
    // endregion
    assertArrayEquals(
        new double[] {Math.sqrt(2), Math.sqrt(2)}, fit.parameters(), 1e-12, fit.toString());
  }
}
