package org.roperator.nn.layer;

class LayerNormalizationLaws implements LayerContract {

  @Override
  public Layer layer() {
    return LayerNormalization.of(4).withEpsilon(0.3);
  }
}
