package org.roperator.spectrum;

import java.util.Arrays;
import java.util.function.Consumer;

/**
 * The estimates of XTrace and XDiag that leave one column of the sketch out at a time (Epperly,
 * Tropp &amp; Webber 2024).
 *
 * <p>The projector without column i is {@code Q(I − ssᵀ)Qᵀ}, s being the normalized row i of R⁻¹.
 */
final class LeaveOneOut {

  /** Two estimates are one, seen twice: three are the least that differ by their noise. */
  static final int FEWEST = 3;

  private final Sketch sketch;
  private final int n;
  private final int k;
  private final long seed;
  private double leftOut;

  LeaveOneOut(Sketch sketch, int n, long seed) {
    this.sketch = sketch;
    this.n = n;
    this.k = sketch.rank();
    this.seed = seed;
  }

  /**
   * What the standard error of k estimates of a diagonal is multiplied by to tell the error of
   * their mean, without a jackknife, which would need two more vectors for each column.
   *
   * <p>They are not independent: the noise of a pair of probes, of variance σ², enters the
   * estimates of both. The mean of all k(k − 1)/2 pairs has the variance {@code 2σ²/(k(k − 1))},
   * where the spread of the estimates alone says {@code σ²(k − 2)/(k(k − 1)²)}.
   */
  static double paired(int k) {
    return Math.sqrt(2 * (k - 1.0) / (k - 2.0));
  }

  /**
   * A third of what an estimate of {@link #traces} leaves out of the sketch by itself, on average:
   * no less is stated as error. Where the sketch has just as many columns as A has eigenvalues that
   * count, all estimates may leave out the same direction, and agree on what is wrong by it.
   */
  double leftOut() {
    return leftOut / k / 3;
  }

  /**
   * k estimates of the trace.
   *
   * @param deleted becomes the means that would come of all columns but one
   */
  double[] traces(double[] deleted) {
    Probes probes = new Probes(seed);
    double all = 0;
    double[][] s = new double[k][];
    double[][] hs = new double[k][];
    for (int i = 0; i < k; i++) {
      all += sketch.h(i, i);
      s[i] = direction(i);
      hs[i] = timesH(s[i]);
    }
    double[] none = new double[0];
    double[] traces = new double[k];
    double[][] omega = new double[1][n];
    double[] w = new double[k + 1];
    double[] t = new double[k + 1];
    double[] x = new double[k];
    leftOut = 0;
    Arrays.fill(deleted, 0);
    for (int i = 0; i < k; i++) {
      probes.independent(omega[0]);
      sketch.q().sweep(k, omega, none, none, w);
      sketch.z().sweep(k, omega, none, none, t);
      double sw = dot(s[i], w);
      for (int j = 0; j < k; j++) {
        x[j] = w[j] - s[i][j] * sw;
      }
      // With P the projector: ωᵀAω − ωᵀPAω − ωᵀAPω + ωᵀPAPω, where Aω = Q rᵢ.
      double outside = 0;
      double[] hx = timesH(x);
      double[] slope = new double[k];
      for (int j = 0; j < k; j++) {
        outside += (w[j] - x[j]) * sketch.r(j, i) - t[j] * x[j];
        slope[j] = sketch.r(j, i) + t[j] - 2 * hx[j];
      }
      double left = dot(s[i], hs[i]);
      leftOut += Math.abs(left);
      traces[i] = all - left + outside + dot(x, hx);
      for (int j = 0; j < k; j++) {
        if (j != i) {
          deleted[j] += (traces[i] + change(i, j, s, hs, x, slope)) / (k - 1);
        }
      }
    }
    return traces;
  }

  /**
   * What estimate i changes by without column j.
   *
   * <p>The projector loses {@code QuuᵀQᵀ} more, u being the part of s_j orthogonal to s_i, and x
   * its part along u.
   */
  private double change(int i, int j, double[][] s, double[][] hs, double[] x, double[] slope) {
    double[] u = s[j].clone();
    double[] hu = hs[j].clone();
    // Twice, as s_j may be nearly s_i.
    for (int pass = 0; pass < 2; pass++) {
      double along = dot(s[i], u);
      for (int l = 0; l < k; l++) {
        u[l] -= along * s[i][l];
        hu[l] -= along * hs[i][l];
      }
    }
    double square = dot(u, u);
    if (square == 0) {
      return 0;
    }
    double norm = Math.sqrt(square);
    double c = dot(u, x) / norm;
    double q = dot(u, hu) / square;
    return c * c * q - q + c * (dot(u, slope) / norm);
  }

  /**
   * The standard error of the mean of estimates.
   *
   * <p>They are not independent. Split by how many columns take part (Hoeffding 1948), the mean has
   * a variance ΣV_s, of which the spread of the estimates says {@code ΣV_s/s}, as each term enters
   * s of them, and the jackknife, the spread of the means without a column, {@code ΣsV_s} (Efron
   * &amp; Stein 1981). The geometric mean of both is at least ΣV_s by the inequality of Cauchy, and
   * no more where terms of one order prevail, whichever. (The spread is below the variance of an
   * estimate by the covariance of two, which is taken into account.)
   */
  static double errorOf(RunningMean traces, RunningMean deleted) {
    int k = traces.count();
    double jackknife = (k - 1) * deleted.plainError();
    if (jackknife == 0) {
      return traces.plainError();
    }
    double ratio = traces.plainError() / jackknife;
    // V = Jz with z² = ((k − 1)(S²/k)/J + z)/k.
    double z = (1.0 / k + Math.sqrt(1.0 / k / k + 4 * (k - 1.0) / k * ratio * ratio)) / 2;
    return jackknife * Math.sqrt(z);
  }

  /**
   * Calls back with k estimates of the diagonal, each in the same array.
   *
   * @param least becomes what {@link #leftOut} is for a trace
   */
  void diagonals(Consumer<double[]> use, double[] least) {
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
        least[c] += Math.abs(u[c] * y[c]) / k / 3;
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

  /** Row i of R⁻¹, normalized: orthogonal to all columns of R but column i. */
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

  private double[] timesH(double[] x) {
    double[] product = new double[k];
    for (int i = 0; i < k; i++) {
      for (int j = 0; j < k; j++) {
        product[i] += sketch.h(i, j) * x[j];
      }
    }
    return product;
  }
}
