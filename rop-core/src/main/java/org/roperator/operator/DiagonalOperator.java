package org.roperator.operator;

import org.roperator.internal.Arguments;

/** {@code v ↦ d ∘ v}. */
final class DiagonalOperator implements SymmetricOperator {

  private final double[] d;

  DiagonalOperator(double[] diagonal) {
    Arguments.requirePositive("The dimension", diagonal.length);
    Arguments.requireFinite("The diagonal", diagonal);
    this.d = diagonal.clone();
  }

  @Override
  public int dimension() {
    return d.length;
  }

  @Override
  public void apply(double[] v, double[] out) {
    Arguments.requireProduct(dimension(), v, out);
    for (int i = 0; i < d.length; i++) {
      out[i] = d[i] * v[i];
    }
  }
}
