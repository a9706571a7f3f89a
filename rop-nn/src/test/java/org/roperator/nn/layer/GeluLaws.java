package org.roperator.nn.layer;

import org.apache.commons.math3.special.Erf;

class GeluLaws implements ActivationContract {
  @Override
  public Activation activation() {
    return Activation.gelu();
  }

  @Override
  public double expected(double x) {
    return x * Erf.erfc(-x / Math.sqrt(2)) / 2;
  }
}
