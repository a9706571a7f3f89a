package org.roperator.commonsmath;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.apache.commons.math3.exception.ConvergenceException;
import org.apache.commons.math3.optim.MaxEval;
import org.apache.commons.math3.optim.MaxIter;
import org.apache.commons.math3.optim.OptimizationData;
import org.apache.commons.math3.optim.PointValuePair;
import org.apache.commons.math3.optim.SimpleBounds;
import org.apache.commons.math3.optim.SimpleValueChecker;
import org.apache.commons.math3.optim.nonlinear.scalar.GoalType;
import org.apache.commons.math3.optim.nonlinear.scalar.MultivariateOptimizer;
import org.apache.commons.math3.optim.nonlinear.scalar.gradient.NonLinearConjugateGradientOptimizer;
import org.apache.commons.math3.optim.nonlinear.scalar.noderiv.BOBYQAOptimizer;
import org.apache.commons.math3.optim.nonlinear.scalar.noderiv.CMAESOptimizer;
import org.apache.commons.math3.optim.nonlinear.scalar.noderiv.NelderMeadSimplex;
import org.apache.commons.math3.optim.nonlinear.scalar.noderiv.PowellOptimizer;
import org.apache.commons.math3.optim.nonlinear.scalar.noderiv.SimplexOptimizer;
import org.apache.commons.math3.random.MersenneTwister;
import org.junit.jupiter.api.Test;
import org.roperator.autodiff.TapeObjective;
import org.roperator.autodiff.Var;
import org.roperator.contract.Refusals;
import org.roperator.function.Expansion;
import org.roperator.function.Objective;
import org.roperator.optimize.Ending;
import org.roperator.optimize.OptimizationListener;
import org.roperator.optimize.OptimizationListener.Signal;
import org.roperator.optimize.OptimizationOutcome;
import org.roperator.optimize.OptimizationResult;
import org.roperator.optimize.Optimizer;

class TheirMethodTest {

  private static final double[] START = {-1.2, 1};

  /** (1 − x)² + 100(y − x²)², with its minimum 0 at (1, 1). */
  private static final Objective VALLEY =
      TapeObjective.of(
          2,
          w -> {
            Var bend = w[1].subtract(w[0].square());
            return w[0].negate().add(1).square().add(bend.square().multiply(100));
          });

  /** x² + xy + y² + cos x, with its minimum 1 at 0, where the Hessian is [[1, 1], [1, 2]]. */
  private static final Objective BOWL =
      TapeObjective.of(
          2, w -> w[0].square().add(w[0].multiply(w[1])).add(w[1].square()).add(w[0].cos()));

  private static NonLinearConjugateGradientOptimizer conjugateGradients(double accuracy) {
    return new NonLinearConjugateGradientOptimizer(
        NonLinearConjugateGradientOptimizer.Formula.POLAK_RIBIERE,
        new SimpleValueChecker(accuracy, accuracy));
  }

  private final AtomicInteger values = new AtomicInteger();
  private final AtomicInteger expansions = new AtomicInteger();

  private Objective counted(Objective f) {
    return new Objective() {
      @Override
      public int dimension() {
        return f.dimension();
      }

      @Override
      public double value(double[] w) {
        values.incrementAndGet();
        return f.value(w);
      }

      @Override
      public Expansion expandAt(double[] w) {
        expansions.incrementAndGet();
        return f.expandAt(w);
      }
    };
  }

  @Test
  void theirConjugateGradientsConvergeByOurGradient() {
    Optimizer cg = CommonsMath.optimizer("their-cg", () -> conjugateGradients(1e-20));
    assertEquals("their-cg", cg.name());
    OptimizationResult end = cg.minimize(counted(VALLEY), START);
    assertEquals(OptimizationOutcome.CONVERGED, end.outcome(), end::toString);
    assertArrayEquals(new double[] {1, 1}, end.parameters(), 1e-5);
    assertEquals(values.get(), end.evaluations());
    assertEquals(expansions.get(), end.expansions());
    assertEquals(1, end.iterations());
    assertEquals(VALLEY.value(end.parameters()), end.value());
  }

  @Test
  void methodsWithoutDerivativesFindTheBowl() {
    record Case(
        String name,
        Supplier<? extends MultivariateOptimizer> theirs,
        List<OptimizationData> data) {}
    List<Case> cases =
        List.of(
            new Case("powell", () -> new PowellOptimizer(1e-14, 1e-14), List.of()),
            new Case(
                "simplex",
                () -> new SimplexOptimizer(1e-14, 1e-14),
                List.of(new NelderMeadSimplex(2))),
            new Case("bobyqa", () -> new BOBYQAOptimizer(5), List.of(SimpleBounds.unbounded(2))),
            new Case(
                "cma-es",
                () ->
                    new CMAESOptimizer(
                        10_000,
                        0,
                        true,
                        0,
                        0,
                        new MersenneTwister(7),
                        false,
                        new SimpleValueChecker(1e-14, 1e-14)),
                List.of(
                    SimpleBounds.unbounded(2),
                    new CMAESOptimizer.Sigma(new double[] {1, 1}),
                    new CMAESOptimizer.PopulationSize(8))));
    for (Case one : cases) {
      List<Map<String, Double>> figures = new ArrayList<>();
      OptimizationResult end =
          // Values to 1e-14 leave a gradient of their root.
          CommonsMath.optimizer(
                  one.name,
                  one.theirs,
                  Ending.standard().untilRelativeGradient(1e-5),
                  one.data.toArray(new OptimizationData[0]))
              .minimize(
                  BOWL,
                  START,
                  iteration -> {
                    figures.add(iteration.figures());
                    return Signal.CONTINUE;
                  });
      assertEquals(OptimizationOutcome.CONVERGED, end.outcome(), () -> one.name + " " + end);
      assertArrayEquals(new double[2], end.parameters(), 1e-5, one.name);
      assertEquals(1, end.value(), 1e-9, one.name);
      assertEquals(1, figures.size());
      assertEquals(Set.of("evaluations", "iterations"), figures.get(0).keySet());
      // The value at the start is asked by the run itself.
      assertEquals((double) (end.evaluations() - 1), figures.get(0).get("evaluations"), one.name);
    }
  }

  @Test
  void limitsOfTheirsLeaveTheLowestPointSeen() {
    for (OptimizationData limit : List.of(new MaxEval(30), new MaxIter(3))) {
      double[] lowest = {Double.POSITIVE_INFINITY};
      Objective watched =
          new Objective() {
            @Override
            public int dimension() {
              return 2;
            }

            @Override
            public double value(double[] w) {
              double value = VALLEY.value(w);
              lowest[0] = Math.min(lowest[0], value);
              return value;
            }

            @Override
            public Expansion expandAt(double[] w) {
              return VALLEY.expandAt(w);
            }
          };
      OptimizationResult end =
          CommonsMath.optimizer(
                  "simplex",
                  () -> new SimplexOptimizer(1e-14, 1e-14),
                  new NelderMeadSimplex(2),
                  limit)
              .minimize(watched, START);
      assertEquals(OptimizationOutcome.ITERATION_LIMIT, end.outcome(), end::toString);
      assertTrue(end.reason().contains("simplex threw"), end::toString);
      assertTrue(end.reason().contains("TooMany"), end::toString);
      assertEquals(lowest[0], end.value());
      assertEquals(VALLEY.value(end.parameters()), end.value());
      assertTrue(end.value() < VALLEY.value(START));
    }
  }

  @Test
  void contentWithLessIsAStall() {
    OptimizationResult end =
        CommonsMath.optimizer("cg", () -> conjugateGradients(0.5)).minimize(VALLEY, START);
    assertEquals(OptimizationOutcome.STALLED, end.outcome(), end::toString);
    assertTrue(end.reason().contains("cg was content after"), end::toString);
    assertTrue(end.reason().contains("stricter checker"), end::toString);
    assertEquals(1, end.iterations());
    // Their goal, their function and their start are not up to the data.
    OptimizationResult up =
        CommonsMath.optimizer(
                "cg",
                () -> conjugateGradients(1e-20),
                // Their line search sees values to 1e-8, and so gradients to its root.
                Ending.standard().untilRelativeGradient(1e-4),
                GoalType.MAXIMIZE)
            .minimize(BOWL, START);
    assertEquals(OptimizationOutcome.CONVERGED, up.outcome(), up::toString);
    assertEquals(1, up.value(), 1e-8);
  }

  @Test
  void aRunThatLowersNothingIsNoIteration() {
    OptimizationResult end =
        CommonsMath.optimizer(
                "simplex",
                () -> new SimplexOptimizer(1e-14, 1e-14),
                new NelderMeadSimplex(2),
                new MaxEval(1))
            .minimize(VALLEY, START);
    assertEquals(OptimizationOutcome.ITERATION_LIMIT, end.outcome());
    assertEquals(0, end.iterations());
    assertArrayEquals(START, end.parameters());
  }

  /** One of theirs that moves and gives up. */
  private static final class Weary extends MultivariateOptimizer {

    Weary() {
      super(new SimpleValueChecker(0.1, 0.1));
    }

    @Override
    protected PointValuePair doOptimize() {
      computeObjectiveValue(new double[] {0.5, 0.25});
      computeObjectiveValue(new double[] {9, 9});
      throw new ConvergenceException();
    }
  }

  @Test
  void whatTheyGiveUpIsAStallAtTheLowestPoint() {
    OptimizationResult end = CommonsMath.optimizer("weary", Weary::new).minimize(VALLEY, START);
    assertEquals(OptimizationOutcome.STALLED, end.outcome());
    assertTrue(end.reason().startsWith("weary threw " + ConvergenceException.class.getName()));
    assertArrayEquals(new double[] {0.5, 0.25}, end.parameters());
    assertEquals(0.25, end.value());
    assertEquals(3, end.evaluations(), "one at the start");
  }

  @Test
  void saddlesAreLeft() {
    // x² + (y² − 1)²: conjugate gradients from (1, 0) stay at y = 0; the minima are (0, ±1).
    Objective f = TapeObjective.of(2, w -> w[0].square().add(w[1].square().subtract(1).square()));
    OptimizationResult end =
        CommonsMath.optimizer("cg", () -> conjugateGradients(1e-20))
            .minimize(f, new double[] {1, 0});
    assertEquals(OptimizationOutcome.CONVERGED, end.outcome(), end::toString);
    assertEquals(0, end.value(), 1e-12);
    assertEquals(1, Math.abs(end.parameters()[1]), 1e-6);
    assertEquals(3, end.iterations(), "to the saddle, from it, and down");
  }

  @Test
  void whereTheObjectiveIsNotDefinedIsHigh() {
    // x − ln x with its minimum 1 at 1; the first steps of the simplex are longer than the start.
    Objective f =
        new Objective() {
          @Override
          public int dimension() {
            return 1;
          }

          @Override
          public double value(double[] w) {
            if (w[0] <= 0) {
              throw new IllegalStateException("mine");
            }
            return w[0] - Math.log(w[0]);
          }

          @Override
          public Expansion expandAt(double[] w) {
            return TapeObjective.of(1, x -> x[0].subtract(x[0].log())).expandAt(w);
          }
        };
    OptimizationResult end =
        CommonsMath.optimizer(
                "simplex",
                () -> new SimplexOptimizer(1e-15, 1e-15),
                Ending.standard().untilRelativeGradient(1e-5),
                new NelderMeadSimplex(new double[] {-2}))
            .minimize(f, new double[] {0.5});
    assertEquals(OptimizationOutcome.CONVERGED, end.outcome(), end::toString);
    assertEquals(1, end.parameters()[0], 1e-5);
    assertEquals("mine", end.cause().orElseThrow().getMessage());
  }

  @Test
  void aGradientThatThrowsFailsTheRun() {
    IllegalStateException mine = new IllegalStateException("mine");
    AtomicInteger left = new AtomicInteger(2);
    Objective f =
        new Objective() {
          @Override
          public int dimension() {
            return 2;
          }

          @Override
          public double value(double[] w) {
            return VALLEY.value(w);
          }

          @Override
          public Expansion expandAt(double[] w) {
            if (left.getAndDecrement() == 0) {
              throw mine;
            }
            return VALLEY.expandAt(w);
          }
        };
    OptimizationResult end =
        CommonsMath.optimizer("cg", () -> conjugateGradients(1e-20)).minimize(f, START);
    assertEquals(OptimizationOutcome.FAILED, end.outcome());
    assertSame(mine, end.cause().orElseThrow());
    assertArrayEquals(START, end.parameters());
  }

  @Test
  void interruptsEndTheirRuns() {
    AtomicInteger left = new AtomicInteger(20);
    Objective f =
        new Objective() {
          @Override
          public int dimension() {
            return 2;
          }

          @Override
          public double value(double[] w) {
            if (left.getAndDecrement() == 0) {
              Thread.currentThread().interrupt();
            }
            return VALLEY.value(w);
          }

          @Override
          public Expansion expandAt(double[] w) {
            return VALLEY.expandAt(w);
          }
        };
    OptimizationResult end;
    try {
      end = CommonsMath.optimizer("cg", () -> conjugateGradients(1e-20)).minimize(f, START);
    } finally {
      assertTrue(Thread.interrupted(), "the interrupt stays");
    }
    assertEquals(OptimizationOutcome.INTERRUPTED, end.outcome());
    assertEquals(-1, left.get(), "nothing is asked after it");
    assertTrue(end.value() < VALLEY.value(START));
    assertEquals(VALLEY.value(end.parameters()), end.value());
  }

  @Test
  void aWrongStartIsRefused() {
    Refusals.assertRefused(
        () ->
            CommonsMath.optimizer("cg", () -> conjugateGradients(1e-20))
                .minimize(VALLEY, new double[3], OptimizationListener.silent()),
        3,
        2);
  }
}
