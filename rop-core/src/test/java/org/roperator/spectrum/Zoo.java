package org.roperator.spectrum;

import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.roperator.contract.Samples;
import org.roperator.internal.Vectors;
import org.roperator.operator.SymmetricOperator;

/** Spectra of many kinds, each turned by reflections: all that is asked of them is known. */
final class Zoo {

  private Zoo() {}

  /**
   * A spectrum.
   *
   * @param name what it is like
   * @param values the eigenvalues
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Spectrum(String name, double[] values) {

    SymmetricOperator operator(long seed) {
      return Prescribed.operator(seed, values);
    }

    /** Turned by any orthogonal matrix alike. */
    SymmetricOperator denseOperator(long seed) {
      return Prescribed.dense(seed, values);
    }

    boolean isPositive() {
      return Arrays.stream(values).min().orElse(0) > 0;
    }

    @Override
    public String toString() {
      return name;
    }
  }

  /** All of them, of dimension n. */
  static List<Spectrum> of(int n) {
    return List.of(
        spectrum("flat", n, t -> 3),
        spectrum("uniform", n, t -> 1 + 9 * t),
        spectrum("uniform to zero", n, t -> t + 0.5 / n),
        spectrum("signs", n, t -> Math.rint(n * t) % 2 == 0 ? 1 : -1),
        spectrum("indefinite", n, t -> Math.cos(Math.PI * t) + 0.1),
        spectrum("log-uniform, 1 decade", n, t -> Math.pow(10, t)),
        spectrum("log-uniform, 3 decades", n, t -> Math.pow(10, 3 * t - 1)),
        spectrum("log-uniform, 6 decades", n, t -> Math.pow(10, 6 * t - 4)),
        spectrum("log-uniform, 10 decades", n, t -> Math.pow(10, 10 * t - 8)),
        spectrum("three clusters", n, t -> Math.pow(10, Math.floor(3 * t)) * (1 + 1e-3 * t)),
        spectrum("tight clusters", n, t -> Math.pow(10, Math.floor(4 * t) - 2) * (1 + 1e-9 * t)),
        spectrum("low rank and noise", n, t -> t > 0.95 ? 50 + 10 * t : 0.01 * (1 + t)),
        spectrum("low rank", n, t -> t > 0.9 ? t : 0),
        spectrum("outliers", n, t -> t > 1 - 2.5 / n ? 1000 * t : 1 + Math.sin(7 * t) / 2),
        spectrum("outliers of both signs", n, t -> t > 0.98 ? -40 : t < 0.02 ? 90 : t - 0.5),
        spectrum("powers", n, t -> 1 / Math.pow(1 + (n - 1) * t, 2)),
        new Spectrum("normal", Samples.gaussian(Samples.random(n), n)));
  }

  /** Others, of dimension n, which no choice of a method has been made by: for tests alone. */
  static List<Spectrum> heldOut(int n) {
    double[] spiked = wishart(n, 3 * n);
    spiked[n - 1] += 60;
    return List.of(
        new Spectrum("Marchenko–Pastur, 1 : 2", wishart(n, 2 * n)),
        new Spectrum("Marchenko–Pastur, 9 : 10", wishart(n, n + n / 9)),
        new Spectrum("Wishart and a spike", spiked),
        spectrum("two clusters", n, t -> t < 0.3 ? 1 + t / 10 : 20 + t),
        spectrum("power −1/2", n, t -> 1 / Math.sqrt(n * t + 0.5)),
        spectrum("power −1", n, t -> 1 / (n * t + 0.5)),
        spectrum("power −3", n, t -> Math.pow(n * t + 0.5, -3)),
        spectrum("powers of both signs", n, t -> Math.sin(Math.PI * n * t) / (n * t + 0.5)),
        spectrum("one outlier", n, t -> t > 1 - 1.0 / n ? 500 : 1 + t),
        spectrum("rank one", n, t -> t > 1 - 1.0 / n ? 7 : 0),
        spectrum("rank one and noise", n, t -> t > 1 - 1.0 / n ? 7 : 1e-3 * (1 + t)),
        spectrum("rank 5 and a shift", n, t -> 1 + (t < 5.0 / n ? 100 * (1 + n * t) : 0)),
        spectrum("rank 10 and noise", n, t -> 0.02 * t + (t < 10.0 / n ? 30 * (1 + n * t) : 0)),
        spectrum("geometric, 0.6", n, t -> Math.pow(0.6, n * t)),
        spectrum("geometric, 0.9", n, t -> Math.pow(0.9, n * t)),
        spectrum("geometric, 0.98", n, t -> Math.pow(0.98, n * t)),
        spectrum("sine", n, t -> 0.2 + 3 * Math.sin(Math.PI * (t - 0.5))),
        spectrum("exponential", n, t -> -Math.log(t)),
        spectrum("square edge", n, t -> 1e-6 + t * t),
        spectrum("log-uniform, 1 to 1000", n, t -> Math.pow(10, 3 * t)),
        spectrum("square, 1 to 30", n, t -> 1 + 29 * t * t));
  }

  /** Rising eigenvalues of ZZᵀ/m, with Z of n rows and m columns of normal numbers. */
  private static double[] wishart(int n, int m) {
    double[][] z = new double[n][];
    Arrays.setAll(z, i -> Samples.gaussian(Samples.random(1000L * m + i), m));
    double[][] a = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        a[i][j] = Vectors.dot(z[i], z[j]) / m;
        a[j][i] = a[i][j];
      }
    }
    return DenseSpectrum.of(SymmetricOperator.symmetric(a)).values();
  }

  /** The values of a function of (i + ½)/n, which spreads eigenvalues as it says. */
  private static Spectrum spectrum(String name, int n, DoubleUnaryOperator quantile) {
    double[] values = new double[n];
    Arrays.setAll(values, i -> quantile.applyAsDouble((i + 0.5) / n));
    return new Spectrum(name, values);
  }
}
