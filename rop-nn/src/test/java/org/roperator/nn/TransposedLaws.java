package org.roperator.nn;

class TransposedLaws implements LayerContract {

  @Override
  public Layer layer() {
    return new TransposedLayer(3, 4);
  }
}
