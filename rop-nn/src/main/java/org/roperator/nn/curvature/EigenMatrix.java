package org.roperator.nn.curvature;

import java.util.stream.IntStream;
import org.roperator.dense.Blas;
import org.roperator.dense.Matrix;
import org.roperator.dense.SymmetricEigen;
import org.roperator.internal.Arguments;
import org.roperator.operator.SymmetricOperator;
import org.roperator.parallel.Scratch;

/**
 * A symmetric matrix of n × n by its eigenvalues and r eigenvectors, {@code A = Q diag(λ) Qᵀ}; with
 * r below n, the other eigenvalues are zero.
 */
final class EigenMatrix {

  /** An eigenvalue of SᵀS this far below the largest is rounding, and so is its vector. */
  private static final double ROUNDING = 1e-12;

  private final Blas blas;
  private final double[] values;

  /** Eigenvectors in columns. */
  private final Matrix vectors;

  private EigenMatrix(Blas blas, double[] values, Matrix vectors) {
    this.blas = blas;
    this.values = values;
    this.vectors = vectors;
  }

  /**
   * Decomposes a matrix. What rounding made negative counts as zero.
   *
   * @param matrix symmetric to the last bit. Not modified.
   */
  static EigenMatrix of(double[][] matrix, Blas blas) {
    int n = BlockProducts.requireSmall(matrix.length);
    double[] flat = new double[n * n];
    for (int i = 0; i < n; i++) {
      System.arraycopy(matrix[i], 0, flat, i * n, n);
    }
    SymmetricEigen parts = SymmetricEigen.of(n, flat, blas);
    double[] values = parts.values();
    double rounding = n * 0x1p-52 * Math.max(-values[0], values[n - 1]);
    for (int j = 0; j < n; j++) {
      values[j] = values[j] < 0 && values[j] >= -rounding ? 0 : values[j];
    }
    double[] rows = parts.vectors();
    double[] vectors = new double[n * n];
    for (int j = 0; j < n; j++) {
      for (int i = 0; i < n; i++) {
        vectors[i * n + j] = rows[j * n + i];
      }
    }
    return new EigenMatrix(blas, values, Matrix.of(vectors, n, n));
  }

  /**
   * Decomposes SᵀS by way of the smaller SSᵀ: {@code Z diag(λ) Zᵀ = SSᵀ} gives {@code Q = SᵀZ
   * diag(λ)^(-½)}.
   *
   * @param s r rows of length n
   */
  static EigenMatrix ofRows(Matrix s, Blas blas) {
    int r = s.rows();
    double[] flat = new double[r * r];
    blas.multiply(s, s.transposed(), 0, Matrix.of(flat, r, r));
    double[][] square = new double[r][r];
    for (int i = 0; i < r; i++) {
      for (int j = 0; j < r; j++) {
        double x = flat[Math.max(i, j) * r + Math.min(i, j)];
        square[i][j] = x + (flat[Math.min(i, j) * r + Math.max(i, j)] - x) / 2;
      }
    }
    EigenMatrix z = of(square, blas);
    double least = ROUNDING * z.largest();
    int[] kept = IntStream.range(0, r).filter(j -> z.values[j] > least).toArray();
    double[] values = new double[kept.length];
    double[] scaled = new double[r * kept.length];
    for (int j = 0; j < kept.length; j++) {
      values[j] = z.values[kept[j]];
      for (int i = 0; i < r; i++) {
        scaled[i * kept.length + j] = z.vectors.get(i, kept[j]) / Math.sqrt(values[j]);
      }
    }
    Matrix vectors = Matrix.of(new double[s.columns() * kept.length], s.columns(), kept.length);
    blas.multiply(s.transposed(), Matrix.of(scaled, r, kept.length), 0, vectors);
    return new EigenMatrix(blas, values, vectors);
  }

  /** The number n of rows. */
  int dimension() {
    return vectors.rows();
  }

  /** The number r of eigenvectors. */
  int rank() {
    return values.length;
  }

  double value(int i) {
    return values[i];
  }

  /** The largest eigenvalue of those there are. */
  double largest() {
    return IntStream.range(0, values.length).mapToDouble(this::value).max().orElse(0);
  }

  /** The smallest eigenvalue, those that are zero for want of a vector included. */
  double smallest() {
    double none = rank() < dimension() ? 0 : Double.POSITIVE_INFINITY;
    return IntStream.range(0, values.length).mapToDouble(this::value).reduce(none, Math::min);
  }

  /** The eigenvectors in columns; not to be modified. */
  Matrix vectors() {
    return vectors;
  }

  /** {@code (A + λI)⁻¹} of a matrix with all its eigenvectors. */
  SymmetricOperator dampedInverse(double lambda) {
    requirePositiveDefinite(smallest(), lambda);
    int n = dimension();
    Scratch<double[]> work = Scratch.ofLength(n);
    return SymmetricOperator.of(
        n,
        (v, out) -> {
          double[] inner = work.take();
          blas.multiply(vectors.transposed(), v, 0, inner);
          for (int j = 0; j < n; j++) {
            inner[j] /= values[j] + lambda;
          }
          blas.multiply(vectors, inner, 0, out);
          work.giveBack(inner);
        });
  }

  static void requirePositiveDefinite(double smallest, double lambda) {
    Arguments.requireFinite("The damping", lambda);
    if (!(smallest + lambda > 0)) {
      throw new IllegalArgumentException(
          "The damping is "
              + lambda
              + ", but the smallest eigenvalue of the block is "
              + smallest
              + "; their sum must be above 0.");
    }
  }
}
