package org.roperator.nn;

class MaxPoolingLaws implements LayerContract {

  @Override
  public Layer layer() {
    return MaxPooling.of(new ImageShape(4, 3, 2), Kernel.of(2, 3).padding(1));
  }
}
