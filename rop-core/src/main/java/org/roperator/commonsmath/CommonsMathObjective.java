package org.roperator.commonsmath;

import java.util.Arrays;
import org.apache.commons.math3.analysis.differentiation.DerivativeStructure;
import org.apache.commons.math3.analysis.differentiation.MultivariateDifferentiableFunction;
import org.roperator.function.Expansion;
import org.roperator.function.Objective;
import org.roperator.internal.Arguments;
import org.roperator.internal.Vectors;
import org.roperator.operator.SymmetricOperator;

/**
 * One of their functions, its derivatives read off structures of order two.
 *
 * <p>What is NaN there is refused; what is wrong can't be told from what is right, as the second
 * derivative 0 of their {@code hypot(x, 1)} at x = 0, which is 1.
 */
record CommonsMathObjective(int dimension, MultivariateDifferentiableFunction function)
    implements Objective {

  CommonsMathObjective {
    Arguments.requirePositive("The dimension", dimension);
  }

  @Override
  public double value(double[] w) {
    requirePoint(w);
    return function.value(w.clone());
  }

  @Override
  public Expansion expandAt(double[] w) {
    requirePoint(w);
    DerivativeStructure[] variables = new DerivativeStructure[dimension];
    for (int i = 0; i < dimension; i++) {
      variables[i] = new DerivativeStructure(dimension, 2, i, w[i]);
    }
    Expansion expansion = read(function.value(variables), dimension);
    requireDerivatives(w, expansion);
    return expansion;
  }

  /**
   * Their structures have NaN for derivatives, and even for values, at points where the function
   * itself may be smooth: {@code pow(1.5)} at 0 with order two, a norm at the origin.
   */
  private void requireDerivatives(double[] w, Expansion expansion) {
    boolean known = !Double.isNaN(expansion.value()) && Vectors.isFinite(expansion.gradient());
    double[] e = new double[dimension];
    for (int i = 0; known && i < dimension; i++) {
      e[i] = 1;
      known = Vectors.isFinite(expansion.hessian().times(e));
      e[i] = 0;
    }
    double value = known ? expansion.value() : value(w);
    if (!known && Double.isFinite(value)) {
      throw new ArithmeticException(
          "The function has the value "
              + value
              + " at "
              + Arrays.toString(w)
              + ", but commons-math3's DerivativeStructure no finite derivatives there, as of"
              + " pow(1.5), sqrt or a norm at 0. Write the function over Var as a TapeObjective,"
              + " or stay away from the point.");
    }
  }

  private void requirePoint(double[] w) {
    Arguments.requireLength("The point", w, dimension, "the function has dimension " + dimension);
    Arguments.requireFinite("The point", w);
  }

  private static Expansion read(DerivativeStructure result, int n) {
    double[] gradient = new double[n];
    double[][] hessian = new double[n][n];
    int[] orders = new int[n];
    for (int i = 0; i < n; i++) {
      orders[i]++;
      gradient[i] = result.getPartialDerivative(orders);
      for (int j = 0; j <= i; j++) {
        orders[j]++;
        hessian[i][j] = result.getPartialDerivative(orders);
        hessian[j][i] = hessian[i][j];
        orders[j]--;
      }
      orders[i]--;
    }
    return Expansion.of(
        result.getValue(),
        gradient,
        SymmetricOperator.of(n, (v, out) -> multiply(hessian, v, out)));
  }

  private static void multiply(double[][] matrix, double[] v, double[] out) {
    for (int i = 0; i < out.length; i++) {
      out[i] = Vectors.dot(matrix[i], v);
    }
  }
}
