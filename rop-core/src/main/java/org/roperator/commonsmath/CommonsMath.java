package org.roperator.commonsmath;

import java.util.function.UnaryOperator;
import org.apache.commons.math3.analysis.MultivariateFunction;
import org.apache.commons.math3.analysis.MultivariateVectorFunction;
import org.apache.commons.math3.analysis.differentiation.MultivariateDifferentiableFunction;
import org.apache.commons.math3.linear.RealLinearOperator;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.RealVector;
import org.apache.commons.math3.optim.nonlinear.scalar.ObjectiveFunction;
import org.apache.commons.math3.optim.nonlinear.scalar.ObjectiveFunctionGradient;
import org.roperator.function.Objective;
import org.roperator.operator.LinearOperator;
import org.roperator.operator.SymmetricOperator;

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
    return objective::value;
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
}
