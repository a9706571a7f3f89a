package org.roperator.nn.curvature;

import java.util.Arrays;
import java.util.Optional;
import org.roperator.dense.Blas;
import org.roperator.internal.Arguments;
import org.roperator.operator.SymmetricOperator;

/** {@code C + diag(d)}: a block of the data's curvature and its regularizer's. */
final class ShiftedBlock implements CurvatureBlock {

  private final CurvatureBlock c;
  private final double[] d;

  ShiftedBlock(CurvatureBlock c, double[] d) {
    this.c = c;
    this.d = d;
  }

  @Override
  public Blas blas() {
    return c.blas();
  }

  @Override
  public int dimension() {
    return d.length;
  }

  @Override
  public void apply(double[] v, double[] out) {
    Arguments.requireProduct(dimension(), v, out);
    c.apply(v, out);
    shift(v, out);
  }

  @Override
  public void applyAll(double[][] vs, double[][] outs) {
    Arguments.requireProducts(dimension(), vs, outs);
    c.applyAll(vs, outs);
    for (int j = 0; j < vs.length; j++) {
      shift(vs[j], outs[j]);
    }
  }

  private void shift(double[] v, double[] out) {
    for (int i = 0; i < d.length; i++) {
      out[i] += d[i] * v[i];
    }
  }

  @Override
  public double[] diagonal() {
    double[] diagonal = c.diagonal();
    for (int i = 0; i < d.length; i++) {
      diagonal[i] += d[i];
    }
    return diagonal;
  }

  @Override
  public double trace() {
    return c.trace() + BlockProducts.sum(d);
  }

  /**
   * The block's own, further damped, where the regularizer is the same for all parameters; from the
   * block's factors, where it is the same for all rows, such as one of weights without biases.
   */
  @Override
  public SymmetricOperator dampedInverse(double lambda) {
    if (Arrays.stream(d).allMatch(each -> each == d[0])) {
      return c.dampedInverse(d[0] + lambda);
    }
    if (c instanceof KroneckerBlock product) {
      double[] shift = Arrays.stream(d).map(each -> each + lambda).toArray();
      Optional<SymmetricOperator> inverse = product.shiftedInverse(shift);
      if (inverse.isPresent()) {
        return inverse.get();
      }
    }
    return CurvatureBlock.super.dampedInverse(lambda);
  }
}
