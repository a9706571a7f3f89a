package org.roperator.nn.layer;

class ChannelNormalizationLaws implements LayerContract {

  @Override
  public Layer layer() {
    return BatchNormalization.ofChannels(4, 2).withEpsilon(0.3);
  }
}
