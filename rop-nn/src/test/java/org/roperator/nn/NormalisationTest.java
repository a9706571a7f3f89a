package org.roperator.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.roperator.contract.Refusals.assertRefused;
import static org.roperator.contract.Refusals.assertThrowsNaming;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;
import org.roperator.contract.Samples;
import org.roperator.function.Workers;
import org.roperator.nn.curvature.HessianBackpropagation;
import org.roperator.nn.curvature.KroneckerFactored;
import org.roperator.operator.Vectors;

/** Normalisation within networks: exact through its statistics, and never cut. */
class NormalisationTest {

  private static final double EPSILON = 1e-3;

  /** Some hundred roundings. */
  private static final double ROUNDING = 1e-11;

  private final Dataset data = Nets.valued(7, 3, 2, 5);

  private static Network normalised() {
    return Network.inputs(3)
        .affine(4)
        .then(BatchNormalisation.of(4).withEpsilon(EPSILON))
        .scaled()
        .then(Activation.tanh())
        .affine(3)
        .then(BatchNormalisation.of(3).withEpsilon(EPSILON))
        .then(Activation.tanh())
        .affine(2);
  }

  private static TapeNetwork onTape(Network network) {
    return TapeNetwork.of(
        network,
        TapeNetwork.affine(4),
        TapeNetwork.batchNormalisation(4, EPSILON),
        TapeNetwork.scale(4),
        TapeNetwork.tanh(),
        TapeNetwork.affine(3),
        TapeNetwork.batchNormalisation(3, EPSILON),
        TapeNetwork.tanh(),
        TapeNetwork.affine(2));
  }

  /** However it is to be cut, with caches or without. */
  @Test
  void batchNormalisationAgreesWithTheTape() {
    Network network = normalised();
    NetworkObjective objective = network.objective(Loss.squaredError(), data);
    onTape(network)
        .assertAgrees(
            data,
            7,
            objective,
            objective.cutBy((n, p) -> Cut.into(n, 3, 2)),
            objective.inBatchesOf(100).withMemoryBudget(0));
  }

  @Test
  void unevenBatchesAreNormalisedEachByItself() {
    Network network = normalised();
    NetworkObjective objective = network.objective(Loss.squaredError(), data);
    onTape(network)
        .assertAgrees(
            data, 5, objective.inBatchesOf(5), objective.inBatchesOf(5).on(Workers.of(2)));
    onTape(network)
        .assertAgrees(data, 4, objective.cutBy((n, p) -> Cut.into(n, 7, 1)).inBatchesOf(4));
  }

  @Test
  void layerNormalisationAgreesWithTheTapeInShards() {
    Network network =
        Network.inputs(3)
            .affine(4)
            .then(LayerNormalisation.of(4).withEpsilon(EPSILON))
            .scaled()
            .then(Activation.tanh())
            .affine(2);
    NetworkObjective objective = network.objective(Loss.squaredError(), data);
    TapeNetwork.of(
            network,
            TapeNetwork.affine(4),
            TapeNetwork.layerNormalisation(EPSILON),
            TapeNetwork.scale(4),
            TapeNetwork.tanh(),
            TapeNetwork.affine(2))
        .assertAgrees(
            data,
            7,
            objective,
            objective.cutBy((n, p) -> Cut.into(n, 3, 2)),
            objective.cutBy((n, p) -> Cut.into(n, 2, 2)).withMemoryBudget(0));
  }

  /**
   * With ε = 0, E doesn't change when the weights and the bias of one unit are multiplied by c:
   * they are perpendicular to the gradient, and by differentiating that, H takes them to minus
   * their own part of the gradient.
   */
  @Property(tries = 20)
  void scalesOfNormalisedRowsDontMatter(
      @ForAll long seed, @ForAll @DoubleRange(min = 0.1, max = 9) double c) {
    Network network =
        Network.inputs(3)
            .affine(4)
            .then(BatchNormalisation.of(4).withEpsilon(0))
            .then(Activation.tanh())
            .affine(2);
    NetworkObjective objective = network.objective(Loss.squaredError(), data);
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
  void biasesBeforeTheNormalisationAreNullVectors() {
    Network network = normalised();
    NetworkExpansion at =
        network
            .objective(Loss.squaredError(), data)
            .expandAt(Samples.gaussian(Samples.random(1), network.dimension()));
    double[] bias = new double[network.dimension()];
    bias[12 + 2] = 1;
    assertEquals(0, at.gradient()[14], 1e-14);
    assertEquals(0, Vectors.maxAbs(at.hessian().times(bias)), 1e-13);
  }

  @Test
  void valuesHaveMeanZeroAndVarianceOneBeforeEpsilon() {
    Batch x = Batch.of(new double[] {1, 10, 3, 10, 5, 40, 7, 40}, 0, 4, 2);
    double[] y =
        LayerContract.numbers(
            BatchNormalisation.of(2)
                .withEpsilon(0)
                .outputs(x, new double[0], 0, LayerContract.workspace()));
    double r = 1 / Math.sqrt(5);
    assertArrayEquals(new double[] {-3 * r, -1, -r, -1, r, 1, 3 * r, 1}, y, 1e-15);
    Batch rows = Batch.of(new double[] {1, 3, 5, 7, 2, 2, 6, 6}, 0, 2, 4);
    double[] byExample =
        LayerContract.numbers(
            LayerNormalisation.of(4)
                .withEpsilon(0)
                .outputs(rows, new double[0], 0, LayerContract.workspace()));
    assertArrayEquals(new double[] {-3 * r, -r, r, 3 * r, -1, -1, 1, 1}, byExample, 1e-15);
    assertEquals(1e-5, BatchNormalisation.of(2).epsilon());
    assertEquals(2, BatchNormalisation.ofChannels(5, 2).units());
  }

  @Test
  void restrictionsAreBatchesOfTheirOwn() {
    Network network = normalised();
    int[] some = {4, 0, 6};
    double[] w = Samples.gaussian(Samples.random(2), network.dimension());
    assertEquals(
        network.objective(Loss.squaredError(), data.restrictedTo(some)).value(w),
        network.objective(Loss.squaredError(), data).inBatchesOf(5).restrictedTo(some).value(w));
  }

  @Test
  void wholeBatchesMakeUpTheMean() {
    Network network = normalised();
    NetworkObjective objective = network.objective(Loss.squaredError(), data).inBatchesOf(4);
    double[] w = Samples.gaussian(Samples.random(2), network.dimension());
    double first = objective.restrictedTo(new int[] {0, 1, 2, 3}).value(w);
    double second = objective.restrictedTo(new int[] {4, 5, 6}).value(w);
    assertEquals((4 * first + 3 * second) / 7, objective.value(w), 1e-14);
  }

  @Test
  void inferenceFixesTheStatisticsOfTheGivenExamples() {
    Network network = normalised();
    double[] w = Samples.gaussian(Samples.random(2), network.dimension());
    Network inUse = network.inference(w, data);
    assertTrue(network.couplesExamples() && !inUse.couplesExamples());
    assertEquals(network.dimension(), inUse.dimension());
    // On those examples it does what training does, on each alone as well.
    assertEquals(
        network.objective(Loss.squaredError(), data).value(w),
        inUse.objective(Loss.squaredError(), data).value(w),
        1e-13);
    double[] all = inUse.outputs(w, data);
    double[] third = inUse.outputs(w, data.restrictedTo(new int[] {2}));
    assertArrayEquals(Arrays.copyOfRange(all, 4, 6), third, 1e-14);
  }

  /** The same derivatives as of a network with numbers for the statistics, taken from data here. */
  @Test
  void networksInUseAgreeWithTheTapeInShards() {
    Network network =
        Network.inputs(3)
            .affine(4)
            .then(BatchNormalisation.of(4).withEpsilon(EPSILON))
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
    NetworkObjective objective = inUse.objective(Loss.squaredError(), data);
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
        .assertAgrees(data, 7, objective, objective.cutBy((n, p) -> Cut.into(n, 3, 2)));
    assertEquals(
        HessianBackpropagation.hessian()
            .of(objective.restrictedTo(new int[] {2}).expandAt(w))
            .block("layer1.W")
            .operator()
            .trace(),
        HessianBackpropagation.hessian()
            .averaging(Averaging.HESSIANS)
            .of(objective.restrictedTo(new int[] {2}).expandAt(w))
            .block("layer1.W")
            .operator()
            .trace(),
        1e-10);
  }

  @Test
  void givenStatisticsAreThoseUsed() {
    Layer fixed =
        BatchNormalisation.of(2)
            .withEpsilon(1)
            .withStatistics(new double[] {1, 2}, new double[] {3, 8});
    double[] y =
        LayerContract.numbers(
            fixed.outputs(
                Batch.of(new double[] {2, 2, 5, 8}, 0, 2, 2),
                new double[0],
                0,
                LayerContract.workspace()));
    assertArrayEquals(new double[] {0.5, 0, 2, 2}, y, 1e-15);
  }

  @Test
  void coupledBatchesAreRefusedWhereSingleExamplesCount() {
    Network network = normalised();
    NetworkObjective objective = network.objective(Loss.squaredError(), data);
    double[] w = new double[network.dimension()];
    NetworkExpansion at = objective.expandAt(Samples.gaussian(Samples.random(2), w.length));
    assertThrowsNaming(
        UnsupportedOperationException.class, at::meanSquaredGradient, "layer 2", "inference");
    assertRefused(() -> network.outputs(w, data), "layer 2", "batch normalisation", "inference");
    assertRefused(
        () -> HessianBackpropagation.hessian().averaging(Averaging.HESSIANS).of(at),
        "Layer 2",
        "EACH_EXAMPLE");
    assertRefused(() -> KroneckerFactored.kflr().of(at), "Layer 2", "batch normalisation");
    assertRefused(() -> objective.restrictedTo(new int[] {3}), 1, "at least 2", "batch norm");
    assertRefused(() -> objective.inBatchesOf(3), "A batch of 1", 7, "at least 2");
    assertRefused(() -> objective.inBatchesOf(0), "batch", 0);
    assertRefused(
        () ->
            BatchNormalisation.of(3)
                .outputs(Batch.of(new double[3], 0, 1, 3), w, 0, LayerContract.workspace()),
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
            .layerNormalisation()
            .then(Activation.tanh())
            .dropout(0.2, 3)
            .affine(2);
    double[] w = Samples.gaussian(Samples.random(2), network.dimension());
    NetworkExpansion at =
        network.objective(Loss.squaredError(), data).restrictedTo(new int[] {1}).expandAt(w);
    double[] v = Samples.gaussian(Samples.random(3), 16);
    double[] exact = new double[network.dimension()];
    System.arraycopy(v, 0, exact, 0, 16);
    LayerContract.assertClose(
        Arrays.copyOf(at.gaussNewton().times(exact), 16),
        KroneckerFactored.kflr().of(at).block("layer1").operator().times(v),
        ROUNDING);
    assertRefused(
        () -> HessianBackpropagation.hessian().averaging(Averaging.HESSIANS).of(at),
        "Layer 2",
        "layer normalisation of 4 units");
  }

  @Test
  void badConfigurationsAreRefused() {
    assertRefused(() -> BatchNormalisation.of(0), "units", 0);
    assertRefused(() -> BatchNormalisation.ofChannels(0, 3), "positions", 0);
    assertRefused(() -> BatchNormalisation.of(3).withEpsilon(-1), "ε", -1.0);
    assertRefused(() -> BatchNormalisation.of(3).withEpsilon(Double.NaN), "ε", "NaN");
    assertRefused(() -> LayerNormalisation.of(1), 1, 2);
    assertRefused(() -> LayerNormalisation.of(3).withEpsilon(Double.POSITIVE_INFINITY), "ε");
    BatchNormalisation exact = BatchNormalisation.of(2).withEpsilon(0);
    assertRefused(() -> exact.withStatistics(new double[3], new double[2]), "means", 3, 2);
    assertRefused(() -> exact.withStatistics(new double[2], new double[1]), "variances", 1, 2);
    assertRefused(
        () -> exact.withStatistics(new double[2], new double[] {1, 0}), "unit 1", "0.0", "ε");
    assertRefused(
        () -> BatchNormalisation.of(1).withStatistics(new double[1], new double[] {-1}), "-1.0");
    assertRefused(
        () -> exact.withStatistics(new double[] {1, Double.NaN}, new double[] {1, 1}), "NaN");
    assertRefused(() -> new ScaleLayer(5, 2), 2, 5);
    assertRefused(() -> new ScaleLayer(4, 0), 0);
  }

  @Test
  void factorsStartAtOneAndAreNotDecayed() {
    Network network = Network.inputs(2).affine(2).scaled();
    double[] w = network.initialise(Initialiser.glorotNormal(), 1);
    assertArrayEquals(new double[] {0, 0, 1, 1, 0, 0}, Arrays.copyOfRange(w, 4, 10), 0.0);
    Dataset two = Nets.valued(3, 2, 2, 1);
    double[] diagonal =
        network
            .objective(Loss.squaredError(), two)
            .withWeightDecay(1)
            .expandAt(w)
            .regulariserDiagonal();
    assertArrayEquals(new double[] {1, 1, 1, 1, 0, 0, 0, 0, 0, 0}, diagonal, 0.0);
  }
}
