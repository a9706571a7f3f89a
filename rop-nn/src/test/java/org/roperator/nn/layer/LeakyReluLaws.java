package org.roperator.nn.layer;

class LeakyReluLaws implements ActivationContract {
  @Override
  public Activation activation() {
    return Activation.leakyRelu();
  }

  @Override
  public double expected(double x) {
    return Math.max(x, 0.01 * x);
  }

  @Override
  public double distanceToKink(double x) {
    return Math.abs(x);
  }
}
