package org.roperator.function;

import java.util.function.Function;
import org.roperator.internal.Arguments;
import org.roperator.operator.LinearOperator;
import org.roperator.operator.SymmetricOperator;

/** An expansion with a curvature that is computed when it is asked for. */
record BentResidualsExpansion(
    ResidualsExpansion first, Function<double[], SymmetricOperator> curvatureOf)
    implements ResidualsExpansion {

  @Override
  public double[] values() {
    return first.values();
  }

  @Override
  public LinearOperator jacobian() {
    return first.jacobian();
  }

  @Override
  public SymmetricOperator curvature(double[] u) {
    int m = jacobian().rangeDimension();
    Arguments.requireLength("The array of weights", u, m, "there are " + m + " residuals");
    return curvatureOf.apply(u);
  }
}
