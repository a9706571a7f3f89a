package org.roperator.recurrent;

import org.roperator.function.ParameterLayout;

/**
 * Where in a parameter vector the weights, the biases and the inputs stand: W at its head, then b,
 * then the inputs pattern by pattern.
 *
 * @param weights the number of weights
 * @param biases the number of biases, n or 0
 * @param trainedInputs the number of patterns whose inputs are parameters, all or 0
 * @param n the number of units
 */
record Parameters(int weights, int biases, int trainedInputs, int n) {

  int dimension() {
    return Math.addExact(Math.addExact(weights, biases), Math.multiplyExact(trainedInputs, n));
  }

  boolean hasBiases() {
    return biases > 0;
  }

  boolean hasInputs() {
    return trainedInputs > 0;
  }

  int biasFrom() {
    return weights;
  }

  int inputFrom(int pattern) {
    return weights + biases + pattern * n;
  }

  Parameters withInputs(int patterns) {
    return new Parameters(weights, biases, patterns, n);
  }

  ParameterLayout layout(boolean full) {
    ParameterLayout.Builder layout = ParameterLayout.builder();
    if (full) {
      layout.add("W", n, n);
    } else {
      layout.add("W", weights);
    }
    if (hasBiases()) {
      layout.add("b", n);
    }
    if (hasInputs()) {
      layout.add("I", trainedInputs, n);
    }
    return layout.build();
  }
}
