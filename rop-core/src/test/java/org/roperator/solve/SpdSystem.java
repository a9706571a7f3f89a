package org.roperator.solve;

import java.util.random.RandomGenerator;
import org.roperator.contract.Samples;
import org.roperator.internal.Vectors;
import org.roperator.operator.SymmetricOperator;

/** A symmetric matrix of given eigenvalues, with a solution drawn first: {@code b = A x}. */
final class SpdSystem {

  private final SymmetricOperator a;
  private final double[][] rows;
  private final double[] x;
  private final double[] b;

  private SpdSystem(double[][] rows, double[] x) {
    this.a = SymmetricOperator.symmetric(rows);
    this.rows = rows;
    this.x = x;
    this.b = a.times(x);
  }

  SymmetricOperator a() {
    return a;
  }

  double[][] rows() {
    return rows;
  }

  double[] b() {
    return b;
  }

  /** A = Q diag(eigenvalues) Qᵀ with Q a product of two random reflections. */
  static SpdSystem of(RandomGenerator random, double... eigenvalues) {
    int n = eigenvalues.length;
    double[][] rows = new double[n][n];
    for (int i = 0; i < n; i++) {
      rows[i][i] = eigenvalues[i];
    }
    for (int k = 0; k < 2; k++) {
      reflect(rows, Samples.gaussian(random, n));
    }
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < i; j++) {
        rows[i][j] = rows[j][i];
      }
    }
    return new SpdSystem(rows, Samples.gaussian(random, n));
  }

  /** Eigenvalues between 1 and κ, the ends among them. */
  static SpdSystem conditioned(RandomGenerator random, int n, double kappa) {
    double[] eigenvalues = new double[n];
    for (int i = 0; i < n; i++) {
      eigenvalues[i] = i == 0 ? 1 : i == 1 ? kappa : 1 + (kappa - 1) * random.nextDouble();
    }
    return of(random, eigenvalues);
  }

  /** {@code ‖y − x‖_A}. */
  double energyError(double[] y) {
    double[] e = new double[x.length];
    Vectors.sum(y, -1, x, e);
    return Math.sqrt(a.quadraticForm(e));
  }

  /** A ← RAR with R = I − 2uuᵀ/uᵀu. */
  private static void reflect(double[][] a, double[] u) {
    int n = u.length;
    double scale = 2 / Vectors.dot(u, u);
    for (double[] row : a) {
      Vectors.addScaled(-scale * Vectors.dot(row, u), u, row);
    }
    for (int j = 0; j < n; j++) {
      double sum = 0;
      for (int i = 0; i < n; i++) {
        sum += u[i] * a[i][j];
      }
      for (int i = 0; i < n; i++) {
        a[i][j] -= scale * sum * u[i];
      }
    }
  }
}
