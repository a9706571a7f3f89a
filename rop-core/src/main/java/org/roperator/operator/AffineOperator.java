package org.roperator.operator;

import org.roperator.internal.Arguments;

/** {@code αA + λI}. */
final class AffineOperator implements SymmetricOperator {

  private final SymmetricOperator a;
  private final double alpha;
  private final double lambda;

  AffineOperator(SymmetricOperator a, double alpha, double lambda) {
    this.a = a;
    this.alpha = Arguments.requireFinite("The scale", alpha);
    this.lambda = Arguments.requireFinite("The damping", lambda);
  }

  @Override
  public int dimension() {
    return a.dimension();
  }

  @Override
  public void apply(double[] v, double[] out) {
    Arguments.requireProduct(dimension(), v, out);
    a.apply(v, out);
    finish(v, out);
  }

  @Override
  public void applyAll(double[][] vs, double[][] outs) {
    Arguments.requireProducts(dimension(), vs, outs);
    a.applyAll(vs, outs);
    for (int j = 0; j < vs.length; j++) {
      finish(vs[j], outs[j]);
    }
  }

  private void finish(double[] v, double[] out) {
    for (int i = 0; i < out.length; i++) {
      out[i] = alpha * out[i] + lambda * v[i];
    }
  }
}
