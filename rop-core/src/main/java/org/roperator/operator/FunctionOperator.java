package org.roperator.operator;

import java.util.function.BiConsumer;
import org.roperator.internal.Arguments;

/** A linear map given by two functions. */
record FunctionOperator(
    int domainDimension,
    int rangeDimension,
    BiConsumer<double[], double[]> product,
    BiConsumer<double[], double[]> adjointProduct)
    implements LinearOperator {

  FunctionOperator {
    Arguments.requirePositive("The domain dimension", domainDimension);
    Arguments.requirePositive("The range dimension", rangeDimension);
  }

  @Override
  public void apply(double[] v, double[] out) {
    Arguments.requireProduct(domainDimension(), rangeDimension(), v, out);
    product.accept(v, out);
  }

  @Override
  public LinearOperator adjoint() {
    return new FunctionOperator(rangeDimension, domainDimension, adjointProduct, product);
  }
}
