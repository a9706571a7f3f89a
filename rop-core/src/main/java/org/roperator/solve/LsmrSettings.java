package org.roperator.solve;

import java.util.Optional;
import org.roperator.operator.LinearOperator;

/** What {@link Lsmr} was told; the arrays are its own. */
record LsmrSettings(
    double operatorError,
    double rightHandSideError,
    double conditionLimit,
    int productLimit,
    double damping,
    Optional<double[]> start,
    Optional<LinearOperator> inverse) {

  LsmrSettings withErrors(double operator, double rightHandSide) {
    return new LsmrSettings(
        operator, rightHandSide, conditionLimit, productLimit, damping, start, inverse);
  }

  LsmrSettings withConditionLimit(double limit) {
    return new LsmrSettings(
        operatorError, rightHandSideError, limit, productLimit, damping, start, inverse);
  }

  LsmrSettings withProductLimit(int limit) {
    return new LsmrSettings(
        operatorError, rightHandSideError, conditionLimit, limit, damping, start, inverse);
  }

  LsmrSettings withDamping(double lambda) {
    return new LsmrSettings(
        operatorError, rightHandSideError, conditionLimit, productLimit, lambda, start, inverse);
  }

  LsmrSettings withStart(double[] x0) {
    return new LsmrSettings(
        operatorError,
        rightHandSideError,
        conditionLimit,
        productLimit,
        damping,
        Optional.of(x0),
        inverse);
  }

  LsmrSettings withInverse(LinearOperator operator) {
    return new LsmrSettings(
        operatorError,
        rightHandSideError,
        conditionLimit,
        productLimit,
        damping,
        start,
        Optional.of(operator));
  }
}
