package org.roperator.autodiff;

import org.roperator.operator.Arguments;
import org.roperator.operator.SymmetricOperator;

/** The Hessian of a recorded program, by a forward tangent sweep and an R-reverse sweep. */
record TapeHessian(Linearisation linearisation) implements SymmetricOperator {

  @Override
  public int dimension() {
    return linearisation.inputs();
  }

  @Override
  public void apply(double[] v, double[] out) {
    Arguments.requireProduct(this, v, out);
    linearisation.hessian(v, out);
  }
}
