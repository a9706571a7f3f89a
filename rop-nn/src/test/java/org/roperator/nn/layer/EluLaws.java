package org.roperator.nn.layer;

class EluLaws implements ActivationContract {
  @Override
  public Activation activation() {
    return Activation.elu(1.5);
  }

  @Override
  public double expected(double x) {
    return x > 0 ? x : 1.5 * (StrictMath.exp(x) - 1);
  }

  @Override
  public double distanceToKink(double x) {
    return Math.abs(x);
  }
}
