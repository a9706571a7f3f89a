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
import org.roperator.nn.Activation;
import org.roperator.nn.Averaging;
import org.roperator.nn.Batch;
import org.roperator.nn.Dataset;
import org.roperator.nn.Loss;
import org.roperator.nn.LossPass;
import org.roperator.nn.Nets;
import org.roperator.nn.Network;
import org.roperator.nn.NetworkExpansion;
import org.roperator.nn.NetworkObjective;
import org.roperator.nn.Workspace;
import org.roperator.operator.BlockDiagonal.Block;

/** Fisher matrices and Kronecker factors. */
class FisherTest {

  /** Two orders of the same sums of some hundred terms. */
  private static final double TOLERANCE = 1e-11;

  private static NetworkObjective objective(Loss loss, int examples) {
    return Network.inputs(3)
        .affine(4)
        .then(Activation.tanh())
        .affine(3)
        .objective(loss, Nets.suiting(loss, examples, 3, 3, 5));
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
          KroneckerFactored.kflr().in(Partition.perArray()).of(at).block("layer1.b").operator();
      CurvatureBlock exact =
          HessianBackpropagation.gaussNewton().of(at).block("layer1.b").operator();
      assertClose(loss.name(), exact.dense(), biases.dense(), TOLERANCE);
    }
  }

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
        for (long seed = 1; seed <= 4; seed++) {
          errors[i] += distance(exact, sampled(at, samples, seed)) / 4;
          CurvatureBlock kfac =
              KroneckerFactored.kfac(samples, seed).of(at).block("layer1").operator();
          kfacErrors[i] += distance(kflr, kfac) / 4;
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

  @Test
  void samplesAreFrozenAndDependOnTheSeedAlone() {
    NetworkExpansion at = expansion(Loss.softmaxCrossEntropy(), 6);
    double[] v = Samples.gaussian(Samples.random(3), 12);
    double[] first = sampled(at, 2, 7).times(v);
    assertArrayEquals(first, sampled(at, 2, 7).times(v));
    assertNotEquals(first[0], sampled(at, 2, 8).times(v)[0]);
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
      CurvatureBlock block = fisher.averaging(averaging).of(at).block("layer1.W").operator();
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
              .in(Partition.perLayer())
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
        network.objective(Loss.squaredError(), Nets.valued(7, 3, 2, 4)).withDecay(0.1);
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
            .in(Partition.perLayer())
            .of(deep)
            .block("layer1")
            .operator();
    assertTrue(distance(exact, kflr) > 1e-3, "they are an approximation elsewhere");
  }

  @Test
  void onlyCanonicalLossesHaveFisherMatrices() {
    Network network = Network.inputs(3).affine(2);
    NetworkExpansion at =
        network
            .objective(new Plain(Loss.squaredError()), Nets.valued(4, 3, 2, 1))
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
    public double value(Batch y, Dataset data, int first) {
      return loss.value(y, data, first);
    }

    @Override
    public LossPass forward(Batch y, Dataset data, int first, double weight, Workspace memory) {
      return loss.forward(y, data, first, weight, memory);
    }

    @Override
    public long numbersKeptPerExample(int outputs) {
      return loss.numbersKeptPerExample(outputs);
    }
  }
}
