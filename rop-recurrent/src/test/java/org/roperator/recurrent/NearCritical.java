package org.roperator.recurrent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.random.RandomGenerator;
import org.roperator.contract.Samples;
import org.roperator.internal.Gaussian;
import org.roperator.internal.Vectors;

/**
 * A state is chosen, and DWᵀ there, with one real eigenvalue far beyond the others; weights are
 * scaled until that one is what is wanted, and biases make the state an equilibrium.
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
    double[] w = new double[n * n + n];
    double[] p = Samples.gaussian(random, n);
    double length = Vectors.norm(p);
    for (int i = 0; i < n; i++) {
      y[i] = Math.tanh(x[i]);
      for (int j = 0; j < n; j++) {
        double a = 2 * p[i] * p[j] / (length * length) + 0.2 * Gaussian.draw(random) / Math.sqrt(n);
        w[j * n + i] = a / (1 - y[i] * y[i]); // A = DWᵀ
      }
    }
    Pattern pattern = Pattern.of(n).start(y).target(0, y[0] + 0.3).target(1, y[1] - 0.2).build();
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
