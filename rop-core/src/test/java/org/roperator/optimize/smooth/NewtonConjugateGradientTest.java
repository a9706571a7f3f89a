package org.roperator.optimize.smooth;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.roperator.function.Expansion;
import org.roperator.function.Objective;
import org.roperator.operator.SymmetricOperator;
import org.roperator.optimize.Iteration;
import org.roperator.optimize.OptimizationListener.Signal;
import org.roperator.optimize.OptimizationOutcome;
import org.roperator.optimize.OptimizationResult;
import org.roperator.problems.LargeProblems;
import org.roperator.problems.MoreGarbowHillstrom;
import org.roperator.problems.Problem;

/** Newton's method with truncated conjugate gradients and a line search. */
class NewtonConjugateGradientTest {

  private static final NewtonConjugateGradient STANDARD = NewtonConjugateGradient.standard();

  private static List<Iteration> history(
      NewtonConjugateGradient method, Objective f, double... start) {
    List<Iteration> history = new ArrayList<>();
    method.minimize(
        f,
        start,
        iteration -> {
          history.add(iteration);
          return Signal.CONTINUE;
        });
    return history;
  }

  private static double figure(Iteration iteration, String name) {
    return Objects.requireNonNull(iteration.figures().get(name), name);
  }

  /** ½wᵀAw − bᵀw of a diagonal A. */
  private static Objective diagonal(double[] a, double... b) {
    return Objective.quadratic(
        SymmetricOperator.of(
            a.length,
            (v, out) -> {
              for (int i = 0; i < a.length; i++) {
                out[i] = a[i] * v[i];
              }
            }),
        b);
  }

  @Test
  void quadraticsOfTwoEigenvaluesTakeTwoProductsAStep() {
    Objective f = diagonal(new double[] {1, 4, 4, 1}, 1, 2, 3, 4);
    List<Iteration> history = history(STANDARD, f, 0, 0, 0, 0);
    double[] end = history.get(history.size() - 1).parameters();
    assertArrayEquals(new double[] {1, 0.5, 0.75, 4}, end, 1e-8);
    for (Iteration iteration : history) {
      assertTrue(figure(iteration, "cg_steps") <= 2);
      assertEquals(1, figure(iteration, "evaluations"));
      assertEquals(1, figure(iteration, "step_rate"));
    }
  }

  @Test
  void findsRosenbrocksMinimumWithFewProducts() {
    OptimizationResult result =
        STANDARD.minimize(MoreGarbowHillstrom.rosenbrock().objective(), new double[] {-1.2, 1});
    assertEquals(OptimizationOutcome.CONVERGED, result.outcome(), result::toString);
    assertArrayEquals(new double[] {1, 1}, result.parameters(), 1e-6);
    // SciPy 1.17's Newton-CG spends 104 values and gradients, and 143 products.
    assertTrue(result.expansions() < 104, result::toString);
    assertTrue(result.products() < 143, result::toString);
  }

  @Test
  void figuresTellWhatAStepCost() {
    Objective f = MoreGarbowHillstrom.rosenbrock().objective();
    double evaluations = 0;
    double largest = 0;
    for (Iteration iteration : history(STANDARD, f, -1.2, 1)) {
      assertEquals(
          Set.of(
              "gradient_norm",
              "step_rate",
              "step_norm",
              "evaluations",
              "cg_steps",
              "forcing",
              "negative_curvature"),
          iteration.figures().keySet());
      double norm = figure(iteration, "gradient_norm");
      largest = Math.max(largest, norm);
      assertEquals(Math.min(0.5, Math.sqrt(norm / largest)), figure(iteration, "forcing"), 1e-12);
      evaluations += figure(iteration, "evaluations");
    }
    assertEquals((long) evaluations + 1, STANDARD.minimize(f, new double[] {-1.2, 1}).expansions());
  }

  /** Near a minimum the number of right digits grows by half at least with each step. */
  @Test
  void stepsAreSuperlinearNearAMinimum() {
    Problem p = LargeProblems.dixmaan('C', 300);
    List<Iteration> history =
        history(
            STANDARD.withEnding(STANDARD.ending().untilRelativeGradient(1e-13)),
            p.objective(),
            p.start());
    int last = history.size() - 1;
    double before = figure(history.get(last - 1), "gradient_norm");
    double after = figure(history.get(last), "gradient_norm");
    assertTrue(after < 0.01 * before, before + " " + after);
  }

  /**
   * {@code ½x² − cos y}: along y negative curvature beyond π/2, and the direction there is taken.
   */
  @Test
  void negativeCurvatureIsFollowed() {
    Objective f =
        new Objective() {
          @Override
          public int dimension() {
            return 2;
          }

          @Override
          public double value(double[] w) {
            return w[0] * w[0] / 2 - Math.cos(w[1]);
          }

          @Override
          public Expansion expandAt(double[] w) {
            return Expansion.of(
                value(w),
                new double[] {w[0], Math.sin(w[1])},
                SymmetricOperator.symmetric(new double[][] {{1, 0}, {0, Math.cos(w[1])}}));
          }
        };
    // Within one product: g = (0, sin 2) has the curvature cos 2 = −0.416.
    Iteration first = history(STANDARD, f, 0, 2).get(0);
    assertEquals(1, figure(first, "negative_curvature"));
    assertEquals(0, figure(first, "cg_steps"));
    // sin 2/|cos 2| is the step that is tried first: from 2 to −0.185, lower and flatter.
    assertEquals(2 - Math.sin(2) / 0.4161468365471424, first.parameters()[1], 1e-12);
    // Within two: x by one step of conjugate gradients, y by what they met after it.
    // From (1, 2) gᵀHg > 0, and conjugate gradients meet it after their first step.
    Iteration second = history(STANDARD, f, 1, 2).get(0);
    assertEquals(1, figure(second, "negative_curvature"));
    assertEquals(1, figure(second, "cg_steps"));
    assertTrue(second.value() < 0.5 - Math.cos(2), "" + second.value());
    OptimizationResult result = STANDARD.minimize(f, new double[] {3, 2});
    assertEquals(OptimizationOutcome.CONVERGED, result.outcome());
    assertEquals(-1, result.value(), 1e-14);
  }

  @Test
  void theNumberOfProductsAnIterationIsBounded() {
    double[] a = new double[60];
    double[] b = new double[60];
    for (int i = 0; i < a.length; i++) {
      a[i] = Math.pow(1.3, i);
      b[i] = 1;
    }
    for (Iteration iteration :
        history(STANDARD.atMostInnerSteps(3), diagonal(a, b), new double[60])) {
      assertTrue(figure(iteration, "cg_steps") <= 3);
    }
    assertEquals(
        OptimizationOutcome.CONVERGED, STANDARD.minimize(diagonal(a, b), new double[60]).outcome());
  }

  @Test
  void anObjectiveWithoutHessianIsRefused() {
    Objective f =
        new Objective() {
          @Override
          public int dimension() {
            return 1;
          }

          @Override
          public double value(double[] w) {
            return w[0] * w[0];
          }

          @Override
          public Expansion expandAt(double[] w) {
            return new Expansion() {
              @Override
              public int dimension() {
                return 1;
              }

              @Override
              public double value() {
                return w[0] * w[0];
              }

              @Override
              public double[] gradient() {
                return new double[] {2 * w[0]};
              }

              @Override
              public SymmetricOperator hessian() {
                throw new UnsupportedOperationException("no Hessian");
              }
            };
          }
        };
    assertThrows(UnsupportedOperationException.class, () -> STANDARD.minimize(f, new double[] {1}));
    assertEquals("newton-cg", STANDARD.name());
    assertSame(STANDARD, NewtonConjugateGradient.standard());
  }

  @Test
  void tenThousandUnknownsTakeNoLonger() {
    for (Problem p :
        List.of(
            LargeProblems.extendedRosenbrock(10_000),
            LargeProblems.dixmaan('A', 9_999),
            LargeProblems.broydenTridiagonal(10_000))) {
      OptimizationResult result = STANDARD.minimize(p.objective(), p.start());
      assertEquals(OptimizationOutcome.CONVERGED, result.outcome(), p.name());
      // A gradient of 1e-8 of its size leaves less than 1e-7 of values that sum over n.
      assertTrue(p.isSolvedBy(result.value(), 1e-7), () -> p.name() + " " + result);
      assertTrue(result.products() < 600, () -> p.name() + " " + result.products());
    }
  }
}
