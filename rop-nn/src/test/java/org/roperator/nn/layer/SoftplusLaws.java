package org.roperator.nn.layer;

class SoftplusLaws implements ActivationContract {
  @Override
  public Activation activation() {
    return Activation.softplus();
  }

  @Override
  public double expected(double x) {
    return x > 20 ? x + StrictMath.exp(-x) : StrictMath.log1p(StrictMath.exp(x));
  }
}
