package org.roperator.nn;

class ChannelNormalisationLaws implements LayerContract {

  @Override
  public Layer layer() {
    return BatchNormalisation.ofChannels(4, 2).withEpsilon(0.3);
  }
}
