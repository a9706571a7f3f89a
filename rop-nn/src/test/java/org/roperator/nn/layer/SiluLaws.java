package org.roperator.nn.layer;

class SiluLaws implements ActivationContract {
  @Override
  public Activation activation() {
    return Activation.silu();
  }

  @Override
  public double expected(double x) {
    return x / (1 + StrictMath.exp(-x));
  }
}
