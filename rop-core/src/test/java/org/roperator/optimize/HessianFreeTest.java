package org.roperator.optimize;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.junit.jupiter.api.Test;
import org.roperator.contract.Refusals;
import org.roperator.contract.Samples;
import org.roperator.function.Expansion;
import org.roperator.function.FiniteSumExpansion;
import org.roperator.function.Objective;
import org.roperator.internal.Vectors;
import org.roperator.operator.SymmetricOperator;
import org.roperator.optimize.HessianFreeIteration.StepKind;
import org.roperator.optimize.OptimizationListener.Signal;
import org.roperator.solve.CgOutcome;
import org.roperator.solve.IterateGrid;

class HessianFreeTest {

  private static final HessianFree NEWTON =
      HessianFree.standard().withCurvature(Curvature.hessian());

  /** The iterations of a run, which must tell of nothing else. */
  private static List<HessianFreeIteration> history(
      HessianFree method, Objective objective, double... start) {
    List<HessianFreeIteration> history = new ArrayList<>();
    method.minimize(
        objective,
        start,
        iteration -> {
          history.add((HessianFreeIteration) iteration);
          return Signal.CONTINUE;
        });
    return history;
  }

  @Test
  void quadraticIsSolvedInOneIterationWithoutDamping() {
    SymmetricOperator a =
        SymmetricOperator.symmetric(new double[][] {{4, 1, 0}, {1, 3, 1}, {0, 1, 2}});
    OptimizationResult result =
        NEWTON
            .withDamping(Damping.standard().withInitial(1e-12))
            .minimize(Objective.quadratic(a, new double[] {1, 2, 3}), new double[] {5, -7, 9});
    assertEquals(OptimizationOutcome.CONVERGED, result.outcome());
    assertEquals(1, result.iterations());
    // The damping moves the solution by 1e-12 of a step of length ten.
    assertArrayEquals(new double[] {2.0 / 9, 1.0 / 9, 13.0 / 9}, result.parameters(), 1e-10);
    // ½xᵀAx − bᵀx = −½bᵀx at the minimum.
    assertEquals(-0.5 * (2.0 / 9 + 2.0 / 9 + 39.0 / 9), result.value(), 1e-12);
  }

  @Test
  void findsTheEndOfRosenbrocksValley() {
    OptimizationResult result =
        NEWTON
            .withEnding(
                Ending.standard()
                    .atMostIterations(300)
                    .untilGradient(1e-8)
                    .untilRelativeGradient(0))
            .minimize(HandWritten.rosenbrock(), new double[] {-1.2, 1});
    assertEquals(OptimizationOutcome.CONVERGED, result.outcome(), result::toString);
    // Smallest eigenvalue 0.4 at the minimum, gradient 1e-8.
    assertArrayEquals(new double[] {1, 1}, result.parameters(), 1e-7);
  }

  @Test
  void findsTheMinimumOfPowellsSingularFunction() {
    OptimizationResult result =
        NEWTON
            .withEnding(
                Ending.standard()
                    .atMostIterations(300)
                    .untilGradient(1e-8)
                    .untilRelativeGradient(0))
            .minimize(HandWritten.powell(), new double[] {3, -1, 0, 1});
    assertEquals(OptimizationOutcome.CONVERGED, result.outcome(), result::toString);
    assertTrue(result.value() < 1e-9, result::toString);
    // The function is flat to fourth order: a gradient of 1e-8 leaves x ~ (1e-8)^(1/3).
    assertArrayEquals(new double[4], result.parameters(), 1e-2);
  }

  @Test
  void logisticRegressionEndsWhereNewtonsMethodDoes() {
    LogisticRegression f = LogisticRegression.random(7, 200, 5, 0.01);
    double[] minimum = newton(f, new double[5]);
    OptimizationResult result =
        HessianFree.standard().withCurvatureBatches(1).minimize(f, new double[5]);
    assertEquals(OptimizationOutcome.CONVERGED, result.outcome(), result::toString);
    // A gradient of 1e-8 over a curvature of at least 1e-2.
    assertArrayEquals(minimum, result.parameters(), 1e-6);
    OptimizationResult sampled = HessianFree.standard().minimize(f, new double[5]);
    // Near the minimum ρ of a quarter of the examples is noise, and λ no longer falls for good.
    assertEquals(f.value(minimum), sampled.value(), 1e-6);
    assertEquals(f.value(result.parameters()), result.value(), 1e-14);
  }

  /** Newton's method with a dense factorization: safe from zero for this convex function. */
  private static double[] newton(LogisticRegression f, double[] start) {
    double[] w = start.clone();
    for (int k = 0; k < 20; k++) {
      FiniteSumExpansion at = f.expandAt(w);
      double[][] rows = new double[w.length][];
      for (int i = 0; i < w.length; i++) {
        double[] unit = new double[w.length];
        unit[i] = 1;
        rows[i] = at.hessian().times(unit);
      }
      ArrayRealVector g = new ArrayRealVector(at.gradient());
      double[] step =
          new CholeskyDecomposition(new Array2DRowRealMatrix(rows), 1e-9, 1e-12)
              .getSolver()
              .solve(g)
              .toArray();
      Vectors.addScaled(-1, step, w);
    }
    return w;
  }

  @Test
  void everyIterationTellsWhatItDid() {
    LogisticRegression f = LogisticRegression.random(11, 103, 6, 0.02);
    double[] w = new double[6];
    double lambda = sizeOfTheFirstCurvature(f, w);
    int number = 0;
    List<HessianFreeIteration> history = history(HessianFree.standard(), f, w);
    assertTrue(history.size() > 4);
    for (HessianFreeIteration iteration : history) {
      assertEquals(++number, iteration.number());
      assertEquals(Vectors.norm(f.expandAt(w).gradient()), iteration.gradientNorm(), 1e-14);
      assertEquals(lambda, iteration.solve().lambda(), 1e-14 * lambda);
      assertTrue(iteration.value() <= f.value(w));
      w = iteration.parameters();
      assertEquals(f.value(w), iteration.value());
      boolean taken = iteration.step().kind() == StepKind.TAKEN;
      assertEquals(taken, iteration.step().rate() > 0);
      lambda *=
          !taken || !(iteration.step().rho() >= 0.25)
              ? 1.5
              : iteration.step().rho() > 0.75 ? 2.0 / 3 : 1;
      assertEquals(
          List.of("lambda", "rho", "cg_steps", "chosen_cg_step", "step_rate", "gradient_norm"),
          List.copyOf(iteration.figures().keySet()));
      assertEquals(iteration.solve().lambda(), iteration.figures().get("lambda"));
      assertEquals(iteration.step().rho(), iteration.figures().get("rho"));
      assertEquals(iteration.solve().steps(), iteration.figures().get("cg_steps"));
      assertEquals(iteration.step().chosen(), iteration.figures().get("chosen_cg_step"));
      assertEquals(iteration.step().rate(), iteration.figures().get("step_rate"));
      assertEquals(iteration.gradientNorm(), iteration.figures().get("gradient_norm"));
      assertTrue(
          iteration.solve().steps() >= 1 && iteration.step().chosen() <= iteration.solve().steps());
    }
  }

  /** {@code ‖Gg‖ / ‖g‖} with G of the first of the four batches. */
  private static double sizeOfTheFirstCurvature(LogisticRegression f, double[] w) {
    int[] batch = IntStream.iterate(0, i -> i < f.size(), i -> i + 4).toArray();
    double[] g = f.expandAt(w).gradient();
    double[] product = f.restrictedTo(batch).expandAt(w).gaussNewton().times(g);
    return Vectors.norm(product) / Vectors.norm(g);
  }

  @Test
  void firstStepIsTheOneWorkedByHand() {
    // ½ · 3x² at 2: g = 6, C = 3, λ = 1, p = −6/4, f(½) = 3/8, ρ = (3/8 − 6)/(½·3·9/4 − 9) = 1.
    HessianFreeIteration first =
        history(
                NEWTON.withDamping(Damping.standard().withInitial(1.0 / 3)),
                Objective.quadratic(SymmetricOperator.diagonal(new double[] {3}), new double[] {0}),
                2)
            .get(0);
    assertArrayEquals(new double[] {0.5}, first.parameters(), 1e-14);
    assertEquals(0.375, first.value(), 1e-14);
    assertEquals(1, first.step().rho(), 1e-13);
    assertEquals(6, first.gradientNorm());
    assertEquals(1, first.solve().lambda());
    assertEquals(1, first.solve().steps());
    assertEquals(1, first.step().chosen());
    assertEquals(1, first.step().rate());
    assertEquals(CgOutcome.RESIDUAL_REACHED, first.solve().outcome());
    assertEquals(StepKind.TAKEN, first.step().kind());
  }

  @Test
  void ratioIsTakenOnTheBatchThatGaveTheCurvature() {
    LogisticRegression f = LogisticRegression.random(5, 60, 3, 0.01);
    double[] start = {0.4, -0.2, 0.1};
    HessianFreeIteration first = history(HessianFree.standard(), f, start).get(0);
    LogisticRegression batch =
        (LogisticRegression) f.restrictedTo(IntStream.range(0, 15).map(i -> 4 * i).toArray());
    double[] p = new double[3];
    Vectors.sum(first.parameters(), -1, start, p);
    Vectors.scale(1 / first.step().rate(), p);
    double[] full = new double[3];
    Vectors.sum(start, 1, p, full);
    double promised =
        0.5 * batch.expandAt(start).gaussNewton().quadraticForm(p)
            + Vectors.dot(f.expandAt(start).gradient(), p);
    assertEquals((batch.value(full) - batch.value(start)) / promised, first.step().rho(), 1e-11);
  }

  @Test
  void historyRepeatsBitForBit() {
    LogisticRegression f = LogisticRegression.random(5, 60, 8, 0.01);
    List<HessianFreeIteration> once = history(HessianFree.standard(), f, new double[8]);
    List<HessianFreeIteration> again = history(HessianFree.standard(), f, new double[8]);
    assertEquals(Histories.words(once), Histories.words(again));
    assertFalse(once.isEmpty());
  }

  @Test
  void spendingIsCounted() {
    LogisticRegression f = LogisticRegression.random(5, 60, 8, 0.01);
    long before = f.passes();
    OptimizationResult result = HessianFree.standard().minimize(f, new double[8]);
    assertEquals(f.passes() - before, result.evaluations() + result.expansions());
    // Each iteration expands all examples and a batch; the last one shows the convergence, and
    // once more whether a way leads down from there.
    assertEquals(2 * result.iterations() + 2, result.expansions());
    // A product per conjugate gradient step, one per warm start, one per ratio of a fall, and one
    // for the size of the curvature.
    List<HessianFreeIteration> history = history(HessianFree.standard(), f, new double[8]);
    int steps = history.stream().mapToInt(step -> step.solve().steps()).sum();
    long falls = history.stream().filter(i -> i.step().rho() > Double.NEGATIVE_INFINITY).count();
    long asked = result.products() - steps - (history.size() - 1) - falls - 1;
    assertTrue(asked > 1 && asked <= 61, "products that asked for a way down: " + asked);
  }

  @Test
  void saddleIsLeftAlongNegativeCurvature() {
    List<HessianFreeIteration> history =
        history(
            NEWTON.withDamping(Damping.standard().withInitial(0.1)), HandWritten.saddle(), 0, 1e-3);
    assertEquals(StepKind.TAKEN_ALONG_NEGATIVE_CURVATURE, history.get(0).step().kind());
    assertEquals(0, history.get(0).solve().steps());
    assertEquals(CgOutcome.NEGATIVE_CURVATURE, history.get(0).solve().outcome());
    assertTrue(history.get(0).parameters()[1] > 1e-3);
    // The Hessian at 1e-3 is −1 but for 3e-6.
    assertEquals(0.1 * 1.5, history.get(1).solve().lambda(), 1e-6);
    double[] end = history.get(history.size() - 1).parameters();
    assertArrayEquals(new double[] {0, 1}, end, 1e-7);
    assertEquals(-0.25, history.get(history.size() - 1).value(), 1e-12);
  }

  @Test
  void stepFoundBeforeNegativeCurvatureIsTakenAndDampingRises() {
    List<HessianFreeIteration> history =
        history(
            NEWTON.withDamping(Damping.standard().withInitial(0.01)),
            HandWritten.saddle(),
            1,
            0.01);
    assertEquals(StepKind.TAKEN_BEFORE_NEGATIVE_CURVATURE, history.get(0).step().kind());
    assertEquals(1, history.get(0).solve().steps());
    assertEquals(1, history.get(0).step().chosen());
    // The Hessian along the gradient, (1, −0.01), is that of ½x² but for 2e-4 of it.
    assertEquals(0.01 * 1.5, history.get(1).solve().lambda(), 1e-5);
    double[] end = history.get(history.size() - 1).parameters();
    assertArrayEquals(new double[] {0, 1}, end, 1e-7);
  }

  @Test
  void lineSearchComesBackIntoTheDomain() {
    // x − ln x has its minimum 1 at 1; the undamped Newton step from 5 leads to −15.
    Objective f = HandWritten.of(x -> x - Math.log(x), x -> 1 - 1 / x, x -> 1 / (x * x));
    List<HessianFreeIteration> history =
        history(NEWTON.withDamping(Damping.standard().withInitial(1e-6)), f, 5);
    assertEquals(Math.pow(0.8, 7), history.get(0).step().rate(), 1e-15);
    assertEquals(Double.NEGATIVE_INFINITY, history.get(0).step().rho());
    assertArrayEquals(new double[] {1}, history.get(history.size() - 1).parameters(), 1e-7);
  }

  @Test
  void wrongGradientEndsInAStallWithDampingRaised() {
    // The gradient of ½x² with its sign turned: every step leads uphill.
    Objective f = HandWritten.of(x -> 0.5 * x * x, x -> -x, x -> 1.0);
    List<HessianFreeIteration> history =
        history(NEWTON.withEnding(Ending.standard().withPatience(3)), f, 4);
    assertEquals(3, history.size());
    double lambda = 1;
    for (HessianFreeIteration iteration : history) {
      assertEquals(StepKind.REJECTED, iteration.step().kind());
      assertEquals(0, iteration.step().rate());
      assertEquals(lambda, iteration.solve().lambda());
      assertArrayEquals(new double[] {4}, iteration.parameters());
      lambda *= 1.5;
    }
    OptimizationResult result =
        NEWTON.withEnding(Ending.standard().withPatience(3)).minimize(f, new double[] {4});
    assertEquals(OptimizationOutcome.STALLED, result.outcome());
    assertEquals(8, result.value());
    assertTrue(result.reason().contains("3 steps in a row"), result.reason());
    assertTrue(result.reason().contains("3.375"), result.reason());
    assertEquals(1, result.expansions());
  }

  @Test
  void rejectedStepStillWarmStartsTheNextSolve() {
    List<Double> directions = new ArrayList<>();
    Objective f = watched(HandWritten.of(x -> 0.5 * x * x, x -> -x, x -> 1.0), directions);
    history(NEWTON.withEnding(Ending.standard().withPatience(2)), f, 4);
    // The size of C, one step of the first solve, then the start of the second; a rise needs no
    // ratio.
    double p = 4.0 / 2;
    assertEquals(0.95 * p, directions.get(2), 1e-14);
  }

  @Test
  void warmStartIsTheLastIterateNotTheChosenOne() {
    Objective f = HandWritten.rosenbrock();
    List<double[]> firstDirections = new ArrayList<>();
    HessianFree method =
        NEWTON
            .withCurvature(at -> recordingItsFirst(at.hessian(), firstDirections))
            .withInnerSolve(
                InnerSolve.standard().withStoredIterates(IterateGrid.geometric(1, 1.5)));
    double[] w = {-1.2, 1};
    List<HessianFreeIteration> history = history(method, f, w);
    double furthest = 0;
    for (int i = 0; i < history.size() - 1; i++) {
      HessianFreeIteration now = history.get(i);
      double[] next = now.parameters();
      if (now.step().kind() == StepKind.TAKEN && now.step().chosen() < now.solve().steps()) {
        double[] chosen = new double[2];
        Vectors.sum(next, -1, w, chosen);
        Vectors.scale(1 / now.step().rate(), chosen);
        double[] last = firstDirections.get(i + 1).clone();
        Vectors.scale(1 / 0.95, last);
        // Two steps solve two equations: the last iterate makes the residual vanish.
        double[] b = f.expandAt(w).gradient();
        SymmetricOperator damped = f.expandAt(w).hessian().damped(now.solve().lambda());
        double[] r = damped.times(last);
        Vectors.addScaled(1, b, r);
        assertEquals(0, Vectors.norm(r) / Vectors.norm(b), 1e-9);
        furthest = Math.max(furthest, Samples.relativeDistance(chosen, last));
      }
      w = next;
    }
    assertTrue(furthest > 0.1, "no iteration backtracked far: the example shows nothing");
  }

  private static SymmetricOperator recordingItsFirst(
      SymmetricOperator a, List<double[]> directions) {
    AtomicInteger products = new AtomicInteger();
    return SymmetricOperator.of(
        a.dimension(),
        (v, out) -> {
          if (products.incrementAndGet() == 1) {
            directions.add(v.clone());
          }
          a.apply(v, out);
        });
  }

  private static Objective watched(Objective f, List<Double> directions) {
    return new Objective() {
      @Override
      public int dimension() {
        return f.dimension();
      }

      @Override
      public double value(double[] w) {
        return f.value(w);
      }

      @Override
      public Expansion expandAt(double[] w) {
        Expansion at = f.expandAt(w);
        return new Expansion() {
          @Override
          public int dimension() {
            return at.dimension();
          }

          @Override
          public double value() {
            return at.value();
          }

          @Override
          public double[] gradient() {
            return at.gradient();
          }

          @Override
          public SymmetricOperator hessian() {
            return SymmetricOperator.of(
                dimension(),
                (v, out) -> {
                  directions.add(v[0]);
                  at.hessian().apply(v, out);
                });
          }
        };
      }
    };
  }

  @Test
  void numbersThatAreNotFiniteAreNamed() {
    Objective noValue = HandWritten.of(x -> Double.NaN, x -> 1.0, x -> 1.0);
    assertNotFinite("value at the start", 0, noValue);
    Objective noGradient = HandWritten.of(x -> 1.0, x -> Double.NaN, x -> 1.0);
    assertNotFinite("After 0 iterations the gradient", 0, noGradient);
    Objective noSquares = HandWritten.of(x -> 1.0, x -> 1e200, x -> 1.0);
    assertNotFinite("mean squared gradient", 0, noSquares);
    Objective noCurvature = HandWritten.of(x -> x, x -> 1.0, x -> Double.NaN);
    assertNotFinite("Product 1", 4, noCurvature);
  }

  private static void assertNotFinite(String part, int iterations, Objective f) {
    OptimizationResult result =
        NEWTON.withEnding(Ending.standard().withPatience(4)).minimize(f, new double[] {3});
    assertEquals(OptimizationOutcome.NOT_FINITE, result.outcome());
    assertTrue(result.reason().contains(part), result.reason());
    assertArrayEquals(new double[] {3}, result.parameters());
    assertEquals(iterations, result.iterations());
  }

  @Test
  void solveWithoutAStepIsARejectedIteration() {
    HessianFreeIteration only =
        history(
                NEWTON.withEnding(Ending.standard().withPatience(1)),
                HandWritten.of(x -> x, x -> 1.0, x -> Double.NaN),
                3)
            .get(0);
    assertEquals(StepKind.REJECTED, only.step().kind());
    assertTrue(Double.isNaN(only.step().rho()));
    assertEquals(0, only.step().chosen());
    assertEquals(CgOutcome.NOT_FINITE, only.solve().outcome());
  }

  @Test
  void listenerEndsTheRunWithTheIterateItWasToldOf() {
    List<double[]> seen = new ArrayList<>();
    OptimizationResult result =
        NEWTON.minimize(
            HandWritten.rosenbrock(),
            new double[] {-1.2, 1},
            iteration -> {
              seen.add(iteration.parameters());
              return iteration.number() == 2 ? Signal.STOP : Signal.CONTINUE;
            });
    assertEquals(OptimizationOutcome.STOPPED_BY_LISTENER, result.outcome());
    assertEquals(2, result.iterations());
    assertArrayEquals(seen.get(1), result.parameters());
    assertTrue(result.reason().contains("iteration 2"), result.reason());
  }

  @Test
  void iterationLimitIsKept() {
    OptimizationResult result =
        NEWTON
            .withEnding(Ending.standard().atMostIterations(3))
            .minimize(HandWritten.rosenbrock(), new double[] {-1.2, 1});
    assertEquals(OptimizationOutcome.ITERATION_LIMIT, result.outcome());
    assertEquals(3, result.iterations());
    assertEquals(HandWritten.rosenbrock().value(result.parameters()), result.value());
  }

  @Test
  void stationaryStartsAreLeftUnlessTheyAreMinima() {
    OptimizationResult left = NEWTON.minimize(HandWritten.saddle(), new double[2]);
    assertEquals(OptimizationOutcome.CONVERGED, left.outcome());
    assertEquals(-0.25, left.value(), 1e-12);
    OptimizationResult stayed = NEWTON.minimize(HandWritten.saddle(), new double[] {0, 1});
    assertEquals(OptimizationOutcome.CONVERGED, stayed.outcome());
    assertEquals(0, stayed.iterations());
  }

  @Test
  void interruptionDuringASolveGivesTheLastCompleteIterate() {
    AtomicInteger products = new AtomicInteger();
    SymmetricOperator interrupting =
        SymmetricOperator.of(
            50,
            (v, out) -> {
              if (products.incrementAndGet() == 4) {
                Thread.currentThread().interrupt();
              }
              IntStream.range(0, 50).forEach(i -> out[i] = (1 + i) * v[i]);
            });
    double[] start = Samples.gaussian(Samples.random(1), 50);
    OptimizationResult result =
        NEWTON.minimize(Objective.quadratic(interrupting, new double[50]), start);
    assertTrue(Thread.interrupted(), "the interrupted state must stay set");
    assertEquals(OptimizationOutcome.INTERRUPTED, result.outcome());
    assertArrayEquals(start, result.parameters());
    assertEquals(0, result.iterations());
    // The first product made the value, the second the gradient.
    assertEquals(2, result.products());
  }

  @Test
  void interruptionBetweenIterationsEndsTheRun() {
    OptimizationResult result =
        NEWTON.minimize(
            HandWritten.rosenbrock(),
            new double[] {-1.2, 1},
            iteration -> {
              Thread.currentThread().interrupt();
              return Signal.CONTINUE;
            });
    assertTrue(Thread.interrupted());
    assertEquals(OptimizationOutcome.INTERRUPTED, result.outcome());
    assertEquals(1, result.iterations());
  }

  @Test
  void defaultsMinimizePlainObjectivesByTheirHessians() {
    OptimizationResult result =
        HessianFree.standard().minimize(HandWritten.rosenbrock(), new double[] {-1.2, 1});
    assertEquals(OptimizationOutcome.CONVERGED, result.outcome(), result.reason());
    // The gradient is below 1e-8 of the largest met, 233, the least curvature at the minimum 0.4.
    assertArrayEquals(new double[] {1, 1}, result.parameters(), 1e-5);
  }

  @Test
  void plainObjectiveIsToldThatItHasNoGaussNewtonMatrix() {
    HessianFree gaussNewton = HessianFree.standard().withCurvature(Curvature.gaussNewton());
    Refusals.assertThrowsNaming(
        UnsupportedOperationException.class,
        () -> gaussNewton.minimize(HandWritten.rosenbrock(), new double[2]),
        "Hessian");
  }

  @Test
  void badStartsAreRefused() {
    HessianFree method = NEWTON;
    Refusals.assertRefused(
        () -> method.minimize(HandWritten.rosenbrock(), new double[3]), "start", 3, 2);
    Refusals.assertRefused(
        () -> method.minimize(HandWritten.rosenbrock(), new double[] {0, Double.NaN}), "NaN");
  }

  /**
   * E = 1e24w⁴ − w, whose minimum is {@code (4e24)^(−1/3)}: steps from 0 are far too long at first.
   */
  @Test
  void aPointOfZeroHasNotConvergedBecauseItIsZero() {
    Objective steep =
        new Objective() {
          @Override
          public int dimension() {
            return 1;
          }

          @Override
          public double value(double[] w) {
            return 1e24 * Math.pow(w[0], 4) - w[0];
          }

          @Override
          public Expansion expandAt(double[] w) {
            return Expansion.of(
                value(w),
                new double[] {4e24 * Math.pow(w[0], 3) - 1},
                SymmetricOperator.diagonal(new double[] {12e24 * w[0] * w[0]}));
          }
        };
    OptimizationResult result = NEWTON.minimize(steep, new double[1]);
    assertEquals(OptimizationOutcome.CONVERGED, result.outcome(), result::toString);
    // The gradient falls to 1e-8 of the first, 1, over a curvature of 3 · 4e24 w².
    assertEquals(Math.cbrt(1 / 4e24), result.parameters()[0], 1e-16);
  }

  @Test
  void withoutStoredIteratesTheLastIsTheStep() {
    SymmetricOperator a =
        SymmetricOperator.symmetric(new double[][] {{4, 1, 0}, {1, 3, 1}, {0, 1, 2}});
    OptimizationResult result =
        NEWTON
            .withDamping(Damping.standard().withInitial(1e-12))
            .withInnerSolve(InnerSolve.standard().withStoredIterates(IterateGrid.none()))
            .minimize(Objective.quadratic(a, new double[] {1, 2, 3}), new double[] {5, -7, 9});
    assertEquals(OptimizationOutcome.CONVERGED, result.outcome());
    assertArrayEquals(new double[] {2.0 / 9, 1.0 / 9, 13.0 / 9}, result.parameters(), 1e-10);
  }

  /** The minimum, −1e350, is no double. */
  @Test
  void aSolutionBeyondTheDoublesStartsNoOther() {
    OptimizationResult result =
        NEWTON.minimize(
            Objective.quadratic(
                SymmetricOperator.diagonal(new double[] {1e-200}), new double[] {-1e150}),
            new double[] {1});
    assertFalse(result.outcome().isSuccess(), result::toString);
    assertTrue(Double.isFinite(result.parameters()[0]));
  }

  /** d + λ, both about 1.7e308, is no double. */
  @Test
  void aPreconditionerBeyondTheDoublesIsCutOff() {
    OptimizationResult result =
        NEWTON
            .withDamping(Damping.standard().withInitial(1))
            .minimize(
                Objective.quadratic(
                    SymmetricOperator.diagonal(new double[] {1.7e308, 1}), new double[2]),
                new double[] {1e-300, 1e-3});
    assertEquals(OptimizationOutcome.CONVERGED, result.outcome(), result::toString);
    assertEquals(0, result.parameters()[0], 1e-300);
  }
}
