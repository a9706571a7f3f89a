package org.roperator.nn;

class LayerNormalisationLaws implements LayerContract {

  @Override
  public Layer layer() {
    return LayerNormalisation.of(4).withEpsilon(0.3);
  }
}
