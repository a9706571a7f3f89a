package org.roperator.nn;

/** What is learnt, by what measure, from what. */
record Problem(Network network, Loss loss, Dataset data) {

  /** How many numbers one example's linearisation keeps. */
  long numbersKeptPerExample() {
    Layer first = network.layers().get(network.firstTrained());
    long numbers = loss.numbersKeptPerExample(network.outputs()) - first.inputs();
    for (Layer layer : network.layers()) {
      numbers += layer.numbersKeptPerExample();
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
}
