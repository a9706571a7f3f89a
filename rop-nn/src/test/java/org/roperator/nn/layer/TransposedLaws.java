package org.roperator.nn.layer;

class TransposedLaws implements MeanHessianLayerContract {

  @Override
  public Layer layer() {
    return new TransposedLayer(3, 4);
  }
}
