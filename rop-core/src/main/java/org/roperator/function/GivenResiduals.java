package org.roperator.function;

import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.roperator.internal.Arguments;
import org.roperator.operator.LinearOperator;

/** A map given by two functions. */
record GivenResiduals(
    int dimension, UnaryOperator<double[]> valuesOf, Function<double[], double[][]> jacobianOf)
    implements Residuals {

  GivenResiduals {
    Arguments.requirePositive("The dimension", dimension);
  }

  @Override
  public double[] values(double[] w) {
    requirePoint(w);
    return valuesOf.apply(w.clone()).clone();
  }

  @Override
  public ResidualsExpansion expandAt(double[] w) {
    double[] values = values(w);
    double[][] rows = jacobianOf.apply(w.clone());
    for (int i = 0; i < rows.length; i++) {
      Arguments.requireLength(
          "Row " + i + " of the Jacobian",
          rows[i],
          dimension,
          "there are " + dimension + " parameters");
    }
    return ResidualsExpansion.of(values, LinearOperator.dense(rows));
  }

  private void requirePoint(double[] w) {
    Arguments.requireLength("The point", w, dimension, "the map has dimension " + dimension);
    Arguments.requireFinite("The point", w);
  }
}
