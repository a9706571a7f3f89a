package org.roperator.examples;

import java.util.Locale;
import org.roperator.data.Digits;
import org.roperator.data.TrainTest;
import org.roperator.nn.Dataset;
import org.roperator.nn.Initializer;
import org.roperator.nn.Loss;
import org.roperator.nn.Network;
import org.roperator.nn.NetworkObjective;
import org.roperator.nn.Prediction;
import org.roperator.nn.layer.Activation;
import org.roperator.optimize.Ending;
import org.roperator.optimize.HessianFree;
import org.roperator.optimize.OptimizationListener.Signal;
import org.roperator.optimize.OptimizationResult;

/** A network trained on real digits by Hessian-free optimization, in thirty lines. */
public final class TrainDigits {

  private TrainDigits() {}

  /** Prints the loss of each iteration and the accuracy on digits never seen. */
  public static void main(String[] args) {
    TrainTest digits = TrainTest.stratified(Digits.read(), 0.2, 1);
    Dataset train = digits.train().toDataset();
    Dataset test = digits.test().toDataset();

    Network network = Network.inputs(64).affine(32).then(Activation.tanh()).affine(10);
    NetworkObjective objective =
        NetworkObjective.of(network, Loss.softmaxCrossEntropy(), train).withWeightDecay(1e-3);
    double[] start = network.initialize(Initializer.glorotNormal(), 1);

    HessianFree method = HessianFree.standard().withEnding(Ending.standard().atMostIterations(15));
    OptimizationResult result =
        method.minimize(
            objective,
            start,
            iteration -> {
              System.out.printf(
                  Locale.ROOT, "%2d  loss %.4f%n", iteration.number(), iteration.value());
              return Signal.CONTINUE;
            });

    double accuracy = Prediction.of(network, result.parameters()).accuracy(test);
    System.out.printf(Locale.ROOT, "test accuracy %.1f %%%n", 100 * accuracy);
  }
}
