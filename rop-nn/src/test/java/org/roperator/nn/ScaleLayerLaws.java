package org.roperator.nn;

class ScaleLayerLaws implements LayerContract {

  @Override
  public Layer layer() {
    return new ScaleLayer(6, 3);
  }
}
