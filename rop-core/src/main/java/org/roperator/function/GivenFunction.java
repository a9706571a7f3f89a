package org.roperator.function;

import java.util.function.DoubleUnaryOperator;

/** A scalar function given by three functions. */
record GivenFunction(
    DoubleUnaryOperator valueOf, DoubleUnaryOperator slopeOf, DoubleUnaryOperator bendOf)
    implements ScalarFunction {

  @Override
  public double value(double x) {
    return valueOf.applyAsDouble(x);
  }

  @Override
  public double slope(double x) {
    return slopeOf.applyAsDouble(x);
  }

  @Override
  public double bend(double x) {
    return bendOf.applyAsDouble(x);
  }
}
