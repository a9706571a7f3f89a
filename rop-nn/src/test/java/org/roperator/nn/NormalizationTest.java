package org.roperator.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.roperator.contract.Refusals.assertRefused;
import static org.roperator.contract.Refusals.assertThrowsNaming;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.roperator.contract.AnyDouble;
import org.roperator.contract.Samples;
import org.roperator.dense.Matrix;
import org.roperator.internal.Vectors;
import org.roperator.nn.curvature.HessianBackpropagation;
import org.roperator.nn.curvature.KroneckerFactored;
import org.roperator.nn.layer.Activation;
import org.roperator.nn.layer.Averaging;
import org.roperator.nn.layer.BatchNormalization;
import org.roperator.nn.layer.Layer;
import org.roperator.nn.layer.LayerContract;
import org.roperator.nn.layer.LayerNormalization;
import org.roperator.nn.layer.Layers;
import org.roperator.parallel.Sharding;
import org.roperator.parallel.Workers;

/** Normalization within networks: exact through its statistics, and never cut. */
class NormalizationTest {

  private static final double EPSILON = 1e-3;

  /** Some hundred roundings. */
  private static final double ROUNDING = 1e-11;

  private final Dataset data = Nets.valued(7, 3, 2, 5);

  private static Network normalized() {
    return Network.inputs(3)
        .affine(4)
        .then(BatchNormalization.of(4).withEpsilon(EPSILON))
        .scaled()
        .then(Activation.tanh())
        .affine(3)
        .then(BatchNormalization.of(3).withEpsilon(EPSILON))
        .then(Activation.tanh())
        .affine(2);
  }

  private static TapeNetwork onTape(Network network) {
    return TapeNetwork.of(
        network,
        TapeNetwork.affine(4),
        TapeNetwork.batchNormalization(4, EPSILON),
        TapeNetwork.scale(4),
        TapeNetwork.tanh(),
        TapeNetwork.affine(3),
        TapeNetwork.batchNormalization(3, EPSILON),
        TapeNetwork.tanh(),
        TapeNetwork.affine(2));
  }

  /**
   * Of −1, 0 and 1 the variance is ⅔; the squared distance from what they become is nothing, with
   * an identity behind.
   */
  @ParameterizedTest
  @ValueSource(doubles = {1, 1e160, 1e300, 1e-165, 1e-300})
  void normalizesValuesOfAnySize(double unit) {
    double[] x = {-unit, 0, unit};
    double[] expected = {-Math.sqrt(1.5), 0, Math.sqrt(1.5)};
    double across =
        NetworkObjective.of(
                Network.inputs(1).then(BatchNormalization.of(1).withEpsilon(0)).affine(1),
                Loss.squaredError(),
                Dataset.regression(x, 1, expected, 1))
            .value(new double[] {1, 0});
    assertEquals(0, across, ROUNDING);
    double within =
        NetworkObjective.of(
                Network.inputs(3).then(LayerNormalization.of(3).withEpsilon(0)).affine(3),
                Loss.squaredError(),
                Dataset.regression(x, 3, expected, 3))
            .value(new double[] {1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0});
    assertEquals(0, within, ROUNDING);
  }

  /** However it is to be cut, with caches or without. */
  @Test
  void batchNormalizationAgreesWithTheTape() {
    Network network = normalized();
    NetworkObjective objective = NetworkObjective.of(network, Loss.squaredError(), data);
    onTape(network)
        .assertAgrees(
            data,
            7,
            objective,
            objective.cutBy((n, p) -> Sharding.inLanes(n, 3, 2)),
            objective.withBatchesOf(100).withMemoryBudget(0));
  }

  @Test
  void unevenBatchesAreNormalizedEachByItself() {
    Network network = normalized();
    NetworkObjective objective = NetworkObjective.of(network, Loss.squaredError(), data);
    onTape(network)
        .assertAgrees(
            data, 5, objective.withBatchesOf(5), objective.withBatchesOf(5).on(Workers.of(2)));
    onTape(network)
        .assertAgrees(
            data, 4, objective.cutBy((n, p) -> Sharding.inLanes(n, 7, 1)).withBatchesOf(4));
  }

  @Test
  void layerNormalizationAgreesWithTheTapeInShards() {
    Network network =
        Network.inputs(3)
            .affine(4)
            .then(LayerNormalization.of(4).withEpsilon(EPSILON))
            .scaled()
            .then(Activation.tanh())
            .affine(2);
    NetworkObjective objective = NetworkObjective.of(network, Loss.squaredError(), data);
    TapeNetwork.of(
            network,
            TapeNetwork.affine(4),
            TapeNetwork.layerNormalization(EPSILON),
            TapeNetwork.scale(4),
            TapeNetwork.tanh(),
            TapeNetwork.affine(2))
        .assertAgrees(
            data,
            7,
            objective,
            objective.cutBy((n, p) -> Sharding.inLanes(n, 3, 2)),
            objective.cutBy((n, p) -> Sharding.inLanes(n, 2, 2)).withMemoryBudget(0));
  }

  /**
   * With ε = 0, E doesn't change when the weights and the bias of one unit are multiplied by c:
   * they are perpendicular to the gradient, and by differentiating that, H takes them to minus
   * their own part of the gradient.
   */
  @Property(tries = 20)
  void scalesOfNormalizedRowsDontMatter(
      @ForAll long seed, @ForAll @AnyDouble(min = 0.1, max = 9) double c) {
    Network network =
        Network.inputs(3)
            .affine(4)
            .then(BatchNormalization.of(4).withEpsilon(0))
            .then(Activation.tanh())
            .affine(2);
    NetworkObjective objective = NetworkObjective.of(network, Loss.squaredError(), data);
    double[] w = Samples.gaussian(Samples.random(seed), network.dimension());
    NetworkExpansion at = objective.expandAt(w);
    double[] scaled = w.clone();
    double[] row = new double[w.length];
    for (int j = 0; j < 3; j++) {
      row[3 + j] = w[3 + j];
      scaled[3 + j] *= c;
    }
    row[12 + 1] = w[12 + 1];
    scaled[12 + 1] *= c;
    assertEquals(at.value(), objective.value(scaled), ROUNDING * (1 + at.value()));
    double[] g = at.gradient();
    double scale = Vectors.maxAbs(g) + Vectors.maxAbs(at.hessian().times(row));
    assertEquals(0, Vectors.dot(row, g), ROUNDING * (1 + 10 * scale * Vectors.maxAbs(row)));
    double[] expected = new double[w.length];
    for (int i : new int[] {3, 4, 5, 13}) {
      expected[i] = -g[i];
    }
    double[] actual = at.hessian().times(row);
    for (int i = 0; i < w.length; i++) {
      assertEquals(expected[i], actual[i], 1e-9 * (1 + scale));
    }
    // G sees no change of the outputs at all.
    assertEquals(0, Vectors.maxAbs(at.gaussNewton().times(row)), 1e-9 * (1 + scale));
  }

  /** Shifting all of a unit's values does nothing: the bias before is never felt. */
  @Test
  void biasesBeforeTheNormalizationAreNullVectors() {
    Network network = normalized();
    NetworkExpansion at =
        NetworkObjective.of(network, Loss.squaredError(), data)
            .expandAt(Samples.gaussian(Samples.random(1), network.dimension()));
    double[] bias = new double[network.dimension()];
    bias[12 + 2] = 1;
    assertEquals(0, at.gradient()[14], 1e-14);
    assertEquals(0, Vectors.maxAbs(at.hessian().times(bias)), 1e-13);
  }

  @Test
  void valuesHaveMeanZeroAndVarianceOneBeforeEpsilon() {
    Matrix x = Matrix.of(new double[] {1, 10, 3, 10, 5, 40, 7, 40}, 0, 4, 2);
    double[] y =
        LayerContract.numbers(
            BatchNormalization.of(2)
                .withEpsilon(0)
                .outputs(x, new double[0], 0, LayerContract.workspace()));
    double r = 1 / Math.sqrt(5);
    assertArrayEquals(new double[] {-3 * r, -1, -r, -1, r, 1, 3 * r, 1}, y, 1e-15);
    Matrix rows = Matrix.of(new double[] {1, 3, 5, 7, 2, 2, 6, 6}, 0, 2, 4);
    double[] byExample =
        LayerContract.numbers(
            LayerNormalization.of(4)
                .withEpsilon(0)
                .outputs(rows, new double[0], 0, LayerContract.workspace()));
    assertArrayEquals(new double[] {-3 * r, -r, r, 3 * r, -1, -1, 1, 1}, byExample, 1e-15);
    assertEquals(1e-5, BatchNormalization.of(2).epsilon());
    assertEquals(2, BatchNormalization.ofChannels(5, 2).units());
  }

  @Test
  void restrictionsAreBatchesOfTheirOwn() {
    Network network = normalized();
    int[] some = {4, 0, 6};
    double[] w = Samples.gaussian(Samples.random(2), network.dimension());
    assertEquals(
        NetworkObjective.of(network, Loss.squaredError(), data.restrictedTo(some)).value(w),
        NetworkObjective.of(network, Loss.squaredError(), data)
            .withBatchesOf(5)
            .restrictedTo(some)
            .value(w));
  }

  @Test
  void wholeBatchesMakeUpTheMean() {
    Network network = normalized();
    NetworkObjective objective =
        NetworkObjective.of(network, Loss.squaredError(), data).withBatchesOf(4);
    double[] w = Samples.gaussian(Samples.random(2), network.dimension());
    double first = objective.restrictedTo(new int[] {0, 1, 2, 3}).value(w);
    double second = objective.restrictedTo(new int[] {4, 5, 6}).value(w);
    assertEquals((4 * first + 3 * second) / 7, objective.value(w), 1e-14);
  }

  @Test
  void inferenceFixesTheStatisticsOfTheGivenExamples() {
    Network network = normalized();
    double[] w = Samples.gaussian(Samples.random(2), network.dimension());
    Network inUse = network.inference(w, data);
    assertTrue(network.couplesExamples() && !inUse.couplesExamples());
    assertEquals(network.dimension(), inUse.dimension());
    // On those examples it does what training does, on each alone as well.
    assertEquals(
        NetworkObjective.of(network, Loss.squaredError(), data).value(w),
        NetworkObjective.of(inUse, Loss.squaredError(), data).value(w),
        1e-13);
    double[] all = Prediction.of(inUse, w).outputs(data);
    double[] third = Prediction.of(inUse, w).outputs(data.restrictedTo(new int[] {2}));
    assertArrayEquals(Arrays.copyOfRange(all, 4, 6), third, 1e-14);
  }

  /** The same derivatives as of a network with numbers for the statistics, taken from data here. */
  @Test
  void networksInUseAgreeWithTheTapeInShards() {
    Network network =
        Network.inputs(3)
            .affine(4)
            .then(BatchNormalization.of(4).withEpsilon(EPSILON))
            .then(Activation.tanh())
            .affine(2);
    double[] w = Samples.gaussian(Samples.random(3), network.dimension());
    double[] means = new double[4];
    double[] squares = new double[4];
    for (int n = 0; n < 7; n++) {
      for (int i = 0; i < 4; i++) {
        double z = w[12 + i];
        for (int j = 0; j < 3; j++) {
          z += w[3 * i + j] * data.input(n, j);
        }
        means[i] += z / 7;
        squares[i] += z * z / 7;
      }
    }
    Network inUse = network.inference(w, data);
    NetworkObjective objective = NetworkObjective.of(inUse, Loss.squaredError(), data);
    TapeNetwork.of(
            inUse,
            TapeNetwork.affine(4),
            (x, parameters, from) -> {
              for (var row : x) {
                for (int i = 0; i < 4; i++) {
                  double variance = squares[i] - means[i] * means[i];
                  row[i] = row[i].subtract(means[i]).divide(Math.sqrt(variance + EPSILON));
                }
              }
              return x;
            },
            TapeNetwork.tanh(),
            TapeNetwork.affine(2))
        .assertAgrees(data, 7, objective, objective.cutBy((n, p) -> Sharding.inLanes(n, 3, 2)));
    assertEquals(
        HessianBackpropagation.hessian()
            .of(objective.restrictedTo(new int[] {2}).expandAt(w))
            .block("layer1.W")
            .operator()
            .trace(),
        HessianBackpropagation.hessian()
            .withAveraging(Averaging.HESSIANS)
            .of(objective.restrictedTo(new int[] {2}).expandAt(w))
            .block("layer1.W")
            .operator()
            .trace(),
        1e-10);
  }

  @Test
  void givenStatisticsAreThoseUsed() {
    Layer fixed =
        BatchNormalization.of(2)
            .withEpsilon(1)
            .withStatistics(new double[] {1, 2}, new double[] {3, 8});
    double[] y =
        LayerContract.numbers(
            fixed.outputs(
                Matrix.of(new double[] {2, 2, 5, 8}, 0, 2, 2),
                new double[0],
                0,
                LayerContract.workspace()));
    assertArrayEquals(new double[] {0.5, 0, 2, 2}, y, 1e-15);
  }

  @Test
  void coupledBatchesAreRefusedWhereSingleExamplesCount() {
    Network network = normalized();
    NetworkObjective objective = NetworkObjective.of(network, Loss.squaredError(), data);
    double[] w = new double[network.dimension()];
    NetworkExpansion at = objective.expandAt(Samples.gaussian(Samples.random(2), w.length));
    assertThrowsNaming(
        UnsupportedOperationException.class, at::meanSquaredGradient, "layer 2", "inference");
    assertRefused(
        () -> Prediction.of(network, w).outputs(data),
        "layer 2",
        "batch normalization",
        "inference");
    assertRefused(
        () -> HessianBackpropagation.hessian().withAveraging(Averaging.HESSIANS).of(at),
        "Layer 2",
        "EACH_EXAMPLE");
    assertRefused(() -> KroneckerFactored.kflr().of(at), "Layer 2", "batch normalization");
    assertRefused(() -> objective.restrictedTo(new int[] {3}), 1, "at least 2", "batch norm");
    assertRefused(() -> objective.withBatchesOf(3), "A batch of 1", 7, "at least 2");
    assertRefused(() -> objective.withBatchesOf(0), "batch", 0);
    assertRefused(
        () ->
            BatchNormalization.of(3)
                .outputs(Matrix.of(new double[3], 0, 1, 3), w, 0, LayerContract.workspace()),
        "at least 2",
        1,
        "inference");
  }

  /** Of one example the factors of KFLR are exact: those of the Gauss-Newton matrix. */
  @Test
  void examplesAreSentBackThroughWhatCouplesNothing() {
    Network network =
        Network.inputs(3)
            .affine(4)
            .layerNormalization()
            .then(Activation.tanh())
            .dropout(0.2, 3)
            .affine(2);
    double[] w = Samples.gaussian(Samples.random(2), network.dimension());
    NetworkExpansion at =
        NetworkObjective.of(network, Loss.squaredError(), data)
            .restrictedTo(new int[] {1})
            .expandAt(w);
    double[] v = Samples.gaussian(Samples.random(3), 16);
    double[] exact = new double[network.dimension()];
    System.arraycopy(v, 0, exact, 0, 16);
    LayerContract.assertClose(
        Arrays.copyOf(at.gaussNewton().times(exact), 16),
        KroneckerFactored.kflr().of(at).block("layer1").operator().times(v),
        ROUNDING);
    assertRefused(
        () -> HessianBackpropagation.hessian().withAveraging(Averaging.HESSIANS).of(at),
        "Layer 2",
        "layer normalization of 4 units");
  }

  @Test
  void badConfigurationsAreRefused() {
    assertRefused(() -> BatchNormalization.of(0), "units", 0);
    assertRefused(() -> BatchNormalization.ofChannels(0, 3), "positions", 0);
    assertRefused(() -> BatchNormalization.of(3).withEpsilon(-1), "ε", -1.0);
    assertRefused(() -> BatchNormalization.of(3).withEpsilon(Double.NaN), "ε", "NaN");
    assertRefused(() -> LayerNormalization.of(1), 1, 2);
    assertRefused(() -> LayerNormalization.of(3).withEpsilon(Double.POSITIVE_INFINITY), "ε");
    BatchNormalization exact = BatchNormalization.of(2).withEpsilon(0);
    assertRefused(() -> exact.withStatistics(new double[3], new double[2]), "means", 3, 2);
    assertRefused(() -> exact.withStatistics(new double[2], new double[1]), "variances", 1, 2);
    assertRefused(
        () -> exact.withStatistics(new double[2], new double[] {1, 0}), "unit 1", "0.0", "ε");
    assertRefused(
        () -> BatchNormalization.of(1).withStatistics(new double[1], new double[] {-1}), "-1.0");
    assertRefused(
        () -> exact.withStatistics(new double[] {1, Double.NaN}, new double[] {1, 1}), "NaN");
    assertRefused(() -> Layers.scale(5, 2), 2, 5);
    assertRefused(() -> Layers.scale(4, 0), 0);
  }

  @Test
  void factorsStartAtOneAndAreNotDecayed() {
    Network network = Network.inputs(2).affine(2).scaled();
    double[] w = network.initialize(Initializer.glorotNormal(), 1);
    assertArrayEquals(new double[] {0, 0, 1, 1, 0, 0}, Arrays.copyOfRange(w, 4, 10), 0.0);
    Dataset two = Nets.valued(3, 2, 2, 1);
    double[] diagonal =
        NetworkObjective.of(network, Loss.squaredError(), two)
            .withWeightDecay(1)
            .expandAt(w)
            .regularizerDiagonal();
    assertArrayEquals(new double[] {1, 1, 1, 1, 0, 0, 0, 0, 0, 0}, diagonal, 0.0);
  }
}
