package org.roperator.nn.curvature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.roperator.nn.curvature.HessianBlocksTest.assertClose;

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
import org.roperator.nn.layer.Activation;
import org.roperator.nn.layer.Averaging;
import org.roperator.nn.layer.HessianRule;
import org.roperator.nn.layer.HessianRule.Place;
import org.roperator.nn.layer.SecondSummand;
import org.roperator.operator.BlockDiagonal.Block;
import org.roperator.solve.CgOutcome;
import org.roperator.solve.CgResult;
import org.roperator.solve.ConjugateGradient;
import org.roperator.solve.StoppingRule;

/** Approximations (6) and (7), and what becomes of the second summand. */
class AveragedCurvatureTest {

  /** Two orders of the same sums of some hundred terms. */
  private static final double TOLERANCE = 1e-11;

  private static final int[] WIDTHS = {3, 4, 3, 3};

  private static final List<HessianBackpropagation> ALL =
      List.of(
          HessianBackpropagation.hessian(),
          HessianBackpropagation.gaussNewton(),
          HessianBackpropagation.positiveCurvature(),
          HessianBackpropagation.clippedCurvature());

  private static final List<SecondSummand> SUMMANDS =
      List.of(SecondSummand.KEEP, SecondSummand.DROP, SecondSummand.ABSOLUTE, SecondSummand.CLIP);

  private static Network network(Activation activation) {
    Network network = Network.inputs(WIDTHS[0]);
    for (int l = 1; l < WIDTHS.length; l++) {
      network = network.affine(WIDTHS[l]);
      network = l < WIDTHS.length - 1 ? network.then(activation) : network;
    }
    return network;
  }

  private static NetworkExpansion expansion(int examples, long seed) {
    Network network = network(Activation.logistic());
    return NetworkObjective.of(
            network, Loss.softmaxCrossEntropy(), Nets.labelled(examples, 3, 3, seed))
        .expandAt(Samples.gaussian(Samples.random(seed), network.dimension()));
  }

  /** With one example averages are exact, also those of a layer that has biases alone. */
  @Test
  void shiftsOfDataAndOfUnitsHaveTheBlocksOfTheOneExample() {
    Network network =
        Network.inputs(3).shifted().affine(4).then(Activation.tanh()).shifted().affine(3);
    NetworkExpansion at =
        NetworkObjective.of(network, Loss.softmaxCrossEntropy(), Nets.labelled(1, 3, 3, 2))
            .expandAt(Samples.gaussian(Samples.random(1), network.dimension()));
    double[] v = Samples.gaussian(Samples.random(2), network.dimension());
    double[] hessian = HessianBackpropagation.hessian().of(at).times(v);
    for (Averaging averaging : Averaging.values()) {
      HessianBackpropagation averaged = HessianBackpropagation.hessian().withAveraging(averaging);
      double distance = Samples.relativeDistance(hessian, averaged.of(at).times(v));
      assertTrue(distance < 1e-11, () -> averaging + ": " + distance);
    }
    double[] gaussNewton =
        HessianBackpropagation.gaussNewton().withPartition(Partition.perLayer()).of(at).times(v);
    double distance =
        Samples.relativeDistance(gaussNewton, KroneckerFactored.kflr().of(at).times(v));
    assertTrue(distance < 1e-11, () -> "KFLR: " + distance);
  }

  /** Our two modules for a layer and the reference's one give the same, under (6) and under (7). */
  @Test
  void everyRuleGivesTheBlocksOfExplicitMatricesWithFusedLayers() {
    for (int examples : new int[] {1, 6}) {
      Dataset data = Nets.labelled(examples, 3, 3, 2);
      Network network = network(Activation.tanh());
      double[] w = Samples.gaussian(Samples.random(3), network.dimension());
      NetworkExpansion at =
          NetworkObjective.of(network, Loss.softmaxCrossEntropy(), data).expandAt(w);
      CurvatureReference reference = new CurvatureReference(WIDTHS, Activation.tanh(), w, data);
      for (HessianBackpropagation curvature : ALL) {
        for (Averaging averaging : Averaging.values()) {
          for (Place place : Place.values()) {
            if (averaging == Averaging.EACH_EXAMPLE && place == Place.BATCH) {
              continue;
            }
            HessianRule rule = new HessianRule(averaging, summand(curvature), place);
            for (int l = 1; l < WIDTHS.length; l++) {
              double[][] block =
                  curvature
                      .withAveraging(averaging)
                      .withPlace(place)
                      .of(at)
                      .block("layer" + l + ".W")
                      .operator()
                      .dense();
              assertClose(rule + ", layer " + l, reference.weightBlock(l, rule), block, TOLERANCE);
            }
          }
        }
      }
    }
  }

  private static SecondSummand summand(HessianBackpropagation curvature) {
    return SUMMANDS.get(ALL.indexOf(curvature));
  }

  @Test
  void oneExampleLeavesNothingToAverage() {
    NetworkExpansion at = expansion(1, 5);
    for (HessianBackpropagation curvature : ALL) {
      for (Partition partition :
          List.of(Partition.perArray().withRowGroups(2), Partition.perLayer())) {
        for (Block<CurvatureBlock> block : curvature.withPartition(partition).of(at).blocks()) {
          for (Averaging averaging : Averaging.values()) {
            CurvatureBlock averaged =
                curvature
                    .withPartition(partition)
                    .withAveraging(averaging)
                    .of(at)
                    .block(block.name())
                    .operator();
            assertClose(block.name(), block.operator().dense(), averaged.dense(), TOLERANCE);
          }
        }
      }
    }
  }

  /** Biases have the input 1, so that a layer's block has the arrays' blocks on its diagonal. */
  @Test
  void blocksOfLayersHoldThoseOfTheirArraysAndWhatIsBetween() {
    NetworkExpansion at = expansion(6, 5);
    for (Averaging averaging : Averaging.values()) {
      HessianBackpropagation curvature =
          HessianBackpropagation.gaussNewton().withAveraging(averaging);
      double[][] layer =
          curvature.withPartition(Partition.perLayer()).of(at).block("layer2").operator().dense();
      double[][] weights = curvature.of(at).block("layer2.W").operator().dense();
      double[][] biases = curvature.of(at).block("layer2.b").operator().dense();
      double between = 0;
      for (int i = 0; i < layer.length; i++) {
        for (int j = 0; j < layer.length; j++) {
          int w = weights.length;
          if (i < w && j < w) {
            assertEquals(weights[i][j], layer[i][j], TOLERANCE);
          } else if (i >= w && j >= w) {
            assertEquals(biases[i - w][j - w], layer[i][j], TOLERANCE);
          } else {
            between = Math.max(between, Math.abs(layer[i][j]));
          }
        }
      }
      assertTrue(between > 1e-4, "weights and biases belong together");
    }
  }

  /** The rounding of a quadratic form of some hundred terms. */
  @Property(tries = 20)
  void allButTheHessianArePositiveSemiDefinite(@ForAll long seed) {
    NetworkExpansion at = expansion(5, seed);
    double[] v = Samples.gaussian(Samples.random(seed + 1), at.dimension());
    for (HessianBackpropagation curvature : ALL.subList(1, 4)) {
      for (Averaging averaging : Averaging.values()) {
        for (Block<CurvatureBlock> block : curvature.withAveraging(averaging).of(at).blocks()) {
          double[] part = block.of(v);
          double[] product = block.operator().times(part);
          double scale = Vectors.norm(part) * Vectors.norm(product);
          assertTrue(Vectors.dot(part, product) >= -1e-13 * scale, curvature + ", " + block.name());
        }
      }
    }
  }

  /** (6) minus (7) is a covariance in one layer, hence positive semi-definite there. */
  @Property(tries = 20)
  void averagingLessLeavesMoreCurvature(@ForAll long seed) {
    NetworkExpansion at = expansion(5, seed);
    double[] v = Samples.gaussian(Samples.random(seed + 1), 3 * 3);
    double six = form(at, Averaging.HESSIANS, v);
    double seven = form(at, Averaging.HESSIANS_AND_JACOBIANS, v);
    assertTrue(six >= seven - 1e-13 * six, six + " and " + seven);
  }

  private static double form(NetworkExpansion at, Averaging averaging, double[] v) {
    return HessianBackpropagation.gaussNewton()
        .withAveraging(averaging)
        .of(at)
        .block("layer3.W")
        .operator()
        .quadraticForm(v);
  }

  /** Rank C − 1 and one eigenvalue of the damping make C distinct eigenvalues. */
  @Test
  void conjugateGradientsEndInAsManyStepsAsThereAreClasses() {
    Network network = Network.inputs(20).affine(16).then(Activation.logistic()).affine(12);
    network = network.then(Activation.logistic()).affine(4);
    NetworkExpansion at =
        NetworkObjective.of(network, Loss.softmaxCrossEntropy(), Nets.labelled(30, 20, 4, 2))
            .expandAt(Samples.gaussian(Samples.random(3), network.dimension()));
    double[] gradient = at.gradient();
    for (Block<CurvatureBlock> block :
        HessianBackpropagation.gaussNewton()
            .withAveraging(Averaging.HESSIANS_AND_JACOBIANS)
            .of(at)
            .blocks()) {
      CgResult result =
          ConjugateGradient.until(StoppingRule.residualBelow(1e-9))
              .solve(block.operator().scaledBy(0.98).damped(0.02), block.of(gradient));
      assertEquals(CgOutcome.RESIDUAL_REACHED, result.outcome());
      assertTrue(result.iterations() <= 4, block.name() + ": " + result.iterations());
    }
  }

  /** Few examples of many features keep the examples, and give the same matrix as their product. */
  @Test
  void fewExamplesOfManyFeaturesAreKeptAsTheyAre() {
    Network network = Network.inputs(9).affine(2);
    double[] w = Samples.gaussian(Samples.random(1), network.dimension());
    for (int examples : new int[] {4, 5}) {
      CountingBlas blas = new CountingBlas(Blas.instance());
      NetworkExpansion at =
          NetworkObjective.of(network, Loss.squaredError(), Nets.valued(examples, 9, 2, 3))
              .withBlas(blas)
              .expandAt(w);
      for (Partition partition : List.of(Partition.perArray(), Partition.perLayer())) {
        HessianBackpropagation exact = HessianBackpropagation.hessian().withPartition(partition);
        for (Block<CurvatureBlock> block : exact.of(at).blocks()) {
          CurvatureBlock six =
              exact.withAveraging(Averaging.HESSIANS).of(at).block(block.name()).operator();
          assertClose(block.name(), block.operator().dense(), six.dense(), TOLERANCE);
        }
      }
      CurvatureBlock six =
          HessianBackpropagation.hessian()
              .withAveraging(Averaging.HESSIANS)
              .of(at)
              .block("layer1.W")
              .operator();
      blas.reset();
      six.times(new double[18]);
      long perProduct = examples == 4 ? 2 * 2 * 9 * 4 + 2 * 2 * 4 : 2 * 9 * 9 + 2 * 2 * 9;
      assertEquals(perProduct, blas.multiplyAdds());
    }
  }
}
