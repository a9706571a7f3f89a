package org.roperator.commonsmath;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.commons.math3.exception.ConvergenceException;
import org.apache.commons.math3.exception.TooManyEvaluationsException;
import org.apache.commons.math3.exception.TooManyIterationsException;
import org.apache.commons.math3.fitting.leastsquares.GaussNewtonOptimizer;
import org.apache.commons.math3.fitting.leastsquares.LeastSquaresBuilder;
import org.apache.commons.math3.fitting.leastsquares.LeastSquaresOptimizer;
import org.apache.commons.math3.fitting.leastsquares.LeastSquaresOptimizer.Optimum;
import org.apache.commons.math3.fitting.leastsquares.LeastSquaresProblem;
import org.apache.commons.math3.fitting.leastsquares.LevenbergMarquardtOptimizer;
import org.apache.commons.math3.fitting.leastsquares.MultivariateJacobianFunction;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.DiagonalMatrix;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.optim.SimpleVectorValueChecker;
import org.apache.commons.math3.util.Pair;
import org.junit.jupiter.api.Test;
import org.roperator.autodiff.TapeMap;
import org.roperator.autodiff.Var;
import org.roperator.contract.Refusals;
import org.roperator.function.Residuals;
import org.roperator.function.ResidualsExpansion;
import org.roperator.operator.LinearOperator;
import org.roperator.optimize.Ending;
import org.roperator.optimize.OptimizationOutcome;
import org.roperator.optimize.leastsquares.FitCurvature;
import org.roperator.optimize.leastsquares.LeastSquaresResult;
import org.roperator.optimize.leastsquares.LevenbergMarquardt;
import org.roperator.optimize.leastsquares.StepSolver;

class CommonsMathLeastSquaresTest {

  /** Numbers below 10 and some ten operations. */
  private static final double ROUNDING = 1e-13;

  /**
   * Their tolerances of 1e-10 are relative to values, so the point is good to their root at worst.
   */
  private static final double THEIRS = 1e-6;

  private static final double[] T = {0, 1, 2, 3};
  private static final double[] Y = {1, 3, 4, 8};

  /**
   * By the normal equations Σt = 6, Σt² = 14, Σy = 16, Σty = 35: b = 44/20, a = 0.7, residuals
   * −0.3, −0.1, 1.1, −0.7, whose squares sum to 1.8.
   */
  private static final double[] LINE = {0.7, 2.2};

  /**
   * With the weight 2 on the last: Σw = 5, Σwt = 9, Σwt² = 23, Σwy = 24, Σwty = 59, so that b =
   * (295 − 216)/34 and a = (552 − 531)/34.
   */
  private static final double[] WEIGHTED = {21.0 / 34, 79.0 / 34};

  /** a + bt. */
  private static final TapeMap MODEL =
      TapeMap.of(
          2,
          w -> {
            Var[] values = new Var[T.length];
            for (int i = 0; i < T.length; i++) {
              values[i] = w[0].add(w[1].multiply(T[i]));
            }
            return values;
          });

  /** a + bt − y. */
  private static final TapeMap RESIDUALS =
      TapeMap.of(
          2,
          w -> {
            Var[] r = new Var[T.length];
            for (int i = 0; i < T.length; i++) {
              r[i] = w[0].add(w[1].multiply(T[i])).subtract(Y[i]);
            }
            return r;
          });

  /** 10(y − x²), 1 − x, (y − 1)/2 − 1, whose squares don't vanish together. */
  private static final TapeMap BENT =
      TapeMap.of(
          2,
          w ->
              new Var[] {
                w[1].subtract(w[0].square()).multiply(10),
                w[0].negate().add(1),
                w[1].subtract(1).multiply(0.5).subtract(1)
              });

  private static final double[] START = {-1.2, 1};

  private static LeastSquaresProblem limited(LeastSquaresBuilder builder) {
    return builder
        .maxEvaluations(100)
        .maxIterations(100)
        .checkerPair(new SimpleVectorValueChecker(1e-12, 1e-12))
        .build();
  }

  private static LeastSquaresBuilder theirLine() {
    return new LeastSquaresBuilder()
        .model(
            (MultivariateJacobianFunction)
                p -> {
                  double[] values = new double[T.length];
                  double[][] j = new double[T.length][];
                  for (int i = 0; i < T.length; i++) {
                    values[i] = p.getEntry(0) + p.getEntry(1) * T[i];
                    j[i] = new double[] {1, T[i]};
                  }
                  return new Pair<>(new ArrayRealVector(values), new Array2DRowRealMatrix(j));
                })
        .target(Y.clone())
        .start(new double[] {5, -5});
  }

  @Test
  void theirOptimizersFitOurResiduals() {
    for (LeastSquaresOptimizer optimizer :
        List.of(new LevenbergMarquardtOptimizer(), new GaussNewtonOptimizer())) {
      for (boolean lazy : new boolean[] {false, true}) {
        Optimum end =
            optimizer.optimize(
                limited(
                    CommonsMath.leastSquares(RESIDUALS, new double[] {5, -5})
                        .lazyEvaluation(lazy)));
        assertArrayEquals(LINE, end.getPoint().toArray(), THEIRS);
        assertEquals(Math.sqrt(1.8), end.getCost(), ROUNDING);
      }
    }
  }

  @Test
  void theirOptimizersFitOurModelToTheirTargetWithTheirWeights() {
    Optimum end =
        new LevenbergMarquardtOptimizer()
            .optimize(
                limited(
                    new LeastSquaresBuilder()
                        .model(CommonsMath.model(MODEL))
                        .target(Y.clone())
                        .weight(new DiagonalMatrix(new double[] {1, 1, 1, 2}))
                        .start(new double[] {5, -5})));
    assertArrayEquals(WEIGHTED, end.getPoint().toArray(), THEIRS);
  }

  @Test
  void theirResidualsOfOursAreNegatedAndTheJacobianIsNot() {
    LeastSquaresProblem problem = limited(CommonsMath.leastSquares(BENT, START));
    assertEquals(3, problem.getObservationSize());
    assertEquals(2, problem.getParameterSize());
    assertArrayEquals(START, problem.getStart().toArray());
    LeastSquaresProblem.Evaluation at = problem.evaluate(new ArrayRealVector(new double[] {2, 3}));
    // At (2, 3): 10(3 − 4), 1 − 2, 1 − 1.
    assertArrayEquals(new double[] {10, 1, 0}, at.getResiduals().toArray(), ROUNDING);
    assertEquals(Math.sqrt(101), at.getCost(), ROUNDING);
    assertArrayEquals(new double[] {-40, 10}, at.getJacobian().getRow(0), ROUNDING);
    assertArrayEquals(new double[] {-1, 0}, at.getJacobian().getRow(1), ROUNDING);
    assertArrayEquals(new double[] {0, 0.5}, at.getJacobian().getRow(2), ROUNDING);
  }

  @Test
  void jacobiansAreMadeByTheFewerProducts() {
    AtomicInteger products = new AtomicInteger();
    double[][] rows = {{1, 2, 3}, {4, 5, 6}};
    Residuals wide = counted(LinearOperator.dense(rows), products);
    RealMatrix j = CommonsMath.model(wide).computeJacobian(new double[3]);
    assertArrayEquals(rows[0], j.getRow(0));
    assertArrayEquals(rows[1], j.getRow(1));
    assertEquals(2, products.getAndSet(0));
    Residuals tall = counted(LinearOperator.dense(rows).adjoint(), products);
    assertArrayEquals(
        rows[1], CommonsMath.model(tall).value(new ArrayRealVector(2)).getSecond().getColumn(1));
    assertEquals(2, products.get());
    Refusals.assertRefused(
        () -> CommonsMath.model(BENT).computeValue(new double[] {Double.NaN, 0}), "NaN", 0);
  }

  /** A linear map that counts its products. */
  private static Residuals counted(LinearOperator a, AtomicInteger products) {
    LinearOperator adjoint = a.adjoint();
    LinearOperator counting =
        LinearOperator.of(
            a.domainDimension(),
            a.rangeDimension(),
            (v, out) -> {
              products.incrementAndGet();
              a.apply(v, out);
            },
            (u, out) -> {
              products.incrementAndGet();
              adjoint.apply(u, out);
            });
    return new Residuals() {
      @Override
      public int dimension() {
        return a.domainDimension();
      }

      @Override
      public double[] values(double[] w) {
        return a.times(w);
      }

      @Override
      public ResidualsExpansion expandAt(double[] w) {
        return ResidualsExpansion.of(a.times(w), counting);
      }
    };
  }

  @Test
  void ourMethodFitsTheirProblemsWithTheirWeights() {
    LeastSquaresResult plain =
        LevenbergMarquardt.standard()
            .minimize(CommonsMath.residuals(limited(theirLine())), new double[] {5, -5});
    assertEquals(OptimizationOutcome.CONVERGED, plain.outcome());
    assertArrayEquals(LINE, plain.parameters(), ROUNDING);
    assertEquals(0.9, plain.value(), ROUNDING);
    // σ̂² = 1.8/2, (JᵀJ)⁻¹ = [[14, −6], [−6, 4]]/20.
    assertEquals(0.9 * 14 / 20, plain.covariance().matrix()[0][0], ROUNDING);
    for (StepSolver solver : List.of(StepSolver.dense(), StepSolver.matrixFree())) {
      LeastSquaresResult weighted =
          LevenbergMarquardt.standard()
              .withSolver(solver)
              .minimize(
                  CommonsMath.residuals(
                      limited(theirLine().weight(new DiagonalMatrix(new double[] {1, 1, 1, 2})))),
                  new double[] {5, -5});
      // Products alone solve to 1e-9 or so.
      assertArrayEquals(WEIGHTED, weighted.parameters(), 1e-7);
    }
  }

  @Test
  void ourResidualsOfTheirsAreValueLessTargetTimesTheRootOfTheWeight() {
    Residuals r =
        CommonsMath.residuals(
            limited(theirLine().weight(new DiagonalMatrix(new double[] {1, 4, 9, 16}))));
    assertEquals(2, r.dimension());
    double[] w = {1, 2};
    // 1, 3, 5, 7 less 1, 3, 4, 8, by 1, 2, 3, 4.
    double[] expected = {0, 0, 3, -4};
    assertArrayEquals(expected, r.values(w), ROUNDING);
    ResidualsExpansion at = r.expandAt(w);
    assertArrayEquals(expected, at.values(), ROUNDING);
    assertArrayEquals(
        new double[] {1, 4, 9, 16}, at.jacobian().times(new double[] {1, 1}), ROUNDING);
    assertArrayEquals(
        new double[] {10, 0 + 2 + 6 + 12},
        at.jacobian().adjoint().times(new double[] {1, 1, 1, 1}),
        ROUNDING);
    assertThrows(UnsupportedOperationException.class, () -> at.curvature(new double[4]));
    Refusals.assertRefused(() -> r.values(new double[3]), 3, 2);
    Refusals.assertRefused(() -> r.values(new double[] {0, Double.NaN}), "NaN", 1);
  }

  @Test
  void thereAndBackIsTheSame() {
    Residuals back = CommonsMath.residuals(limited(CommonsMath.leastSquares(BENT, START)));
    double[] w = {0.3, -0.7};
    assertArrayEquals(BENT.values(w), back.values(w), 0);
    LinearOperator j = BENT.expandAt(w).jacobian();
    double[] v = {2, -3};
    assertArrayEquals(j.times(v), back.expandAt(w).jacobian().times(v), ROUNDING);
    LeastSquaresResult ours = LevenbergMarquardt.standard().minimize(BENT, START);
    LeastSquaresResult round = LevenbergMarquardt.standard().minimize(back, START);
    assertArrayEquals(ours.parameters(), round.parameters(), 1e-9);
    Optimum theirs =
        new LevenbergMarquardtOptimizer().optimize(limited(CommonsMath.leastSquares(BENT, START)));
    assertArrayEquals(ours.parameters(), theirs.getPoint().toArray(), THEIRS);
    assertEquals(ours.value(), 0.5 * theirs.getCost() * theirs.getCost(), 1e-10);
  }

  @Test
  void pointsThatAValidatorMovesAreRefused() {
    Residuals r =
        CommonsMath.residuals(
            limited(theirLine().parameterValidator(p -> p.getEntry(0) < 0 ? p.mapMultiply(0) : p)));
    assertArrayEquals(new double[] {0, 0, 1, -1}, r.values(new double[] {1, 2}), ROUNDING);
    Refusals.assertThrowsNaming(
        IllegalStateException.class,
        () -> r.values(new double[] {-1, 2}),
        "[-1.0, 2.0]",
        "ParameterValidator",
        "leave the validator out");
  }

  @Test
  void oneOfOursIsAnOptimizerOfTheirs() {
    LeastSquaresOptimizer ours = CommonsMath.leastSquaresOptimizer(LevenbergMarquardt.standard());
    AtomicInteger evaluations = new AtomicInteger();
    LeastSquaresProblem problem = limited(counted(BENT, evaluations));
    Optimum end = ours.optimize(problem);
    LeastSquaresResult alone = LevenbergMarquardt.standard().minimize(BENT, START);
    assertArrayEquals(alone.parameters(), end.getPoint().toArray(), 1e-9);
    assertEquals(evaluations.get(), end.getEvaluations());
    Optimum theirs = new LevenbergMarquardtOptimizer().optimize(problem);
    assertArrayEquals(theirs.getPoint().toArray(), end.getPoint().toArray(), THEIRS);
    assertEquals(theirs.getCost(), end.getCost(), 1e-10);
    Optimum line = ours.optimize(theirLine().maxEvaluations(50).maxIterations(50).build());
    assertArrayEquals(LINE, line.getPoint().toArray(), ROUNDING);
    assertEquals(Math.sqrt(1.8), line.getCost(), ROUNDING);
    assertEquals(Math.sqrt(1.8 / 4), line.getRMS(), ROUNDING);
    assertArrayEquals(
        new double[] {0.3, 0.1, -1.1, 0.7}, line.getResiduals().toArray(), 10 * ROUNDING);
    assertArrayEquals(new double[] {1, 3}, line.getJacobian().getRow(3));
    // Theirs is (JᵀJ)⁻¹ alone.
    assertEquals(-0.3, line.getCovariances(1e-14).getEntry(0, 1), ROUNDING);
    assertEquals(Math.sqrt(0.2), line.getSigma(1e-14).getEntry(1), ROUNDING);
    assertTrue(line.getIterations() >= 1 && line.getIterations() < line.getEvaluations());
  }

  /** The problem of these residuals, whose evaluations are counted. */
  private static LeastSquaresBuilder counted(TapeMap map, AtomicInteger evaluations) {
    MultivariateJacobianFunction model = CommonsMath.model(map);
    return CommonsMath.leastSquares(map, START)
        .model(
            (MultivariateJacobianFunction)
                p -> {
                  evaluations.incrementAndGet();
                  return model.value(p);
                });
  }

  @Test
  void theLimitsOfTheProblemAreKept() {
    LeastSquaresOptimizer ours = CommonsMath.leastSquaresOptimizer(LevenbergMarquardt.standard());
    LeastSquaresBuilder builder =
        CommonsMath.leastSquares(BENT, START).maxEvaluations(1000).maxIterations(1000);
    Optimum end = ours.optimize(builder.build());
    for (int most = 0; most < end.getEvaluations(); most++) {
      AtomicInteger evaluations = new AtomicInteger();
      LeastSquaresProblem problem =
          counted(BENT, evaluations).maxEvaluations(most).maxIterations(1000).build();
      TooManyEvaluationsException many =
          assertThrows(TooManyEvaluationsException.class, () -> ours.optimize(problem));
      assertEquals(most, many.getMax());
      assertEquals(most, evaluations.get());
    }
    LeastSquaresProblem enough =
        builder.maxEvaluations(end.getEvaluations()).maxIterations(end.getIterations()).build();
    assertArrayEquals(end.getPoint().toArray(), ours.optimize(enough).getPoint().toArray(), 0);
    assertEquals(end.getIterations(), ours.optimize(enough).getIterations());
    LeastSquaresProblem fewer = builder.maxIterations(end.getIterations() - 1).build();
    TooManyIterationsException many =
        assertThrows(TooManyIterationsException.class, () -> ours.optimize(fewer));
    assertEquals(end.getIterations() - 1, many.getMax());
  }

  @Test
  void theCheckerOfTheProblemEndsAFit() {
    AtomicInteger asked = new AtomicInteger();
    LeastSquaresProblem problem =
        CommonsMath.leastSquares(BENT, START)
            .maxEvaluations(100)
            .maxIterations(100)
            .checker(
                (iteration, previous, current) -> {
                  assertTrue(current.getCost() < previous.getCost());
                  assertTrue(iteration >= 2);
                  return asked.incrementAndGet() == 3;
                })
            .build();
    Optimum end =
        CommonsMath.leastSquaresOptimizer(LevenbergMarquardt.standard()).optimize(problem);
    assertEquals(3, asked.get());
    assertTrue(end.getIterations() >= 4);
    assertTrue(end.getCost() > LevenbergMarquardt.standard().minimize(BENT, START).value());
  }

  @Test
  void fitsThatDoNotConvergeThrowTheirOutcome() {
    LeastSquaresOptimizer hasty =
        CommonsMath.leastSquaresOptimizer(
            LevenbergMarquardt.standard().withEnding(Ending.standard().atMostIterations(2)));
    Refusals.assertThrowsNaming(
        TooManyIterationsException.class,
        () -> hasty.optimize(limited(CommonsMath.leastSquares(BENT, START))),
        "levenberg-marquardt ended as ITERATION_LIMIT",
        "CommonsMath.residuals");
    LeastSquaresOptimizer ours = CommonsMath.leastSquaresOptimizer(LevenbergMarquardt.standard());
    TapeMap nowhere = TapeMap.of(1, w -> new Var[] {w[0].multiply(Double.NaN)});
    Refusals.assertThrowsNaming(
        ConvergenceException.class,
        () -> ours.optimize(limited(CommonsMath.leastSquares(nowhere, new double[] {1}))),
        "NOT_FINITE",
        "[1.0]");
    IllegalStateException mine = new IllegalStateException("mine");
    LeastSquaresProblem throwing =
        limited(
            theirLine()
                .model(
                    (MultivariateJacobianFunction)
                        p -> {
                          throw mine;
                        }));
    assertSame(mine, assertThrows(IllegalStateException.class, () -> ours.optimize(throwing)));
    LeastSquaresOptimizer whole =
        CommonsMath.leastSquaresOptimizer(
            LevenbergMarquardt.standard().withCurvature(FitCurvature.FULL_HESSIAN));
    assertThrows(UnsupportedOperationException.class, () -> whole.optimize(limited(theirLine())));
  }
}
