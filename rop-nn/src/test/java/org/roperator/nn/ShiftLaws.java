package org.roperator.nn;

class ShiftLaws implements MeanHessianLayerContract {

  @Override
  public Layer layer() {
    return new ShiftLayer(3);
  }
}
