package org.roperator.nn.curvature;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.roperator.contract.Refusals.assertRefused;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.roperator.contract.CountingBlas;
import org.roperator.contract.Samples;
import org.roperator.dense.Blas;
import org.roperator.function.ParameterLayout;
import org.roperator.nn.Loss;
import org.roperator.nn.Nets;
import org.roperator.nn.Network;
import org.roperator.nn.NetworkExpansion;
import org.roperator.nn.NetworkObjective;
import org.roperator.nn.layer.Activation;
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
    return NetworkObjective.of(NETWORK, Loss.softmaxCrossEntropy(), Nets.labelled(20, 3, 2, 5))
        .withWeightDecay(0.01)
        .expandAt(Samples.gaussian(Samples.random(1), NETWORK.dimension()));
  }

  @Test
  void blocksAreThoseSentBackwards() {
    NetworkExpansion at = expansion();
    BlockDiagonal<CurvatureBlock> read = LayerBlocks.of(at.hessian(), NETWORK.layout());
    BlockDiagonal<CurvatureBlock> sent =
        HessianBackpropagation.hessian().withPartition(Partition.perLayer()).of(at);
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

  /** Arrays by themselves, groups of their rows, and rows of weights with their biases. */
  @Test
  void otherPartitionsAreThoseSentBackwards() {
    NetworkExpansion at = expansion();
    for (Partition partition :
        List.of(
            Partition.perArray(),
            Partition.perArray().withRowGroups(2),
            Partition.perLayer().withRowGroups(3),
            Partition.perLayer().withRowGroups(100))) {
      BlockDiagonal<CurvatureBlock> read =
          LayerBlocks.of(at.hessian(), NETWORK.layout(), partition);
      BlockDiagonal<CurvatureBlock> sent =
          HessianBackpropagation.hessian().withPartition(partition).of(at);
      assertEquals(
          sent.blocks().stream().map(Block::name).toList(),
          read.blocks().stream().map(Block::name).toList());
      for (Block<CurvatureBlock> block : sent.blocks()) {
        assertEquals(block.ranges(), read.block(block.name()).ranges());
        HessianBlocksTest.assertClose(
            block.name(),
            block.operator().dense(),
            read.block(block.name()).operator().dense(),
            TOLERANCE);
      }
    }
  }

  @Test
  void arraysOfUnlikeRowsAreNotCutTogether() {
    ParameterLayout layout = ParameterLayout.builder().add("a.W", 4, 2).add("a.scale", 3).build();
    assertRefused(
        () ->
            LayerBlocks.of(
                SymmetricOperator.identity(11), layout, Partition.perLayer().withRowGroups(2)),
        "a.W",
        4,
        "a.scale",
        3,
        "perArray");
    assertEquals(
        List.of("a.W[0:2]", "a.W[2:4]", "a.scale[0:1]", "a.scale[1:3]"),
        LayerBlocks.of(
                SymmetricOperator.identity(11), layout, Partition.perArray().withRowGroups(2))
            .blocks()
            .stream()
            .map(Block::name)
            .toList());
  }

  /** Blocks sent backwards name weights and biases apart; together they are the layer's range. */
  private static List<Range> merged(List<Range> whole, List<Range> parts) {
    assertEquals(whole.get(0).from(), parts.get(0).from());
    assertEquals(whole.get(0).to(), parts.get(parts.size() - 1).to());
    return parts;
  }

  /** A number without extents, such as a temperature. */
  @Test
  void aNumberByItselfIsOneRow() {
    ParameterLayout layout =
        ParameterLayout.builder().add("layer1.W", 3, 2).add("layer1.t").build();
    SymmetricOperator whole = SymmetricOperator.identity(7);
    assertEquals(
        List.of("layer1.W[0:1]", "layer1.W[1:3]", "layer1.t"),
        LayerBlocks.of(whole, layout, Partition.perArray().withRowGroups(2)).blocks().stream()
            .map(Block::name)
            .toList());
    assertRefused(
        () -> LayerBlocks.of(whole, layout, Partition.perLayer().withRowGroups(2)),
        "3 rows",
        "\"layer1.t\" 1");
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

  /** A matrix that takes note of the arrays it was given, and of how many at once. */
  private static final class Watched implements SymmetricOperator {

    private final int dimension;
    private final Set<double[]> arrays = Collections.newSetFromMap(new IdentityHashMap<>());
    private int most;

    Watched(int dimension) {
      this.dimension = dimension;
    }

    @Override
    public int dimension() {
      return dimension;
    }

    @Override
    public void apply(double[] v, double[] out) {
      applyAll(new double[][] {v}, new double[][] {out});
    }

    @Override
    public void applyAll(double[][] vs, double[][] outs) {
      most = Math.max(most, vs.length);
      for (int j = 0; j < vs.length; j++) {
        arrays.add(vs[j]);
        arrays.add(outs[j]);
        for (int i = 0; i < dimension; i++) {
          outs[j][i] = (i + 1) * vs[j][i];
        }
      }
    }
  }

  /** Work arrays have the length of the whole: one set for all blocks, and of few of them. */
  @Test
  void blocksShareTheirWorkArraysAndTakeFewAtOnce() {
    int n = 1 << 20;
    int most = 4; // 32 MB of directions of that length
    ParameterLayout layout =
        ParameterLayout.builder().add("a.W", 2).add("b.W", n - 4).add("c.W", 2).build();
    Watched whole = new Watched(n);
    BlockDiagonal<CurvatureBlock> blocks = LayerBlocks.of(whole, layout);
    double[][] units = new double[11][2];
    for (int j = 0; j < units.length; j++) {
      units[j][j % 2] = 1;
    }
    for (String name : List.of("a", "c")) {
      double[][] outs = new double[units.length][2];
      blocks.block(name).operator().applyAll(units, outs);
      int first = blocks.block(name).ranges().get(0).from();
      for (int j = 0; j < units.length; j++) {
        assertEquals(first + 1 + j % 2, outs[j][j % 2], 0.0);
        assertEquals(0, outs[j][1 - j % 2], 0.0);
      }
    }
    assertEquals(most, whole.most);
    // Directions and products, and another of each for a product by itself.
    assertEquals(2 * most, whole.arrays.size());
    for (String name : List.of("a", "c")) {
      blocks.block(name).operator().times(units[0]);
      assertEquals(2 * most + 2, whole.arrays.size());
    }
  }

  @Test
  void blocksWorkWithTheBlasTheyAreGiven() {
    NetworkExpansion at = expansion();
    CountingBlas counting = new CountingBlas(Blas.instance());
    for (Partition partition : List.of(Partition.perLayer(), Partition.perArray())) {
      BlockDiagonal<CurvatureBlock> own =
          LayerBlocks.of(at.gaussNewton(), NETWORK.layout(), partition);
      for (Block<CurvatureBlock> block :
          LayerBlocks.of(at.gaussNewton(), NETWORK.layout(), partition, counting).blocks()) {
        counting.reset();
        double[] v = Samples.gaussian(Samples.random(4), block.operator().dimension());
        double[] solved = block.operator().dampedInverse(1).times(v);
        assertTrue(counting.gemms() + counting.gemvs() > 0, block.name());
        double[] expected = own.block(block.name()).operator().dampedInverse(1).times(v);
        assertArrayEquals(expected, solved, TOLERANCE);
      }
    }
  }

  /** Layers that have an array alone are named by their number there, too. */
  @Test
  void blocksOfLayersAreNamedByTheirLayer() {
    Network network =
        Network.inputs(4).affine(3).then(Activation.tanh()).tiedTransposed(0).shifted();
    NetworkExpansion at =
        NetworkObjective.of(network, Loss.squaredError(), Nets.valued(5, 4, 4, 2))
            .expandAt(Samples.gaussian(Samples.random(1), network.dimension()));
    List<String> layers = List.of("layer1", "layer2");
    assertEquals(layers, names(LayerBlocks.of(at.hessian(), network.layout())));
    Partition perLayer = Partition.perLayer();
    assertEquals(layers, names(HessianBackpropagation.hessian().withPartition(perLayer).of(at)));
    for (Partition partition :
        List.of(perLayer.withRowGroups(2), Partition.perArray(), Partition.perLayer())) {
      assertEquals(
          names(LayerBlocks.of(at.hessian(), network.layout(), partition)),
          names(HessianBackpropagation.hessian().withPartition(partition).of(at)));
    }
  }

  private static List<String> names(BlockDiagonal<CurvatureBlock> blocks) {
    return blocks.blocks().stream().map(Block::name).toList();
  }

  /** Fewer than there are parameters, or the traces would be taken exactly. */
  private static final int PROBES = 40;

  @Test
  void tracesOfAllLayersComeFromTheSameProducts() {
    NetworkExpansion at = expansion();
    Map<String, Estimate> traces = LayerBlocks.traces(at.hessian(), NETWORK.layout(), PROBES, 7);
    for (Block<CurvatureBlock> block : LayerBlocks.of(at.hessian(), NETWORK.layout()).blocks()) {
      Estimate estimate = Objects.requireNonNull(traces.get(block.name()));
      double away = Math.abs(estimate.value() - block.operator().trace());
      // One seed: three standard errors, as sampled numbers keep in 997 of 1,000 draws.
      assertTrue(away <= 3 * estimate.standardError(), block.name() + ": " + estimate);
      assertEquals(PROBES, estimate.products());
    }
  }

  @Test
  void tracesAreOfTheBlocksOfAnyPartition() {
    NetworkExpansion at = expansion();
    ParameterLayout layout = NETWORK.layout();
    double[] entries = new double[layout.dimension()];
    for (int i = 0; i < entries.length; i++) {
      double[] unit = new double[entries.length];
      unit[i] = 1;
      entries[i] = at.hessian().quadraticForm(unit);
    }
    for (Partition partition :
        List.of(
            Partition.perArray(),
            Partition.perArray().withRowGroups(2),
            Partition.perLayer().withRowGroups(3))) {
      // As many probes as columns: the columns are taken, and the traces are exact.
      Map<String, Estimate> traces =
          LayerBlocks.traces(at.hessian(), layout, partition, layout.dimension(), 7);
      List<Block<CurvatureBlock>> blocks = LayerBlocks.of(at.hessian(), layout, partition).blocks();
      assertEquals(blocks.stream().map(Block::name).toList(), List.copyOf(traces.keySet()));
      for (Block<CurvatureBlock> block : blocks) {
        double trace = 0;
        double size = 0;
        for (Range range : block.ranges()) {
          for (int i = range.from(); i < range.to(); i++) {
            trace += entries[i];
            size += Math.abs(entries[i]);
          }
        }
        assertEquals(
            trace,
            Objects.requireNonNull(traces.get(block.name())).value(),
            TOLERANCE * size,
            partition + block.name());
      }
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
