package org.roperator.nn;

class CurvedActivationLayerLaws implements LayerContract {

  @Override
  public Layer layer() {
    return new ActivationLayer(3, Activation.silu());
  }
}
