package org.roperator.optimize.leastsquares;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.roperator.contract.Refusals.assertRefused;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.roperator.autodiff.TapeMap;
import org.roperator.autodiff.Var;
import org.roperator.function.Residuals;
import org.roperator.function.ResidualsExpansion;
import org.roperator.operator.LinearOperator;
import org.roperator.optimize.Ending;
import org.roperator.optimize.OptimizationListener;
import org.roperator.optimize.OptimizationListener.Signal;
import org.roperator.optimize.OptimizationOutcome;

/** What a run does where numbers, programs or people get in its way. */
class ConductTest {

  private static final LevenbergMarquardt METHOD = LevenbergMarquardt.standard();

  private static final TapeMap ROSENBROCK =
      TapeMap.of(
          2, x -> new Var[] {x[1].subtract(x[0].square()).multiply(10), x[0].subtractFrom(1)});

  /** {@code r = ln w − ln 2}, with what it is outside its domain. */
  private static Residuals logarithm(UnaryOperator<double[]> outside) {
    return Residuals.of(
        1,
        w -> w[0] > 0 ? new double[] {Math.log(w[0] / 2)} : outside.apply(w),
        w -> new double[][] {{1 / w[0]}});
  }

  private static UnaryOperator<double[]> throwing(RuntimeException thrown) {
    return w -> {
      throw thrown;
    };
  }

  @Test
  void rosenbrockIsSolvedExactlyWithEveryCount() {
    List<Integer> numbers = new ArrayList<>();
    LeastSquaresResult fit =
        METHOD.minimize(
            ROSENBROCK,
            new double[] {-1.2, 1},
            iteration -> {
              numbers.add(iteration.number());
              iteration.parameters()[0] = Double.NaN;
              return Signal.CONTINUE;
            });
    assertEquals(OptimizationOutcome.CONVERGED, fit.outcome(), fit::toString);
    assertArrayEquals(new double[] {1, 1}, fit.parameters(), 1e-12);
    assertEquals(numbers.size(), fit.iterations());
    assertEquals(fit.iterations(), numbers.get(numbers.size() - 1));
    assertEquals(fit.iterations(), fit.evaluations());
    assertTrue(fit.expansions() <= fit.evaluations() + 1);
    // A gradient and two columns at each point.
    assertEquals(3 * fit.expansions(), fit.products());
    assertTrue(fit.iterations() < 40, fit::toString);
    assertTrue(fit.cause().isEmpty());
    assertTrue(fit.toString().startsWith("CONVERGED after " + fit.iterations() + " iterations at"));
    fit.parameters()[0] = 7;
    fit.residuals()[0] = 7;
    assertArrayEquals(new double[] {1, 1}, fit.parameters(), 1e-12);
  }

  @Test
  void figuresTellWhatWasTried() {
    List<LeastSquaresIteration> all = new ArrayList<>();
    METHOD.minimize(
        ROSENBROCK,
        new double[] {-1.2, 1},
        iteration -> {
          all.add((LeastSquaresIteration) iteration);
          return Signal.CONTINUE;
        });
    double last = Weights.valueOf(RobustLoss.squares(), ROSENBROCK.values(new double[] {-1.2, 1}));
    for (LeastSquaresIteration iteration : all) {
      assertEquals(
          List.of(
              "taken",
              "lambda",
              "rho",
              "radius",
              "step_length",
              "relative_gradient",
              "gradient_norm"),
          List.copyOf(iteration.figures().keySet()));
      LeastSquaresIteration.Trial trial = iteration.trial();
      assertEquals(trial.taken() ? 1.0 : 0.0, iteration.figures().get("taken"));
      // A step is as long as its bound but for a tenth of it, or inside.
      assertTrue(trial.length() <= 1.1 * trial.radius() * (1 + 1e-12));
      assertTrue(trial.lambda() == 0 || trial.length() >= 0.9 * trial.radius() * (1 - 1e-12));
      assertTrue(trial.taken() ? iteration.value() < last : iteration.value() == last);
      assertEquals(trial.taken(), trial.rho() > 1e-4);
      last = iteration.value();
    }
    // ‖∇F‖ at the start: (−2.2 − 10·2·1.2·(−4.4)…) = (−107.8, −44).
    assertEquals(Math.hypot(107.8, 44), all.get(0).gradientNorm(), 1e-12);
    assertEquals(1, all.get(0).trial().offset(), 1e-12); // two residuals, two parameters
  }

  @Test
  void runsRepeatBitForBit() {
    for (StepSolver solver : List.of(StepSolver.dense(), StepSolver.matrixFree())) {
      List<List<Double>> histories = new ArrayList<>();
      for (int k = 0; k < 2; k++) {
        List<Double> history = new ArrayList<>();
        METHOD
            .withSolver(solver)
            .minimize(
                RobustLossTest.decay(),
                new double[] {2, 1, 0},
                iteration -> {
                  history.add(iteration.value());
                  history.addAll(iteration.figures().values());
                  return Signal.CONTINUE;
                });
        histories.add(history);
      }
      assertEquals(histories.get(0), histories.get(1));
    }
  }

  @Test
  void pointsOutsideTheDomainRejectTheStep() {
    for (UnaryOperator<double[]> outside :
        List.<UnaryOperator<double[]>>of(
            w -> new double[] {Double.NaN},
            w -> new double[] {Double.NEGATIVE_INFINITY},
            throwing(new ArithmeticException("no logarithm")))) {
      List<Double> ratios = new ArrayList<>();
      LeastSquaresResult fit =
          METHOD
              .withStepBound(StepBound.standard().withInitial(100))
              .minimize(
                  logarithm(outside),
                  new double[] {40},
                  iteration -> {
                    ratios.add(iteration.figures().get("rho"));
                    return Signal.CONTINUE;
                  });
      // The full step goes to 40 (1 − ln 20) < 0.
      assertEquals(Double.NEGATIVE_INFINITY, ratios.get(0));
      assertEquals(OptimizationOutcome.CONVERGED, fit.outcome(), fit::toString);
      assertEquals(2, fit.parameters()[0], 1e-14);
    }
    LeastSquaresResult thrown =
        METHOD
            .withStepBound(StepBound.standard().withInitial(100))
            .minimize(
                logarithm(throwing(new ArithmeticException("no logarithm"))), new double[] {40});
    assertEquals("no logarithm", thrown.cause().orElseThrow().getMessage());
  }

  @Test
  void anExpansionThatFailsRejectsTheStep() {
    int[] calls = {0};
    Residuals fragile =
        Residuals.of(
            1,
            w -> new double[] {w[0] - 3, 1},
            w -> {
              calls[0]++;
              if (calls[0] == 2) {
                throw new IllegalStateException("not now");
              }
              return new double[][] {{1}, {0}};
            });
    LeastSquaresResult fit = METHOD.minimize(fragile, new double[] {1});
    assertEquals(OptimizationOutcome.CONVERGED, fit.outcome(), fit::toString);
    assertEquals(3, fit.parameters()[0], 1e-9);
    assertEquals("not now", fit.cause().orElseThrow().getMessage());
  }

  @Test
  void badStartsAreNamed() {
    LeastSquaresResult none =
        METHOD.minimize(logarithm(w -> new double[] {Double.NaN}), new double[] {-1});
    assertEquals(OptimizationOutcome.NOT_FINITE, none.outcome());
    assertEquals("At the start residual 0 is NaN.", none.reason());
    assertArrayEquals(new double[] {-1}, none.parameters());
    assertThrows(IllegalStateException.class, none::covariance);
    RuntimeException cause = new ArithmeticException("no logarithm");
    LeastSquaresResult thrown = METHOD.minimize(logarithm(throwing(cause)), new double[] {-1});
    assertEquals(OptimizationOutcome.FAILED, thrown.outcome());
    assertSame(cause, thrown.cause().orElseThrow());
    assertEquals(Double.NaN, thrown.value());
    assertEquals(0, thrown.residuals().length);
    assertArrayEquals(new double[] {-1}, thrown.parameters());
    assertEquals(
        "After 0 iterations the expansion threw java.lang.ArithmeticException: no logarithm.",
        thrown.reason());
    LeastSquaresResult huge =
        METHOD.minimize(TapeMap.of(1, w -> new Var[] {w[0]}), new double[] {1e200});
    assertEquals("At the start the value is Infinity.", huge.reason());
    assertRefused(() -> METHOD.minimize(ROSENBROCK, new double[3]), 3, 2);
    assertRefused(() -> METHOD.minimize(ROSENBROCK, new double[] {1, Double.NaN}), "NaN");
  }

  @Test
  void aChangingNumberOfResidualsIsOneClearError() {
    Residuals changing =
        Residuals.of(
            1,
            w -> w[0] == 1 ? new double[] {4, 4} : new double[] {4, 4, 4},
            w -> new double[][] {{1}, {1}});
    IllegalStateException thrown =
        assertThrows(
            IllegalStateException.class, () -> METHOD.minimize(changing, new double[] {1}));
    assertEquals(
        "There are 3 residuals at a point and 2 at the start; their number must be the same"
            + " everywhere. Give those that don't apply at a point the value 0.",
        thrown.getMessage());
  }

  @Test
  void aJacobianOfOtherParametersIsRefused() {
    Residuals wrong =
        new Residuals() {
          @Override
          public int dimension() {
            return 2;
          }

          @Override
          public double[] values(double[] w) {
            return new double[] {1};
          }

          @Override
          public ResidualsExpansion expandAt(double[] w) {
            return ResidualsExpansion.of(
                values(w), LinearOperator.dense(new double[][] {{1, 2, 3}}));
          }
        };
    IllegalStateException thrown =
        assertThrows(IllegalStateException.class, () -> METHOD.minimize(wrong, new double[2]));
    assertEquals(
        "The Jacobian acts on dimension 3, but the residuals have 2 parameters.",
        thrown.getMessage());
  }

  @Test
  void listenersStopARunAndWhatTheyThrowLeavesIt() {
    LeastSquaresResult stopped =
        METHOD.minimize(
            ROSENBROCK,
            new double[] {-1.2, 1},
            iteration -> iteration.number() == 3 ? Signal.STOP : Signal.CONTINUE);
    assertEquals(OptimizationOutcome.STOPPED_BY_LISTENER, stopped.outcome());
    assertEquals(3, stopped.iterations());
    OptimizationListener angry =
        iteration -> {
          throw new UnsupportedOperationException("enough");
        };
    assertThrows(
        UnsupportedOperationException.class,
        () -> METHOD.minimize(ROSENBROCK, new double[] {-1.2, 1}, angry));
  }

  @Test
  void anInterruptEndsTheRunWithTheLastIterate() {
    for (StepSolver solver : List.of(StepSolver.dense(), StepSolver.matrixFree())) {
      List<double[]> points = new ArrayList<>();
      LeastSquaresResult fit =
          METHOD
              .withSolver(solver)
              .minimize(
                  ROSENBROCK,
                  new double[] {-1.2, 1},
                  iteration -> {
                    points.add(iteration.parameters());
                    if (iteration.number() == 2) {
                      Thread.currentThread().interrupt();
                    }
                    return Signal.CONTINUE;
                  });
      assertTrue(Thread.interrupted());
      assertEquals(OptimizationOutcome.INTERRUPTED, fit.outcome(), fit::toString);
      assertEquals(2, points.size());
      assertArrayEquals(points.get(1), fit.parameters());
      assertEquals("After 2 iterations the thread was interrupted.", fit.reason());
    }
  }

  @Test
  void limitsEndRuns() {
    LeastSquaresResult spent =
        METHOD
            .withEnding(Ending.standard().atMostIterations(4))
            .minimize(ROSENBROCK, new double[] {-1.2, 1});
    assertEquals(OptimizationOutcome.ITERATION_LIMIT, spent.outcome());
    assertEquals(4, spent.iterations());
    LeastSquaresResult early =
        METHOD
            .withEnding(Ending.standard().untilGradient(10))
            .minimize(ROSENBROCK, new double[] {-1.2, 1});
    assertEquals(OptimizationOutcome.CONVERGED, early.outcome());
    assertTrue(early.reason().contains("at most 10.0."), early::reason);
    // A Jacobian with the wrong sign leads up, whatever the bound.
    Residuals wrong =
        Residuals.of(1, w -> new double[] {w[0] - 3, 1}, w -> new double[][] {{-1}, {0}});
    LeastSquaresResult stuck =
        METHOD.withEnding(Ending.standard().withPatience(5)).minimize(wrong, new double[] {1});
    assertEquals(OptimizationOutcome.STALLED, stuck.outcome());
    assertEquals(5, stuck.iterations());
    assertTrue(
        stuck.reason().startsWith("After 5 iterations 5 steps in a row were rejected"),
        stuck::reason);
    // Of (-2, 1) and (-1, 0): 2/√5.
    assertTrue(stuck.reason().endsWith("a column of the Jacobian is 0.894."), stuck::reason);
  }

  /** {@code r = w² − 1} has a maximum of F at 0, which derivatives by hand can't tell. */
  @Test
  void maximaAndSaddlesAreLeft() {
    LeastSquaresResult fit =
        METHOD.minimize(TapeMap.of(1, w -> new Var[] {w[0].square().subtract(1)}), new double[1]);
    assertEquals(OptimizationOutcome.CONVERGED, fit.outcome(), fit::toString);
    assertEquals(1, Math.abs(fit.parameters()[0]), 1e-12);
    assertTrue(fit.curvatureProducts() > 0);
    LeastSquaresResult saddle =
        METHOD.minimize(
            TapeMap.of(2, w -> new Var[] {w[0].square().subtract(1), w[1].subtract(2), w[0]}),
            new double[] {0, 7});
    // F = ½((x² − 1)² + x²) + …: the minimum at x² = ½ has F = 3/8, the saddle ½.
    assertEquals(OptimizationOutcome.CONVERGED, saddle.outcome(), saddle::toString);
    assertEquals(0.375, saddle.value(), 1e-14, saddle::toString);
    Residuals blind =
        Residuals.of(1, w -> new double[] {w[0] * w[0] - 1}, w -> new double[][] {{2 * w[0]}});
    LeastSquaresResult there = METHOD.minimize(blind, new double[1]);
    assertEquals(OptimizationOutcome.CONVERGED, there.outcome());
    assertTrue(
        there.reason().contains("the gradient is 0. The residuals tell no curvature"),
        there::reason);
  }

  @Test
  void theWholeHessianNeedsResidualsThatKnowIt() {
    Residuals blind = Residuals.of(1, w -> new double[] {w[0]}, w -> new double[][] {{1}});
    UnsupportedOperationException thrown =
        assertThrows(
            UnsupportedOperationException.class,
            () ->
                METHOD.withCurvature(FitCurvature.FULL_HESSIAN).minimize(blind, new double[] {1}));
    assertTrue(String.valueOf(thrown.getMessage()).contains("no curvature"), thrown.getMessage());
  }

  @Test
  void valuesAreConfiguredOneByOne() {
    LevenbergMarquardt other =
        METHOD
            .withLoss(RobustLoss.cauchy(2))
            .withCurvature(FitCurvature.FULL_HESSIAN)
            .withSolver(StepSolver.dense())
            .withStepBound(StepBound.standard().withInitial(7))
            .withEnding(Ending.standard());
    assertEquals(RobustLoss.cauchy(2), other.loss());
    assertEquals(FitCurvature.FULL_HESSIAN, other.curvature());
    assertEquals(7, other.stepBound().initial());
    assertEquals(Ending.standard(), other.ending());
    assertEquals("levenberg-marquardt", other.name());
    assertFalse(StepSolver.matrixFree().isDense(1, 1));
    assertTrue(StepSolver.automatic().isDense(3000, 300));
    assertFalse(StepSolver.automatic().isDense(4000, 300));
    assertFalse(StepSolver.automatic().isDense(3, 301));
    assertTrue(StepSolver.dense().isDense(5000, 5000));
    assertRefused(() -> StepSolver.automatic().atMostProducts(0), "product limit is 0");
    assertEquals(5, StepSolver.matrixFree().atMostProducts(5).mostProducts());
    StepBound bound =
        StepBound.standard()
            .withAcceptedRatio(0.1)
            .withPoorRatio(0.2)
            .withGoodRatio(0.8)
            .withSlack(0.5);
    assertEquals(new StepBound(1, 0.1, 0.2, 0.8, 0.5), bound);
    assertRefused(() -> bound.withInitial(0), "initial step bound");
    assertRefused(() -> bound.withAcceptedRatio(0.3), "accepted ratio is 0.3");
    assertRefused(() -> bound.withPoorRatio(0.9), "poor ratio is 0.9");
    assertRefused(() -> bound.withGoodRatio(1.1), "good ratio is 1.1");
    assertRefused(() -> bound.withSlack(-1), "slack is -1");
  }
}
