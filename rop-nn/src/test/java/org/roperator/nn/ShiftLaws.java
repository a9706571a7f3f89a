package org.roperator.nn;

class ShiftLaws implements LayerContract {

  @Override
  public Layer layer() {
    return new ShiftLayer(3);
  }
}
