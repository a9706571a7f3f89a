package org.roperator.nn.layer;

class LogisticLaws implements ActivationContract {
  @Override
  public Activation activation() {
    return Activation.logistic();
  }

  @Override
  public double expected(double x) {
    return 0.5 + 0.5 * StrictMath.tanh(x / 2);
  }
}
