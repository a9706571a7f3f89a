package org.roperator.nn.layer;

class ScaleLayerLaws implements LayerContract {

  @Override
  public Layer layer() {
    return new ScaleLayer(6, 3);
  }
}
