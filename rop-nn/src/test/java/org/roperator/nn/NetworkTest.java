package org.roperator.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.roperator.contract.Refusals.assertRefused;
import static org.roperator.contract.Refusals.assertThrowsNaming;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.roperator.contract.Samples;
import org.roperator.function.FiniteSumExpansion;
import org.roperator.internal.Vectors;
import org.roperator.nn.layer.Activation;
import org.roperator.nn.layer.Layers;
import org.roperator.parallel.Sharding;

class NetworkTest {

  private static final Network NETWORK =
      Network.inputs(64).affine(32).then(Activation.tanh()).affine(10);

  @Test
  void parametersHaveNamesAndShapes() {
    assertEquals(64 * 32 + 32 + 32 * 10 + 10, NETWORK.dimension());
    assertEquals(64, NETWORK.inputs());
    assertEquals(10, NETWORK.outputs());
    assertEquals(3, NETWORK.layers().size());
    assertArrayEquals(new int[] {10, 32}, NETWORK.layout().slice("layer2.W").shape());
    assertEquals("layer1.b[0]", NETWORK.layout().nameOf(64 * 32));
    assertEquals("layer2.b[9]", NETWORK.layout().nameOf(NETWORK.dimension() - 1));
    assertEquals(NETWORK.dimension(), NETWORK.layout().dimension());
  }

  @Test
  void networksThatCannotBeAreRefused() {
    assertRefused(() -> Network.inputs(0), "inputs", 0);
    assertRefused(() -> NETWORK.affine(0), 0);
    assertRefused(() -> NETWORK.then(Layers.affine(11, 3)), 11, 10);
    Network bare = Network.inputs(3).then(Activation.relu());
    assertRefused(bare::layout, "affine");
    assertRefused(
        () -> NetworkObjective.of(bare, Loss.squaredError(), Nets.valued(2, 3, 3, 1)), "no layer");
    assertEquals(3, Network.inputs(3).outputs());
  }

  @Test
  void dataThatDoesNotFitIsRefused() {
    Loss softmax = Loss.softmaxCrossEntropy();
    assertRefused(() -> NetworkObjective.of(NETWORK, softmax, Nets.labelled(3, 63, 10, 1)), 64, 63);
    assertRefused(
        () -> NetworkObjective.of(NETWORK, softmax, Nets.labelled(3, 64, 9, 1)), 10, 9, "classes");
    assertRefused(
        () -> NetworkObjective.of(NETWORK, softmax, Nets.valued(3, 64, 10, 1)),
        "Dataset.classification");
    assertRefused(
        () -> NetworkObjective.of(NETWORK, Loss.squaredError(), Nets.valued(3, 64, 8, 1)),
        10,
        "8 target");
    double[] inputs = new double[2];
    assertRefused(
        () ->
            Loss.logisticCrossEntropy()
                .requireFit(Dataset.regression(inputs, 1, new double[] {0.5, 1.25}, 1), 1),
        "target 0 of example 1",
        1.25);
    assertRefused(
        () ->
            Loss.logisticCrossEntropy()
                .requireFit(Dataset.regression(inputs, 2, new double[] {-0.5}, 1), 1),
        -0.5);
  }

  @Test
  void oversizedRequestsAreRefusedBeforeTheyStart() {
    Network huge = Network.inputs(40_000).affine(40_000);
    assertRefused(() -> huge.initialize(Initializer.he(), 1), "MB", "-Xmx");
    Dataset data = Nets.labelled(1, 40_000, 2, 1);
    assertRefused(
        () ->
            NetworkObjective.of(
                Network.inputs(40_000).affine(20_000).affine(2), Loss.softmaxCrossEntropy(), data),
        "Derivatives of this network",
        "-Xmx");
    assertRefused(() -> Network.inputs(50_000).affine(50_000), "at most 2147483647");
  }

  @Test
  void settingsThatMakeNoSenseAreRefused() {
    NetworkObjective objective =
        NetworkObjective.of(NETWORK, Loss.softmaxCrossEntropy(), Nets.labelled(3, 64, 10, 1));
    for (double decay : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertRefused(() -> objective.withDecay(decay), decay);
      assertRefused(() -> objective.withWeightDecay(decay), decay);
    }
    assertRefused(() -> objective.withMemoryBudget(-1), -1);
    assertSame(NETWORK, objective.network());
    assertEquals(3, objective.data().size());
    assertEquals(NETWORK.layout(), objective.layout());
  }

  /** ½ · decay · ‖w‖² adds itself, decay · w and decay · v to all that is computed. */
  @Test
  void decayAddsItsOwnDerivatives() {
    NetworkObjective plain =
        NetworkObjective.of(NETWORK, Loss.softmaxCrossEntropy(), Nets.labelled(3, 64, 10, 1));
    double[] w = Samples.gaussian(Samples.random(1), NETWORK.dimension());
    double[] v = Samples.gaussian(Samples.random(2), w.length);
    double[] mask = new double[w.length];
    for (String name : new String[] {"layer1.W", "layer2.W"}) {
      Arrays.fill(
          mask, NETWORK.layout().slice(name).from(), NETWORK.layout().slice(name).to(), 0.25);
    }
    double[] all = new double[w.length];
    Arrays.fill(all, 0.25);
    assertDecays(plain, plain.withDecay(3).withDecay(0.25), all, w, v);
    assertDecays(plain, plain.withDecay(3).withWeightDecay(0.25), mask, w, v);
    assertArrayEquals(new double[w.length], plain.expandAt(w).regularizerDiagonal());
  }

  private static void assertDecays(
      NetworkObjective plain, NetworkObjective decayed, double[] diagonal, double[] w, double[] v) {
    FiniteSumExpansion without = plain.expandAt(w);
    FiniteSumExpansion with = decayed.expandAt(w);
    double penalty = 0;
    for (int i = 0; i < w.length; i++) {
      penalty += diagonal[i] * w[i] * w[i] / 2;
    }
    assertEquals(without.value() + penalty, with.value(), 1e-11);
    assertEquals(plain.value(w) + penalty, decayed.value(w), 1e-11);
    assertArrayEquals(diagonal, with.regularizerDiagonal());
    assertArrayEquals(without.meanSquaredGradient(), with.meanSquaredGradient());
    assertArrayEquals(plus(without.gradient(), diagonal, w), with.gradient(), 1e-13);
    assertArrayEquals(
        plus(without.hessian().times(v), diagonal, v), with.hessian().times(v), 1e-12);
    double[][] gvs = new double[2][w.length];
    with.gaussNewton().applyAll(new double[][] {v, w}, gvs);
    assertArrayEquals(plus(without.gaussNewton().times(v), diagonal, v), gvs[0], 1e-11);
  }

  private static double[] plus(double[] x, double[] diagonal, double[] v) {
    double[] sum = x.clone();
    for (int i = 0; i < sum.length; i++) {
      sum[i] += diagonal[i] * v[i];
    }
    return sum;
  }

  @Test
  void outputsAndClassesAreThoseOfTheFormula() {
    Network network = Network.inputs(2).affine(3);
    double[] w = {1, 0, 0, 1, -1, -1, 0, 0, 0.5};
    Dataset data =
        Dataset.classification(new double[] {2, 1, 1, 2, -3, 0}, 2, new int[] {0, 1, 1}, 3);
    double[] y = Prediction.of(network, w).outputs(data);
    assertArrayEquals(new double[] {2, 1, -2.5, 1, 2, -2.5, -3, 0, 3.5}, y, 1e-15);
    assertArrayEquals(new int[] {0, 1, 2}, Prediction.of(network, w).classes(data));
    assertEquals(2.0 / 3, Prediction.of(network, w).accuracy(data));
    assertRefused(() -> Prediction.of(network, new double[8]).outputs(data), 8, 9);
    w[0] = Double.NaN;
    assertRefused(() -> Prediction.of(network, w).outputs(data), "NaN");
    assertRefused(
        () -> Prediction.of(network, new double[9]).outputs(Nets.labelled(2, 3, 3, 1)), 2, 3);
    assertRefused(
        () -> Prediction.of(network, new double[9]).accuracy(Nets.labelled(2, 2, 4, 1)), 3, 4);
  }

  @Test
  void aNumberThatIsNoneIsNeverTheLargest() {
    Network network = Network.inputs(1).affine(1).affine(2);
    Dataset data = Dataset.classification(new double[] {1}, 1, new int[] {1}, 2);
    // The middle overflows to ∞, and 0 · ∞ is NaN in the first output.
    double[] w = {1.5e308, 1.5e308, 0, 1, 0, 0};
    assertTrue(Double.isNaN(Prediction.of(network, w).outputs(data)[0]));
    assertArrayEquals(new int[] {1}, Prediction.of(network, w).classes(data));
    w[3] = 0;
    assertTrue(Double.isNaN(Prediction.of(network, w).outputs(data)[1]));
    assertArrayEquals(new int[] {0}, Prediction.of(network, w).classes(data));
  }

  @Test
  void manyExamplesAreTakenInPieces() {
    Network network = Network.inputs(2).affine(3);
    double[] w = Samples.gaussian(Samples.random(1), network.dimension());
    Dataset data = Nets.labelled(1100, 2, 3, 1);
    double[] all = Prediction.of(network, w).outputs(data);
    int[] last = {1099};
    double[] own = Prediction.of(network, w).outputs(data.restrictedTo(last));
    assertArrayEquals(own, Arrays.copyOfRange(all, 3 * 1099, 3 * 1100), 1e-14);
  }

  @Test
  void initializersHaveTheSpreadTheyPromise() {
    Network wide = Network.inputs(300).affine(200);
    double n = 300 * 200;
    assertSpread(wide, Initializer.glorotNormal(), 2.0 / 500, 6);
    assertSpread(wide, Initializer.glorotUniform(), 2.0 / 500, Math.sqrt(3));
    assertSpread(wide, Initializer.he(), 2.0 / 300, 6);
    double[] sparse = wide.initialize(Initializer.sparse(), 5);
    long[] incoming = new long[200];
    for (int i = 0; i < n; i++) {
      incoming[i / 300] += sparse[i] != 0 ? 1 : 0;
    }
    // 15 draws with replacement among 300 seldom hit fewer than 10 different inputs.
    assertTrue(Arrays.stream(incoming).allMatch(k -> k >= 10 && k <= 15));
    assertTrue(Arrays.stream(incoming).anyMatch(k -> k < 15));
    assertTrue(Arrays.stream(incoming).filter(k -> k == 15).count() > 100);
    assertRefused(() -> Initializer.sparse(0), 0);
  }

  private static void assertSpread(
      Network network, Initializer initializer, double variance, double deviations) {
    double[] w = network.initialize(initializer, 3);
    int weights = 300 * 200;
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < weights; i++) {
      sum += w[i];
      squares += w[i] * w[i];
      assertTrue(Math.abs(w[i]) <= deviations * Math.sqrt(variance));
    }
    // Six standard errors of mean and variance of 60,000 numbers.
    assertEquals(0, sum / weights, 6 * Math.sqrt(variance / weights));
    assertEquals(variance, squares / weights, 6 * variance * Math.sqrt(2.0 / weights));
    assertArrayEquals(new double[200], Arrays.copyOfRange(w, weights, w.length));
    assertArrayEquals(w, network.initialize(initializer, 3));
    assertNotEquals(w[0], network.initialize(initializer, 4)[0]);
  }

  @Test
  void badNumbersInDataAreNamedByRowAndColumn() {
    double[] inputs = {1, 2, 3, 4, Double.NaN, 6};
    assertRefused(
        () -> Dataset.classification(inputs, 2, new int[3], 2), "inputs", "NaN", "row 2, column 0");
    double[] targets = {0, 1, 2, Double.NEGATIVE_INFINITY};
    assertRefused(
        () -> Dataset.regression(new double[2], 1, targets, 2), "targets", "row 1, column 1");
    assertRefused(
        () -> Dataset.classification(new double[4], 2, new int[] {0, 2}, 2),
        "row 1 is 2",
        "0 to 1");
    assertRefused(
        () -> Dataset.classification(new double[4], 2, new int[] {-1, 0}, 2), "row 0 is -1");
    assertRefused(() -> Dataset.classification(new double[4], 2, new int[3], 2), 2, 3);
    assertRefused(() -> Dataset.classification(new double[5], 2, new int[2], 2), 5, "rows of 2");
    assertRefused(() -> Dataset.classification(new double[0], 2, new int[0], 2), "0 numbers");
    assertRefused(() -> Dataset.classification(new double[4], 0, new int[2], 2), "columns", 0);
    assertRefused(() -> Dataset.classification(new double[4], 2, new int[2], 0), "classes", 0);
    assertRefused(() -> Dataset.regression(new double[4], 2, new double[3], 1), 2, 3);
  }

  @Test
  void restrictionGathersRowsAndLooksAtRunsWhereTheyStand() {
    double[] inputs = {1, 2, 3, 4, 5, 6, 7, 8};
    Dataset data = Dataset.classification(inputs, 2, new int[] {0, 1, 2, 0}, 3);
    Dataset run = data.restrictedTo(new int[] {1, 2, 3});
    assertSame(inputs, run.inputs(0, 3).array());
    assertEquals(3, run.size());
    assertEquals(5, run.input(1, 0));
    assertEquals(2, run.label(1));
    Dataset gathered = run.restrictedTo(new int[] {2, 0, 0});
    assertEquals(8, gathered.input(0, 1));
    assertEquals(3, gathered.input(2, 0));
    assertEquals(0, gathered.label(0));
    assertEquals(1, gathered.target(1, 1));
    assertEquals(0, gathered.target(1, 0));
    assertEquals(3, gathered.outputs());
    Dataset values = Dataset.regression(inputs, 2, new double[] {1, 2, 3, 4}, 1);
    assertEquals(4, values.restrictedTo(new int[] {3, 1}).target(0, 0));
    assertEquals(3, values.restrictedTo(new int[] {1, 2}).target(1, 0));
    assertThrowsNaming(IllegalStateException.class, () -> values.label(0), "target values");
    assertRefused(() -> run.restrictedTo(new int[] {3}), 3);
  }

  @Test
  void cutsDependOnTheDataAndCoverIt() {
    for (int examples : new int[] {1, 7, 383, 384, 500, 1000, 5000, 60_000}) {
      for (int parameters : new int[] {39, 79_510, 3_846_810, 30_000_000}) {
        Sharding sharding = Sharding.of(examples, parameters);
        assertEquals(0, sharding.firstRow(0));
        assertEquals(examples, sharding.firstRow(sharding.shards()));
        assertEquals(sharding.shards(), sharding.firstShard(sharding.lanes()));
        for (int s = 0; s < sharding.shards(); s++) {
          int rows = sharding.firstRow(s + 1) - sharding.firstRow(s);
          assertTrue(rows >= 1 && rows <= 512, "rows " + rows);
          assertTrue(rows <= sharding.mostRows());
        }
      }
    }
    assertEquals(1, Sharding.of(16, 43).lanes());
    assertEquals(1, Sharding.of(383, 3_846_810).lanes());
    assertEquals(2, Sharding.of(500, 3_846_810).lanes());
    assertEquals(8, Sharding.of(60_000, 266_610).lanes());
    assertEquals(4, Sharding.of(60_000, 3_846_810).lanes());
    assertEquals(2, Sharding.of(60_000, 30_000_000).lanes());
    assertEquals(1, Sharding.of(20_000, 39).lanes());
    assertEquals(3, Sharding.inLanes(3, 9, 2).lanes());
  }

  @Test
  void restrictedObjectivesTakeTheMeanOverTheirOwn() {
    NetworkObjective objective =
        NetworkObjective.of(NETWORK, Loss.softmaxCrossEntropy(), Nets.labelled(6, 64, 10, 1));
    double[] w = NETWORK.initialize(Initializer.glorotUniform(), 3);
    double first = objective.restrictedTo(new int[] {4}).value(w);
    double second = objective.restrictedTo(new int[] {1}).value(w);
    assertEquals((first + second) / 2, objective.restrictedTo(new int[] {4, 1}).value(w), 1e-13);
    assertTrue(Vectors.norm(objective.expandAt(w).gradient()) > 0);
  }
}
