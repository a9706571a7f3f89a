package org.roperator.recurrent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.random.RandomGenerator;
import org.roperator.contract.Samples;

/**
 * A state is chosen, weights are scaled until its rightmost eigenvalue is what is wanted, and the
 * biases make it an equilibrium.
 */
final class NearCritical {

  final double[] w;
  final Pattern pattern;

  private NearCritical(double[] w, Pattern pattern) {
    this.w = w;
    this.pattern = pattern;
  }

  static NearCritical of(RecurrentNetwork network, double rightmostWanted, RandomGenerator random) {
    int n = network.units();
    double[] x = Samples.gaussian(random, n);
    double[] y = new double[n];
    double[] w = Samples.gaussian(random, n * n + n);
    for (int i = 0; i < n; i++) {
      y[i] = Math.tanh(x[i]);
      for (int j = 0; j < n; j++) {
        w[i * n + j] *= 0.3;
      }
      w[i * n + i] += 2; // so that the rightmost eigenvalue is simple, real and to the right of 0
    }
    Pattern pattern =
        Pattern.of(n).startingAt(y).target(0, y[0] + 0.3).target(1, y[1] - 0.2).build();
    balance(w, x, y);
    double rightmost = network.settle(w, pattern).stability().rightmost();
    for (int i = 0; i < n * n; i++) {
      w[i] *= rightmostWanted / rightmost;
    }
    balance(w, x, y);
    assertEquals(rightmostWanted, network.settle(w, pattern).stability().rightmost(), 1e-9);

    return new NearCritical(w, pattern);
  }

  /** Biases that make x the total input where y is the state. */
  private static void balance(double[] w, double[] x, double[] y) {
    int n = x.length;
    for (int i = 0; i < n; i++) {
      w[n * n + i] = x[i];
      for (int j = 0; j < n; j++) {
        w[n * n + i] -= w[j * n + i] * y[j];
      }
    }
  }
}
