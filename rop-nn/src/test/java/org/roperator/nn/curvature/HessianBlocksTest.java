package org.roperator.nn.curvature;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.roperator.contract.Refusals.assertRefused;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.roperator.autodiff.DenseHessian;
import org.roperator.autodiff.TapeExpansion;
import org.roperator.autodiff.TapeObjective;
import org.roperator.autodiff.Var;
import org.roperator.contract.CountingBlas;
import org.roperator.contract.Samples;
import org.roperator.dense.Blas;
import org.roperator.function.FiniteSum;
import org.roperator.function.Objective;
import org.roperator.function.ScalarFunction;
import org.roperator.nn.CountingLayer;
import org.roperator.nn.Dataset;
import org.roperator.nn.Initializer;
import org.roperator.nn.Loss;
import org.roperator.nn.Nets;
import org.roperator.nn.Network;
import org.roperator.nn.NetworkExpansion;
import org.roperator.nn.NetworkObjective;
import org.roperator.nn.layer.Activation;
import org.roperator.nn.layer.Averaging;
import org.roperator.nn.layer.HessianRule.Place;
import org.roperator.operator.BlockDiagonal;
import org.roperator.operator.BlockDiagonal.Block;
import org.roperator.operator.SymmetricOperator;
import org.roperator.parallel.Workers;

/** Exact blocks against the R-operator, the tape and numbers worked by hand. */
class HessianBlocksTest {

  /** Two orders of the same sums of some hundred terms. */
  private static final double TOLERANCE = 1e-11;

  private static final List<Partition> PARTITIONS =
      List.of(
          Partition.perArray(),
          Partition.perLayer(),
          Partition.perArray().withRowGroups(2),
          Partition.perLayer().withRowGroups(2));

  /** The matrix of the rows and columns of a block, by products of the whole. */
  static double[][] part(SymmetricOperator whole, Block<?> block) {
    int n = block.operator().dimension();
    double[][] part = new double[n][];
    for (int i = 0; i < n; i++) {
      double[] unit = new double[n];
      unit[i] = 1;
      double[] padded = new double[whole.dimension()];
      block.scatter(unit, padded);
      part[i] = block.of(whole.times(padded));
    }
    return part;
  }

  static void assertClose(String what, double[][] expected, double[][] actual, double tolerance) {
    assertEquals(expected.length, actual.length, what);
    double[] left = new double[expected.length * expected.length];
    double[] right = new double[left.length];
    for (int i = 0; i < expected.length; i++) {
      System.arraycopy(expected[i], 0, left, i * expected.length, expected.length);
      System.arraycopy(actual[i], 0, right, i * expected.length, expected.length);
    }
    double distance = Samples.relativeDistance(left, right);
    assertTrue(distance <= tolerance, () -> what + ": relative distance " + distance);
  }

  private static NetworkExpansion expansion(Activation activation, Loss loss, int examples) {
    Network network = Network.inputs(3).affine(4).then(activation).affine(3).then(activation);
    network = network.affine(2);
    NetworkObjective objective =
        NetworkObjective.of(network, loss, Nets.suiting(loss, examples, 3, 2, 5))
            .withWeightDecay(0.01);
    return objective.expandAt(Samples.gaussian(Samples.random(1), network.dimension()));
  }

  @Test
  void everyActivationLossAndBatchHasTheBlocksOfTheWholeHessian() {
    for (Activation activation : Nets.activations()) {
      for (Loss loss : Nets.losses()) {
        for (int examples : new int[] {1, 6}) {
          NetworkExpansion at = expansion(activation, loss, examples);
          BlockDiagonal<CurvatureBlock> blocks = HessianBackpropagation.hessian().of(at);
          for (Block<CurvatureBlock> block : blocks.blocks()) {
            String what = activation.name() + ", " + loss.name() + ", " + block.name();
            assertClose(what, part(at.hessian(), block), block.operator().dense(), TOLERANCE);
          }
        }
      }
    }
  }

  @Test
  void everyPartitionHasTheBlocksOfTheWholeMatrix() {
    NetworkExpansion at = expansion(Activation.tanh(), Loss.softmaxCrossEntropy(), 6);
    for (Partition partition : PARTITIONS) {
      for (Block<CurvatureBlock> block :
          HessianBackpropagation.hessian().withPartition(partition).of(at).blocks()) {
        assertClose(block.name(), part(at.hessian(), block), block.operator().dense(), TOLERANCE);
      }
      for (Block<CurvatureBlock> block :
          HessianBackpropagation.gaussNewton().withPartition(partition).of(at).blocks()) {
        assertClose(
            block.name(), part(at.gaussNewton(), block), block.operator().dense(), TOLERANCE);
      }
    }
  }

  /** The same networks as programs on the tape, with all of their Hessians. */
  @Test
  void theTapeHasTheSameBlocks() {
    for (Activation activation : Nets.activations()) {
      for (Loss loss : Nets.losses()) {
        for (int examples : new int[] {1, 4}) {
          Dataset data = Nets.suiting(loss, examples, 2, 2, 8);
          Network network = Network.inputs(2).affine(3).then(activation).affine(2);
          double[] w = Samples.gaussian(Samples.random(4), network.dimension());
          DenseHessian dense = DenseHessian.of(onTape(activation, loss, data, w));
          NetworkExpansion at = NetworkObjective.of(network, loss, data).expandAt(w);
          for (Block<CurvatureBlock> block :
              HessianBackpropagation.hessian()
                  .withPartition(Partition.perLayer())
                  .of(at)
                  .blocks()) {
            int from = block.ranges().get(0).from();
            double[][] matrix = block.operator().dense();
            for (int i = 0; i < matrix.length; i++) {
              for (int j = 0; j < matrix.length; j++) {
                assertEquals(dense.entry(from + i, from + j), matrix[i][j], TOLERANCE);
              }
            }
          }
        }
      }
    }
  }

  private static TapeExpansion onTape(
      Activation activation, Loss loss, Dataset data, double[] weights) {
    int[] widths = {2, 3, 2};
    ScalarFunction phi = activation;
    return TapeObjective.of(
            weights.length,
            v -> {
              Var sum = Var.constant(0);
              for (int n = 0; n < data.size(); n++) {
                Var[] z = {Var.constant(data.input(n, 0)), Var.constant(data.input(n, 1))};
                int next = 0;
                for (int l = 1; l < widths.length; l++) {
                  Var[] y = new Var[widths[l]];
                  for (int i = 0; i < y.length; i++) {
                    y[i] = v[next + y.length * z.length + i];
                    for (int j = 0; j < z.length; j++) {
                      y[i] = y[i].add(v[next + i * z.length + j].multiply(z[j]));
                    }
                    y[i] = l == 1 ? y[i].map(phi) : y[i];
                  }
                  next += y.length * (z.length + 1);
                  z = y;
                }
                sum = sum.add(onTape(loss, z, data, n));
              }
              return sum.divide(data.size());
            })
        .expandAt(weights);
  }

  private static Var onTape(Loss loss, Var[] z, Dataset data, int n) {
    if (loss.name().startsWith("softmax")) {
      return Var.logSumExp(z).subtract(z[data.label(n)]);
    }
    Var sum = Var.constant(0);
    for (int i = 0; i < z.length; i++) {
      double target = data.target(n, i);
      sum =
          sum.add(
              loss.name().startsWith("logistic")
                  ? z[i].softplus().subtract(z[i].multiply(target))
                  : z[i].subtract(target).square().multiply(0.5));
    }
    return sum;
  }

  /** z = Wx + b with W = [[1,2,3],[4,5,6]], b = (7,8), x = (1,3,5) and loss Σ z², twice ours. */
  @Test
  void affineLayerUnderSquaredErrorHasTheBlocksWorkedByHand() {
    Network network = Network.inputs(3).affine(2);
    Dataset data = Dataset.regression(new double[] {1, 3, 5}, 3, new double[2], 2);
    NetworkExpansion at =
        NetworkObjective.of(network, Loss.squaredError(), data)
            .expandAt(new double[] {1, 2, 3, 4, 5, 6, 7, 8});
    double[][] xx = {{2, 6, 10}, {6, 18, 30}, {10, 30, 50}};
    for (Averaging averaging : Averaging.values()) {
      BlockDiagonal<CurvatureBlock> h =
          HessianBackpropagation.hessian().withAveraging(averaging).of(at);
      double[][] weights = h.block("layer1.W").operator().dense();
      double[][] biases = h.block("layer1.b").operator().dense();
      for (int i = 0; i < 6; i++) {
        for (int j = 0; j < 6; j++) {
          double expected = i / 3 == j / 3 ? xx[i % 3][j % 3] : 0;
          assertEquals(expected, 2 * weights[i][j], 1e-13 * 50);
        }
      }
      assertArrayEquals(new double[] {1, 0}, biases[0], 1e-15);
      assertArrayEquals(new double[] {0, 1}, biases[1], 1e-15);
    }
  }

  /** Softmax regression: (1/N) Σ (diag p − ppᵀ) ⊗ xxᵀ, with p typed out. */
  @Test
  void softmaxRegressionHasTheKroneckerFormAtZeroWeights() {
    Dataset data = Nets.labelled(5, 2, 3, 9);
    NetworkExpansion at =
        NetworkObjective.of(Network.inputs(2).affine(3), Loss.softmaxCrossEntropy(), data)
            .expandAt(new double[9]);
    double[][] block = HessianBackpropagation.hessian().of(at).block("layer1.W").operator().dense();
    double[] gram = new double[4];
    for (int n = 0; n < 5; n++) {
      for (int i = 0; i < 4; i++) {
        gram[i] += data.input(n, i / 2) * data.input(n, i % 2) / 5;
      }
    }
    for (int i = 0; i < 6; i++) {
      for (int j = 0; j < 6; j++) {
        double p = (i / 2 == j / 2 ? 1.0 / 3 : 0) - 1.0 / 9;
        assertEquals(p * gram[i % 2 * 2 + j % 2], block[i][j], TOLERANCE);
      }
    }
  }

  /** Of its own layer a group takes its share, and a block of biases nothing. */
  @Test
  void groupsOfRowsCostTheirShareOfTheirLayer() {
    CountingBlas blas = new CountingBlas(Blas.instance());
    Network network = Network.inputs(7).affine(6).then(Activation.tanh()).affine(3);
    NetworkExpansion at =
        NetworkObjective.of(network, Loss.softmaxCrossEntropy(), Nets.labelled(5, 7, 3, 1))
            .withBlas(blas)
            .expandAt(network.initialize(Initializer.glorotNormal(), 1));
    long behind = 5 * 2 * 6 * 3;
    assertProducts(blas, at, 1, "layer1.W", 5 * 2 * 7 * 6 + behind);
    assertProducts(blas, at, 3, "layer1.W[2:4]", 5 * 2 * 7 * 2 + behind);
    assertProducts(blas, at, 3, "layer1.b[2:4]", behind);
    assertProducts(blas, at, 1, "layer2.b", 0);
  }

  private static void assertProducts(
      CountingBlas blas, NetworkExpansion at, int groups, String name, long expected) {
    CurvatureBlock block =
        HessianBackpropagation.hessian()
            .withPartition(Partition.perArray().withRowGroups(groups))
            .of(at)
            .block(name)
            .operator();
    for (int k : new int[] {1, 3}) {
      blas.reset();
      double[][] vs = new double[k][block.dimension()];
      block.applyAll(vs, new double[k][block.dimension()]);
      assertEquals(k * expected, blas.multiplyAdds(), name);
    }
  }

  @Test
  void piecewiseLinearNetworksHaveGaussNewtonBlocks() {
    NetworkExpansion at = expansion(Activation.relu(), Loss.softmaxCrossEntropy(), 6);
    for (Averaging averaging : Averaging.values()) {
      BlockDiagonal<CurvatureBlock> h =
          HessianBackpropagation.hessian().withAveraging(averaging).of(at);
      BlockDiagonal<CurvatureBlock> g =
          HessianBackpropagation.gaussNewton().withAveraging(averaging).of(at);
      for (Block<CurvatureBlock> block : h.blocks()) {
        double[][] expected = g.block(block.name()).operator().dense();
        assertClose(block.name(), expected, block.operator().dense(), 0);
      }
    }
  }

  /** Lanes and threads don't change a bit, and neither does a cache that is too small. */
  @Test
  void resultsAreTheSameBitForBitOnAnyNumberOfThreadsAndInAnyMemory() {
    Network network = Network.inputs(64).affine(30).then(Activation.logistic()).affine(10);
    NetworkObjective objective =
        NetworkObjective.of(network, Loss.softmaxCrossEntropy(), Nets.labelled(1100, 64, 10, 3));
    double[] w = network.initialize(Initializer.glorotNormal(), 2);
    double[] v = Samples.gaussian(Samples.random(5), w.length);
    List<HessianBackpropagation> curvatures =
        List.of(
            HessianBackpropagation.hessian(),
            HessianBackpropagation.sampledFisher(2, 9),
            HessianBackpropagation.positiveCurvature().withAveraging(Averaging.HESSIANS));
    for (HessianBackpropagation curvature : curvatures) {
      double[] expected = curvature.of(objective.expandAt(w)).times(v);
      NetworkObjective other = objective.on(Workers.of(3)).withMemoryBudget(0);
      assertArrayEquals(expected, curvature.of(other.expandAt(w)).times(v));
    }
    double[] kfac = KroneckerFactored.kfac(1, 4).of(objective.expandAt(w)).times(v);
    assertArrayEquals(
        kfac, KroneckerFactored.kfac(1, 4).of(objective.on(Workers.of(3)).expandAt(w)).times(v));
  }

  @Test
  void groupsOfRowsAreAsEqualAsCanBeAndNoMoreThanRows() {
    NetworkExpansion at = expansion(Activation.tanh(), Loss.softmaxCrossEntropy(), 3);
    assertEquals(
        List.of(
            "layer1.W[0:1]",
            "layer1.W[1:2]",
            "layer1.W[2:4]",
            "layer1.b[0:1]",
            "layer1.b[1:2]",
            "layer1.b[2:4]",
            "layer2.W[0:1]",
            "layer2.W[1:2]",
            "layer2.W[2:3]",
            "layer2.b[0:1]",
            "layer2.b[1:2]",
            "layer2.b[2:3]",
            "layer3.W[0:1]",
            "layer3.W[1:2]",
            "layer3.b[0:1]",
            "layer3.b[1:2]"),
        names(
            HessianBackpropagation.hessian()
                .withPartition(Partition.perArray().withRowGroups(3))
                .of(at)));
    assertEquals(
        List.of("layer1", "layer2", "layer3"),
        names(HessianBackpropagation.hessian().withPartition(Partition.perLayer()).of(at)));
    assertRefused(() -> Partition.perLayer().withRowGroups(0), "groups of rows", 0);
    assertEquals("per layer in 3 groups of rows", Partition.perLayer().withRowGroups(3).toString());
  }

  private static List<String> names(BlockDiagonal<CurvatureBlock> blocks) {
    return blocks.blocks().stream().map(Block::name).toList();
  }

  @Test
  void refusesWhatHasNoHessianSweep() {
    Network network = Network.inputs(2).affine(2).then(new CountingLayer(2, new AtomicLong()));
    NetworkExpansion at =
        NetworkObjective.of(network, Loss.squaredError(), Nets.valued(3, 2, 2, 1))
            .expandAt(new double[network.dimension()]);
    assertRefused(
        () -> HessianBackpropagation.hessian().of(at), "Layer 2", "CountingLayer", "HessianLayer");
    assertRefused(() -> KroneckerFactored.kflr().of(at), "Layer 2", "CountingLayer");
    RandomGenerator random = Samples.random(1);
    FiniteSum plain =
        FiniteSum.ofOne(
            Objective.quadratic(SymmetricOperator.identity(2), Samples.gaussian(random, 2)));
    assertRefused(
        () -> HessianBackpropagation.hessian().of(plain.expandAt(new double[2])),
        "NetworkObjective");
    NetworkExpansion right = expansion(Activation.tanh(), Loss.squaredError(), 2);
    assertRefused(
        () -> HessianBackpropagation.positiveCurvature().withPlace(Place.BATCH).of(right),
        "EACH_EXAMPLE",
        "BATCH");
  }
}
