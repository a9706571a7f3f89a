package org.roperator.spectrum;

import java.util.Arrays;
import java.util.function.Consumer;

/**
 * The estimates of XTrace and XDiag that leave one column of the sketch out at a time (Epperly,
 * Tropp &amp; Webber 2024).
 *
 * <p>The projector without column i is {@code Q(I − ssᵀ)Qᵀ}, s being the normalised row i of R⁻¹.
 */
final class LeaveOneOut {

  /**
   * What the spread of the k estimates is multiplied by to tell the error of their mean. They are
   * not independent: the noise of a pair of probes enters the estimates of both, so that the
   * variance of the mean is twice what independent estimates of this spread would have.
   */
  static final double PAIRED = Math.sqrt(2);

  private final Sketch sketch;
  private final int n;
  private final int k;
  private final long seed;

  LeaveOneOut(Sketch sketch, int n, long seed) {
    this.sketch = sketch;
    this.n = n;
    this.k = sketch.rank();
    this.seed = seed;
  }

  /** k estimates of the trace. */
  double[] traces() {
    Probes probes = new Probes(seed);
    double all = 0;
    for (int i = 0; i < k; i++) {
      all += sketch.h(i, i);
    }
    double[] none = new double[0];
    double[] traces = new double[k];
    double[][] omega = new double[1][n];
    double[] w = new double[k + 1];
    double[] t = new double[k + 1];
    double[] x = new double[k];
    for (int i = 0; i < k; i++) {
      probes.independent(omega[0]);
      sketch.q().sweep(k, omega, none, none, w);
      sketch.z().sweep(k, omega, none, none, t);
      double[] s = direction(i);
      double sw = dot(s, w);
      for (int j = 0; j < k; j++) {
        x[j] = w[j] - s[j] * sw;
      }
      // With P the projector: ωᵀAω − ωᵀPAω − ωᵀAPω + ωᵀPAPω, where Aω = Q rᵢ.
      double outside = 0;
      for (int j = 0; j < k; j++) {
        outside += (w[j] - x[j]) * sketch.r(j, i) - t[j] * x[j];
      }
      traces[i] = all - form(s, s) + outside + form(x, x);
    }
    return traces;
  }

  /** Calls back with k estimates of the diagonal, each in the same array. */
  void diagonals(Consumer<double[]> use) {
    Probes probes = new Probes(seed);
    double[] all = shared();
    double[] omega = new double[n];
    double[] u = new double[n];
    double[] y = new double[n];
    for (int i = 0; i < k; i++) {
      probes.independent(omega);
      double[] s = direction(i);
      sketch.q().combine(k, s, new double[][] {u});
      sketch.z().combine(k, s, new double[][] {y});
      double sr = 0;
      for (int j = 0; j < k; j++) {
        sr += s[j] * sketch.r(j, i);
      }
      for (int c = 0; c < n; c++) {
        y[c] = all[c] + u[c] * (sr * omega[c] - y[c]);
      }
      use.accept(y);
    }
  }

  /** The diagonal of {@code QQᵀA}. */
  double[] shared() {
    double[] all = new double[n];
    double[][] q = new double[1][n];
    double[][] z = new double[1][n];
    for (int i = 0; i < k; i++) {
      sketch.q().read(i, q, 1);
      sketch.z().read(i, z, 1);
      for (int c = 0; c < n; c++) {
        all[c] += q[0][c] * z[0][c];
      }
    }
    return all;
  }

  /** Row i of R⁻¹, normalised: orthogonal to all columns of R but column i. */
  private double[] direction(int i) {
    double[] s = new double[k];
    // Rᵀx = eᵢ, forward: entries before i are zero. Scaled, as only the direction counts.
    s[i] = 1;
    for (int j = i + 1; j < k; j++) {
      double sum = 0;
      for (int l = i; l < j; l++) {
        sum += sketch.r(l, j) * s[l];
      }
      s[j] = -sum / sketch.r(j, j);
      double largest = Math.abs(s[j]);
      if (largest > 1e100) {
        for (int l = i; l <= j; l++) {
          s[l] /= largest;
        }
      }
    }
    double norm = Math.sqrt(dot(s, s));
    double[] unit = Arrays.copyOf(s, k);
    for (int j = 0; j < k; j++) {
      unit[j] /= norm;
    }
    return unit;
  }

  private static double dot(double[] s, double[] w) {
    double sum = 0;
    for (int j = 0; j < s.length; j++) {
      sum += s[j] * w[j];
    }
    return sum;
  }

  private double form(double[] x, double[] y) {
    double sum = 0;
    for (int i = 0; i < k; i++) {
      for (int j = 0; j < k; j++) {
        sum += x[i] * sketch.h(i, j) * y[j];
      }
    }
    return sum;
  }
}
