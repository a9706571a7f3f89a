package org.roperator.nn;

import java.util.List;
import java.util.random.RandomGenerator;
import org.roperator.contract.Samples;
import org.roperator.nn.layer.Activation;

/** Small networks and data sets for tests. */
public final class Nets {

  private Nets() {}

  /** All there are. */
  public static List<Activation> activations() {
    return List.of(
        Activation.identity(),
        Activation.tanh(),
        Activation.logistic(),
        Activation.relu(),
        Activation.leakyRelu(),
        Activation.elu(),
        Activation.softplus(),
        Activation.silu(),
        Activation.gelu());
  }

  /** All there are. */
  public static List<Loss> losses() {
    return List.of(Loss.softmaxCrossEntropy(), Loss.logisticCrossEntropy(), Loss.squaredError());
  }

  /** Gaussian inputs with random labels. */
  public static Dataset labelled(int examples, int features, int classes, long seed) {
    RandomGenerator random = Samples.random(seed);
    int[] labels = new int[examples];
    for (int n = 0; n < examples; n++) {
      labels[n] = random.nextInt(classes);
    }
    return Dataset.classification(
        Samples.gaussian(random, examples * features), features, labels, classes);
  }

  /** Targets from 0 to 1, so that every loss over values takes them. */
  public static Dataset valued(int examples, int features, int outputs, long seed) {
    RandomGenerator random = Samples.random(seed);
    double[] targets = new double[examples * outputs];
    for (int i = 0; i < targets.length; i++) {
      targets[i] = random.nextDouble();
    }
    return Dataset.regression(
        Samples.gaussian(random, examples * features), features, targets, outputs);
  }

  /** Labels for softmax, values for the others. */
  public static Dataset suiting(Loss loss, int examples, int features, int outputs, long seed) {
    return loss.name().startsWith("softmax")
        ? labelled(examples, features, outputs, seed)
        : valued(examples, features, outputs, seed);
  }
}
