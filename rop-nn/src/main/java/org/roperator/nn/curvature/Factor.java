package org.roperator.nn.curvature;

import org.roperator.dense.Blas;
import org.roperator.dense.Matrix;
import org.roperator.internal.Vectors;
import org.roperator.operator.SymmetricOperator;

/**
 * A symmetric matrix A of n × n, explicit or as {@code SᵀS} of fewer rows: positive semi-definite
 * unless it is the averaged Hessian at the outputs of weights turned round.
 *
 * <p>A mean {@code x̄x̄ᵀ} has one row; the mean of xxᵀ over few examples one for each.
 */
final class Factor {

  private final Blas blas;
  private final double[] numbers;

  /** A, or S. */
  private final Matrix matrix;

  private final int rows;
  private final int n;
  private final boolean explicit;

  private Factor(Blas blas, double[] numbers, int rows, int n, boolean explicit) {
    this.blas = blas;
    this.numbers = numbers;
    this.matrix = Matrix.of(numbers, rows, n);
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
    blas.multiply(matrix.transposed(), matrix, 0, Matrix.of(product, n, n));
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

  /** {@code out = VA} if explicit, {@code out = V Sᵀ} if not. */
  void compress(Matrix v, Matrix out) {
    if (rows == 1) {
      blas.multiply(1, v, numbers, 0, 0, out.array(), out.from());
    } else {
      blas.multiply(v, explicit ? matrix : matrix.transposed(), 0, out);
    }
  }

  /** {@code out = P S}; of a factor that is not explicit. */
  void expand(Matrix p, Matrix out) {
    if (rows > 1) {
      blas.multiply(p, matrix, 0, out);
      return;
    }
    for (int i = 0; i < p.rows(); i++) {
      for (int j = 0; j < n; j++) {
        out.array()[out.index(i, j)] = p.get(i, 0) * numbers[j];
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
              Matrix row = Matrix.of(v, 1, n);
              Matrix product = Matrix.of(out, 1, n);
              if (explicit) {
                compress(row, product);
              } else {
                Matrix p = Matrix.of(new double[rows], 1, rows);
                compress(row, p);
                expand(p, product);
              }
            }));
  }

  EigenMatrix decomposed() {
    if (!explicit) {
      return EigenMatrix.ofRows(matrix, blas);
    }
    BlockProducts.requireSmall(n);
    double[][] square = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        double x = numbers[Math.max(i, j) * n + Math.min(i, j)];
        square[i][j] = x + (numbers[Math.min(i, j) * n + Math.max(i, j)] - x) / 2;
      }
    }
    return EigenMatrix.of(square, blas);
  }
}
