package org.roperator.cli.fit;

import java.util.Arrays;
import java.util.Locale;

/** Sums over examples. */
final class Sums {

  private Sums() {}

  /** Weights as parts of their sum. */
  static double[] shares(double[] weights) {
    double sum = Arrays.stream(weights).sum();
    return Arrays.stream(weights).map(w -> w / sum).toArray();
  }

  /** A number of examples: whole, unless weights make it none. */
  static String count(double examples) {
    return String.format(
        Locale.ROOT, examples == Math.rint(examples) ? "%,.0f" : "%,.6g", examples);
  }

  /** {@code xᵢyᵢ}. */
  static double[] products(double[] x, double[] y) {
    double[] products = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      products[i] = x[i] * y[i];
    }
    return products;
  }

  /** {@code Σ xᵢyᵢ}. */
  static double dot(double[] x, double[] y) {
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      sum += x[i] * y[i];
    }
    return sum;
  }
}
