package org.roperator.nn.layer;

class StridedPoolingLaws extends MaxPoolingLaws {

  @Override
  public Layer layer() {
    return MaxPooling.of(new ImageShape(5, 4, 1), Kernel.of(2).withStride(2));
  }
}
