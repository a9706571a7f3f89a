package org.roperator.nn.layer;

class TanhLaws implements ActivationContract {
  @Override
  public Activation activation() {
    return Activation.tanh();
  }

  @Override
  public double expected(double x) {
    return StrictMath.tanh(x);
  }
}
