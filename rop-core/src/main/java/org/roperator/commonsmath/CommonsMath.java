package org.roperator.commonsmath;

import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.apache.commons.math3.analysis.MultivariateFunction;
import org.apache.commons.math3.analysis.MultivariateVectorFunction;
import org.apache.commons.math3.analysis.differentiation.MultivariateDifferentiableFunction;
import org.apache.commons.math3.fitting.leastsquares.LeastSquaresBuilder;
import org.apache.commons.math3.fitting.leastsquares.LeastSquaresOptimizer;
import org.apache.commons.math3.fitting.leastsquares.LeastSquaresProblem;
import org.apache.commons.math3.fitting.leastsquares.ValueAndJacobianFunction;
import org.apache.commons.math3.linear.RealLinearOperator;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.RealVector;
import org.apache.commons.math3.optim.ConvergenceChecker;
import org.apache.commons.math3.optim.OptimizationData;
import org.apache.commons.math3.optim.PointValuePair;
import org.apache.commons.math3.optim.nonlinear.scalar.MultivariateOptimizer;
import org.apache.commons.math3.optim.nonlinear.scalar.ObjectiveFunction;
import org.apache.commons.math3.optim.nonlinear.scalar.ObjectiveFunctionGradient;
import org.roperator.function.Objective;
import org.roperator.function.Residuals;
import org.roperator.operator.LinearOperator;
import org.roperator.operator.SymmetricOperator;
import org.roperator.optimize.Ending;
import org.roperator.optimize.Optimizer;
import org.roperator.optimize.leastsquares.LevenbergMarquardt;
import org.roperator.optimize.smooth.Bounds;

/**
 * Adapters between this toolkit and Apache Commons Math 3, both ways.
 *
 * <pre>{@code
 * // Their solver on our Hessian:
 * RealVector x = new SymmLQ(100, 1e-10, false).solve(CommonsMath.operator(hessian), b);
 * // Their optimizer on our objective:
 * optimizer.optimize(CommonsMath.objectiveFunction(f), CommonsMath.objectiveFunctionGradient(f), ...);
 * // Our optimizer on their function:
 * hessianFree.minimize(CommonsMath.objective(2, theirs), start);
 * // Our optimizer where theirs is expected, and the other way round:
 * MultivariateOptimizer newton = CommonsMath.multivariateOptimizer(TrustRegionNewton.standard());
 * Optimizer powell = CommonsMath.optimizer("powell", () -> new PowellOptimizer(1e-10, 1e-10));
 * // Least squares:
 * LeastSquaresProblem problem = CommonsMath.leastSquares(residuals, start)
 *     .maxEvaluations(100).maxIterations(100).build();
 * LevenbergMarquardt.standard().minimize(CommonsMath.residuals(problem), start);
 * }</pre>
 *
 * <p>The adapters copy vectors at the border and nothing else: one product is one product.
 */
public final class CommonsMath {

  private CommonsMath() {}

  /** One of our linear maps as theirs; its transpose is our adjoint. */
  public static RealLinearOperator operator(LinearOperator a) {
    return new CommonsMathOperator(a);
  }

  /**
   * One of their operators as a linear map of ours.
   *
   * @param a a matrix, or an operator that can multiply by its transpose
   * @throws IllegalArgumentException if it can't; see {@link #symmetric} for those that need not
   */
  public static LinearOperator linear(RealLinearOperator a) {
    UnaryOperator<RealVector> transpose = transposeOf(a);
    return LinearOperator.of(
        a.getColumnDimension(),
        a.getRowDimension(),
        (v, out) -> CommonsMathOperator.copy(a.operate(CommonsMathOperator.vector(v)), out),
        (u, out) -> CommonsMathOperator.copy(transpose.apply(CommonsMathOperator.vector(u)), out));
  }

  private static UnaryOperator<RealVector> transposeOf(RealLinearOperator a) {
    if (a instanceof RealMatrix matrix) {
      return matrix::preMultiply; // their matrices say that they are not transposable
    }
    if (a.isTransposable()) {
      return a::operateTranspose;
    }
    throw new IllegalArgumentException(
        "This operator can't multiply by its transpose, which a linear map needs; if it is"
            + " symmetric, say so with CommonsMath.symmetric.");
  }

  /**
   * One of their operators as a symmetric operator of ours.
   *
   * @param a a square operator that the caller knows to be symmetric
   * @throws IllegalArgumentException if it is not square
   */
  public static SymmetricOperator symmetric(RealLinearOperator a) {
    if (a.getRowDimension() != a.getColumnDimension()) {
      throw new IllegalArgumentException(
          "A symmetric operator is square, but this one has "
              + a.getRowDimension()
              + " rows and "
              + a.getColumnDimension()
              + " columns.");
    }
    return SymmetricOperator.of(
        a.getRowDimension(),
        (v, out) -> CommonsMathOperator.copy(a.operate(CommonsMathOperator.vector(v)), out));
  }

  /** The values of an objective as their function. */
  public static MultivariateFunction function(Objective objective) {
    return new ObjectiveValues(objective);
  }

  /** The gradient of an objective as their vector function. */
  public static MultivariateVectorFunction gradient(Objective objective) {
    return w -> objective.expandAt(w).gradient();
  }

  /** An objective as what their optimizers minimize. */
  public static ObjectiveFunction objectiveFunction(Objective objective) {
    return new ObjectiveFunction(function(objective));
  }

  /** The gradient of an objective as what their gradient-based optimizers ask for. */
  public static ObjectiveFunctionGradient objectiveFunctionGradient(Objective objective) {
    return new ObjectiveFunctionGradient(gradient(objective));
  }

  /**
   * One of their differentiable functions as an objective of ours, with its exact Hessian.
   *
   * <p>Their derivatives run forward only: an expansion costs {@code (n + 1)(n + 2)/2} times a
   * value in time and in memory, and each product n² steps. For more than some dozen parameters
   * write the function as an objective instead.
   *
   * <p>Where the value is finite but their derivatives are not, as of {@code pow(1.5)} at 0, an
   * expansion throws {@link ArithmeticException}, which names the point.
   *
   * <p>Finite derivatives are taken as they are. Those of their {@code hypot} are wrong where one
   * argument is 0 or below 2⁻²⁷ of the other, which it leaves out: √(x² + 1) by {@code hypot} has
   * second derivative 0 at 0 instead of 1. Write {@code x.multiply(x).add(1).sqrt()} there.
   *
   * @param dimension n
   * @param function the function of n variables
   */
  public static Objective objective(int dimension, MultivariateDifferentiableFunction function) {
    return new CommonsMathObjective(dimension, function);
  }

  /**
   * One of our methods as an optimizer of theirs.
   *
   * @param method the method; {@code SimpleBounds} are refused
   */
  public static CommonsMathOptimizer multivariateOptimizer(Optimizer method) {
    return multivariateOptimizer(method, never());
  }

  /**
   * One of our methods as an optimizer of theirs, which ends also where their checker says so.
   *
   * @param method the method; {@code SimpleBounds} are refused
   * @param checker asked after each iteration that moved but the first
   */
  public static CommonsMathOptimizer multivariateOptimizer(
      Optimizer method, ConvergenceChecker<PointValuePair> checker) {
    return new CommonsMathOptimizer(bounds -> method, false, checker);
  }

  /**
   * One of our methods within bounds as an optimizer of theirs, which takes {@code SimpleBounds}.
   *
   * @param within makes the method of bounds, such as {@code ProjectedTrustRegionNewton::within};
   *     they are infinite where none are given
   */
  public static CommonsMathOptimizer multivariateOptimizerWithin(
      Function<Bounds, Optimizer> within) {
    return new CommonsMathOptimizer(within, true, never());
  }

  private static <T> ConvergenceChecker<T> never() {
    return (iteration, previous, current) -> false;
  }

  /**
   * One of their optimizers as a method of ours, that ends as {@link Ending#standard()} says.
   *
   * @param name the method's name
   * @param theirs makes one, for one run: theirs remember
   * @param data what it needs besides the function, its gradient, the goal and the start, such as a
   *     {@code NelderMeadSimplex} or a {@code MaxEval}; evaluations and iterations are not limited
   *     otherwise
   */
  public static Optimizer optimizer(
      String name, Supplier<? extends MultivariateOptimizer> theirs, OptimizationData... data) {
    return optimizer(name, theirs, Ending.standard(), data);
  }

  /**
   * One of their optimizers as a method of ours.
   *
   * <p>One iteration is one whole run of theirs, from the start or from where a saddle was left; a
   * run that lowers nothing is none. The objective's own gradient tells whether it converged: a run
   * that ends elsewhere is {@code STALLED}, also where their checker was content, and one that
   * spent its {@code MaxEval} or {@code MaxIter} is at its {@code ITERATION_LIMIT}, at the lowest
   * point it saw. What is NaN, or where the objective throws, is +∞ to them. An iteration's figures
   * are {@code evaluations} and {@code iterations}, as theirs count them.
   *
   * @param name the method's name
   * @param theirs makes one, for one run: theirs remember
   * @param ending when a run has converged
   * @param data what it needs besides the function, its gradient, the goal and the start
   */
  public static Optimizer optimizer(
      String name,
      Supplier<? extends MultivariateOptimizer> theirs,
      Ending ending,
      OptimizationData... data) {
    return new TheirMethod(name, theirs, ending, List.of(data));
  }

  /**
   * Residuals with their exact Jacobian as a model of theirs, whose target is up to the caller. It
   * may be evaluated lazily. A Jacobian is a matrix made by min(m, n) products.
   */
  public static ValueAndJacobianFunction model(Residuals residuals) {
    return new ResidualsModel(residuals);
  }

  /**
   * Residuals that are to be small, as a problem of theirs: the model is {@link #model}, the target
   * zero, so that their residuals, target less value, are ours negated.
   *
   * <p>Give it {@code maxEvaluations} and {@code maxIterations}, which are 0 otherwise, and a
   * {@code checker}, which their {@code GaussNewtonOptimizer} needs. Their cost is {@code ‖r‖};
   * ours is {@code ½‖r‖²}.
   *
   * @param residuals r
   * @param start n finite parameters, where r is evaluated once for its length. Not modified.
   * @throws IllegalArgumentException if the start has the wrong length or is not finite
   */
  public static LeastSquaresBuilder leastSquares(Residuals residuals, double[] start) {
    int m = residuals.values(start).length;
    return new LeastSquaresBuilder()
        .model(model(residuals))
        .target(new double[m])
        .start(start.clone());
  }

  /**
   * One of their problems as residuals of ours, {@code r = √W (value − target)}: theirs negated,
   * with their weights, so that the Jacobian is theirs. They know no curvature.
   *
   * <p>Values cost a Jacobian too unless the problem was built with {@code lazyEvaluation}. The
   * problem's limits and its checker belong to a run and are not asked, as they are by {@link
   * #leastSquaresOptimizer}. Where a {@code ParameterValidator} moves a point, an {@link
   * IllegalStateException} says so: the Jacobian is not that of what is asked.
   */
  public static Residuals residuals(LeastSquaresProblem problem) {
    return new ProblemResiduals(problem, () -> {});
  }

  /**
   * Our fits as an optimizer of theirs.
   *
   * <p>It keeps the limits of the problem, and ends as the method's {@code Ending} says, or where
   * the problem's checker does, if it has one: asked after each iteration that moved but the first.
   * Each point is evaluated once. A run that did not converge throws {@link
   * org.apache.commons.math3.exception.TooManyEvaluationsException}, {@link
   * org.apache.commons.math3.exception.TooManyIterationsException} or {@link
   * org.apache.commons.math3.exception.ConvergenceException} with the outcome and its reason. The
   * optimum is the problem's own evaluation: its cost is {@code ‖r‖} also for a robust loss.
   */
  public static LeastSquaresOptimizer leastSquaresOptimizer(LevenbergMarquardt method) {
    return new FitOptimizer(method);
  }
}
