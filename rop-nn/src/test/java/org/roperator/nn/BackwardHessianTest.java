package org.roperator.nn;

import static org.roperator.contract.Refusals.assertRefused;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.roperator.dense.Blas;
import org.roperator.nn.HessianRule.Place;

/** What cannot be sent back through a layer as an average is refused, never done otherwise. */
class BackwardHessianTest {

  private final Network network =
      Network.inputs(2).affine(2).then(new CountingLayer(2, new AtomicLong()));
  private final NetworkExpansion at =
      network
          .objective(Loss.squaredError(), Nets.valued(3, 2, 2, 1))
          .expandAt(network.initialise(Initialiser.glorotNormal(), 1));

  private void sendBack(int layer, Averaging averaging) {
    at.backwardHessian(
        layer,
        Batch.of(new double[4], 0, 2, 2),
        new HessianRule(averaging, SecondSummand.KEEP, Place.BATCH),
        new HessianSums(new double[16], 0, 1.0 / 3, 0),
        Workspace.over(Blas.instance()));
  }

  @Test
  void aRuleThatAveragesNothingIsRefused() {
    assertRefused(() -> sendBack(0, Averaging.EACH_EXAMPLE), "EACH_EXAMPLE", "HESSIANS");
  }

  @Test
  void aLayerWithoutTheSweepIsRefused() {
    assertRefused(() -> sendBack(1, Averaging.HESSIANS), "Layer 1", "HessianLayer");
  }
}
