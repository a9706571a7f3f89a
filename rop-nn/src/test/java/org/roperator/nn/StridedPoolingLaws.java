package org.roperator.nn;

class StridedPoolingLaws implements LayerContract {

  @Override
  public Layer layer() {
    return MaxPooling.of(new ImageShape(5, 4, 1), Kernel.of(2).stride(2));
  }
}
