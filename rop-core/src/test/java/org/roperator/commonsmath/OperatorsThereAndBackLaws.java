package org.roperator.commonsmath;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Provide;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.roperator.contract.LinearOperatorContract;
import org.roperator.operator.LinearOperator;

/** Operators that came from Commons Math, or went there and back, keep the laws of all. */
class OperatorsThereAndBackLaws implements LinearOperatorContract<LinearOperator> {

  @Override
  @Provide
  public Arbitrary<LinearOperator> operators() {
    double[][] rows = {{1, 2, -3}, {0.5, 7, 1e-3}};
    double[][] symmetric = {{4, 1, 0}, {1, 3, 1}, {0, 1, 2}};
    return Arbitraries.of(
        CommonsMath.linear(new Array2DRowRealMatrix(rows)),
        CommonsMath.linear(CommonsMath.operator(LinearOperator.dense(rows))),
        CommonsMath.symmetric(new Array2DRowRealMatrix(symmetric)));
  }
}
