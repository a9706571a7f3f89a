package org.roperator.autodiff;

import org.roperator.operator.Arguments;
import org.roperator.operator.SymmetricOperator;

/** The Hessian of a recorded program, by a forward tangent sweep and an R-reverse sweep. */
record TapeHessian(TapeExpansion expansion) implements SymmetricOperator {

  /** Directions that share one pass: as many doubles as a cache line holds. */
  static final int DIRECTIONS_AT_ONCE = 8;

  @Override
  public int dimension() {
    return expansion.dimension();
  }

  @Override
  public void apply(double[] v, double[] out) {
    Arguments.requireProduct(this, v, out);
    expansion.reduced().hessian(v, out);
  }

  @Override
  public void applyAll(double[][] vs, double[][] outs) {
    Arguments.requireProducts(dimension(), vs, outs);
    for (int from = 0; from < vs.length; from += DIRECTIONS_AT_ONCE) {
      int k = Math.min(DIRECTIONS_AT_ONCE, vs.length - from);
      expansion.reduced().hessian(vs, outs, from, k);
    }
  }
}
