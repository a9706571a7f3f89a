package org.roperator.nn.layer;

class LinearActivationLayerLaws implements MeanHessianLayerContract {

  @Override
  public Layer layer() {
    return new ActivationLayer(3, Activation.leakyRelu(0.3));
  }
}
