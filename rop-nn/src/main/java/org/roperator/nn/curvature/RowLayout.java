package org.roperator.nn.curvature;

/**
 * How a vector of a block stands for a matrix of rows × columns: row by row, or with its last
 * column, the biases, behind all others.
 *
 * @param rows the number of rows
 * @param columns the number of columns, the biases' included
 * @param biasesApart whether the last column stands behind all others
 */
record RowLayout(int rows, int columns, boolean biasesApart) {

  int length() {
    return rows * columns;
  }

  void toMatrix(double[] vector, double[] matrix) {
    if (!biasesApart) {
      System.arraycopy(vector, 0, matrix, 0, length());
      return;
    }
    int inputs = columns - 1;
    for (int i = 0; i < rows; i++) {
      System.arraycopy(vector, i * inputs, matrix, i * columns, inputs);
      matrix[i * columns + inputs] = vector[rows * inputs + i];
    }
  }

  void toVector(double[] matrix, double[] vector) {
    if (!biasesApart) {
      System.arraycopy(matrix, 0, vector, 0, length());
      return;
    }
    int inputs = columns - 1;
    for (int i = 0; i < rows; i++) {
      System.arraycopy(matrix, i * columns, vector, i * inputs, inputs);
      vector[rows * inputs + i] = matrix[i * columns + inputs];
    }
  }
}
