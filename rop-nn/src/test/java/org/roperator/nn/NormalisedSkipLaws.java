package org.roperator.nn;

class NormalisedSkipLaws implements ResidualLayerContract {

  @Override
  public Layer layer() {
    Network start = Network.inputs(3);
    Network inner =
        start
            .affine(3)
            .then(BatchNormalisation.of(3).withEpsilon(0.3))
            .scaled()
            .then(Activation.tanh())
            .affine(3);
    return ResidualLayer.of(inner, start);
  }
}
