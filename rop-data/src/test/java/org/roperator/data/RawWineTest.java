package org.roperator.data;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.roperator.internal.Vectors;
import org.roperator.nn.Dataset;
import org.roperator.nn.Initializer;
import org.roperator.nn.Loss;
import org.roperator.nn.Network;
import org.roperator.nn.NetworkExpansion;
import org.roperator.nn.NetworkObjective;
import org.roperator.nn.curvature.CurvatureBlock;
import org.roperator.nn.curvature.HessianBackpropagation;
import org.roperator.nn.curvature.KroneckerFactored;
import org.roperator.nn.curvature.Partition;
import org.roperator.nn.layer.Activation;
import org.roperator.operator.BlockDiagonal;

/** Wine as it comes, not standardized: features from 0.1 to 1,680 before saturated units. */
final class RawWineTest {

  private static final NetworkExpansion AT = expansion();

  private static NetworkExpansion expansion() {
    LabeledData wine = Embedded.WINE.read();
    Dataset examples = wine.toDataset();
    Network network = Network.inputs(13).affine(16).then(Activation.tanh()).affine(3);
    return NetworkObjective.of(network, Loss.softmaxCrossEntropy(), examples)
        .expandAt(network.initialize(Initializer.glorotNormal(), 2));
  }

  /** The residual of (C + λI)x = v, by products, beside ‖C‖‖x‖ + ‖v‖. */
  private static double backwardError(CurvatureBlock block, double lambda) {
    double[] v = new double[block.dimension()];
    SplittableRandom random = new SplittableRandom(4);
    Arrays.setAll(v, i -> random.nextDouble() - 0.5);
    double[] x = block.dampedInverse(lambda).times(v);
    double[] residual = block.damped(lambda).times(x);
    Vectors.addScaled(-1, v, residual);
    double size = Math.abs(block.largestEigenvalue().value()) + lambda;
    return Vectors.norm(residual) / (size * Vectors.norm(x) + Vectors.norm(v));
  }

  @Test
  void blocksOfRawFeaturesAreInverted() {
    for (Partition partition : List.of(Partition.perArray(), Partition.perLayer())) {
      for (BlockDiagonal<CurvatureBlock> blocks :
          List.of(
              HessianBackpropagation.gaussNewton().withPartition(partition).of(AT),
              HessianBackpropagation.positiveCurvature().withPartition(partition).of(AT),
              KroneckerFactored.kflr().of(AT))) {
        for (BlockDiagonal.Block<CurvatureBlock> block : blocks.blocks()) {
          for (double lambda : new double[] {1, 1e-3, 1e-8}) {
            double error = backwardError(block.operator(), lambda);
            assertTrue(error < 1e-12, block.name() + " at " + lambda + ": " + error);
          }
        }
      }
    }
  }
}
