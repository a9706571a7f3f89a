package org.roperator.function;

import org.roperator.internal.Arguments;
import org.roperator.operator.LinearOperator;

/** Residuals to first order, computed beforehand. */
final class GivenResidualsExpansion implements ResidualsExpansion {

  private final double[] values;
  private final LinearOperator jacobian;

  /**
   * An expansion.
   *
   * @param values r. Kept.
   */
  GivenResidualsExpansion(double[] values, LinearOperator jacobian) {
    int m = jacobian.rangeDimension();
    Arguments.requireLength("The array of residuals", values, m, "the Jacobian has " + m + " rows");
    this.values = values;
    this.jacobian = jacobian;
  }

  @Override
  public double[] values() {
    return values.clone();
  }

  @Override
  public LinearOperator jacobian() {
    return jacobian;
  }
}
