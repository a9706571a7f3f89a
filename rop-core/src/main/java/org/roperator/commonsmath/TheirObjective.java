package org.roperator.commonsmath;

import org.apache.commons.math3.analysis.differentiation.DerivativeStructure;
import org.apache.commons.math3.analysis.differentiation.MultivariateDifferentiableFunction;
import org.roperator.function.Expansion;
import org.roperator.function.Objective;
import org.roperator.operator.Arguments;
import org.roperator.operator.SymmetricOperator;
import org.roperator.operator.Vectors;

/** One of their functions, its derivatives read off structures of order two. */
record TheirObjective(int dimension, MultivariateDifferentiableFunction function)
    implements Objective {

  TheirObjective {
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
    return read(function.value(variables), dimension);
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
