package org.roperator.nn.layer;

class FlattenLaws implements LayerContract {

  @Override
  public Layer layer() {
    return new FlattenLayer(new ImageShape(2, 3, 2));
  }
}
