package org.roperator.examples;

import java.util.Locale;
import org.roperator.nn.Dataset;
import org.roperator.nn.Initializer;
import org.roperator.nn.Loss;
import org.roperator.nn.Network;
import org.roperator.nn.NetworkObjective;
import org.roperator.nn.Prediction;
import org.roperator.nn.curvature.CurvatureBlock;
import org.roperator.nn.curvature.HessianBackpropagation;
import org.roperator.nn.layer.Activation;
import org.roperator.operator.BlockDiagonal;
import org.roperator.optimize.BlockNewton;
import org.roperator.optimize.Epochs;
import org.roperator.optimize.OptimizationResult;

/** Curvature sent back through the layers: a block for each array, and Newton steps by blocks. */
public final class CurvatureBlocks {

  private CurvatureBlocks() {}

  /** Prints the trace of each block, and how Newton steps by positive blocks learn. */
  public static void main(String[] args) {
    double[] features = {0, 0, 0, 1, 1, 0, 1, 1};
    Dataset exclusiveOr = Dataset.classification(features, 2, new int[] {0, 1, 1, 0}, 2);
    Network network = Network.inputs(2).affine(4).then(Activation.logistic()).affine(2);
    NetworkObjective loss = NetworkObjective.of(network, Loss.softmaxCrossEntropy(), exclusiveOr);
    double[] start = network.initialize(Initializer.glorotNormal(), 1);

    BlockDiagonal<CurvatureBlock> hessian =
        HessianBackpropagation.hessian().of(loss.expandAt(start));
    for (String name : new String[] {"layer1.W", "layer1.b", "layer2.W", "layer2.b"}) {
      System.out.printf(
          Locale.ROOT, "trace of %s: %.6f%n", name, hessian.block(name).operator().trace());
    }

    BlockNewton newton = BlockNewton.of(HessianBackpropagation.positiveCurvature());
    OptimizationResult result = Epochs.of(200).stepping(newton).minimize(loss, start);
    System.out.println(result);
    System.out.println(
        "accuracy " + Prediction.of(network, result.parameters()).accuracy(exclusiveOr));
  }
}
