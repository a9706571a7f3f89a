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

  /** By how much the integral changes at most where every node is off by so much. */
  double sensitivity(DoubleUnaryOperator f, double uncertainty) {
    double sum = 0;
    for (int i = 0; i < nodes.length && uncertainty > 0; i++) {
      double here = f.applyAsDouble(nodes[i]);
      double below = Math.abs(f.applyAsDouble(nodes[i] - uncertainty) - here);
      double above = Math.abs(f.applyAsDouble(nodes[i] + uncertainty) - here);
      // Where f is not defined on one side, the other side tells.
      double larger = Double.isNaN(below) || below < above ? above : below;
      sum += weights[i] * (Double.isNaN(larger) ? 0 : larger);
    }
    return sum;
  }
}
