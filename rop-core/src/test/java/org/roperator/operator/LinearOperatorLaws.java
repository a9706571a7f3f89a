package org.roperator.operator;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Provide;
import org.roperator.contract.LinearOperatorContract;

/** Rectangular maps keep the laws. */
class LinearOperatorLaws implements LinearOperatorContract<LinearOperator> {

  @Override
  @Provide
  public Arbitrary<LinearOperator> operators() {
    LinearOperator tall = LinearOperator.dense(new double[][] {{1, 2}, {-3, 0.5}, {0.25, -1}});
    LinearOperator wide = LinearOperator.dense(new double[][] {{1, 0, -7, 2}, {3, 5, 0.5, 1e-3}});
    return Arbitraries.of(
        tall,
        wide,
        tall.adjoint(),
        tall.after(wide),
        tall.after(wide).adjoint(),
        LinearOperator.of(2, 3, tall::apply, tall.adjoint()::apply));
  }
}
