package org.roperator.recurrent;

import org.roperator.dense.Blas;
import org.roperator.dense.Matrix;

/**
 * A weight for every pair of units.
 *
 * @param transposed Wᵀ, a view that is kept for each product
 */
record DenseWeights(Matrix w, Matrix transposed, Blas blas) implements Weights {

  static DenseWeights of(int n, double[] w, Blas blas) {
    Matrix matrix = Matrix.of(w, n, n);
    return new DenseWeights(matrix, matrix.transposed(), blas);
  }

  @Override
  public Weights at(double[] other) {
    return of(w.rows(), other, blas);
  }

  @Override
  public void forward(Matrix y, double beta, Matrix out) {
    multiply(y, w, transposed, beta, out);
  }

  @Override
  public void backward(Matrix z, double beta, Matrix out) {
    multiply(z, transposed, w, beta, out);
  }

  /** {@code out = in A + β out}; of a single row as a product of Aᵀ by a vector. */
  private void multiply(Matrix in, Matrix a, Matrix aTransposed, double beta, Matrix out) {
    if (in.rows() == 1) {
      blas.multiply(1, aTransposed, in.array(), in.from(), beta, out.array(), out.from());
    } else {
      blas.multiply(in, a, beta, out);
    }
  }

  @Override
  public void addOuter(Matrix y, Matrix z) {
    blas.multiply(y.transposed(), z, 1, w);
  }

  @Override
  public void writeSystem(double[] slope, int slopeFrom, double[] out) {
    int n = w.rows();
    double[] weights = w.array();
    for (int i = 0; i < n; i++) {
      double d = slope[slopeFrom + i];
      for (int j = i * n; j < (i + 1) * n; j++) {
        out[j] = -d * weights[j];
      }
      out[i * n + i] += 1;
    }
  }
}
