package org.roperator.nn;

import org.roperator.architecture.HouseContract;
import org.roperator.architecture.HouseRules;

/** The rules of the house in rop-nn. */
class ImportsTest extends HouseContract {

  @Override
  protected HouseRules rules() {
    return HouseRules.ofModuleWith(Network.class)
        .withMostPublicTypes("org.roperator.nn.layer", 24)
        .withDefaultBlasIn("org.roperator.nn.Network.inference")
        .withDefaultBlasIn("org.roperator.nn.Prediction.of")
        .withDefaultBlasIn("org.roperator.nn.SweepSettings.standard")
        .withDefaultBlasIn("org.roperator.nn.curvature.CurvatureBlock.blas")
        .withDefaultBlasIn("org.roperator.nn.curvature.LayerBlocks.of")
        .withDefaultBlasIn("org.roperator.nn.matching.BackMatching.of")
        .withDefaultBlasIn("org.roperator.nn.matching.FullyConnected.byWeights");
  }
}
