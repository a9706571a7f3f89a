package org.roperator.nn.layer;

/** An ε that two examples' variance can't be small beside keeps differences exact. */
class BatchNormalizationLaws implements LayerContract {

  @Override
  public Layer layer() {
    return BatchNormalization.of(3).withEpsilon(0.3);
  }
}
