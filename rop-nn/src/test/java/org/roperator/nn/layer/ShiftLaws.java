package org.roperator.nn.layer;

class ShiftLaws implements MeanHessianLayerContract {

  @Override
  public Layer layer() {
    return new ShiftLayer(3);
  }
}
