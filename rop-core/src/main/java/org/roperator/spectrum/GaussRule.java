package org.roperator.spectrum;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/** Nodes and weights of sum one. */
final class GaussRule {

  private final double[] nodes;
  private final double[] weights;

  GaussRule(double[] nodes, double[] weights) {
    this.nodes = nodes;
    this.weights = weights;
  }

  int size() {
    return nodes.length;
  }

  double node(int i) {
    return nodes[i];
  }

  double weight(int i) {
    return weights[i];
  }

  double largest() {
    return Arrays.stream(nodes).max().orElse(Double.NaN);
  }

  double smallest() {
    return Arrays.stream(nodes).min().orElse(Double.NaN);
  }

  double integral(DoubleUnaryOperator f) {
    double sum = 0;
    for (int i = 0; i < nodes.length; i++) {
      sum += weights[i] * f.applyAsDouble(nodes[i]);
    }
    return sum;
  }
}
