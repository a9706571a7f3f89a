package org.roperator.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.roperator.contract.Samples;
import org.roperator.dense.Blas;
import org.roperator.dense.Transpose;
import org.roperator.function.FiniteSumExpansion;
import org.roperator.function.Workers;

/** Neither threads nor memory change a bit, and a product costs the matrix products it must. */
class NetworkDeterminismTest {

  private static final Network NETWORK =
      Network.inputs(30)
          .affine(40)
          .then(Activation.tanh())
          .affine(20)
          .then(Activation.relu())
          .affine(5);

  /** Enough for several lanes of several shards. */
  private static final Dataset DATA = Nets.labelled(2600, 30, 5, 1);

  private static List<double[]> everything(NetworkObjective objective) {
    double[] w = NETWORK.initialise(Initialiser.he(), 2);
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
        NETWORK.objective(Loss.softmaxCrossEntropy(), DATA).withWeightDecay(1e-3);
    assertEquals(5, objective.cut().lanes());
    assertEquals(10, objective.cut().shards());
    List<double[]> expected = everything(objective);
    assertSameBits(expected, everything(objective.on(Workers.of(2))));
    assertSameBits(expected, everything(objective.on(Workers.of(7))));
  }

  @Test
  void memoryBudgetChangesNoBit() {
    NetworkObjective objective = NETWORK.objective(Loss.softmaxCrossEntropy(), DATA);
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
      CountingBlas blas = new CountingBlas();
      NetworkObjective objective =
          network
              .objective(Loss.softmaxCrossEntropy(), Nets.labelled(8, 4, 3, 1))
              .multiplyingBy(blas)
              .cutBy((n, p) -> Cut.into(n, 2, 2));
      double[] w = network.initialise(Initialiser.glorotNormal(), 1);
      int shards = 4;
      assertEquals(shards, objective.cut().shards());
      FiniteSumExpansion at = objective.expandAt(w);
      assertEquals(shards * (3 * layers - 1), blas.reset());
      at.hessian().times(w);
      assertEquals(shards * (6 * layers - 4), blas.reset());
      at.gaussNewton().times(w);
      assertEquals(shards * (4 * layers - 2), blas.reset());
      objective.value(w);
      assertEquals(shards * layers, blas.reset());
      at.meanSquaredGradient();
      assertEquals(shards * layers, blas.reset());
      FiniteSumExpansion uncached = objective.withMemoryBudget(0).expandAt(w);
      blas.reset();
      uncached.hessian().times(w);
      assertEquals(shards * (8 * layers - 5), blas.reset());
      uncached.gaussNewton().times(w);
      assertEquals(shards * (5 * layers - 2), blas.reset());
    }
  }

  @Test
  void blocksShareTheirMatrixProducts() {
    CountingBlas blas = new CountingBlas();
    FiniteSumExpansion at =
        NETWORK
            .objective(Loss.softmaxCrossEntropy(), DATA)
            .multiplyingBy(blas)
            .cutBy((n, p) -> Cut.into(n, 1, n))
            .expandAt(NETWORK.initialise(Initialiser.he(), 2));
    int k = 4;
    double[][] vs = new double[k][at.dimension()];
    double[][] outs = new double[k][at.dimension()];
    blas.reset();
    at.hessian().applyAll(vs, outs);
    // With L = 3 affine layers, of the 14 products the 4 with remembered adjoints run once for
    // each.
    assertEquals(10 + 4 * k, blas.reset());
    at.gaussNewton().applyAll(vs, outs);
    assertEquals(10, blas.reset());
    at.hessian().applyAll(new double[0][], new double[0][]);
    assertEquals(0, blas.reset());
  }

  /** Per example four numbers per hidden unit, three where rectified, and 2c + 1 for c outputs. */
  @Test
  void cachesTakeWhatIsStated() {
    NetworkObjective objective = NETWORK.objective(Loss.softmaxCrossEntropy(), DATA);
    assertEquals(4 * 40 + 3 * 20 + 2 * 5 + 1, objective.problem().numbersKeptPerExample());
  }

  @Test
  void largeBlocksAreSweptInGroups() {
    Network wide = Network.inputs(2).affine(300).then(Activation.tanh()).affine(2);
    Dataset data = Nets.labelled(512, 2, 2, 1);
    CountingBlas blas = new CountingBlas();
    FiniteSumExpansion at =
        wide.objective(Loss.softmaxCrossEntropy(), data)
            .multiplyingBy(blas)
            .expandAt(wide.initialise(Initialiser.he(), 2));
    double[][] vs = new double[11][];
    for (int j = 0; j < vs.length; j++) {
      vs[j] = Samples.gaussian(Samples.random(j), at.dimension());
    }
    double[][] outs = new double[11][at.dimension()];
    blas.reset();
    at.gaussNewton().applyAll(vs, outs);
    // 512 · (2 + 300 + 300 + 300 + 300 + 2) numbers per direction: 6 fit into 2²²; 11 = 6 + 5.
    assertEquals(2 * 6 * shards(wide, data), blas.reset());
    for (int j = 0; j < vs.length; j++) {
      double distance = Samples.relativeDistance(at.gaussNewton().times(vs[j]), outs[j]);
      assertTrue(distance < 1e-13, "relative distance " + distance);
    }
  }

  private static int shards(Network network, Dataset data) {
    return network.objective(Loss.softmaxCrossEntropy(), data).cut().shards();
  }

  /** Counts products of matrices. */
  private static final class CountingBlas implements Blas {

    private final AtomicInteger products = new AtomicInteger();

    int reset() {
      return products.getAndSet(0);
    }

    @Override
    public String description() {
      return "counted " + Blas.instance().description();
    }

    @Override
    public void gemm(
        Transpose opA,
        Transpose opB,
        int m,
        int n,
        int k,
        double alpha,
        double[] a,
        int aFrom,
        int aStride,
        double[] b,
        int bFrom,
        int bStride,
        double beta,
        double[] c,
        int cFrom,
        int cStride) {
      products.incrementAndGet();
      Blas.instance()
          .gemm(
              opA, opB, m, n, k, alpha, a, aFrom, aStride, b, bFrom, bStride, beta, c, cFrom,
              cStride);
    }

    @Override
    public void gemv(
        Transpose opA,
        int rows,
        int columns,
        double alpha,
        double[] a,
        int aFrom,
        int aStride,
        double[] x,
        int xFrom,
        double beta,
        double[] y,
        int yFrom) {
      throw new AssertionError("networks multiply matrices");
    }
  }
}
