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
import org.roperator.optimize.Adam;
import org.roperator.optimize.Damping;
import org.roperator.optimize.Ending;
import org.roperator.optimize.Epochs;
import org.roperator.optimize.HessianFree;
import org.roperator.optimize.OptimizationListener.Signal;
import org.roperator.optimize.OptimizationOutcome;
import org.roperator.optimize.OptimizationResult;
import org.roperator.optimize.Optimizer;
import org.roperator.optimize.leastsquares.LeastSquaresResult;
import org.roperator.optimize.leastsquares.LevenbergMarquardt;
import org.roperator.optimize.leastsquares.RobustLoss;

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
  void hessianFreeFindsTheMinimum() {
    Objective f = rosenbrock();
    // region minimize
    Optimizer method =
        HessianFree.standard()
            .withDamping(Damping.standard().withInitial(1))
            .withEnding(Ending.standard().atMostIterations(200));
    OptimizationResult result = method.minimize(f, new double[] {-1.2, 1});
    double[] w = result.parameters(); // (1, 1)
    String why = result.toString(); // the outcome, and a sentence with numbers
    // endregion
    assertEquals(OptimizationOutcome.CONVERGED, result.outcome(), why);
    // The gradient is below 1e-8 of the largest met, about 233, and the smallest eigenvalue of the
    // Hessian at (1, 1) is 0.4.
    assertArrayEquals(new double[] {1, 1}, w, 1e-8 * 233 / 0.399);
  }

  @Test
  void aListenerHearsOfEveryIteration() {
    Objective f = rosenbrock();
    double[] start = {-1.2, 1};
    List<Double> seen = new ArrayList<>();
    // region listener
    OptimizationResult early =
        HessianFree.standard()
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
    OptimizationResult result = HessianFree.standard().minimize(bowl, new double[] {3, 3});
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
