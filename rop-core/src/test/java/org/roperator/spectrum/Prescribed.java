package org.roperator.spectrum;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.roperator.contract.Samples;
import org.roperator.operator.SymmetricOperator;
import org.roperator.operator.Vectors;

/** Operators whose eigenvalues are given, turned by reflections; and what counts their products. */
final class Prescribed {

  private Prescribed() {}

  /** {@code QΛQᵀ} with Q three random reflections. */
  static SymmetricOperator operator(long seed, double... eigenvalues) {
    int n = eigenvalues.length;
    double[] lambda = eigenvalues.clone();
    double[][] mirrors = new double[3][];
    for (int k = 0; k < 3; k++) {
      mirrors[k] = Samples.gaussian(Samples.random(31 * seed + k), n);
      Vectors.scale(1 / Vectors.norm(mirrors[k]), mirrors[k]);
    }
    return SymmetricOperator.of(
        n,
        (v, out) -> {
          System.arraycopy(v, 0, out, 0, n);
          for (int k = 0; k < 3; k++) {
            Vectors.addScaled(-2 * Vectors.dot(mirrors[k], out), mirrors[k], out);
          }
          for (int i = 0; i < n; i++) {
            out[i] *= lambda[i];
          }
          for (int k = 2; k >= 0; k--) {
            Vectors.addScaled(-2 * Vectors.dot(mirrors[k], out), mirrors[k], out);
          }
        });
  }

  /** The same operator, its products counted. */
  static SymmetricOperator counted(SymmetricOperator a, AtomicInteger products) {
    return SymmetricOperator.of(
        a.dimension(),
        (v, out) -> {
          products.incrementAndGet();
          a.apply(v, out);
        });
  }

  /** In falling order. */
  static double[] falling(double... eigenvalues) {
    double[] sorted = eigenvalues.clone();
    Arrays.sort(sorted);
    for (int i = 0; i < sorted.length / 2; i++) {
      double x = sorted[i];
      sorted[i] = sorted[sorted.length - 1 - i];
      sorted[sorted.length - 1 - i] = x;
    }
    return sorted;
  }

  static double sum(double... eigenvalues) {
    return Arrays.stream(eigenvalues).sum();
  }

  static double norm(double... eigenvalues) {
    return Vectors.norm(eigenvalues);
  }

  /** {@code 1/(i + 1)}: a spectrum that decays slowly. */
  static double[] harmonic(int n) {
    double[] lambda = new double[n];
    Arrays.setAll(lambda, i -> 1.0 / (i + 1));
    return lambda;
  }

  /** {@code qⁱ}: a spectrum that decays fast. */
  static double[] geometric(int n, double q) {
    double[] lambda = new double[n];
    Arrays.setAll(lambda, i -> Math.pow(q, i));
    return lambda;
  }
}
