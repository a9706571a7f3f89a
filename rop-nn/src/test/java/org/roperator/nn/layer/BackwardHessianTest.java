package org.roperator.nn.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.roperator.contract.Refusals.assertRefused;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.roperator.dense.Blas;
import org.roperator.dense.Matrix;
import org.roperator.nn.CountingLayer;
import org.roperator.nn.Initializer;
import org.roperator.nn.Loss;
import org.roperator.nn.Nets;
import org.roperator.nn.Network;
import org.roperator.nn.NetworkExpansion;
import org.roperator.nn.NetworkObjective;
import org.roperator.nn.layer.HessianRule.Place;

/** Curvature sent back through one layer: worked by hand, and refused where it can't be done. */
class BackwardHessianTest {

  private final Network network =
      Network.inputs(2).affine(2).then(new CountingLayer(2, new AtomicLong()));
  private final NetworkExpansion at =
      NetworkObjective.of(network, Loss.squaredError(), Nets.valued(3, 2, 2, 1))
          .expandAt(network.initialize(Initializer.glorotNormal(), 1));

  private void sendBack(int layer, Averaging averaging) {
    at.backwardHessian(
        layer,
        Matrix.of(new double[4], 0, 2, 2),
        new HessianRule(averaging, SecondSummand.KEEP, Place.BATCH),
        new HessianSums(new double[16], 0, 1.0 / 3, 0),
        Workspace.over(Blas.instance()));
  }

  /**
   * {@code 𝓗x = Wᵀ 2I W} of z = Wx + b with W = [[1,2,3],[4,5,6]] under Σ z²: through the average
   * and through each example's products, digit for digit, since all numbers are small integers.
   */
  @Test
  void anAffineLayerSendsBackTheHessianWorkedByHand() {
    AffineLayer layer = new AffineLayer(3, 2);
    double[] w = {1, 2, 3, 4, 5, 6, 7, 8};
    double[] expected = {34, 44, 54, 44, 58, 72, 54, 72, 90};
    Workspace work = Workspace.over(Blas.instance());
    for (Averaging averaging :
        new Averaging[] {Averaging.HESSIANS, Averaging.HESSIANS_AND_JACOBIANS}) {
      HessianRule rule = new HessianRule(averaging, SecondSummand.KEEP, Place.BATCH);
      Matrix yHessian = Matrix.of(new double[] {2, 0, 0, 2}, 0, 2, 2);
      HessianSums none = new HessianSums(new double[0], 0, 1, 0);
      Matrix xHessian = layer.backwardHessian(yHessian, w, 0, rule, none, work);
      assertArrayEquals(expected, LayerContract.numbers(xHessian));
    }
    HessianPass pass = layer.forward(Matrix.of(new double[] {1, 3, 5}, 0, 1, 3), w, 0, work);
    Matrix units = Matrix.of(new double[] {1, 0, 0, 0, 1, 0, 0, 0, 1}, 0, 3, 3);
    Matrix u = pass.forwardDot(units, Directions.none(3), work);
    for (int i = 0; i < u.size(); i++) {
      u.array()[u.from() + i] *= 2;
    }
    Matrix products = pass.backwardHessian(units, u, 3, SecondSummand.KEEP, work);
    assertArrayEquals(expected, LayerContract.numbers(products));
  }

  @Test
  void aRuleThatAveragesNothingIsRefused() {
    assertRefused(() -> sendBack(0, Averaging.EACH_EXAMPLE), "EACH_EXAMPLE", "HESSIANS");
  }

  @Test
  void aLayerWithoutTheSweepIsRefused() {
    assertRefused(() -> sendBack(1, Averaging.HESSIANS), "index 1", "MeanHessianLayer");
  }
}
