package org.roperator.nn;

import org.roperator.nn.layer.Layer;

/** What is learnt, by what measure, from what. */
record LossOverData(Network network, Loss loss, Dataset data) {

  /** How many numbers one example's linearization keeps. */
  long numbersKeptPerExample() {
    int trained = network.firstTrained();
    long numbers = loss.numbersKeptPerExample(network.outputs());
    numbers -= network.layers().get(trained).inputs();
    for (int i = 0; i < network.layers().size(); i++) {
      Layer layer = network.layers().get(i);
      long kept = layer.numbersKeptPerExample();
      // What prepares the data must not do so in place, whatever it does elsewhere.
      numbers += i < trained ? Math.max(kept, layer.outputs()) : kept;
    }
    return numbers;
  }

  /** About how many numbers per example and direction the sweeps of a product need. */
  long numbersPerDirection() {
    long numbers = 0;
    for (Layer layer : network.layers()) {
      numbers += layer.numbersPerDirection();
    }
    return numbers;
  }

  /** The mean over the examples of sums over the shards. */
  double mean(double[] sums) {
    double total = 0;
    for (double sum : sums) {
      total += sum;
    }
    return total / data.size();
  }
}
