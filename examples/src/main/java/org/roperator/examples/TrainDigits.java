package org.roperator.examples;

import java.util.Locale;
import org.roperator.examples.data.Digits;
import org.roperator.examples.data.TrainTest;
import org.roperator.nn.Activation;
import org.roperator.nn.Dataset;
import org.roperator.nn.Initialiser;
import org.roperator.nn.Loss;
import org.roperator.nn.Network;
import org.roperator.nn.NetworkObjective;
import org.roperator.optimize.HessianFree;
import org.roperator.optimize.HessianFreeSettings;
import org.roperator.optimize.OptimizationListener.Signal;
import org.roperator.optimize.OptimizationResult;

/** A network trained on real digits by Hessian-free optimisation, in thirty lines. */
public final class TrainDigits {

  private TrainDigits() {}

  /** Prints the loss of each iteration and the accuracy on digits never seen. */
  public static void main(String[] args) {
    TrainTest digits = TrainTest.stratified(Digits.read(), 0.2, 1);
    Dataset train = dataset(digits.train());
    Dataset test = dataset(digits.test());

    Network network = Network.inputs(64).affine(32).then(Activation.tanh()).affine(10);
    NetworkObjective objective =
        network.objective(Loss.softmaxCrossEntropy(), train).withWeightDecay(1e-3);
    double[] start = network.initialise(Initialiser.glorotNormal(), 1);

    HessianFree method = HessianFree.with(HessianFreeSettings.defaults().maxIterations(15));
    OptimizationResult result =
        method.minimize(
            objective,
            start,
            iteration -> {
              System.out.printf(
                  Locale.ROOT, "%2d  loss %.4f%n", iteration.number(), iteration.value());
              return Signal.CONTINUE;
            });

    double accuracy = network.accuracy(result.parameters(), test);
    System.out.printf(Locale.ROOT, "test accuracy %.1f %%%n", 100 * accuracy);
  }

  private static Dataset dataset(org.roperator.examples.data.Dataset data) {
    return Dataset.classification(data.features(), data.width(), data.labels(), 10);
  }
}
