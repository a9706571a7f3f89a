package org.roperator.nn.curvature;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.roperator.contract.Samples;
import org.roperator.dense.Matrix;
import org.roperator.nn.CanonicalLoss;
import org.roperator.nn.CanonicalLossPass;
import org.roperator.nn.Dataset;
import org.roperator.nn.Nets;
import org.roperator.nn.Network;
import org.roperator.nn.NetworkExpansion;
import org.roperator.nn.NetworkObjective;
import org.roperator.nn.layer.Activation;
import org.roperator.nn.layer.Workspace;
import org.roperator.operator.BlockDiagonal.Block;

/** A loss that is none of the built-in ones, written by what {@link CanonicalLossPass} says. */
class PoissonLossTest {

  /** Counts with the logarithms of their means as outputs: {@code E = Σ exp yₖ − tₖyₖ}. */
  private record Poisson() implements CanonicalLoss {

    @Override
    public String name() {
      return "Poisson";
    }

    @Override
    public void requireFit(Dataset data, int outputs) {
      data.target(0, outputs - 1); // throws if there are fewer
    }

    @Override
    public double value(Matrix y, Dataset data, int first) {
      double sum = 0;
      for (int row = 0; row < y.rows(); row++) {
        for (int k = 0; k < y.columns(); k++) {
          double log = y.array()[y.from() + row * y.columns() + k];
          sum += Math.exp(log) - data.target(first + row, k) * log;
        }
      }
      return sum;
    }

    @Override
    public CanonicalLossPass forward(
        Matrix y, Dataset data, int first, double weight, Workspace memory) {
      double sum = value(y, data, first);
      Matrix means = memory.matrix(y.rows(), y.columns());
      Matrix yBar = memory.matrix(y.rows(), y.columns());
      for (int row = 0; row < y.rows(); row++) {
        for (int k = 0; k < y.columns(); k++) {
          int i = row * y.columns() + k;
          means.array()[i] = Math.exp(y.array()[y.from() + i]);
          yBar.array()[i] = weight * (means.array()[i] - data.target(first + row, k));
        }
      }
      return new PoissonPass(sum, yBar, means, weight);
    }

    @Override
    public long numbersKeptPerExample(int outputs) {
      return 2L * outputs;
    }
  }

  private record PoissonPass(double sum, Matrix yBar, Matrix means, double weight)
      implements CanonicalLossPass {

    private double mean(int example, int k) {
      return means.array()[example * means.columns() + k];
    }

    @Override
    public Matrix yBarDot(Matrix yDot, int k, Workspace work) {
      for (int row = 0; row < yDot.rows(); row++) {
        for (int i = 0; i < yDot.columns(); i++) {
          yDot.array()[yDot.from() + row * yDot.columns() + i] *= weight * mean(row / k, i);
        }
      }
      return yDot;
    }

    @Override
    public void drawGradient(int example, RandomGenerator random, double[] out, int from) {
      for (int k = 0; k < means.columns(); k++) {
        out[from + k] = weight * (mean(example, k) - draw(mean(example, k), random));
      }
    }

    /** How many events of a steady stream fall into a unit of time. */
    private static int draw(double mean, RandomGenerator random) {
      int count = 0;
      double left = Math.exp(-mean);
      for (double product = random.nextDouble(); product > left; count++) {
        product *= random.nextDouble();
      }
      return count;
    }

    @Override
    public void curvatureRoot(int example, int which, double[] out, int from) {
      Arrays.fill(out, from, from + means.columns(), 0);
      out[from + which] = Math.sqrt(weight * mean(example, which));
    }
  }

  private static NetworkExpansion expansion(int examples) {
    Network network = Network.inputs(3).affine(4).then(Activation.tanh()).affine(2);
    return NetworkObjective.of(network, new Poisson(), Nets.valued(examples, 3, 2, 4))
        .expandAt(Samples.gaussian(Samples.random(5), network.dimension()));
  }

  private static double distance(Block<CurvatureBlock> expected, CurvatureBlock actual) {
    double[] v = Samples.gaussian(Samples.random(6), actual.dimension());
    return Samples.relativeDistance(expected.operator().times(v), actual.times(v));
  }

  /** With a weight of 1/12, a wrong power of it would be wrong by a factor of 12 or 3.5. */
  @Test
  void sampledMatricesAreTheGaussNewtonMatrix() {
    NetworkExpansion at = expansion(12);
    var exact = HessianBackpropagation.gaussNewton().of(at);
    // 4000 draws of 12 examples each: about 1/√4000 of each example's own, five times that.
    int samples = 4_000;
    for (Block<CurvatureBlock> block :
        HessianBackpropagation.sampledFisher(samples, 1).of(at).blocks()) {
      double distance = distance(exact.block(block.name()), block.operator());
      assertTrue(distance < 0.08, () -> block.name() + ": " + distance);
    }
    // Biases of the last layer have the input 1: no factor is averaged apart from another.
    Partition arrays = Partition.perArray();
    Map<String, KroneckerFactored> all =
        Map.of("KFLR", KroneckerFactored.kflr(), "KFAC", KroneckerFactored.kfac(samples, 1));
    all.forEach(
        (name, factored) -> {
          CurvatureBlock biases =
              factored.withPartition(arrays).of(at).block("layer2.b").operator();
          double distance = distance(exact.block("layer2.b"), biases);
          assertTrue(distance < 0.08, () -> name + ": " + distance);
        });
  }
}
