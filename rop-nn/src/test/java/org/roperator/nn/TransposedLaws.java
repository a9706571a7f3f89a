package org.roperator.nn;

class TransposedLaws implements MeanHessianLayerContract {

  @Override
  public Layer layer() {
    return new TransposedLayer(3, 4);
  }
}
