package org.roperator.spectrum;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.roperator.contract.Samples;
import org.roperator.internal.Vectors;
import org.roperator.operator.SymmetricOperator;

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

  /** {@code QΛQᵀ} with any orthogonal Q alike: no eigenvector has large entries. */
  static SymmetricOperator dense(long seed, double... eigenvalues) {
    int n = eigenvalues.length;
    double[][] q = new double[n][];
    for (int i = 0; i < n; i++) {
      q[i] = Samples.gaussian(Samples.random(7919 * seed + i), n);
      for (int time = 0; time < 2; time++) {
        for (int k = 0; k < i; k++) {
          Vectors.addScaled(-Vectors.dot(q[i], q[k]), q[k], q[i]);
        }
      }
      Vectors.scale(1 / Vectors.norm(q[i]), q[i]);
    }
    double[][] a = new double[n][n];
    for (int k = 0; k < n; k++) {
      for (int i = 0; i < n; i++) {
        Vectors.addScaled(eigenvalues[k] * q[k][i], q[k], a[i]);
      }
    }
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < i; j++) {
        a[i][j] = a[j][i];
      }
    }
    return SymmetricOperator.symmetric(a);
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
