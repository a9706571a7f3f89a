package org.roperator.nn;

/** An ε that two examples' variance can't be small beside keeps differences exact. */
class BatchNormalisationLaws implements LayerContract {

  @Override
  public Layer layer() {
    return BatchNormalisation.of(3).withEpsilon(0.3);
  }
}
