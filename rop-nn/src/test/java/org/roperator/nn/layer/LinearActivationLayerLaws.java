package org.roperator.nn.layer;

import java.util.stream.IntStream;

class LinearActivationLayerLaws implements MeanHessianLayerContract {

  @Override
  public Layer layer() {
    return new ActivationLayer(3, Activation.leakyRelu(0.3));
  }

  /** The kink is at 0. */
  @Override
  public boolean isSmoothBetween(double[] below, double[] above) {
    return IntStream.range(0, below.length).allMatch(i -> below[i] > 0 == above[i] > 0);
  }
}
