package org.roperator.commonsmath;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.commons.math3.analysis.MultivariateFunction;
import org.apache.commons.math3.exception.ConvergenceException;
import org.apache.commons.math3.exception.NumberIsTooLargeException;
import org.apache.commons.math3.exception.TooManyEvaluationsException;
import org.apache.commons.math3.exception.TooManyIterationsException;
import org.apache.commons.math3.optim.InitialGuess;
import org.apache.commons.math3.optim.MaxEval;
import org.apache.commons.math3.optim.MaxIter;
import org.apache.commons.math3.optim.OptimizationData;
import org.apache.commons.math3.optim.PointValuePair;
import org.apache.commons.math3.optim.SimpleBounds;
import org.apache.commons.math3.optim.SimpleValueChecker;
import org.apache.commons.math3.optim.nonlinear.scalar.GoalType;
import org.apache.commons.math3.optim.nonlinear.scalar.ObjectiveFunction;
import org.apache.commons.math3.optim.nonlinear.scalar.ObjectiveFunctionGradient;
import org.apache.commons.math3.optim.nonlinear.scalar.gradient.NonLinearConjugateGradientOptimizer;
import org.junit.jupiter.api.Test;
import org.roperator.autodiff.TapeObjective;
import org.roperator.autodiff.Var;
import org.roperator.contract.Refusals;
import org.roperator.function.Expansion;
import org.roperator.function.Objective;
import org.roperator.optimize.Ending;
import org.roperator.optimize.Epochs;
import org.roperator.optimize.HessianFree;
import org.roperator.optimize.OptimizationOutcome;
import org.roperator.optimize.OptimizationResult;
import org.roperator.optimize.Optimizer;
import org.roperator.optimize.rule.GradientDescent;
import org.roperator.optimize.smooth.BoundedLimitedMemoryBfgs;
import org.roperator.optimize.smooth.Bounds;
import org.roperator.optimize.smooth.LimitedMemoryBfgs;
import org.roperator.optimize.smooth.ProjectedTrustRegionNewton;
import org.roperator.optimize.smooth.TrustRegionNewton;

class CommonsMathOptimizerTest {

  /**
   * A gradient of 1e-8 of the largest, some 200, leaves (1, 1) to 1e-5 in the flattest direction.
   */
  private static final double OF_GRADIENT = 1e-5;

  private static final double[] START = {-1.2, 1};
  private static final double INFINITE = Double.POSITIVE_INFINITY;

  /** (1 − x)² + 100(y − x²)², with its minimum 0 at (1, 1). */
  private static final Objective VALLEY =
      TapeObjective.of(
          2,
          w -> {
            Var bend = w[1].subtract(w[0].square());
            return w[0].negate().add(1).square().add(bend.square().multiply(100));
          });

  /** 3 − (x − 1)² − 2(y + 2)², with its maximum 3 at (1, −2). */
  private static final Objective HILL =
      TapeObjective.of(
          2, w -> w[0].subtract(1).square().add(w[1].add(2).square().multiply(2)).negate().add(3));

  private final AtomicInteger asked = new AtomicInteger();

  /** The same objective, which counts how often it is evaluated or expanded. */
  private Objective counted(Objective f) {
    return new Objective() {
      @Override
      public int dimension() {
        return f.dimension();
      }

      @Override
      public double value(double[] w) {
        asked.incrementAndGet();
        return f.value(w);
      }

      @Override
      public Expansion expandAt(double[] w) {
        asked.incrementAndGet();
        return f.expandAt(w);
      }
    };
  }

  private static double valley(double[] w) {
    double bend = w[1] - w[0] * w[0];
    return (1 - w[0]) * (1 - w[0]) + 100 * bend * bend;
  }

  private static double[] slopeOfValley(double[] w) {
    double bend = w[1] - w[0] * w[0];
    return new double[] {-2 * (1 - w[0]) - 400 * bend * w[0], 200 * bend};
  }

  private static OptimizationData[] data(
      ObjectiveFunction f, GoalType goal, OptimizationData... more) {
    List<OptimizationData> all = new ArrayList<>(List.of(f, goal, new InitialGuess(START)));
    all.addAll(List.of(more));
    return all.toArray(OptimizationData[]::new);
  }

  private static CommonsMathOptimizer newton() {
    return CommonsMath.multivariateOptimizer(TrustRegionNewton.standard());
  }

  private static OptimizationData[] valleyData(Objective f, OptimizationData... more) {
    return data(CommonsMath.objectiveFunction(f), GoalType.MINIMIZE, more);
  }

  @Test
  void everyMethodFindsTheMinimumAndCountsTruly() {
    List<Optimizer> methods =
        List.of(
            TrustRegionNewton.standard(),
            HessianFree.standard(),
            LimitedMemoryBfgs.standard(),
            BoundedLimitedMemoryBfgs.within(unbounded()));
    for (Optimizer method : methods) {
      asked.set(0);
      CommonsMathOptimizer optimizer = CommonsMath.multivariateOptimizer(method);
      PointValuePair end =
          optimizer.optimize(valleyData(counted(VALLEY), new MaxEval(1000), new MaxIter(500)));
      assertArrayEquals(new double[] {1, 1}, end.getPoint(), OF_GRADIENT, method.name());
      assertEquals(valley(end.getPoint()), end.getValue(), 1e-15, method.name());
      assertEquals(asked.get(), optimizer.getEvaluations(), method.name());
      OptimizationResult alone = method.minimize(VALLEY, START);
      OptimizationResult result = optimizer.lastResult().orElseThrow();
      assertEquals(alone.toString(), result.toString());
      assertEquals(alone.evaluations() + alone.expansions(), optimizer.getEvaluations());
      assertEquals(alone.products(), result.products());
      assertEquals(alone.iterations(), optimizer.getIterations());
      assertArrayEquals(alone.parameters(), end.getPoint(), 0);
      assertEquals(1000, optimizer.getMaxEvaluations());
      assertEquals(500, optimizer.getMaxIterations());
    }
  }

  private static Bounds unbounded() {
    return Bounds.of(new double[] {-INFINITE, -INFINITE}, new double[] {INFINITE, INFINITE});
  }

  @Test
  void methodsOfGradientsServeTheirPlainFunctions() {
    AtomicInteger values = new AtomicInteger();
    CommonsMathOptimizer optimizer =
        CommonsMath.multivariateOptimizerWithin(BoundedLimitedMemoryBfgs::within);
    PointValuePair ours =
        optimizer.optimize(
            data(
                new ObjectiveFunction(
                    w -> {
                      values.incrementAndGet();
                      return valley(w);
                    }),
                GoalType.MINIMIZE,
                new ObjectiveFunctionGradient(CommonsMathOptimizerTest::slopeOfValley),
                new MaxEval(1000)));
    assertEquals(values.get(), optimizer.getEvaluations());
    CommonsMathOptimizer free = CommonsMath.multivariateOptimizer(LimitedMemoryBfgs.standard());
    PointValuePair unbounded =
        free.optimize(
            data(
                new ObjectiveFunction(CommonsMathOptimizerTest::valley),
                GoalType.MINIMIZE,
                new ObjectiveFunctionGradient(CommonsMathOptimizerTest::slopeOfValley),
                new MaxEval(1000)));
    assertArrayEquals(new double[] {1, 1}, unbounded.getPoint(), OF_GRADIENT);
    assertTrue(
        free.lastResult()
            .orElseThrow()
            .reason()
            .endsWith("There is no Hessian to tell a saddle by."));
    PointValuePair theirs =
        new NonLinearConjugateGradientOptimizer(
                NonLinearConjugateGradientOptimizer.Formula.POLAK_RIBIERE,
                new SimpleValueChecker(1e-13, 1e-13))
            .optimize(
                data(
                    new ObjectiveFunction(CommonsMathOptimizerTest::valley),
                    GoalType.MINIMIZE,
                    new ObjectiveFunctionGradient(CommonsMathOptimizerTest::slopeOfValley),
                    new MaxEval(10_000)));
    // Values to 1e-13 leave the point to its root times 30 in the flattest direction.
    assertArrayEquals(theirs.getPoint(), ours.getPoint(), 1e-5);
    assertEquals(OptimizationOutcome.CONVERGED, optimizer.lastResult().orElseThrow().outcome());
  }

  @Test
  void theirDifferentiableFunctionsNeedNoGradientBesideThem() {
    CommonsMathOptimizer optimizer = newton();
    PointValuePair end =
        optimizer.optimize(
            data(
                new ObjectiveFunction(CommonsMathTest.ROSENBROCK),
                GoalType.MINIMIZE,
                new MaxEval(1000)));
    assertArrayEquals(new double[] {1, 1}, end.getPoint(), OF_GRADIENT);
    assertTrue(optimizer.lastResult().orElseThrow().products() > 0);
  }

  @Test
  void highestPointsAreFoundByTheNegative() {
    List<OptimizationData[]> hills =
        List.of(
            data(CommonsMath.objectiveFunction(HILL), GoalType.MAXIMIZE, new MaxEval(100)),
            data(
                new ObjectiveFunction(w -> HILL.value(w)),
                GoalType.MAXIMIZE,
                new ObjectiveFunctionGradient(CommonsMath.gradient(HILL)),
                new MaxEval(100)));
    for (OptimizationData[] hill : hills) {
      CommonsMathOptimizer optimizer =
          CommonsMath.multivariateOptimizerWithin(BoundedLimitedMemoryBfgs::within);
      PointValuePair top = optimizer.optimize(hill);
      assertArrayEquals(new double[] {1, -2}, top.getPoint(), 1e-6);
      assertEquals(3, top.getValue(), 1e-12);
      assertEquals(-3, optimizer.lastResult().orElseThrow().value(), 1e-12);
    }
    PointValuePair newton = newton().optimize(hills.get(0));
    // Newton's last step on a quadratic is exact but for rounding.
    assertArrayEquals(new double[] {1, -2}, newton.getPoint(), 1e-7);
    assertEquals(3, newton.getValue(), 1e-12);
    // Of the valley's negative the same is seen as of the valley, value for value.
    CommonsMathOptimizer down = newton();
    CommonsMathOptimizer up = newton();
    PointValuePair low = down.optimize(valleyData(VALLEY, new MaxEval(1000)));
    Objective negative =
        TapeObjective.of(
            2,
            w -> {
              Var bend = w[1].subtract(w[0].square());
              return w[0].negate().add(1).square().add(bend.square().multiply(100)).negate();
            });
    PointValuePair high =
        up.optimize(
            data(CommonsMath.objectiveFunction(negative), GoalType.MAXIMIZE, new MaxEval(1000)));
    assertArrayEquals(low.getPoint(), high.getPoint(), 0);
    assertEquals(low.getValue(), -high.getValue());
    assertEquals(down.getEvaluations(), up.getEvaluations());
  }

  @Test
  void noMoreEvaluationsAreMadeThanAllowed() {
    List<Optimizer> methods =
        List.of(
            TrustRegionNewton.standard(),
            HessianFree.standard(),
            LimitedMemoryBfgs.standard(),
            BoundedLimitedMemoryBfgs.within(unbounded()));
    for (Optimizer method : methods) {
      OptimizationResult alone = method.minimize(VALLEY, START);
      int needed = (int) (alone.evaluations() + alone.expansions());
      for (int allowed = 1; allowed < needed; allowed++) {
        asked.set(0);
        CommonsMathOptimizer optimizer = CommonsMath.multivariateOptimizer(method);
        OptimizationData[] data = valleyData(counted(VALLEY), new MaxEval(allowed));
        TooManyEvaluationsException many =
            assertThrows(TooManyEvaluationsException.class, () -> optimizer.optimize(data));
        assertEquals(allowed, many.getMax());
        assertEquals(allowed, asked.get(), method.name());
        assertEquals(allowed, optimizer.getEvaluations());
        OptimizationResult last = optimizer.lastResult().orElseThrow();
        assertTrue(last.value() <= valley(START), last::toString);
      }
      CommonsMathOptimizer enough = CommonsMath.multivariateOptimizer(method);
      PointValuePair end = enough.optimize(valleyData(VALLEY, new MaxEval(needed)));
      assertArrayEquals(alone.parameters(), end.getPoint(), 0);
    }
  }

  @Test
  void noMoreIterationsCountThanAllowed() {
    int needed = TrustRegionNewton.standard().minimize(VALLEY, START).iterations();
    CommonsMathOptimizer optimizer = newton();
    optimizer.optimize(valleyData(VALLEY, MaxEval.unlimited(), new MaxIter(needed)));
    assertEquals(needed, optimizer.getIterations());
    OptimizationData[] fewer = valleyData(VALLEY, MaxEval.unlimited(), new MaxIter(needed - 1));
    TooManyIterationsException many =
        assertThrows(TooManyIterationsException.class, () -> optimizer.optimize(fewer));
    assertEquals(needed - 1, many.getMax());
    assertEquals(needed - 1, optimizer.getIterations());
  }

  @Test
  void theMethodsOwnLimitIsToldWithItsReason() {
    CommonsMathOptimizer optimizer =
        CommonsMath.multivariateOptimizer(
            TrustRegionNewton.standard().withEnding(Ending.standard().atMostIterations(2)));
    OptimizationData[] data = valleyData(VALLEY, MaxEval.unlimited());
    TooManyIterationsException limit =
        assertThrows(TooManyIterationsException.class, () -> optimizer.optimize(data));
    assertEquals(2, limit.getMax());
    String words = limit.toString();
    assertTrue(words.contains("trust-region-newton ended as ITERATION_LIMIT"), words);
    assertTrue(words.contains("All 2 iterations were made. Its last iterate is in"), words);
    OptimizationResult last = optimizer.lastResult().orElseThrow();
    assertEquals(OptimizationOutcome.ITERATION_LIMIT, last.outcome());
    assertEquals(valley(last.parameters()), last.value(), 1e-12);
  }

  @Test
  void theirCheckerEndsARun() {
    List<Integer> numbers = new ArrayList<>();
    List<Double> values = new ArrayList<>();
    CommonsMathOptimizer optimizer =
        CommonsMath.multivariateOptimizer(
            TrustRegionNewton.standard(),
            (iteration, previous, current) -> {
              numbers.add(iteration);
              assertTrue(current.getValue() < previous.getValue());
              assertEquals(valley(current.getPoint()), current.getValue(), 1e-12);
              values.add(current.getValue());
              return values.size() == 4;
            });
    PointValuePair end = optimizer.optimize(valleyData(VALLEY, new MaxEval(1000)));
    assertEquals(4, values.size());
    assertEquals(values.get(3), end.getValue());
    assertEquals(numbers.get(3), optimizer.getIterations());
    assertTrue(numbers.get(0) >= 2, "there is no point before the first that was moved to");
    assertEquals(
        OptimizationOutcome.STOPPED_BY_LISTENER, optimizer.lastResult().orElseThrow().outcome());
    assertFalse(newton().getConvergenceChecker().converged(1, end, end));
  }

  @Test
  void theirCheckerSeesTheValuesOfWhatIsMaximized() {
    List<Double> values = new ArrayList<>();
    CommonsMathOptimizer optimizer =
        CommonsMath.multivariateOptimizer(
            Epochs.of(3).stepping(GradientDescent.ofRate(0.01)),
            (iteration, previous, current) -> !values.add(current.getValue()));
    assertThrows(
        TooManyIterationsException.class,
        () ->
            optimizer.optimize(
                data(CommonsMath.objectiveFunction(HILL), GoalType.MAXIMIZE, new MaxEval(99))));
    // An epoch's value is that at its start: (−1.2, 1) after one step of 0.02 times the distance,
    // with twice the bend in y.
    double x = -1.2 + 0.02 * 2.2;
    double y = 1 - 0.04 * 3;
    assertEquals(3 - (x - 1) * (x - 1) - 2 * (y + 2) * (y + 2), values.get(0), 1e-12);
    assertEquals(2, values.size());
  }

  @Test
  void boundsAreKept() {
    // Where x may not exceed ½ the lowest point of the valley is (½, ¼), of value ¼.
    SimpleBounds bounds =
        new SimpleBounds(new double[] {-INFINITE, -2}, new double[] {0.5, INFINITE});
    for (CommonsMathOptimizer optimizer :
        List.of(
            CommonsMath.multivariateOptimizerWithin(ProjectedTrustRegionNewton::within),
            CommonsMath.multivariateOptimizerWithin(BoundedLimitedMemoryBfgs::within))) {
      PointValuePair end = optimizer.optimize(valleyData(VALLEY, bounds, new MaxEval(1000)));
      assertEquals(0.5, end.getPoint()[0], 0);
      assertEquals(0.25, end.getPoint()[1], 1e-7);
      assertEquals(0.25, end.getValue(), 1e-12);
      OptimizationData[] outside =
          valleyData(VALLEY, bounds, new InitialGuess(new double[] {1, 1}), new MaxEval(1000));
      assertThrows(NumberIsTooLargeException.class, () -> optimizer.optimize(outside));
    }
    OptimizationData[] lower = valleyData(VALLEY, SimpleBounds.unbounded(2), new MaxEval(1000));
    assertEquals(0, newton().optimize(lower).getValue(), 1e-9);
    for (SimpleBounds refused :
        List.of(
            bounds,
            new SimpleBounds(new double[] {-9, -9}, new double[] {INFINITE, INFINITE}),
            new SimpleBounds(new double[] {-INFINITE, -INFINITE}, new double[] {9, 9}))) {
      OptimizationData[] data = valleyData(VALLEY, refused, new MaxEval(1000));
      Refusals.assertRefused(
          () -> newton().optimize(data), "SimpleBounds", "ProjectedTrustRegionNewton::within");
    }
  }

  @Test
  void whatIsMissingIsNamed() {
    ObjectiveFunction f = CommonsMath.objectiveFunction(VALLEY);
    InitialGuess start = new InitialGuess(START);
    MaxEval most = new MaxEval(100);
    Refusals.assertRefused(
        () -> newton().optimize(f, GoalType.MINIMIZE, most), "no InitialGuess", "give one");
    Refusals.assertRefused(() -> newton().optimize(f, start, most), "no GoalType", "MAXIMIZE");
    Refusals.assertRefused(
        () -> newton().optimize(f, start, GoalType.MINIMIZE), "no MaxEval", "unlimited");
    Refusals.assertRefused(
        () -> newton().optimize(start, GoalType.MINIMIZE, most),
        "no ObjectiveFunction,",
        "trust-region-newton",
        "CommonsMath.objectiveFunction");
    ObjectiveFunction plain = new ObjectiveFunction(CommonsMathOptimizerTest::valley);
    Refusals.assertRefused(
        () -> newton().optimize(plain, start, GoalType.MINIMIZE, most),
        "without an ObjectiveFunctionGradient",
        "trust-region-newton",
        "CommonsMath.objectiveFunction");
    Refusals.assertRefused(
        () -> newton().optimize(f, new InitialGuess(new double[3]), GoalType.MINIMIZE, most), 3, 2);
    assertTrue(newton().lastResult().isEmpty());
  }

  @Test
  void productsOfAPlainFunctionAreRefusedByName() {
    CommonsMathOptimizer optimizer = newton();
    OptimizationData[] data =
        data(
            new ObjectiveFunction(CommonsMathOptimizerTest::valley),
            GoalType.MINIMIZE,
            new ObjectiveFunctionGradient(CommonsMathOptimizerTest::slopeOfValley),
            new MaxEval(100));
    Refusals.assertThrowsNaming(
        UnsupportedOperationException.class,
        () -> optimizer.optimize(data),
        "ObjectiveFunctionGradient",
        "trust-region-newton asks for products",
        "CommonsMath.objectiveFunction",
        "LimitedMemoryBfgs");
  }

  @Test
  void gradientsOfWrongLengthAreRefused() {
    GradientObjective f =
        new GradientObjective(2, CommonsMathOptimizerTest::valley, w -> new double[3], "any");
    Refusals.assertRefused(() -> f.expandAt(START), "gradient", 3, 2);
    Refusals.assertRefused(() -> f.value(new double[1]), "point", 1, 2);
    double[] kept = {1, 2};
    GradientObjective keeping =
        new GradientObjective(
            2,
            asked -> {
              asked[0] = 9;
              return 9;
            },
            asked -> kept,
            "any");
    double[] w = {4, 5};
    Expansion at = keeping.expandAt(w);
    assertArrayEquals(new double[] {4, 5}, w);
    assertEquals(9, at.value());
    assertEquals(2, at.dimension());
    at.gradient()[0] = 7;
    kept[1] = 8;
    assertArrayEquals(new double[] {1, 2}, at.gradient());
  }

  @Test
  void dataStayUntilTheyAreGivenAnewButNoGradientOutlivesItsFunction() {
    CommonsMathOptimizer optimizer =
        CommonsMath.multivariateOptimizerWithin(BoundedLimitedMemoryBfgs::within);
    optimizer.optimize(
        data(
            new ObjectiveFunction(CommonsMathOptimizerTest::valley),
            GoalType.MINIMIZE,
            new ObjectiveFunctionGradient(CommonsMathOptimizerTest::slopeOfValley),
            new MaxEval(1000)));
    PointValuePair again = optimizer.optimize(new InitialGuess(new double[] {0.5, 0.5}));
    assertArrayEquals(new double[] {1, 1}, again.getPoint(), OF_GRADIENT);
    MultivariateFunction other = w -> w[0] * w[0] + w[1] * w[1];
    Refusals.assertRefused(
        () -> optimizer.optimize(new ObjectiveFunction(other)),
        "without an ObjectiveFunctionGradient");
    assertTrue(optimizer.lastResult().isEmpty(), "the run that was refused has no result");
    // The gradient may stand before its function.
    PointValuePair bowl =
        optimizer.optimize(
            new ObjectiveFunctionGradient(w -> new double[] {2 * w[0], 2 * w[1]}),
            new ObjectiveFunction(other));
    assertArrayEquals(new double[2], bowl.getPoint(), 1e-7);
  }

  @Test
  void runsThatDoNotConvergeThrowTheirOutcome() {
    CommonsMathOptimizer optimizer = newton();
    OptimizationData[] down =
        data(
            CommonsMath.objectiveFunction(TapeObjective.of(2, w -> w[0].add(w[1]))),
            GoalType.MAXIMIZE,
            MaxEval.unlimited());
    ConvergenceException thrown =
        assertThrows(ConvergenceException.class, () -> optimizer.optimize(down));
    String words = thrown.toString();
    assertTrue(words.contains("trust-region-newton ended as UNBOUNDED, not as CONVERGED"), words);
    assertTrue(words.contains("values are those of the negative"), words);
    assertEquals(OptimizationOutcome.UNBOUNDED, optimizer.lastResult().orElseThrow().outcome());
    Objective nowhere = TapeObjective.of(2, w -> w[0].multiply(Double.NaN));
    ConvergenceException notFinite =
        assertThrows(
            ConvergenceException.class,
            () -> optimizer.optimize(valleyData(nowhere, new MaxEval(9))));
    assertTrue(notFinite.toString().contains("NOT_FINITE"), notFinite.toString());
    assertTrue(notFinite.toString().endsWith("lastResult()."), notFinite.toString());
  }

  @Test
  void whatTheObjectiveThrowsIsThrown() {
    IllegalStateException mine = new IllegalStateException("mine");
    ObjectiveFunction f =
        new ObjectiveFunction(
            w -> {
              throw mine;
            });
    CommonsMathOptimizer optimizer = newton();
    OptimizationData[] data =
        data(
            f,
            GoalType.MINIMIZE,
            new ObjectiveFunctionGradient(CommonsMathOptimizerTest::slopeOfValley),
            new MaxEval(9));
    assertSame(mine, assertThrows(IllegalStateException.class, () -> optimizer.optimize(data)));
    assertEquals(OptimizationOutcome.FAILED, optimizer.lastResult().orElseThrow().outcome());
  }
}
