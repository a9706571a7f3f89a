package org.roperator.recurrent;

import org.roperator.dense.Blas;

/** Products with a weight matrix W, {@code w_ij} from unit i to unit j, for rows of vectors. */
interface Connections {

  /** {@code out = Wᵀy + β out}: the total inputs that outputs y cause. */
  void forward(double[] w, Rows y, double beta, Rows out);

  /** {@code out = Wz + β out}: what adjoints z of total inputs mean for outputs. */
  void backward(double[] w, Rows z, double beta, Rows out);

  /** {@code sum_ij += Σ y_i z_j} over the rows. */
  void addOuter(Rows y, Rows z, double[] sum);

  /** {@code out = I − DW} row by row, D diagonal. */
  void writeSystem(double[] w, double[] slope, int slopeFrom, double[] out);

  static Connections of(Connectivity connectivity, Blas blas) {
    return connectivity.isFull()
        ? new DenseConnections(connectivity.units(), blas)
        : new SparseConnections(connectivity);
  }
}
