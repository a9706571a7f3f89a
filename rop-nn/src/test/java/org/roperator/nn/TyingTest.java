package org.roperator.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.roperator.contract.Refusals.assertRefused;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.roperator.contract.Samples;
import org.roperator.nn.layer.Activation;
import org.roperator.nn.layer.Convolution;
import org.roperator.nn.layer.ImageShape;
import org.roperator.nn.layer.Kernel;
import org.roperator.operator.SymmetricOperator;
import org.roperator.parallel.Sharding;
import org.roperator.parallel.Workers;

/**
 * Shared parameters against those of a network that has each of them apart: with {@code w = Tθ} the
 * untied parameters, {@code ∇_θ = Tᵀ∇_w} and {@code H_θ = TᵀH_wT}.
 */
class TyingTest {

  private static final double ROUNDING = 1e-11;

  private final Dataset data = Nets.valued(7, 3, 3, 5);

  /** {@code out[i] = θ[map[i]]}. */
  private static double[] spread(int[] map, double[] theta) {
    double[] w = new double[map.length];
    for (int i = 0; i < w.length; i++) {
      w[i] = theta[map[i]];
    }
    return w;
  }

  private static double[] gathered(int[] map, double[] w, int n) {
    double[] theta = new double[n];
    for (int i = 0; i < w.length; i++) {
      theta[map[i]] += w[i];
    }
    return theta;
  }

  private void assertSummed(Network tied, Network untied, int[] map) {
    int n = tied.dimension();
    double[] theta = Samples.gaussian(Samples.random(1), n);
    double[] v = Samples.gaussian(Samples.random(2), n);
    NetworkExpansion apart =
        NetworkObjective.of(untied, Loss.squaredError(), data).expandAt(spread(map, theta));
    NetworkObjective objective = NetworkObjective.of(tied, Loss.squaredError(), data);
    for (NetworkObjective cut :
        List.of(
            objective,
            objective.cutBy((size, p) -> Sharding.inLanes(size, 3, 2)).on(Workers.of(2)),
            objective.cutBy((size, p) -> Sharding.inLanes(size, 2, 2)).withMemoryBudget(0))) {
      NetworkExpansion at = cut.expandAt(theta);
      assertEquals(apart.value(), at.value(), ROUNDING * (1 + apart.value()));
      assertEquals(at.value(), cut.value(theta), ROUNDING * (1 + apart.value()));
      assertClose(gathered(map, apart.gradient(), n), at.gradient());
      assertProduct(map, apart.hessian(), at.hessian(), v);
      assertProduct(map, apart.gaussNewton(), at.gaussNewton(), v);
      double[] squares = new double[n];
      for (int e = 0; e < 7; e++) {
        double[] g = objective.restrictedTo(new int[] {e}).expandAt(theta).gradient();
        for (int i = 0; i < n; i++) {
          squares[i] += g[i] * g[i] / 7;
        }
      }
      assertClose(squares, at.meanSquaredGradient());
    }
  }

  private static void assertProduct(
      int[] map, SymmetricOperator apart, SymmetricOperator tied, double[] v) {
    double[] expected = gathered(map, apart.times(spread(map, v)), v.length);
    assertClose(expected, tied.times(v));
    double[][] outs = new double[3][v.length];
    tied.applyAll(
        new double[][] {Samples.gaussian(Samples.random(8), v.length), v, new double[v.length]},
        outs);
    assertClose(expected, outs[1]);
  }

  private static void assertClose(double[] expected, double[] actual) {
    double distance = Samples.relativeDistance(expected, actual);
    assertTrue(distance <= ROUNDING, () -> "relative distance " + distance);
  }

  /** Layer 2 once more behind layer 3. */
  @Test
  void aLayerThatActsTwiceSumsItsParts() {
    Network start = Network.inputs(3).affine(4).then(Activation.tanh());
    Network tied = start.affine(4).then(Activation.tanh()).tied(2).affine(3);
    Network untied = start.affine(4).then(Activation.tanh()).affine(4).affine(3);
    assertEquals(16 + 20 + 15, tied.dimension());
    int[] map = new int[untied.dimension()];
    for (int i = 0; i < map.length; i++) {
      map[i] = i < 36 ? i : i - 20;
    }
    assertSummed(tied, untied, map);
    // And a third time, of the tied one.
    Network thrice = start.affine(4).then(Activation.tanh()).tied(2).tied(4).affine(3);
    int[] longer = new int[map.length + 20];
    for (int i = 0; i < longer.length; i++) {
      longer[i] = i < 36 ? i : i < 56 ? i - 20 : i - 40;
    }
    assertSummed(
        thrice, start.affine(4).then(Activation.tanh()).affine(4).affine(4).affine(3), longer);
  }

  @Test
  void aTiedAutoencoderSumsBothWays() {
    Network code = Network.inputs(3).affine(2).then(Activation.tanh());
    Network tied = code.tiedTransposed(0).shifted();
    Network untied = code.affine(3);
    assertEquals(6 + 2 + 3, tied.dimension());
    assertEquals(
        List.of("layer1.W", "layer1.b", "layer2.b"),
        tied.layout().slices().stream().map(slice -> slice.name()).toList());
    int[] map = {0, 1, 2, 3, 4, 5, 6, 7, 0, 3, 1, 4, 2, 5, 8, 9, 10};
    assertSummed(tied, untied, map);
  }

  /** Convolutions, whose sums are many, share as well. */
  @Test
  void aConvolutionThatActsTwiceSumsItsParts() {
    Convolution keeps = Convolution.of(new ImageShape(1, 3, 1), 1, Kernel.of(3).withPadding(1));
    Network tied = Network.inputs(3).then(keeps).then(Activation.tanh()).tied(0).scaled();
    Network untied = Network.inputs(3).then(keeps).then(Activation.tanh()).then(keeps).scaled();
    int[] map = new int[26];
    for (int i = 0; i < map.length; i++) {
      map[i] = i < 10 ? i : i - 10;
    }
    assertSummed(tied, untied, map);
  }

  @Test
  void parametersAreDrawnOnceAndSharedInUse() {
    Network tied =
        Network.inputs(3)
            .affine(3)
            .batchNormalization()
            .then(Activation.tanh())
            .tied(0)
            .dropout(0.5, 1);
    double[] w = tied.initialize(Initializer.glorotNormal(), 1);
    assertEquals(12, w.length);
    assertEquals(12, tied.inference(w, data).dimension());
    assertEquals(12, tied.withSeed(4).dimension());
    assertArrayEquals(
        new int[] {0, 12, 12, 0, 12},
        new int[] {tied.offset(0), tied.offset(1), tied.offset(2), tied.offset(3), tied.offset(4)});
  }

  @Test
  void whatCannotBeSharedIsRefused() {
    Network network = Network.inputs(3).affine(2).then(Activation.tanh());
    assertRefused(() -> network.tied(0), 3, 2);
    assertRefused(() -> network.tied(1), "index 1", "from 0 to 1");
    assertRefused(() -> network.tied(2), "index 2");
    assertRefused(() -> network.tied(-1), "index -1");
    assertRefused(() -> network.scaled().tiedTransposed(2), "index 2", "affine");
    assertRefused(() -> network.affine(4).tiedTransposed(0), 2, 4);
    assertRefused(
        () -> network.residual(inner -> inner.affine(2).tied(0)),
        "residual block",
        "share",
        "whole blocks");
  }
}
