package org.roperator.recurrent;

import java.util.function.DoubleUnaryOperator;

/** A unit function given by three functions. */
record GivenUnit(
    String name,
    DoubleUnaryOperator valueOf,
    DoubleUnaryOperator slopeOf,
    DoubleUnaryOperator bendOf)
    implements UnitFunction {

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
