package org.roperator.nn.layer;

class NarrowConvolutionLaws implements LayerContract {

  @Override
  public Layer layer() {
    return Convolution.of(new ImageShape(3, 3, 1), 2, Kernel.of(2));
  }
}
