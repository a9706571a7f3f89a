package org.roperator.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.roperator.contract.CountingBlas;
import org.roperator.contract.Samples;
import org.roperator.dense.Blas;
import org.roperator.function.FiniteSumExpansion;
import org.roperator.nn.layer.Activation;
import org.roperator.nn.layer.LayerContract;
import org.roperator.nn.layer.Workspace;
import org.roperator.optimize.Ending;
import org.roperator.optimize.HessianFree;
import org.roperator.optimize.OptimizationListener.Signal;
import org.roperator.optimize.Optimizer;
import org.roperator.optimize.smooth.BoundedLimitedMemoryBfgs;
import org.roperator.optimize.smooth.Bounds;
import org.roperator.optimize.smooth.LimitedMemoryBfgs;
import org.roperator.optimize.smooth.NewtonConjugateGradient;
import org.roperator.optimize.smooth.ProjectedTrustRegionNewton;
import org.roperator.optimize.smooth.Subproblem;
import org.roperator.optimize.smooth.TrustRegionNewton;
import org.roperator.parallel.Sharding;
import org.roperator.parallel.Workers;

/** Neither threads nor memory change a bit, and a product costs the matrix products it must. */
class NetworkDeterminismTest {

  private static final Network NETWORK =
      Network.inputs(30)
          .affine(40)
          .then(Activation.tanh())
          .affine(20)
          .then(Activation.relu())
          .affine(5);

  private static final Network SMALL =
      Network.inputs(4).affine(6).then(Activation.tanh()).affine(3);

  /** Enough for several lanes of several shards. */
  private static final Dataset DATA = Nets.labelled(2600, 30, 5, 1);

  private static List<double[]> everything(NetworkObjective objective) {
    double[] w = NETWORK.initialize(Initializer.he(), 2);
    FiniteSumExpansion at = objective.expandAt(w);
    double[][] vs = new double[3][];
    for (int j = 0; j < vs.length; j++) {
      vs[j] = Samples.gaussian(Samples.random(j), w.length);
    }
    double[][] hvs = new double[3][w.length];
    at.hessian().applyAll(vs, hvs);
    double[][] gvs = new double[3][w.length];
    at.gaussNewton().applyAll(vs, gvs);
    List<double[]> all = new ArrayList<>(List.of(hvs));
    all.addAll(List.of(gvs));
    all.add(new double[] {at.value(), objective.value(w)});
    all.add(at.gradient());
    all.add(at.hessian().times(vs[0]));
    all.add(at.gaussNewton().times(vs[0]));
    all.add(at.meanSquaredGradient());
    return all;
  }

  private static void assertSameBits(List<double[]> expected, List<double[]> actual) {
    assertEquals(expected.size(), actual.size());
    for (int i = 0; i < expected.size(); i++) {
      assertArrayEquals(expected.get(i), actual.get(i), 0.0, "result " + i);
    }
  }

  @Test
  void threadsChangeNoBit() {
    NetworkObjective objective =
        NetworkObjective.of(NETWORK, Loss.softmaxCrossEntropy(), DATA).withWeightDecay(1e-3);
    assertEquals(5, objective.sharding().lanes());
    assertEquals(10, objective.sharding().shards());
    List<double[]> expected = everything(objective);
    assertSameBits(expected, everything(objective.on(Workers.of(2))));
    assertSameBits(expected, everything(objective.on(Workers.of(7))));
  }

  static List<Optimizer> minimizers() {
    int n = SMALL.dimension();
    double[] lower = new double[n];
    double[] upper = new double[n];
    Arrays.fill(lower, -0.5);
    Arrays.fill(upper, Double.POSITIVE_INFINITY);
    Bounds box = Bounds.of(lower, upper);
    Ending six = Ending.standard().atMostIterations(6);
    return List.of(
        HessianFree.standard().withEnding(six),
        TrustRegionNewton.standard().withEnding(six),
        TrustRegionNewton.standard().withSubproblem(Subproblem.STEIHAUG).withEnding(six),
        NewtonConjugateGradient.standard().withEnding(six),
        LimitedMemoryBfgs.standard().withEnding(six),
        ProjectedTrustRegionNewton.within(box).withEnding(six),
        BoundedLimitedMemoryBfgs.within(box).withEnding(six));
  }

  @ParameterizedTest
  @MethodSource("minimizers")
  void minimizersTakeTheSamePathOnAnyNumberOfThreads(Optimizer method) {
    NetworkObjective objective =
        NetworkObjective.of(SMALL, Loss.softmaxCrossEntropy(), Nets.labelled(60, 4, 3, 1))
            .cutBy((n, p) -> Sharding.inLanes(n, 5, 4));
    List<double[]> expected = path(method, objective);
    assertEquals(6, expected.size());
    assertSameBits(expected, path(method, objective.on(Workers.of(2))));
    assertSameBits(expected, path(method, objective.on(Workers.of(5))));
  }

  private static List<double[]> path(Optimizer method, NetworkObjective objective) {
    double[] start = SMALL.initialize(Initializer.glorotNormal(), 3);
    for (int i = 0; i < start.length; i++) {
      start[i] = Math.max(start[i], -0.5);
    }
    List<double[]> path = new ArrayList<>();
    method.minimize(
        objective,
        start,
        iteration -> {
          path.add(iteration.parameters());
          return Signal.CONTINUE;
        });
    return path;
  }

  @Test
  void memoryBudgetChangesNoBit() {
    NetworkObjective objective = NetworkObjective.of(NETWORK, Loss.softmaxCrossEntropy(), DATA);
    List<double[]> expected = everything(objective);
    assertSameBits(expected, everything(objective.withMemoryBudget(0)));
    long some = 8L * 1000 * objective.problem().numbersKeptPerExample();
    assertSameBits(expected, everything(objective.withMemoryBudget(some).on(Workers.of(2))));
  }

  /** For L affine layers and each shard 3L − 1 for a gradient, 6L − 4 for Hv, 4L − 2 for Gv. */
  @Test
  void productsCostTheMatrixProductsTheyMust() {
    for (int layers = 1; layers <= 5; layers++) {
      Network network = Network.inputs(4);
      for (int l = 1; l < layers; l++) {
        network = network.affine(4 + l).then(Activation.tanh());
      }
      network = network.affine(3);
      CountingBlas blas = new CountingBlas(Blas.instance());
      NetworkObjective objective =
          NetworkObjective.of(network, Loss.softmaxCrossEntropy(), Nets.labelled(8, 4, 3, 1))
              .withBlas(blas)
              .cutBy((n, p) -> Sharding.inLanes(n, 2, 2));
      double[] w = network.initialize(Initializer.glorotNormal(), 1);
      int shards = 4;
      assertEquals(shards, objective.sharding().shards());
      FiniteSumExpansion at = objective.expandAt(w);
      assertEquals(shards * (3 * layers - 1), countAndReset(blas));
      at.hessian().times(w);
      assertEquals(shards * (6 * layers - 4), countAndReset(blas));
      at.gaussNewton().times(w);
      assertEquals(shards * (4 * layers - 2), countAndReset(blas));
      objective.value(w);
      assertEquals(shards * layers, countAndReset(blas));
      at.meanSquaredGradient();
      assertEquals(shards * layers, countAndReset(blas));
      FiniteSumExpansion uncached = objective.withMemoryBudget(0).expandAt(w);
      blas.reset();
      uncached.hessian().times(w);
      assertEquals(shards * (8 * layers - 5), countAndReset(blas));
      uncached.gaussNewton().times(w);
      assertEquals(shards * (5 * layers - 2), countAndReset(blas));
    }
  }

  @Test
  void blocksShareTheirMatrixProducts() {
    CountingBlas blas = new CountingBlas(Blas.instance());
    FiniteSumExpansion at =
        NetworkObjective.of(NETWORK, Loss.softmaxCrossEntropy(), DATA)
            .withBlas(blas)
            .cutBy((n, p) -> Sharding.inLanes(n, 1, n))
            .expandAt(NETWORK.initialize(Initializer.he(), 2));
    int k = 4;
    double[][] vs = new double[k][at.dimension()];
    double[][] outs = new double[k][at.dimension()];
    blas.reset();
    at.hessian().applyAll(vs, outs);
    // With L = 3 affine layers, of the 14 products the 4 with remembered adjoints run once for
    // each.
    assertEquals(10 + 4 * k, countAndReset(blas));
    at.gaussNewton().applyAll(vs, outs);
    assertEquals(10, countAndReset(blas));
    at.hessian().applyAll(new double[0][], new double[0][]);
    assertEquals(0, countAndReset(blas));
  }

  /** Per example four numbers per hidden unit, three where rectified, and 2c + 1 for c outputs. */
  @Test
  void cachesTakeWhatIsStated() {
    NetworkObjective objective = NetworkObjective.of(NETWORK, Loss.softmaxCrossEntropy(), DATA);
    assertEquals(4 * 40 + 3 * 20 + 2 * 5 + 1, objective.problem().numbersKeptPerExample());
  }

  /** Data are never overwritten, so that what prepares them takes room of its own. */
  @Test
  void preparedDataCountsTowardsTheMemory() {
    Network network = Network.inputs(30).batchNormalization().affine(2);
    double[] w = network.initialize(Initializer.he(), 1);
    LossOverData problem =
        new LossOverData(
            network.inference(w, DATA), Loss.squaredError(), Nets.valued(50, 30, 2, 1));
    Workspace memory = LayerContract.workspace();
    ShardPasses.forward(problem, 0, 50, w, memory).backward(memory);
    assertTrue(memory.lentNumbers() <= 50 * problem.numbersKeptPerExample());
  }

  @Test
  void onlyCountsOfExamplesLimitTheSizeOfABatch() {
    int many = 2_000_000_000;
    assertEquals(1, Sharding.inBatches(many, many, 1).shards());
    assertEquals(2, Sharding.inBatches(many, many - 1, 1).shards());
  }

  @Test
  void largeBlocksAreSweptInGroups() {
    Network wide = Network.inputs(2).affine(300).then(Activation.tanh()).affine(2);
    Dataset data = Nets.labelled(512, 2, 2, 1);
    CountingBlas blas = new CountingBlas(Blas.instance());
    FiniteSumExpansion at =
        NetworkObjective.of(wide, Loss.softmaxCrossEntropy(), data)
            .withBlas(blas)
            .expandAt(wide.initialize(Initializer.he(), 2));
    double[][] vs = new double[11][];
    for (int j = 0; j < vs.length; j++) {
      vs[j] = Samples.gaussian(Samples.random(j), at.dimension());
    }
    double[][] outs = new double[11][at.dimension()];
    blas.reset();
    at.gaussNewton().applyAll(vs, outs);
    // 512 · (2 + 300 + 300 + 300 + 300 + 2) numbers per direction: 6 fit into 2²²; 11 = 6 + 5.
    assertEquals(2 * 6 * shards(wide, data), countAndReset(blas));
    for (int j = 0; j < vs.length; j++) {
      double distance = Samples.relativeDistance(at.gaussNewton().times(vs[j]), outs[j]);
      assertTrue(distance < 1e-13, "relative distance " + distance);
    }
  }

  private static int shards(Network network, Dataset data) {
    return NetworkObjective.of(network, Loss.softmaxCrossEntropy(), data).sharding().shards();
  }

  private static int countAndReset(CountingBlas blas) {
    int products = Math.toIntExact(blas.gemms());
    assertEquals(0, blas.gemvs(), "networks multiply matrices");
    blas.reset();
    return products;
  }
}
