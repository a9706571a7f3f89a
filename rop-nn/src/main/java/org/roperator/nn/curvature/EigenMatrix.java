package org.roperator.nn.curvature;

import static org.roperator.dense.Transpose.NO;
import static org.roperator.dense.Transpose.YES;

import java.util.stream.IntStream;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.roperator.dense.Blas;
import org.roperator.operator.Arguments;
import org.roperator.operator.Scratch;
import org.roperator.operator.SymmetricOperator;

/**
 * A symmetric matrix of n × n by its eigenvalues and r eigenvectors, {@code A = Q diag(λ) Qᵀ}; with
 * r below n, the other eigenvalues are zero.
 */
final class EigenMatrix {

  /** An eigenvalue of SᵀS this far below the largest is rounding, and so is its vector. */
  private static final double ROUNDING = 1e-12;

  private final int n;
  private final double[] values;

  /** Eigenvectors in columns, row-major. */
  private final double[] vectors;

  private EigenMatrix(int n, double[] values, double[] vectors) {
    this.n = n;
    this.values = values;
    this.vectors = vectors;
  }

  /**
   * Decomposes a matrix.
   *
   * @param matrix symmetric to the last bit. Not modified.
   */
  static EigenMatrix of(double[][] matrix) {
    int n = BlockProducts.requireSmall(matrix.length);
    EigenDecomposition parts = new EigenDecomposition(new Array2DRowRealMatrix(matrix));
    double[] vectors = new double[n * n];
    for (int j = 0; j < n; j++) {
      double[] vector = parts.getEigenvector(j).toArray();
      for (int i = 0; i < n; i++) {
        vectors[i * n + j] = vector[i];
      }
    }
    return new EigenMatrix(n, parts.getRealEigenvalues(), vectors);
  }

  /**
   * Decomposes SᵀS by way of the smaller SSᵀ: {@code Z diag(λ) Zᵀ = SSᵀ} gives {@code Q = SᵀZ
   * diag(λ)^(-½)}.
   *
   * @param s r rows of length n
   */
  static EigenMatrix ofRows(Blas blas, double[] s, int r, int n) {
    double[] flat = new double[r * r];
    blas.gemm(NO, YES, r, r, n, 1, s, 0, n, s, 0, n, 0, flat, 0, r);
    double[][] square = new double[r][r];
    for (int i = 0; i < r; i++) {
      for (int j = 0; j < r; j++) {
        square[i][j] = (flat[i * r + j] + flat[j * r + i]) / 2;
      }
    }
    EigenMatrix z = of(square);
    double least = ROUNDING * z.largest();
    int[] kept = IntStream.range(0, r).filter(j -> z.values[j] > least).toArray();
    double[] values = new double[kept.length];
    double[] scaled = new double[r * kept.length];
    for (int j = 0; j < kept.length; j++) {
      values[j] = z.values[kept[j]];
      for (int i = 0; i < r; i++) {
        scaled[i * kept.length + j] = z.vectors[i * r + kept[j]] / Math.sqrt(values[j]);
      }
    }
    double[] vectors = new double[n * kept.length];
    blas.gemm(
        YES,
        NO,
        n,
        kept.length,
        r,
        1,
        s,
        0,
        n,
        scaled,
        0,
        Math.max(1, kept.length),
        0,
        vectors,
        0,
        Math.max(1, kept.length));
    return new EigenMatrix(n, values, vectors);
  }

  /** The number n of rows. */
  int dimension() {
    return n;
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
    double none = rank() < n ? 0 : Double.POSITIVE_INFINITY;
    return IntStream.range(0, values.length).mapToDouble(this::value).reduce(none, Math::min);
  }

  /** The eigenvectors in columns, row-major; not to be modified. */
  double[] vectors() {
    return vectors;
  }

  /** {@code (A + λI)⁻¹} of a matrix with all its eigenvectors. */
  SymmetricOperator dampedInverse(double lambda) {
    requirePositiveDefinite(smallest(), lambda);
    Scratch<double[]> work = Scratch.ofLength(n);
    Blas blas = Blas.instance();
    return SymmetricOperator.of(
        n,
        (v, out) -> {
          double[] inner = work.take();
          blas.gemv(YES, n, n, 1, vectors, 0, n, v, 0, 0, inner, 0);
          for (int j = 0; j < n; j++) {
            inner[j] /= values[j] + lambda;
          }
          blas.gemv(NO, n, n, 1, vectors, 0, n, inner, 0, 0, out, 0);
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
