package org.roperator.recurrent;

import org.roperator.dense.Blas;
import org.roperator.dense.Matrix;

/**
 * A weight matrix W, {@code w_ij} from unit i to unit j, known by its products with rows of
 * vectors. What stands for W may be any vector like the parameters: a direction, or a gradient.
 */
interface Weights {

  /** The same connections with the weights at the head of another vector, which is kept. */
  Weights at(double[] w);

  /** {@code out = Wᵀy + β out} for each row: the total inputs that outputs y cause. */
  void forward(Matrix y, double beta, Matrix out);

  /** {@code out = Wz + β out} for each row: what adjoints z of total inputs mean for outputs. */
  void backward(Matrix z, double beta, Matrix out);

  /** {@code w_ij += Σ y_i z_j} over the rows. */
  void addOuter(Matrix y, Matrix z);

  /** {@code out = I − DW} row by row, D diagonal. */
  void writeSystem(double[] slope, int slopeFrom, double[] out);

  /** The weights at the head of parameters w, which are kept. */
  static Weights of(Connectivity connectivity, double[] w, Blas blas) {
    return connectivity.isFull()
        ? DenseWeights.of(connectivity.units(), w, blas)
        : SparseWeights.of(connectivity, w);
  }
}
