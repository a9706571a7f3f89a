package org.roperator.commonsmath;

import org.apache.commons.math3.exception.DimensionMismatchException;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.RealLinearOperator;
import org.apache.commons.math3.linear.RealVector;
import org.roperator.operator.LinearOperator;

/** One of our linear maps behind their abstract class. */
final class CommonsMathOperator extends RealLinearOperator {

  private final LinearOperator a;
  private final LinearOperator adjoint;

  CommonsMathOperator(LinearOperator a) {
    this.a = a;
    this.adjoint = a.adjoint();
  }

  @Override
  public int getRowDimension() {
    return a.rangeDimension();
  }

  @Override
  public int getColumnDimension() {
    return a.domainDimension();
  }

  @Override
  public RealVector operate(RealVector x) {
    return product(a, x);
  }

  @Override
  public RealVector operateTranspose(RealVector x) {
    return product(adjoint, x);
  }

  @Override
  public boolean isTransposable() {
    return true;
  }

  private static RealVector product(LinearOperator map, RealVector x) {
    if (x.getDimension() != map.domainDimension()) {
      throw new DimensionMismatchException(x.getDimension(), map.domainDimension());
    }
    return vector(map.times(x.toArray()));
  }

  /** Their vector over our array, which is ours no longer if they keep it. */
  static RealVector vector(double[] v) {
    return new ArrayRealVector(v, false);
  }

  static void copy(RealVector from, double[] to) {
    for (int i = 0; i < to.length; i++) {
      to[i] = from.getEntry(i);
    }
  }
}
