package org.roperator.operator;

/** {@code v ↦ A(B v)}. */
final class ComposedOperator implements LinearOperator {

  private final LinearOperator outer;
  private final LinearOperator inner;
  private final Scratch<double[]> between;

  ComposedOperator(LinearOperator outer, LinearOperator inner) {
    if (outer.domainDimension() != inner.rangeDimension()) {
      throw new IllegalArgumentException(
          "The outer operator takes vectors of dimension "
              + outer.domainDimension()
              + ", but the inner one gives dimension "
              + inner.rangeDimension()
              + ".");
    }
    this.outer = outer;
    this.inner = inner;
    this.between = Scratch.ofLength(inner.rangeDimension());
  }

  @Override
  public int domainDimension() {
    return inner.domainDimension();
  }

  @Override
  public int rangeDimension() {
    return outer.rangeDimension();
  }

  @Override
  public void apply(double[] v, double[] out) {
    Arguments.requireProduct(this, v, out);
    double[] bv = between.take();
    try {
      inner.apply(v, bv);
      outer.apply(bv, out);
    } finally {
      between.giveBack(bv);
    }
  }

  @Override
  public LinearOperator adjoint() {
    return new ComposedOperator(inner.adjoint(), outer.adjoint());
  }
}
