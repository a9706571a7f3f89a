package org.roperator.operator;

import org.roperator.internal.Arguments;
import org.roperator.internal.Vectors;

/** The map of an explicit matrix, stored row by row. */
final class DenseMatrixOperator implements LinearOperator {

  private final double[][] rows;

  private DenseMatrixOperator(double[][] rows) {
    this.rows = rows;
  }

  static DenseMatrixOperator of(double[][] rows) {
    return new DenseMatrixOperator(copyChecked(rows));
  }

  /** A copy of a finite matrix whose rows are equally long. */
  static double[][] copyChecked(double[][] rows) {
    Arguments.requirePositive("The number of rows", rows.length);
    int n = Arguments.requirePositive("The number of columns", rows[0].length);
    double[][] copy = new double[rows.length][];
    for (int i = 0; i < rows.length; i++) {
      Arguments.requireLength("Row " + i, rows[i], n, "row 0 has length " + n);
      Arguments.requireFinite("Row " + i, rows[i]);
      copy[i] = rows[i].clone();
    }
    return copy;
  }

  @Override
  public int domainDimension() {
    return rows[0].length;
  }

  @Override
  public int rangeDimension() {
    return rows.length;
  }

  @Override
  public void apply(double[] v, double[] out) {
    Arguments.requireProduct(domainDimension(), rangeDimension(), v, out);
    for (int i = 0; i < rows.length; i++) {
      out[i] = Vectors.dot(rows[i], v);
    }
  }

  @Override
  public LinearOperator adjoint() {
    double[][] columns = new double[domainDimension()][rows.length];
    for (int i = 0; i < rows.length; i++) {
      for (int j = 0; j < rows[i].length; j++) {
        columns[j][i] = rows[i][j];
      }
    }
    return new DenseMatrixOperator(columns);
  }
}
