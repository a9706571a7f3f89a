package org.roperator.commonsmath;

import org.apache.commons.math3.analysis.MultivariateFunction;
import org.apache.commons.math3.analysis.MultivariateVectorFunction;
import org.roperator.function.Expansion;
import org.roperator.function.Objective;
import org.roperator.internal.Arguments;
import org.roperator.operator.SymmetricOperator;

/**
 * One of their functions with its gradient, which has no Hessian.
 *
 * @param method the name of the method that may ask for one
 */
record GradientObjective(
    int dimension,
    MultivariateFunction function,
    MultivariateVectorFunction gradientOf,
    String method)
    implements Objective {

  @Override
  public double value(double[] w) {
    Arguments.requirePoint(w, dimension);
    return function.value(w.clone());
  }

  @Override
  public Expansion expandAt(double[] w) {
    double value = value(w);
    double[] gradient = gradientOf.value(w.clone());
    Arguments.requireLength(
        "The gradient", gradient, dimension, "the start has length " + dimension);
    return new At(value, gradient.clone(), method);
  }

  private static final class At implements Expansion {

    private final double value;
    private final double[] gradient;
    private final String method;

    At(double value, double[] gradient, String method) {
      this.value = value;
      this.gradient = gradient;
      this.method = method;
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
      throw new UnsupportedOperationException(
          "The ObjectiveFunction and its ObjectiveFunctionGradient tell values and gradients, but "
              + method
              + " asks for products with the Hessian; give CommonsMath.objectiveFunction of an"
              + " Objective, such as a TapeObjective, or take a method of gradients alone, such as"
              + " LimitedMemoryBfgs.");
    }
  }
}
