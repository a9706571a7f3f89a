package org.roperator.operator;

import java.util.function.BiConsumer;
import org.roperator.internal.Arguments;

/** A symmetric operator given by a function. */
record SymmetricFunctionOperator(int dimension, BiConsumer<double[], double[]> product)
    implements SymmetricOperator {

  SymmetricFunctionOperator {
    Arguments.requirePositive("The dimension", dimension);
  }

  @Override
  public void apply(double[] v, double[] out) {
    Arguments.requireProduct(dimension(), v, out);
    product.accept(v, out);
  }
}
