package org.roperator.nn.layer;

import org.roperator.nn.Network;

/** An activation first, which moves nothing where x is data, and blocks within blocks. */
class ProjectedSkipLaws implements ResidualLayerContract {

  @Override
  public Layer layer() {
    Network start = Network.inputs(3);
    Network inner =
        start
            .then(Activation.tanh())
            .affine(2)
            .residual(block -> block.affine(3).then(Activation.silu()).affine(2))
            .then(Activation.tanh());
    return ResidualLayer.of(inner.inputs(), inner.layers(), start.affine(2).layers());
  }
}
