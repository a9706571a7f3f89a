package org.roperator.nn.layer;

/** Uneven in every way there is: kernel, image, stride over the edge, padding. */
class ConvolutionLaws implements LayerContract {

  @Override
  public Layer layer() {
    return Convolution.of(new ImageShape(4, 3, 2), 3, Kernel.of(2, 3).withStride(2).withPadding(1));
  }
}
