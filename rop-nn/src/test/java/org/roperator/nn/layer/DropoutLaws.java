package org.roperator.nn.layer;

class DropoutLaws implements LayerContract {

  @Override
  public Layer layer() {
    return Dropout.of(4, 0.4, 7);
  }
}
