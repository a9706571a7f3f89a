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
    return At.of(function.value(variables), dimension);
  }

  private void requirePoint(double[] w) {
    Arguments.requireLength("The point", w, dimension, "the function has dimension " + dimension);
    Arguments.requireFinite("The point", w);
  }

  private static final class At implements Expansion {

    private final double value;
    private final double[] gradient;
    private final double[][] hessian;

    private At(double value, double[] gradient, double[][] hessian) {
      this.value = value;
      this.gradient = gradient;
      this.hessian = hessian;
    }

    static At of(DerivativeStructure result, int n) {
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
      return new At(result.getValue(), gradient, hessian);
    }

    @Override
    public int dimension() {
      return gradient.length;
    }

    @Override
    public double value() {
      return value;
    }

    @Override
    public double[] gradient() {
      return gradient.clone();
    }

    @Override
    public SymmetricOperator hessian() {
      return SymmetricOperator.of(gradient.length, this::multiply);
    }

    private void multiply(double[] v, double[] out) {
      for (int i = 0; i < out.length; i++) {
        out[i] = Vectors.dot(hessian[i], v);
      }
    }
  }
}
