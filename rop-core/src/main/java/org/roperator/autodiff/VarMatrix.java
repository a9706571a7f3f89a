package org.roperator.autodiff;

import org.roperator.dense.Blas;
import org.roperator.dense.Transpose;
import org.roperator.operator.Arguments;

/**
 * A matrix of active numbers, an array read row by row, whose products are recorded whole.
 *
 * <p>Immutable; lives as long as the run that made it, like a {@link Var}.
 */
public final class VarMatrix {

  private final VarArray entries;
  private final int rows;
  private final int columns;

  VarMatrix(VarArray entries, int rows, int columns) {
    Arguments.requirePositive("The number of rows", rows);
    Arguments.requirePositive("The number of columns", columns);
    if ((long) rows * columns != entries.length()) {
      throw new IllegalArgumentException(
          "A matrix of "
              + rows
              + " × "
              + columns
              + " does not have "
              + entries.length()
              + " entries.");
    }
    this.entries = entries;
    this.rows = rows;
    this.columns = columns;
  }

  /** Plain numbers, on which nothing depends; rows of one length. Copied. */
  public static VarMatrix constant(double[][] numbers) {
    int columns = numbers[0].length;
    double[] all = new double[numbers.length * columns];
    for (int i = 0; i < numbers.length; i++) {
      Arguments.requireLength("Row " + i, numbers[i], columns, "row 0 has length " + columns);
      System.arraycopy(numbers[i], 0, all, i * columns, columns);
    }
    return new VarMatrix(VarArray.constant(all), numbers.length, columns);
  }

  /** The number of rows. */
  public int rows() {
    return rows;
  }

  /** The number of columns. */
  public int columns() {
    return columns;
  }

  /** The entry in row i and column j, counted from 0. */
  public Var get(int i, int j) {
    return entries.get(i * columns + j);
  }

  /** Row i, counted from 0. */
  public VarArray row(int i) {
    return entries.slice(i * columns, (i + 1) * columns);
  }

  /** All entries, row by row. */
  public VarArray entries() {
    return entries;
  }

  /** The matrix product {@code A B}; either may be constant. */
  public VarMatrix times(VarMatrix b) {
    if (columns != b.rows) {
      throw new IllegalArgumentException(
          "A matrix of " + columns + " columns does not multiply one of " + b.rows + " rows.");
    }
    double[] left = entries.values();
    double[] right = b.entries.values();
    int n = b.columns;
    double[] y = new double[rows * n];
    Blas.instance()
        .gemm(
            Transpose.NO,
            Transpose.NO,
            rows,
            n,
            columns,
            1,
            left,
            0,
            columns,
            right,
            0,
            n,
            0,
            y,
            0,
            n);
    Tape tape = entries.tapeWith(b.entries);
    if (entries.isConstant() && b.entries.isConstant()) {
      return new VarMatrix(new VarArray(y, entries.node(), tape), rows, n);
    }
    int first =
        tape.block(
            new MatrixProductBlock(
                entries.node(), left, b.entries.node(), right, rows, columns, n, new double[0]));
    return new VarMatrix(new VarArray(y, first, tape), rows, n);
  }

  /** The product {@code A x} with a vector. */
  public VarArray times(VarArray x) {
    return times(x.asMatrix(x.length(), 1)).entries();
  }

  /** The matrix with rows and columns exchanged. */
  public VarMatrix transpose() {
    int[] indices = new int[rows * columns];
    for (int i = 0; i < indices.length; i++) {
      indices[i] = (i % rows) * columns + i / rows;
    }
    return entries.select(indices).asMatrix(columns, rows);
  }

  /** The sum with a vector added to each row, or with another matrix of this shape. */
  public VarMatrix addToRows(VarArray row) {
    return entries.add(row).asMatrix(rows, columns);
  }

  /** The function of each entry. */
  public VarMatrix map(ScalarFunction f) {
    return entries.map(f).asMatrix(rows, columns);
  }

  /** {@code ln Σⱼ exp xᵢⱼ} for each row i, without overflow. */
  public VarArray logSumExpOfRows() {
    double[] x = entries.values();
    double[] y = new double[rows];
    double[] softmax = new double[x.length];
    for (int i = 0; i < rows; i++) {
      int from = i * columns;
      double largest = x[from];
      for (int e = from; e < from + columns; e++) {
        largest = Math.max(largest, x[e]);
      }
      double shift = Double.isFinite(largest) ? largest : 0;
      double sum = 0;
      for (int e = from; e < from + columns; e++) {
        softmax[e] = Math.exp(x[e] - shift);
        sum += softmax[e];
      }
      for (int e = from; e < from + columns; e++) {
        softmax[e] /= sum;
      }
      y[i] = shift + Math.log(sum);
    }
    return entries.record(
        y,
        entries.isConstant()
            ? null
            : new LogSumExpBlock(entries.node(), rows, softmax, new double[0]));
  }

  @Override
  public String toString() {
    return rows + " × " + columns + " " + entries;
  }
}
