package org.roperator.function;

import org.roperator.internal.Arguments;
import org.roperator.operator.SymmetricOperator;

/** An expansion of parts computed beforehand. */
final class GivenExpansion implements Expansion {

  private final double value;
  private final double[] gradient;
  private final SymmetricOperator hessian;

  GivenExpansion(double value, double[] gradient, SymmetricOperator hessian) {
    int n = hessian.dimension();
    Arguments.requireLength("The gradient", gradient, n, "the Hessian has dimension " + n);
    this.value = value;
    this.gradient = gradient.clone();
    this.hessian = hessian;
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
    return hessian;
  }
}
