package org.roperator.commonsmath;

import org.apache.commons.math3.fitting.leastsquares.ValueAndJacobianFunction;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.RealVector;
import org.apache.commons.math3.util.Pair;
import org.roperator.function.Residuals;
import org.roperator.function.ResidualsExpansion;
import org.roperator.operator.LinearOperator;

/** One of our maps with its Jacobian, a matrix made by min(m, n) products. */
record ResidualsModel(Residuals residuals) implements ValueAndJacobianFunction {

  @Override
  public Pair<RealVector, RealMatrix> value(RealVector point) {
    ResidualsExpansion at = residuals.expandAt(point.toArray());
    return new Pair<>(CommonsMathOperator.vector(at.values()), matrix(at.jacobian()));
  }

  @Override
  public RealVector computeValue(double[] point) {
    return CommonsMathOperator.vector(residuals.values(point));
  }

  @Override
  public RealMatrix computeJacobian(double[] point) {
    return matrix(residuals.expandAt(point).jacobian());
  }

  private static RealMatrix matrix(LinearOperator j) {
    int m = j.rangeDimension();
    int n = j.domainDimension();
    RealMatrix matrix = new Array2DRowRealMatrix(m, n);
    boolean byColumns = n <= m;
    LinearOperator a = byColumns ? j : j.adjoint();
    double[] unit = new double[a.domainDimension()];
    double[] product = new double[a.rangeDimension()];
    for (int k = 0; k < unit.length; k++) {
      unit[k] = 1;
      a.apply(unit, product);
      unit[k] = 0;
      if (byColumns) {
        matrix.setColumn(k, product);
      } else {
        matrix.setRow(k, product);
      }
    }
    return matrix;
  }
}
