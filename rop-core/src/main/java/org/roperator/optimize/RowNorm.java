package org.roperator.optimize;

/**
 * What {@code ‖W‖²_{2,μ}} means, which Zhang, Chen and Liu (2018) use without saying: two readings
 * of "the 2-norm of the rows, averaged".
 */
public enum RowNorm {
  /** The square of the mean of the rows' norms, {@code (meanᵢ ‖wᵢ‖)²}. */
  MEAN_OF_NORMS,
  /**
   * The mean of the rows' squared norms, {@code meanᵢ ‖wᵢ‖² = ‖W‖²_F / rows}. The ratio of Wᵀ to W
   * is then that of rows to columns, whatever the weights.
   */
  MEAN_OF_SQUARES;

  /**
   * The squared norm of a matrix, or of its transpose.
   *
   * @param w holds the matrix. Not modified.
   * @param matrix where in {@code w} it stands
   */
  double squared(double[] w, LayerBlocks.Matrix matrix, boolean transposed) {
    int count = transposed ? matrix.columns() : matrix.rows();
    double[] squares = new double[count];
    int row = matrix.length() / matrix.rows();
    for (int i = 0; i < matrix.length(); i++) {
      double x = w[matrix.from() + i];
      squares[transposed ? i % matrix.columns() : i / row] += x * x;
    }
    double sum = 0;
    for (double square : squares) {
      sum += this == MEAN_OF_NORMS ? Math.sqrt(square) : square;
    }
    double mean = sum / count;
    return this == MEAN_OF_NORMS ? mean * mean : mean;
  }
}
