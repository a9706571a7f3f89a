package org.roperator.nn.layer;

class AveragePoolingLaws implements LayerContract {

  @Override
  public Layer layer() {
    return AveragePooling.of(new ImageShape(4, 3, 2), Kernel.of(2, 3).withPadding(1));
  }
}
