package org.roperator.nn.layer;

class CurvedActivationLayerLaws implements MeanHessianLayerContract {

  @Override
  public Layer layer() {
    return new ActivationLayer(3, Activation.silu());
  }
}
