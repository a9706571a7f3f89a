package org.roperator.nn.curvature;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.roperator.contract.Refusals.assertRefused;
import static org.roperator.nn.curvature.HessianBlocksTest.assertClose;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.roperator.contract.Samples;
import org.roperator.dense.Matrix;
import org.roperator.nn.Dataset;
import org.roperator.nn.Loss;
import org.roperator.nn.LossPass;
import org.roperator.nn.Nets;
import org.roperator.nn.Network;
import org.roperator.nn.NetworkExpansion;
import org.roperator.nn.NetworkObjective;
import org.roperator.nn.layer.Activation;
import org.roperator.nn.layer.Averaging;
import org.roperator.nn.layer.Workspace;
import org.roperator.operator.BlockDiagonal.Block;

/** Fisher matrices and Kronecker factors. */
class FisherTest {

  /** Two orders of the same sums of some hundred terms. */
  private static final double TOLERANCE = 1e-11;

  private static NetworkObjective objective(Loss loss, int examples) {
    return NetworkObjective.of(
        Network.inputs(3).affine(4).then(Activation.tanh()).affine(3),
        loss,
        Nets.suiting(loss, examples, 3, 3, 5));
  }

  private static NetworkExpansion expansion(Loss loss, int examples) {
    NetworkObjective objective = objective(loss, examples);
    return objective.expandAt(Samples.gaussian(Samples.random(1), objective.dimension()));
  }

  private static double[] flat(double[][] rows) {
    double[] flat = new double[rows.length * rows.length];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(rows[i], 0, flat, i * rows.length, rows.length);
    }
    return flat;
  }

  private static double distance(CurvatureBlock expected, CurvatureBlock actual) {
    return Samples.relativeDistance(flat(expected.dense()), flat(actual.dense()));
  }

  /** The factors of all roots of the loss's Hessian agree with the Gauss-Newton matrix's biases. */
  @Test
  void theFisherMatrixOfCanonicalLossesIsTheGaussNewtonMatrix() {
    for (Loss loss : Nets.losses()) {
      NetworkExpansion at = expansion(loss, 6);
      for (Block<CurvatureBlock> block : HessianBackpropagation.fisher().of(at).blocks()) {
        double[][] whole = HessianBlocksTest.part(at.gaussNewton(), block);
        assertClose(block.name(), whole, block.operator().dense(), TOLERANCE);
      }
      CurvatureBlock biases =
          KroneckerFactored.kflr()
              .withPartition(Partition.perArray())
              .of(at)
              .block("layer1.b")
              .operator();
      CurvatureBlock exact =
          HessianBackpropagation.gaussNewton().of(at).block("layer1.b").operator();
      assertClose(loss.name(), exact.dense(), biases.dense(), TOLERANCE);
    }
  }

  private static final int SEEDS = 16;

  /** A hundred times the samples, a tenth of the error; a factor of two allows for chance. */
  @Test
  void sampledMatricesConvergeWithTheRootOfTheSamples() {
    for (Loss loss : Nets.losses()) {
      NetworkExpansion at = expansion(loss, 6);
      CurvatureBlock exact = HessianBackpropagation.fisher().of(at).block("layer1.W").operator();
      CurvatureBlock kflr = KroneckerFactored.kflr().of(at).block("layer1").operator();
      double[] errors = new double[2];
      double[] kfacErrors = new double[2];
      for (int i = 0; i < 2; i++) {
        int samples = i == 0 ? 40 : 4000;
        for (long seed = 1; seed <= SEEDS; seed++) {
          errors[i] += distance(exact, sampled(at, samples, seed)) / SEEDS;
          CurvatureBlock kfac =
              KroneckerFactored.kfac(samples, seed).of(at).block("layer1").operator();
          kfacErrors[i] += distance(kflr, kfac) / SEEDS;
        }
      }
      assertEquals(10, errors[0] / errors[1], 10, loss.name());
      assertTrue(errors[0] / errors[1] > 5 && kfacErrors[0] / kfacErrors[1] > 5, loss.name());
      assertTrue(errors[1] < 0.03 && kfacErrors[1] < 0.03, loss.name() + errors[1]);
    }
  }

  private static CurvatureBlock sampled(NetworkExpansion at, int samples, long seed) {
    return HessianBackpropagation.sampledFisher(samples, seed).of(at).block("layer1.W").operator();
  }

  /** Sums over lanes and shards, in arrays that others have used: exact where theory says so. */
  @Test
  void manyExamplesAreAddedUpLikeFew() {
    Network network = Network.inputs(64).affine(30).then(Activation.logistic()).affine(10);
    NetworkExpansion at =
        NetworkObjective.of(network, Loss.softmaxCrossEntropy(), Nets.labelled(1100, 64, 10, 3))
            .expandAt(Samples.gaussian(Samples.random(2), network.dimension()));
    for (String biases : List.of("layer1.b", "layer2.b")) {
      CurvatureBlock exact = HessianBackpropagation.gaussNewton().of(at).block(biases).operator();
      CurvatureBlock kflr =
          KroneckerFactored.kflr()
              .withPartition(Partition.perArray())
              .of(at)
              .block(biases)
              .operator();
      assertTrue(distance(exact, kflr) < TOLERANCE, biases);
    }
    Network linear = Network.inputs(64).affine(30);
    NetworkExpansion squares =
        NetworkObjective.of(linear, Loss.squaredError(), Nets.valued(1100, 64, 30, 3))
            .expandAt(new double[linear.dimension()]);
    double[] v = Samples.gaussian(Samples.random(5), linear.dimension());
    double[] expected = HessianBackpropagation.hessian().of(squares).times(v);
    double[] six =
        HessianBackpropagation.hessian().withAveraging(Averaging.HESSIANS).of(squares).times(v);
    assertTrue(Samples.relativeDistance(expected, six) < TOLERANCE);
  }

  /**
   * Under squared error the draws of examples are standard normal, and those of neighbors share
   * nothing: means of 4,000 products deviate by 1/63, five times which is allowed.
   */
  @Test
  void neighborsDrawIndependently() {
    int n = 4000;
    Network network = Network.inputs(1).affine(1);
    NetworkExpansion at =
        NetworkObjective.of(network, Loss.squaredError(), Nets.valued(n, 1, 1, 3))
            .expandAt(new double[network.dimension()]);
    double[] draws = FrozenRoots.sampled(at, 1, 1).array();
    double[] others = FrozenRoots.sampled(at, 1, 2).array();
    double square = 0;
    double neighbors = 0;
    double seeds = 0;
    for (int i = 0; i < n; i++) {
      square += draws[i] * draws[i];
      neighbors += draws[i] * draws[(i + 1) % n];
      seeds += draws[i] * others[i];
    }
    // The roots carry 1/√N.
    assertEquals(1, square, 5 * Math.sqrt(2) / 63);
    assertEquals(0, neighbors, 5.0 / 63);
    assertEquals(0, seeds, 5.0 / 63);
  }

  @Test
  void samplesAreFrozenAndDependOnTheSeed() {
    NetworkExpansion at = expansion(Loss.softmaxCrossEntropy(), 6);
    double[] v = Samples.gaussian(Samples.random(3), 12);
    double[] first = sampled(at, 2, 7).times(v);
    assertArrayEquals(first, sampled(at, 2, 7).times(v));
    assertNotEquals(first[0], sampled(at, 2, 8).times(v)[0]);
  }

  /**
   * Under squared error the draws are normal whatever the parameters are; a mini-batch after a step
   * must not be dealt those of the one before, whose examples had the same places.
   */
  @Test
  void anotherPointDrawsAnew() {
    Network network = Network.inputs(1).affine(1);
    NetworkObjective objective =
        NetworkObjective.of(network, Loss.squaredError(), Nets.valued(5, 1, 1, 3));
    double[] draws = FrozenRoots.sampled(objective.expandAt(new double[] {0, 0}), 1, 1).array();
    double[] again = FrozenRoots.sampled(objective.expandAt(new double[] {0, 0}), 1, 1).array();
    double[] moved = FrozenRoots.sampled(objective.expandAt(new double[] {0, 1}), 1, 1).array();
    assertArrayEquals(draws, again);
    for (int i = 0; i < draws.length; i++) {
      assertNotEquals(draws[i], moved[i]);
    }
  }

  /** (1/N) Σ gₙgₙᵀ with each gₙ the gradient of the objective restricted to one example. */
  @Test
  void theEmpiricalFisherMatrixIsTheMeanOfSquaredGradients() {
    for (Loss loss : Nets.losses()) {
      NetworkObjective objective = objective(loss, 5);
      double[] w = Samples.gaussian(Samples.random(2), objective.dimension());
      for (Block<CurvatureBlock> block :
          HessianBackpropagation.empiricalFisher().of(objective.expandAt(w)).blocks()) {
        double[][] expected = new double[block.operator().dimension()][];
        Arrays.setAll(expected, i -> new double[expected.length]);
        for (int n = 0; n < 5; n++) {
          double[] g = block.of(objective.restrictedTo(new int[] {n}).expandAt(w).gradient());
          for (int i = 0; i < g.length; i++) {
            for (int j = 0; j < g.length; j++) {
              expected[i][j] += g[i] * g[j] / 5;
            }
          }
        }
        assertClose(block.name(), expected, block.operator().dense(), TOLERANCE);
      }
    }
  }

  /** Averaged over one example, nothing changes; the roots' mean is that of the loss's Hessian. */
  @Test
  void sampledFisherMatricesCanBeAveraged() {
    NetworkExpansion at = expansion(Loss.softmaxCrossEntropy(), 1);
    HessianBackpropagation fisher = HessianBackpropagation.sampledFisher(3, 5);
    CurvatureBlock exact = fisher.of(at).block("layer1.W").operator();
    for (Averaging averaging : Averaging.values()) {
      CurvatureBlock block = fisher.withAveraging(averaging).of(at).block("layer1.W").operator();
      assertClose(averaging.name(), exact.dense(), block.dense(), TOLERANCE);
    }
  }

  @Test
  void factorsAreExactForOneExample() {
    for (Loss loss : Nets.losses()) {
      NetworkExpansion at = expansion(loss, 1);
      for (Block<CurvatureBlock> block : KroneckerFactored.kflr().of(at).blocks()) {
        double[][] whole = HessianBlocksTest.part(at.gaussNewton(), block);
        assertClose(block.name(), whole, block.operator().dense(), TOLERANCE);
      }
      CurvatureBlock gradient =
          KroneckerFactored.ofEmpiricalFisher().of(at).block("layer2").operator();
      CurvatureBlock exact =
          HessianBackpropagation.empiricalFisher()
              .withPartition(Partition.perLayer())
              .of(at)
              .block("layer2")
              .operator();
      assertClose(loss.name(), exact.dense(), gradient.dense(), TOLERANCE);
    }
  }

  /** Linear networks under squared error have the same Γ for every example. */
  @Test
  void factorsAreExactForLinearNetworksUnderSquaredError() {
    Network network = Network.inputs(3).affine(4).affine(2);
    NetworkObjective objective =
        NetworkObjective.of(network, Loss.squaredError(), Nets.valued(7, 3, 2, 4)).withDecay(0.1);
    NetworkExpansion at =
        objective.expandAt(Samples.gaussian(Samples.random(1), network.dimension()));
    for (Block<CurvatureBlock> block : KroneckerFactored.kflr().of(at).blocks()) {
      double[][] whole = HessianBlocksTest.part(at.gaussNewton(), block);
      assertClose(block.name(), whole, block.operator().dense(), TOLERANCE);
    }
    NetworkExpansion deep = expansion(Loss.softmaxCrossEntropy(), 6);
    CurvatureBlock kflr = KroneckerFactored.kflr().of(deep).block("layer1").operator();
    CurvatureBlock exact =
        HessianBackpropagation.gaussNewton()
            .withPartition(Partition.perLayer())
            .of(deep)
            .block("layer1")
            .operator();
    assertTrue(distance(exact, kflr) > 1e-3, "they are an approximation elsewhere");
  }

  @Test
  void onlyCanonicalLossesHaveFisherMatrices() {
    Network network = Network.inputs(3).affine(2);
    NetworkExpansion at =
        NetworkObjective.of(network, new Plain(Loss.squaredError()), Nets.valued(4, 3, 2, 1))
            .expandAt(new double[network.dimension()]);
    for (Runnable asked :
        List.<Runnable>of(
            () -> HessianBackpropagation.fisher().of(at),
            () -> HessianBackpropagation.sampledFisher(1, 1).of(at),
            () -> KroneckerFactored.kflr().of(at))) {
      assertRefused(asked, "plain", "CanonicalLoss");
    }
    assertEquals(2, HessianBackpropagation.empiricalFisher().of(at).blocks().size());
    assertRefused(() -> HessianBackpropagation.sampledFisher(0, 1), "samples", 0);
    assertRefused(() -> KroneckerFactored.kfac(0, 1), "samples", 0);
  }

  /** A loss of which nothing is known but its derivatives. */
  private record Plain(Loss loss) implements Loss {

    @Override
    public String name() {
      return "plain";
    }

    @Override
    public void requireFit(Dataset data, int outputs) {
      loss.requireFit(data, outputs);
    }

    @Override
    public double value(Matrix y, Dataset data, int first) {
      return loss.value(y, data, first);
    }

    @Override
    public LossPass forward(Matrix y, Dataset data, int first, double weight, Workspace memory) {
      return loss.forward(y, data, first, weight, memory);
    }

    @Override
    public long numbersKeptPerExample(int outputs) {
      return loss.numbersKeptPerExample(outputs);
    }
  }
}
