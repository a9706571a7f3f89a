package org.roperator.nn.layer;

class ReluLaws implements ActivationContract {
  @Override
  public Activation activation() {
    return Activation.relu();
  }

  @Override
  public double expected(double x) {
    return Math.max(x, 0);
  }

  @Override
  public double distanceToKink(double x) {
    return Math.abs(x);
  }
}
