package org.roperator.nn.curvature;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.roperator.contract.Samples;
import org.roperator.nn.Dataset;
import org.roperator.nn.Loss;
import org.roperator.nn.Nets;
import org.roperator.nn.Network;
import org.roperator.nn.NetworkExpansion;
import org.roperator.nn.NetworkObjective;
import org.roperator.operator.BlockDiagonal;

/**
 * Blocks of one affine layer against {@code (1/N) Σ Λₙ ⊗ xxᵀ}, Λₙ the Hessian of the loss by the
 * logits typed out, at random weights.
 */
class LinearModelBlocksTest {

  /** Sums of six terms in another order, relative to the largest entry. */
  private static final double TOLERANCE = 1e-12;

  private static final int EXAMPLES = 6;
  private static final int FEATURES = 2;
  private static final int OUTPUTS = 3;

  private final Network network = Network.inputs(FEATURES).affine(OUTPUTS);
  private final double[] w = Samples.gaussian(Samples.random(1), network.dimension());

  /** The loss's Hessian by the logits z of an example, in row i and column j. */
  private interface Logits {
    double hessian(double[] z, int i, int j);
  }

  private double[] logits(Dataset data, int n) {
    double[] z = new double[OUTPUTS];
    for (int i = 0; i < OUTPUTS; i++) {
      z[i] = w[OUTPUTS * FEATURES + i];
      for (int f = 0; f < FEATURES; f++) {
        z[i] += w[i * FEATURES + f] * data.input(n, f);
      }
    }
    return z;
  }

  private void assertBlocks(Loss loss, Logits logits, List<HessianBackpropagation> curvatures) {
    Dataset data = Nets.suiting(loss, EXAMPLES, FEATURES, OUTPUTS, 9);
    NetworkExpansion at = NetworkObjective.of(network, loss, data).expandAt(w);
    for (HessianBackpropagation curvature : curvatures) {
      BlockDiagonal<CurvatureBlock> blocks = curvature.of(at);
      assertBlock(logits, data, FEATURES, blocks.block("layer1.W").operator().dense());
      assertBlock(logits, data, 0, blocks.block("layer1.b").operator().dense());
    }
  }

  /** With no features the inputs are the biases' 1. */
  private void assertBlock(Logits logits, Dataset data, int features, double[][] block) {
    int columns = Math.max(1, features);
    assertEquals(OUTPUTS * columns, block.length);
    for (int i = 0; i < block.length; i++) {
      for (int j = 0; j < block.length; j++) {
        double expected = 0;
        for (int n = 0; n < EXAMPLES; n++) {
          double xx = features == 0 ? 1 : data.input(n, i % columns) * data.input(n, j % columns);
          expected += logits.hessian(logits(data, n), i / columns, j / columns) * xx / EXAMPLES;
        }
        assertEquals(expected, block[i][j], TOLERANCE);
      }
    }
  }

  private static final List<HessianBackpropagation> EXACT =
      List.of(
          HessianBackpropagation.hessian(),
          HessianBackpropagation.gaussNewton(),
          HessianBackpropagation.positiveCurvature(),
          HessianBackpropagation.clippedCurvature(),
          HessianBackpropagation.fisher());

  /** {@code (1/N) I ⊗ XᵀX}; the Kronecker factors have it exactly, too. */
  @Test
  void leastSquares() {
    Logits identity = (z, i, j) -> i == j ? 1 : 0;
    assertBlocks(Loss.squaredError(), identity, EXACT);
    Dataset data = Nets.valued(EXAMPLES, FEATURES, OUTPUTS, 9);
    NetworkExpansion at = NetworkObjective.of(network, Loss.squaredError(), data).expandAt(w);
    BlockDiagonal<CurvatureBlock> kflr =
        KroneckerFactored.kflr().withPartition(Partition.perArray()).of(at);
    assertBlock(identity, data, FEATURES, kflr.block("layer1.W").operator().dense());
    assertBlock(identity, data, 0, kflr.block("layer1.b").operator().dense());
  }

  /** {@code (1/N) Xᵀ diag(σ(1 − σ)) X} for each output. */
  @Test
  void logisticRegression() {
    assertBlocks(
        Loss.logisticCrossEntropy(),
        (z, i, j) -> i == j ? 1 / ((1 + Math.exp(-z[i])) * (1 + Math.exp(z[i]))) : 0,
        EXACT);
  }

  /** {@code (1/N) Σ (diag p − ppᵀ) ⊗ xxᵀ}. */
  @Test
  void softmaxRegression() {
    assertBlocks(
        Loss.softmaxCrossEntropy(),
        (z, i, j) -> {
          double all = 0;
          for (double each : z) {
            all += Math.exp(each);
          }
          double p = Math.exp(z[i]) / all;
          return (i == j ? p : 0) - p * Math.exp(z[j]) / all;
        },
        EXACT);
  }
}
