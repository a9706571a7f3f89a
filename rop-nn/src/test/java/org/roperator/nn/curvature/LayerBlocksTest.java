package org.roperator.nn.curvature;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.roperator.contract.Refusals.assertRefused;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.roperator.contract.Samples;
import org.roperator.function.ParameterLayout;
import org.roperator.nn.Activation;
import org.roperator.nn.Loss;
import org.roperator.nn.Nets;
import org.roperator.nn.Network;
import org.roperator.nn.NetworkExpansion;
import org.roperator.operator.BlockDiagonal;
import org.roperator.operator.BlockDiagonal.Block;
import org.roperator.operator.BlockDiagonal.Range;
import org.roperator.operator.SymmetricOperator;
import org.roperator.spectrum.Estimate;

/** Blocks read from whole products against blocks sent backwards, which share no code. */
class LayerBlocksTest {

  /** Two orders of the same sums of some hundred terms. */
  private static final double TOLERANCE = 1e-12;

  private static final Network NETWORK =
      Network.inputs(3)
          .affine(5)
          .then(Activation.tanh())
          .affine(4)
          .then(Activation.silu())
          .affine(2);

  private static NetworkExpansion expansion() {
    return NETWORK
        .objective(Loss.softmaxCrossEntropy(), Nets.labelled(20, 3, 2, 5))
        .withWeightDecay(0.01)
        .expandAt(Samples.gaussian(Samples.random(1), NETWORK.dimension()));
  }

  @Test
  void blocksAreThoseSentBackwards() {
    NetworkExpansion at = expansion();
    BlockDiagonal<CurvatureBlock> read = LayerBlocks.of(at.hessian(), NETWORK.layout());
    BlockDiagonal<CurvatureBlock> sent =
        HessianBackpropagation.hessian().in(Partition.perLayer()).of(at);
    assertEquals(
        List.of("layer1", "layer2", "layer3"), read.blocks().stream().map(Block::name).toList());
    for (Block<CurvatureBlock> block : sent.blocks()) {
      HessianBlocksTest.assertClose(
          block.name(),
          block.operator().dense(),
          read.block(block.name()).operator().dense(),
          TOLERANCE);
      assertEquals(block.ranges(), merged(read.block(block.name()).ranges(), block.ranges()));
    }
  }

  /** Blocks sent backwards name weights and biases apart; together they are the layer's range. */
  private static List<Range> merged(List<Range> whole, List<Range> parts) {
    assertEquals(whole.get(0).from(), parts.get(0).from());
    assertEquals(whole.get(0).to(), parts.get(parts.size() - 1).to());
    return parts;
  }

  @Test
  void aStackOfProductsIsTheProductsOneByOne() {
    SymmetricOperator block =
        LayerBlocks.of(expansion().gaussNewton(), NETWORK.layout()).block("layer2").operator();
    double[][] vs = {
      Samples.gaussian(Samples.random(2), block.dimension()),
      Samples.gaussian(Samples.random(3), block.dimension())
    };
    double[][] outs = new double[2][block.dimension()];
    block.applyAll(vs, outs);
    for (int j = 0; j < 2; j++) {
      assertTrue(Samples.relativeDistance(block.times(vs[j]), outs[j]) < TOLERANCE);
    }
  }

  @Test
  void tracesOfAllLayersComeFromTheSameProducts() {
    NetworkExpansion at = expansion();
    Map<String, Estimate> traces = LayerBlocks.traces(at.hessian(), NETWORK.layout(), 400, 7);
    for (Block<CurvatureBlock> block : LayerBlocks.of(at.hessian(), NETWORK.layout()).blocks()) {
      Estimate estimate = Objects.requireNonNull(traces.get(block.name()));
      double away = Math.abs(estimate.value() - block.operator().trace());
      // One seed: three standard errors, as sampled numbers keep in 997 of 1,000 draws.
      assertTrue(away <= 3 * estimate.standardError(), block.name() + ": " + estimate);
      assertEquals(400, estimate.products());
    }
  }

  @Test
  void slicesWithoutADotAreLayersOfTheirOwn() {
    ParameterLayout layout =
        ParameterLayout.builder().add("w", 2).add("a.W", 1).add("a.b", 1).build();
    BlockDiagonal<CurvatureBlock> blocks =
        LayerBlocks.of(SymmetricOperator.diagonal(new double[] {1, 2, 3, 4}), layout);
    assertArrayEquals(new double[] {1, 2}, blocks.block("w").operator().diagonal());
    assertArrayEquals(new double[] {3, 4}, blocks.block("a").operator().diagonal());
  }

  @Test
  void refusesAForeignLayoutAndLayersInPieces() {
    ParameterLayout pieces =
        ParameterLayout.builder().add("a.W", 1).add("b", 1).add("a.b", 1).build();
    assertRefused(
        () -> LayerBlocks.of(SymmetricOperator.identity(3), pieces), "\"a\"", "0 to 1", "2");
    assertRefused(() -> LayerBlocks.of(SymmetricOperator.identity(2), pieces), "3", "2");
  }
}
