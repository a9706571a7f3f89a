package org.roperator.commonsmath;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;
import org.apache.commons.math3.analysis.differentiation.DerivativeStructure;
import org.apache.commons.math3.analysis.differentiation.MultivariateDifferentiableFunction;
import org.apache.commons.math3.exception.DimensionMismatchException;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.ConjugateGradient;
import org.apache.commons.math3.linear.RealLinearOperator;
import org.apache.commons.math3.linear.RealVector;
import org.apache.commons.math3.linear.SymmLQ;
import org.apache.commons.math3.optim.InitialGuess;
import org.apache.commons.math3.optim.MaxEval;
import org.apache.commons.math3.optim.PointValuePair;
import org.apache.commons.math3.optim.SimpleValueChecker;
import org.apache.commons.math3.optim.nonlinear.scalar.GoalType;
import org.apache.commons.math3.optim.nonlinear.scalar.gradient.NonLinearConjugateGradientOptimizer;
import org.junit.jupiter.api.Test;
import org.roperator.autodiff.TapeObjective;
import org.roperator.autodiff.Var;
import org.roperator.contract.Refusals;
import org.roperator.function.Expansion;
import org.roperator.function.Objective;
import org.roperator.operator.LinearOperator;
import org.roperator.operator.SymmetricOperator;
import org.roperator.optimize.Curvature;
import org.roperator.optimize.Ending;
import org.roperator.optimize.HessianFree;
import org.roperator.optimize.OptimizationOutcome;
import org.roperator.optimize.OptimizationResult;

class CommonsMathTest {

  private static final double ROUNDING = 1e-13;
  private static final double[][] ROWS = {{4, 1, 0}, {1, 3, 1}, {0, 1, 2}};
  private static final double[] SOLUTION = {2.0 / 9, 1.0 / 9, 13.0 / 9};

  /** (1 − x)² + 100(y − x²)² over their derivative structures. */
  static final MultivariateDifferentiableFunction ROSENBROCK =
      new MultivariateDifferentiableFunction() {
        @Override
        public double value(double[] w) {
          double bend = w[1] - w[0] * w[0];
          return (1 - w[0]) * (1 - w[0]) + 100 * bend * bend;
        }

        @Override
        public DerivativeStructure value(DerivativeStructure[] w) {
          DerivativeStructure bend = w[1].subtract(w[0].multiply(w[0]));
          return w[0].negate().add(1).pow(2).add(bend.multiply(bend).multiply(100));
        }
      };

  @Test
  void theirConjugateGradientSolvesWithOurOperator() {
    RealVector x =
        new ConjugateGradient(100, 1e-13, true)
            .solve(
                CommonsMath.operator(SymmetricOperator.symmetric(ROWS)),
                new ArrayRealVector(new double[] {1, 2, 3}));
    assertArrayEquals(SOLUTION, x.toArray(), ROUNDING);
  }

  @Test
  void theirSymmLqSolvesAnIndefiniteSystemWithTheHessianOfOurObjective() {
    double[][] indefinite = {{1, 2}, {2, 1}};
    Objective f = Objective.quadratic(SymmetricOperator.symmetric(indefinite), new double[] {0, 0});
    RealVector x =
        new SymmLQ(100, 1e-13, true)
            .solve(
                CommonsMath.operator(f.expandAt(new double[2]).hessian()),
                new ArrayRealVector(new double[] {3, 0}));
    // Inverse of [[1, 2], [2, 1]]: [[−1, 2], [2, −1]] / 3.
    assertArrayEquals(new double[] {-1, 2}, x.toArray(), ROUNDING);
  }

  @Test
  void theirOptimizerMinimizesOurObjective() {
    Objective f = Objective.quadratic(SymmetricOperator.symmetric(ROWS), new double[] {1, 2, 3});
    PointValuePair end =
        new NonLinearConjugateGradientOptimizer(
                NonLinearConjugateGradientOptimizer.Formula.POLAK_RIBIERE,
                new SimpleValueChecker(1e-14, 1e-14))
            .optimize(
                CommonsMath.objectiveFunction(f),
                CommonsMath.objectiveFunctionGradient(f),
                GoalType.MINIMIZE,
                new InitialGuess(new double[] {5, -7, 9}),
                new MaxEval(10_000));
    // Values that agree to 1e-14 leave the point to about its square root.
    assertArrayEquals(SOLUTION, end.getPoint(), 1e-6);
  }

  @Test
  void ourOptimizerMinimizesTheirFunction() {
    OptimizationResult result =
        HessianFree.standard()
            .withCurvature(Curvature.hessian())
            .withEnding(Ending.standard().atMostIterations(300).untilRelativeGradient(1e-12))
            .minimize(CommonsMath.objective(2, ROSENBROCK), new double[] {-1.2, 1});
    assertEquals(OptimizationOutcome.CONVERGED, result.outcome(), result::toString);
    assertArrayEquals(new double[] {1, 1}, result.parameters(), 1e-7);
  }

  @Test
  void derivativesOfTheirFunctionAreTheOnesWrittenOut() {
    // At (1, 1): value 0, gradient 0, Hessian [[802, −400], [−400, 200]].
    Expansion at = CommonsMath.objective(2, ROSENBROCK).expandAt(new double[] {1, 1});
    assertEquals(2, at.dimension());
    assertEquals(0, at.value());
    assertArrayEquals(new double[2], at.gradient(), ROUNDING);
    assertArrayEquals(new double[] {802, -400}, at.hessian().times(new double[] {1, 0}), 1e-10);
    assertArrayEquals(new double[] {-400, 200}, at.hessian().times(new double[] {0, 1}), 1e-10);
    // At (2, 3): bend −1; value 1 + 100, gradient (2 + 800, −200).
    Expansion away = CommonsMath.objective(2, ROSENBROCK).expandAt(new double[] {2, 3});
    assertEquals(101, away.value());
    assertArrayEquals(new double[] {802, -200}, away.gradient(), 1e-10);
  }

  @Test
  void rectangularMapsGoThereAndBack() {
    LinearOperator ours = LinearOperator.dense(new double[][] {{1, 2, 3}, {4, 5, 6}});
    RealLinearOperator theirs = CommonsMath.operator(ours);
    assertEquals(2, theirs.getRowDimension());
    assertEquals(3, theirs.getColumnDimension());
    assertTrue(theirs.isTransposable());
    double[] v = {1, 0, -1};
    double[] u = {1, -1};
    assertArrayEquals(new double[] {-2, -2}, theirs.operate(new ArrayRealVector(v)).toArray(), 0);
    assertArrayEquals(
        new double[] {-3, -3, -3}, theirs.operateTranspose(new ArrayRealVector(u)).toArray(), 0);
    LinearOperator back = CommonsMath.linear(theirs);
    assertArrayEquals(new double[] {-2, -2}, back.times(v));
    assertArrayEquals(new double[] {-3, -3, -3}, back.adjoint().times(u));
  }

  @Test
  void theirMatrixSolvesWithOurConjugateGradients() {
    SymmetricOperator a = CommonsMath.symmetric(new Array2DRowRealMatrix(ROWS));
    assertArrayEquals(
        SOLUTION,
        org.roperator.solve.ConjugateGradient.until(
                org.roperator.solve.StoppingRule.residualBelow(1e-13))
            .solve(a, new double[] {1, 2, 3})
            .solution(),
        ROUNDING);
  }

  @Test
  void valuesAndGradientsAreTheObjectives() {
    Objective f = Objective.quadratic(SymmetricOperator.symmetric(ROWS), new double[] {1, 2, 3});
    double[] w = {2, 1, -1};
    // Aw = (9, 4, −1): ½(18 + 4 + 1) − (2 + 2 − 3).
    assertEquals(10.5, CommonsMath.function(f).value(w), ROUNDING);
    assertArrayEquals(new double[] {8, 2, -4}, CommonsMath.gradient(f).value(w), ROUNDING);
  }

  @Test
  void whatDoesNotFitIsRefused() {
    RealLinearOperator wide = CommonsMath.operator(LinearOperator.dense(new double[][] {{1, 2}}));
    Refusals.assertRefused(() -> CommonsMath.symmetric(wide), 1, 2);
    Refusals.assertRefused(() -> CommonsMath.linear(new NotTransposable()), "transpose");
    Refusals.assertRefused(() -> CommonsMath.objective(0, ROSENBROCK), "dimension", 0);
    RealVector three = new ArrayRealVector(3);
    assertThrows(DimensionMismatchException.class, () -> wide.operate(three));
    assertThrows(DimensionMismatchException.class, () -> wide.operateTranspose(three));
  }

  private static final class NotTransposable extends RealLinearOperator {

    @Override
    public int getRowDimension() {
      return 2;
    }

    @Override
    public int getColumnDimension() {
      return 2;
    }

    @Override
    public RealVector operate(RealVector x) {
      return x;
    }
  }

  /** A function of theirs and its values. */
  private static Objective theirs(
      int n, UnaryOperator<DerivativeStructure[]> program, ToDoubleFunction<double[]> value) {
    return CommonsMath.objective(
        n,
        new MultivariateDifferentiableFunction() {
          @Override
          public double value(double[] w) {
            return value.applyAsDouble(w);
          }

          @Override
          public DerivativeStructure value(DerivativeStructure[] w) {
            return program.apply(w)[0];
          }
        });
  }

  @Test
  void derivativesThatTheirStructuresLackAreRefusedByName() {
    List<UnaryOperator<DerivativeStructure[]>> lacking =
        List.of(
            x -> array(x[0].pow(1.5).add(x[1])),
            x -> array(x[0].pow(1.0).add(x[1])),
            x -> array(x[0].sqrt().add(x[1])),
            x -> array(x[0].cbrt().add(x[1])),
            x -> array(x[0].pow(x[1].add(1)).add(x[1])),
            x -> array(x[0].hypot(x[0]).add(x[1])),
            x -> array(x[0].multiply(x[0]).sqrt().pow(2).add(x[1])));
    for (UnaryOperator<DerivativeStructure[]> program : lacking) {
      Objective f = theirs(2, program, w -> Math.pow(w[0], 1.5) + w[1]);
      double[] w = {0, 1};
      assertEquals(1, f.value(w));
      String words = assertThrows(ArithmeticException.class, () -> f.expandAt(w)).toString();
      assertTrue(words.contains("value 1.0 at [0.0, 1.0]"), words);
      assertTrue(words.contains("TapeObjective"), words);
    }
    // Where the function has no value either, there is nothing to refuse.
    Objective log = theirs(1, x -> array(x[0].log()), w -> Math.log(w[0]));
    assertEquals(Double.NEGATIVE_INFINITY, log.expandAt(new double[1]).value());
    // Whole exponents are right: x³ + x² at 0 has the second derivative 2.
    Objective whole = theirs(1, x -> array(x[0].pow(3).add(x[0].pow(2.0))), w -> 0);
    assertArrayEquals(
        new double[] {2}, whole.expandAt(new double[1]).hessian().times(new double[] {1}));
  }

  /** What docs/libraries.md says of them, and what the tape has instead. */
  @Test
  void theirHypotLeavesOutASmallArgumentAndTheirAbsFollowsTheSignOfZero() {
    double[] one = {1};
    DerivativeStructure x = new DerivativeStructure(1, 2, 0, 0);
    assertEquals(0, x.hypot(x.getField().getOne()).getPartialDerivative(2));
    // As told in CommonsMath.objective: the adapter hands on what it can't tell from the truth.
    Objective theirs =
        theirs(1, w -> array(w[0].hypot(w[0].getField().getOne())), w -> Math.hypot(w[0], 1));
    assertEquals(0, theirs.expandAt(new double[1]).hessian().times(one)[0]);
    Objective written =
        theirs(1, w -> array(w[0].multiply(w[0]).add(1).sqrt()), w -> Math.hypot(w[0], 1));
    assertEquals(1, written.expandAt(new double[1]).hessian().times(one)[0]);
    assertEquals(1, x.abs().getPartialDerivative(1));
    assertEquals(-1, new DerivativeStructure(1, 2, 0, -0.0).abs().getPartialDerivative(1));
    assertEquals(Double.POSITIVE_INFINITY, x.add(1).asin().getPartialDerivative(1));
    Expansion ours = TapeObjective.of(1, w -> w[0].hypot(Var.constant(1))).expandAt(new double[1]);
    assertEquals(1, ours.hessian().times(one)[0]);
  }

  private static DerivativeStructure[] array(DerivativeStructure y) {
    return new DerivativeStructure[] {y};
  }
}
