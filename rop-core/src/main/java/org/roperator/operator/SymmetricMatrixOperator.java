package org.roperator.operator;

import org.roperator.internal.Arguments;
import org.roperator.internal.Vectors;

/** The operator of an explicit symmetric matrix. */
final class SymmetricMatrixOperator implements SymmetricOperator {

  private final double[][] rows;

  private SymmetricMatrixOperator(double[][] rows) {
    this.rows = rows;
  }

  static SymmetricMatrixOperator of(double[][] rows) {
    double[][] copy = DenseMatrixOperator.copyChecked(rows);
    int n = copy.length;
    Arguments.requireLength("Row 0", copy[0], n, "a symmetric matrix of " + n + " rows is square");
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < i; j++) {
        if (copy[i][j] != copy[j][i]) {
          throw new IllegalArgumentException(
              String.format(
                  "Entry (%d, %d) is %s, but entry (%d, %d) is %s: the matrix is not symmetric.",
                  i, j, copy[i][j], j, i, copy[j][i]));
        }
      }
    }
    return new SymmetricMatrixOperator(copy);
  }

  @Override
  public int dimension() {
    return rows.length;
  }

  @Override
  public void apply(double[] v, double[] out) {
    Arguments.requireProduct(dimension(), v, out);
    for (int i = 0; i < rows.length; i++) {
      out[i] = Vectors.dot(rows[i], v);
    }
  }
}
