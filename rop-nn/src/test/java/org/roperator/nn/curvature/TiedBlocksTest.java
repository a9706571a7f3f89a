package org.roperator.nn.curvature;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.roperator.contract.Refusals.assertRefused;
import static org.roperator.nn.curvature.HessianBlocksTest.assertClose;

import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.roperator.contract.CountingBlas;
import org.roperator.contract.Samples;
import org.roperator.dense.Blas;
import org.roperator.internal.Vectors;
import org.roperator.nn.Dataset;
import org.roperator.nn.Loss;
import org.roperator.nn.Nets;
import org.roperator.nn.Network;
import org.roperator.nn.NetworkExpansion;
import org.roperator.nn.NetworkObjective;
import org.roperator.nn.layer.Averaging;
import org.roperator.nn.layer.SecondSummand;
import org.roperator.operator.BlockDiagonal;
import org.roperator.operator.BlockDiagonal.Block;
import org.roperator.operator.SymmetricOperator;
import org.roperator.optimize.BlockNewton;
import org.roperator.optimize.Epochs;
import org.roperator.optimize.OptimizationResult;
import org.roperator.parallel.Workers;

/**
 * Blocks of shared parameters against the blocks of a network that has each of them apart, summed
 * as dense matrices, weights that act from the other side turned round.
 */
class TiedBlocksTest {

  /** Two orders of the same sums of some hundred terms. */
  private static final double TOLERANCE = 1e-11;

  private static final List<HessianBackpropagation> CURVATURES =
      List.of(
          HessianBackpropagation.hessian(),
          HessianBackpropagation.gaussNewton(),
          HessianBackpropagation.positiveCurvature(),
          HessianBackpropagation.clippedCurvature(),
          HessianBackpropagation.fisher(),
          HessianBackpropagation.empiricalFisher());

  private static final List<Partition> PARTITIONS =
      List.of(
          Partition.perArray(),
          Partition.perLayer(),
          Partition.perArray().withRowGroups(2),
          Partition.perLayer().withRowGroups(2));

  static void assertBlocks(String what, double[][] expected, BlockDiagonal<CurvatureBlock> actual) {
    for (Block<CurvatureBlock> block : actual.blocks()) {
      double[][] part = TiedNetwork.part(expected, block);
      CurvatureBlock operator = block.operator();
      assertClose(what + ", " + block.name(), part, operator.dense(), TOLERANCE);
      double trace = 0;
      double[] diagonal = operator.diagonal();
      for (int i = 0; i < part.length; i++) {
        assertEquals(part[i][i], diagonal[i], TOLERANCE);
        trace += part[i][i];
      }
      assertEquals(trace, operator.trace(), TOLERANCE * part.length);
    }
  }

  /**
   * y = w(wx) with w = 2, x = 3 and loss ½y²: each layer by itself has (wx)² = 36; both have 6w²x²
   * = 216 in the Hessian and (2wx)² = 144 in the Gauss-Newton matrix, twice the sum.
   */
  @Test
  void twoFactorsHaveTheBlocksWorkedByHand() {
    Dataset data = Dataset.regression(new double[] {3}, 1, new double[1], 1);
    for (Network network :
        List.of(
            Network.inputs(1).affine(1).tied(0), Network.inputs(1).affine(1).tiedTransposed(0))) {
      NetworkExpansion at =
          NetworkObjective.of(network, Loss.squaredError(), data).expandAt(new double[] {2, 0});
      for (Averaging averaging : Averaging.values()) {
        CurvatureBlock block =
            HessianBackpropagation.hessian()
                .withAveraging(averaging)
                .of(at)
                .block("layer1.W")
                .operator();
        assertEquals(72, block.dense()[0][0], 1e-12);
      }
      assertEquals(216, at.hessian().block(0, 1).times(new double[] {1})[0], 1e-12);
      assertEquals(144, at.gaussNewton().block(0, 1).times(new double[] {1})[0], 1e-12);
    }
  }

  @Test
  void exactBlocksAreSumsOfThoseOfTheUntiedNetwork() {
    for (TiedNetwork net : TiedNetwork.all()) {
      NetworkExpansion at = net.at(1);
      NetworkExpansion apart = net.apart(1);
      for (HessianBackpropagation curvature : CURVATURES) {
        double[][] sum = net.gathered(curvature.withPartition(Partition.perLayer()).of(apart));
        for (Partition partition : PARTITIONS) {
          HessianBackpropagation tied = curvature.withPartition(partition);
          assertBlocks(net + ", " + tied, sum, tied.of(at));
        }
      }
    }
  }

  /** Whole products of the untied network share no code with curvature sent backwards. */
  @Test
  void theyAreDiagonalBlocksOfTheUntiedWholeMatrices() {
    for (TiedNetwork net : TiedNetwork.all()) {
      NetworkExpansion apart = net.apart(2);
      BlockDiagonal<CurvatureBlock> blocks =
          HessianBackpropagation.hessian().withPartition(Partition.perLayer()).of(apart);
      assertBlocks(
          net + ", Hessian",
          net.gathered(diagonalBlocks(apart.hessian(), blocks)),
          HessianBackpropagation.hessian().withPartition(Partition.perLayer()).of(net.at(2)));
      assertBlocks(
          net + ", Gauss-Newton",
          net.gathered(diagonalBlocks(apart.gaussNewton(), blocks)),
          HessianBackpropagation.gaussNewton().withPartition(Partition.perLayer()).of(net.at(2)));
    }
  }

  private static SymmetricOperator diagonalBlocks(
      SymmetricOperator whole, BlockDiagonal<CurvatureBlock> like) {
    return SymmetricOperator.of(
        whole.dimension(),
        (v, out) -> {
          for (Block<CurvatureBlock> block : like.blocks()) {
            double[] alone = new double[v.length];
            block.scatter(block.of(v), alone);
            block.scatter(block.of(whole.times(alone)), out);
          }
        });
  }

  /** What is left out is what lies between the layers, and it is not small. */
  @Test
  void theExactBlockHasWhatLiesBetweenLayersAsWell() {
    for (TiedNetwork net : TiedNetwork.all()) {
      NetworkExpansion at = net.at(3);
      double[][] whole = net.gathered(net.apart(3).hessian());
      BlockDiagonal<CurvatureBlock> exact = LayerBlocks.of(at.hessian(), net.tied().layout());
      BlockDiagonal<CurvatureBlock> own =
          HessianBackpropagation.hessian().withPartition(Partition.perArray()).of(at);
      for (Block<CurvatureBlock> block : exact.blocks()) {
        assertClose(
            net + ", " + block.name(),
            TiedNetwork.part(whole, block),
            block.operator().dense(),
            TOLERANCE);
      }
      for (Block<CurvatureBlock> block : own.blocks()) {
        double[] v = Samples.gaussian(Samples.random(4), block.operator().dimension());
        double[] all = new double[at.dimension()];
        block.scatter(v, all);
        double distance =
            Samples.relativeDistance(block.of(at.hessian().times(all)), block.operator().times(v));
        boolean between = net.sharing(block) > 1;
        assertTrue(between == distance > 1e-3, net + ", " + block.name() + ": " + distance);
      }
    }
  }

  /** The draws depend on the parameters, so the untied network is given those of the tied one. */
  @Test
  void sampledFisherMatricesAndFactorsAreSumsForTheSameDraws() {
    for (TiedNetwork net : TiedNetwork.affine()) {
      NetworkExpansion at = net.at(1);
      NetworkExpansion apart = net.apart(1);
      FrozenRoots roots = FrozenRoots.sampled(at, 2, 9);
      List<LayerSlot> layers = LayerSlot.of(net.untied());
      double[][] fisher =
          net.gathered(
              Blocks.assemble(
                  apart,
                  Partition.perLayer(),
                  layers,
                  slots ->
                      new ExampleBlock(
                          apart, new OutputCurvature.OfRoots(roots), SecondSummand.DROP, slots)));
      double[][] factored =
          net.gathered(
              Blocks.assemble(
                  apart, Partition.perLayer(), layers, RootSweep.run(apart, roots, layers)::block));
      double[][] kflr = net.gathered(KroneckerFactored.kflr().of(apart));
      double[][] empirical = net.gathered(KroneckerFactored.ofEmpiricalFisher().of(apart));
      for (Partition partition : PARTITIONS) {
        String what = net + ", " + partition;
        assertBlocks(
            what,
            fisher,
            HessianBackpropagation.sampledFisher(2, 9).withPartition(partition).of(at));
        assertBlocks(what, factored, KroneckerFactored.kfac(2, 9).withPartition(partition).of(at));
        assertBlocks(what, kflr, KroneckerFactored.kflr().withPartition(partition).of(at));
        assertBlocks(
            what, empirical, KroneckerFactored.ofEmpiricalFisher().withPartition(partition).of(at));
      }
    }
  }

  @Test
  void averagedBlocksAreSumsOfThoseOfTheUntiedNetwork() {
    for (TiedNetwork net : TiedNetwork.affine()) {
      NetworkExpansion at = net.at(1);
      NetworkExpansion apart = net.apart(1);
      for (HessianBackpropagation curvature : CURVATURES) {
        for (Averaging averaging : List.of(Averaging.HESSIANS, Averaging.HESSIANS_AND_JACOBIANS)) {
          HessianBackpropagation averaged = curvature.withAveraging(averaging);
          double[][] sum = net.gathered(averaged.withPartition(Partition.perLayer()).of(apart));
          for (Partition partition : PARTITIONS) {
            HessianBackpropagation tied = averaged.withPartition(partition);
            assertBlocks(net + ", " + tied, sum, tied.of(at));
          }
        }
      }
    }
  }

  /** By the eigenvalues of the whole block, since a sum of Kronecker products has no factors. */
  @Test
  void sumsOfKroneckerProductsHaveDampedInverses() {
    for (TiedNetwork net : TiedNetwork.affine()) {
      for (double decay : new double[] {0, 0.1}) {
        NetworkObjective objective = net.objective().withWeightDecay(decay);
        for (Block<CurvatureBlock> block :
            KroneckerFactored.kflr().of(objective.expandAt(net.theta(1))).blocks()) {
          CurvatureBlock c = block.operator();
          double[] v = Samples.gaussian(Samples.random(4), c.dimension());
          double[] back = c.dampedInverse(0.5).times(c.damped(0.5).times(v));
          // Condition numbers are below a hundred.
          assertTrue(Samples.relativeDistance(v, back) < 1e-12, net + ", " + block.name());
          assertRefused(() -> c.dampedInverse(-10), "The damping is", "smallest eigenvalue");
        }
      }
    }
  }

  @Test
  void aSharedSliceIsOneBlock() {
    for (TiedNetwork net : TiedNetwork.all()) {
      NetworkExpansion at = net.at(1);
      List<String> names =
          HessianBackpropagation.hessian().of(at).blocks().stream().map(Block::name).toList();
      assertEquals(
          net.tied().layout().slices().stream().map(slice -> slice.name()).toList(), names);
      BlockDiagonal<CurvatureBlock> read = LayerBlocks.of(at.hessian(), net.tied().layout());
      assertEquals(
          read.dimension(),
          read.blocks().stream().mapToInt(block -> block.operator().dimension()).sum());
    }
  }

  /** Whatever the parameters are, with a convex loss. */
  @Property(tries = 10)
  void sumsAreSymmetricAndAllButTheHessianPositiveSemiDefinite(@ForAll long seed) {
    for (TiedNetwork net : TiedNetwork.all()) {
      for (HessianBackpropagation curvature : CURVATURES) {
        assertDefinite(net, curvature, seed);
      }
      assertBounded(net, seed);
    }
    for (TiedNetwork net : TiedNetwork.affine()) {
      for (HessianBackpropagation curvature : CURVATURES) {
        assertDefinite(net, curvature.withAveraging(Averaging.HESSIANS), seed);
        assertDefinite(net, curvature.withAveraging(Averaging.HESSIANS_AND_JACOBIANS), seed);
      }
    }
  }

  /** The rounding of forms of some ten to fifty terms, each of some hundred. */
  private static void assertDefinite(TiedNetwork net, HessianBackpropagation curvature, long seed) {
    NetworkExpansion at = net.at(seed);
    double[] v = Samples.gaussian(Samples.random(seed + 1), at.dimension());
    double[] u = Samples.gaussian(Samples.random(seed + 2), at.dimension());
    boolean indefinite = curvature.toString().startsWith(SecondSummand.KEEP.toString());
    for (Block<CurvatureBlock> block : curvature.of(at).blocks()) {
      String what = net + ", " + curvature + ", " + block.name();
      double[] left = block.of(u);
      double[] right = block.of(v);
      double[] product = block.operator().times(right);
      double scale = Vectors.norm(left) * Vectors.norm(product);
      double other = Vectors.dot(right, block.operator().times(left));
      assertEquals(Vectors.dot(left, product), other, 1e-11 * (scale + Math.abs(other)), what);
      double norms = Vectors.norm(right) * Vectors.norm(product);
      assertTrue(indefinite || Vectors.dot(right, product) >= -1e-12 * norms, what);
    }
  }

  /** {@code ‖Σ Jᵢv‖² ≤ m Σ ‖Jᵢv‖²} in the norm of the loss's curvature, m layers that share. */
  private static void assertBounded(TiedNetwork net, long seed) {
    NetworkExpansion at = net.at(seed);
    double[] v = Samples.gaussian(Samples.random(seed + 1), at.dimension());
    for (Block<CurvatureBlock> block : HessianBackpropagation.gaussNewton().of(at).blocks()) {
      double[] part = block.of(v);
      double[] alone = new double[v.length];
      block.scatter(part, alone);
      double exact = at.gaussNewton().quadraticForm(alone);
      double sum = block.operator().quadraticForm(part);
      long m = net.sharing(block);
      assertTrue(exact <= m * sum * (1 + 1e-11), net + ", " + block.name());
    }
  }

  /** As many matrix products as the blocks of the layers that share, each by itself. */
  @Test
  void aProductCostsThoseOfTheLayersThatShare() {
    for (TiedNetwork net : TiedNetwork.affine().subList(0, 2)) {
      assertEquals(products(net.untied()), products(net.tied()), net.toString());
    }
  }

  private static long products(Network network) {
    CountingBlas blas = new CountingBlas(Blas.instance());
    double[] w = Samples.gaussian(Samples.random(1), network.dimension());
    SymmetricOperator blocks =
        HessianBackpropagation.hessian()
            .of(
                NetworkObjective.of(network, Loss.softmaxCrossEntropy(), Nets.labelled(6, 3, 3, 5))
                    .withBlas(blas)
                    .expandAt(w));
    blas.reset();
    blocks.times(w);
    return blas.multiplyAdds();
  }

  @Test
  void stacksThreadsAndSmallCachesGiveTheSame() {
    for (TiedNetwork net : TiedNetwork.affine()) {
      double[] v = net.theta(7);
      NetworkObjective other = net.objective().on(Workers.of(3)).withMemoryBudget(0);
      for (HessianBackpropagation curvature :
          List.of(
              HessianBackpropagation.hessian(),
              HessianBackpropagation.gaussNewton().withAveraging(Averaging.HESSIANS))) {
        SymmetricOperator blocks = curvature.withPartition(Partition.perLayer()).of(net.at(1));
        double[] expected = blocks.times(v);
        assertArrayEquals(
            expected,
            curvature
                .withPartition(Partition.perLayer())
                .of(other.expandAt(net.theta(1)))
                .times(v));
        double[][] outs = new double[3][v.length];
        blocks.applyAll(new double[][] {net.theta(8), v, new double[v.length]}, outs);
        assertTrue(Samples.relativeDistance(expected, outs[1]) < 1e-13, net.toString());
        assertEquals(0, Vectors.maxAbs(outs[2]));
      }
    }
  }

  /** The regularizer is one of the shared parameters, once. */
  @Test
  void theRegularizerIsAddedOnce() {
    for (TiedNetwork net : TiedNetwork.affine()) {
      NetworkExpansion plain = net.at(1);
      NetworkExpansion decayed = net.objective().withDecay(0.5).expandAt(net.theta(1));
      double[] v = net.theta(3);
      for (Averaging averaging : Averaging.values()) {
        HessianBackpropagation curvature =
            HessianBackpropagation.gaussNewton().withAveraging(averaging);
        double[] expected = curvature.of(plain).times(v);
        Vectors.addScaled(0.5, v, expected);
        double distance = Samples.relativeDistance(expected, curvature.of(decayed).times(v));
        assertTrue(distance < 1e-13, net + ": " + distance);
      }
    }
  }

  @Test
  void newtonStepsByBlocksTrainTiedNetworks() {
    for (TiedNetwork net : TiedNetwork.all()) {
      NetworkObjective objective = net.objective();
      // Steps of a fixed rate, without a search, lead astray from one start in eleven.
      double[] gains = new double[5];
      for (int i = 0; i < gains.length; i++) {
        double[] start = net.theta(1 + i);
        OptimizationResult result =
            Epochs.of(20)
                .stepping(BlockNewton.of(HessianBackpropagation.gaussNewton()))
                .minimize(objective, start);
        gains[i] = result.value() / objective.value(start);
      }
      Arrays.sort(gains);
      assertTrue(gains[2] < 0.9, net + ": " + Arrays.toString(gains));
    }
  }
}
