package org.roperator.nn.curvature;

import static org.roperator.dense.Transpose.NO;
import static org.roperator.dense.Transpose.YES;

import org.roperator.dense.Blas;
import org.roperator.nn.curvature.CurvatureBlock.Eigenvalue;
import org.roperator.operator.SymmetricOperator;
import org.roperator.operator.Vectors;

/**
 * A positive semi-definite matrix A of n × n, explicit or as {@code SᵀS} of fewer rows.
 *
 * <p>A mean {@code x̄x̄ᵀ} has one row; the mean of xxᵀ over few examples one for each.
 */
final class Factor {

  private final Blas blas;
  private final double[] numbers;
  private final int rows;
  private final int n;
  private final boolean explicit;

  private Factor(Blas blas, double[] numbers, int rows, int n, boolean explicit) {
    this.blas = blas;
    this.numbers = numbers;
    this.rows = rows;
    this.n = n;
    this.explicit = explicit;
  }

  /** An explicit matrix, row-major. Kept. */
  static Factor explicit(Blas blas, double[] matrix, int n) {
    return new Factor(blas, matrix, n, n, true);
  }

  /** The matrix SᵀS of r rows of length n. Kept. */
  static Factor ofRows(Blas blas, double[] s, int r, int n) {
    return new Factor(blas, s, r, n, false);
  }

  /** The same matrix, explicit. */
  Factor toExplicit() {
    if (explicit) {
      return this;
    }
    double[] product = new double[n * n];
    blas.gemm(YES, NO, n, n, rows, 1, numbers, 0, n, numbers, 0, n, 0, product, 0, n);
    return explicit(blas, product, n);
  }

  /** The numbers of an explicit matrix, row-major; not to be modified. */
  double[] matrix() {
    return numbers;
  }

  /** {@code SAS} for {@code S = diag(scale)}. */
  Factor scaled(double[] scale) {
    double[] scaled = new double[numbers.length];
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] = numbers[i] * scale[i % n] * (explicit ? scale[i / n] : 1);
    }
    return new Factor(blas, scaled, rows, n, explicit);
  }

  int dimension() {
    return n;
  }

  boolean isExplicit() {
    return explicit;
  }

  /** How many numbers {@link #compress} makes of a row. */
  int inner() {
    return rows;
  }

  /** {@code out = VA} if explicit, {@code out = V Sᵀ} if not, for m rows V. */
  void compress(double[] v, int m, double[] out) {
    if (rows == 1) {
      blas.gemv(NO, m, n, 1, v, 0, n, numbers, 0, 0, out, 0);
    } else {
      blas.gemm(NO, explicit ? NO : YES, m, rows, n, 1, v, 0, n, numbers, 0, n, 0, out, 0, rows);
    }
  }

  /** {@code out = P S} for m rows P; of a factor that is not explicit. */
  void expand(double[] p, int m, double[] out) {
    if (rows > 1) {
      blas.gemm(NO, NO, m, n, rows, 1, p, 0, rows, numbers, 0, n, 0, out, 0, n);
      return;
    }
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        out[i * n + j] = p[i] * numbers[j];
      }
    }
  }

  double[] diagonal() {
    double[] diagonal = new double[n];
    if (explicit) {
      for (int i = 0; i < n; i++) {
        diagonal[i] = numbers[i * n + i];
      }
      return diagonal;
    }
    for (int r = 0; r < rows; r++) {
      for (int i = 0; i < n; i++) {
        diagonal[i] += numbers[r * n + i] * numbers[r * n + i];
      }
    }
    return diagonal;
  }

  Eigenvalue largestEigenvalue() {
    if (rows == 1) {
      return new Eigenvalue(explicit ? numbers[0] : Vectors.dot(numbers, numbers), 0);
    }
    return BlockProducts.largestEigenvalue(
        SymmetricOperator.of(
            n,
            (v, out) -> {
              if (explicit) {
                compress(v, 1, out);
              } else {
                double[] p = new double[rows];
                compress(v, 1, p);
                expand(p, 1, out);
              }
            }));
  }

  EigenMatrix decomposed() {
    if (!explicit) {
      return EigenMatrix.ofRows(blas, numbers, rows, n);
    }
    BlockProducts.requireSmall(n);
    double[][] matrix = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        matrix[i][j] = (numbers[i * n + j] + numbers[j * n + i]) / 2;
      }
    }
    return EigenMatrix.of(matrix);
  }
}
