package org.roperator.nn.layer;

import org.roperator.nn.Network;

class NormalizedSkipLaws implements ResidualLayerContract {

  @Override
  public Layer layer() {
    Network start = Network.inputs(3);
    Network inner =
        start
            .affine(3)
            .then(BatchNormalization.of(3).withEpsilon(0.3))
            .scaled()
            .then(Activation.tanh())
            .affine(3);
    return ResidualLayer.of(inner.inputs(), inner.layers(), start.layers());
  }
}
