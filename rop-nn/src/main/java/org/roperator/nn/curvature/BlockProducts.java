package org.roperator.nn.curvature;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.roperator.dense.SymmetricEigen;
import org.roperator.internal.Gaussian;
import org.roperator.internal.Vectors;
import org.roperator.operator.SymmetricOperator;

/** What products alone tell of an operator. */
final class BlockProducts {

  /** 128 MB as a matrix, and minutes for its eigenvalues. */
  static final int MOST_DENSE = 4096;

  static final int MOST_STEPS = 200;

  private static final int AT_ONCE = 16;

  /** Relative to the eigenvalue; Lanczos' own rounding is some digits below. */
  private static final double ENOUGH = 1e-10;

  private BlockProducts() {}

  /** What to do with row i of a matrix, the product with the i-th unit vector. */
  private interface Row {
    void take(int i, double[] row);
  }

  private static void forEachRow(SymmetricOperator a, Row use) {
    int n = a.dimension();
    for (int from = 0; from < n; from += AT_ONCE) {
      int k = Math.min(AT_ONCE, n - from);
      double[][] units = new double[k][n];
      double[][] rows = new double[k][n];
      for (int j = 0; j < k; j++) {
        units[j][from + j] = 1;
      }
      a.applyAll(units, rows);
      for (int j = 0; j < k; j++) {
        use.take(from + j, rows[j]);
      }
    }
  }

  static double[][] dense(SymmetricOperator a) {
    int n = requireSmall(a.dimension());
    double[][] matrix = new double[n][];
    forEachRow(a, (i, row) -> matrix[i] = row);
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < i; j++) {
        double mean = matrix[i][j] + (matrix[j][i] - matrix[i][j]) / 2;
        matrix[i][j] = mean;
        matrix[j][i] = mean;
      }
    }
    return matrix;
  }

  static int requireSmall(int n) {
    if (n > MOST_DENSE) {
      throw new IllegalArgumentException(
          "The matrix has "
              + n
              + " rows, but at most "
              + MOST_DENSE
              + " are made explicit; take products, or cut the block by Partition.inRows.");
    }
    return n;
  }

  static double[] diagonal(SymmetricOperator a) {
    double[] diagonal = new double[a.dimension()];
    forEachRow(a, (i, row) -> diagonal[i] = row[i]);
    return diagonal;
  }

  static double sum(double[] terms) {
    double sum = 0;
    for (double term : terms) {
      sum += term;
    }
    return sum;
  }

  /**
   * Lanczos' method, every new vector made orthogonal to all before it twice: without that, copies
   * of converged eigenvalues come up. The error of the largest Ritz value is at most {@code β|s|},
   * s the last entry of its eigenvector.
   */
  static Eigenvalue largestEigenvalue(SymmetricOperator a) {
    int n = a.dimension();
    SplittableRandom random = new SplittableRandom(1);
    double[] q = new double[n];
    Gaussian.fill(random, q);
    Vectors.scale(1 / Vectors.norm(q), q);
    List<double[]> basis = new ArrayList<>();
    double[] alphas = new double[0];
    double[] betas = new double[0];
    while (true) {
      basis.add(q);
      double[] next = a.times(q);
      alphas = Arrays.copyOf(alphas, basis.size());
      alphas[basis.size() - 1] = Vectors.dot(q, next);
      for (int pass = 0; pass < 2; pass++) {
        for (double[] before : basis) {
          Vectors.addScaled(-Vectors.dot(before, next), before, next);
        }
      }
      double beta = Vectors.norm(next);
      Eigenvalue best = largestRitzValue(alphas, betas, beta);
      boolean enough = best.error() <= ENOUGH * Math.abs(best.value());
      if (enough || basis.size() == Math.min(n, MOST_STEPS) || !Double.isFinite(beta)) {
        return best;
      }
      Vectors.scale(1 / beta, next);
      betas = Arrays.copyOf(betas, betas.length + 1);
      betas[betas.length - 1] = beta;
      q = next;
    }
  }

  private static Eigenvalue largestRitzValue(double[] alphas, double[] betas, double beta) {
    int m = alphas.length;
    if (m == 1) {
      return new Eigenvalue(alphas[0], beta);
    }
    double[] lasts = new double[m];
    lasts[m - 1] = 1;
    double[] ritz = SymmetricEigen.tridiagonal(alphas, betas, lasts);
    int top = 0;
    for (int i = 1; i < m; i++) {
      top = ritz[i] > ritz[top] ? i : top;
    }
    return new Eigenvalue(ritz[top], beta * Math.abs(lasts[top]));
  }
}
