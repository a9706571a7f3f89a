package org.roperator.autodiff;

import java.util.Arrays;
import org.roperator.dense.Matrix;
import org.roperator.dense.MatrixArena;
import org.roperator.function.ScalarFunction;
import org.roperator.internal.Arguments;
import org.roperator.internal.Vectors;

/**
 * A matrix of active numbers, an array read row by row, whose products are recorded whole.
 *
 * <p>Immutable; lives as long as the run that made it, like a {@link Var}.
 */
public final class VarMatrix {

  /** Differences relative to the largest entry that no rounding makes. */
  private static final double UNSYMMETRIC = 1e-9;

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
    Arguments.requirePositive("The number of rows", numbers.length);
    int columns = numbers[0].length;
    double[] all = new double[numbers.length * columns];
    for (int i = 0; i < numbers.length; i++) {
      Arguments.requireLength("Row " + i, numbers[i], columns, "row 0 has length " + columns);
      System.arraycopy(numbers[i], 0, all, i * columns, columns);
    }
    return new VarMatrix(VarArray.constant(all), numbers.length, columns);
  }

  static VarMatrix constant(double[] rowByRow, int rows, int columns) {
    return new VarMatrix(VarArray.constant(rowByRow), rows, columns);
  }

  /** The constant identity of an order. */
  public static VarMatrix identity(int order) {
    double[] entries = new double[order * order];
    for (int i = 0; i < order; i++) {
      entries[i * order + i] = 1;
    }
    return constant(entries, order, order);
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
    if (i < 0 || i >= rows || j < 0 || j >= columns) {
      throw new IndexOutOfBoundsException(
          "There is no entry ("
              + i
              + ", "
              + j
              + ") in a matrix of "
              + rows
              + " × "
              + columns
              + ".");
    }
    return entries.get(i * columns + j);
  }

  /** Row i, counted from 0. */
  public VarArray row(int i) {
    if (i < 0 || i >= rows) {
      throw new IllegalArgumentException(
          "Row " + i + " was asked for, but the matrix has rows 0 to " + (rows - 1) + ".");
    }
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
    Matrix a = Matrix.of(left, rows, columns);
    Matrix other = Matrix.of(right, columns, n);
    TapeBlas.get().multiply(a, other, 0, Matrix.of(y, rows, n));
    Tape tape = entries.tapeWith(b.entries);
    if (entries.isConstant() && b.entries.isConstant()) {
      return new VarMatrix(new VarArray(y, entries.node(), tape), rows, n);
    }
    int first =
        tape.block(
            new MatrixProductBlock(entries.node(), a, b.entries.node(), other, Matrix.empty()));
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

  /** Column j, counted from 0. */
  public VarArray column(int j) {
    return slice(0, rows, j, j + 1).entries;
  }

  /** The rows {@code fromRow ≤ i < toRow} and columns {@code fromColumn ≤ j < toColumn}. */
  public VarMatrix slice(int fromRow, int toRow, int fromColumn, int toColumn) {
    requireRange("rows", fromRow, toRow, rows);
    requireRange("columns", fromColumn, toColumn, columns);
    int width = toColumn - fromColumn;
    int height = toRow - fromRow;
    if (width == columns) {
      return entries.slice(fromRow * columns, toRow * columns).asMatrix(height, width);
    }
    int[] indices = new int[height * width];
    for (int i = 0; i < indices.length; i++) {
      indices[i] = (fromRow + i / width) * columns + fromColumn + i % width;
    }
    return entries.select(indices).asMatrix(height, width);
  }

  private static void requireRange(String what, int from, int to, int count) {
    if (from < 0 || to <= from || to > count) {
      throw new IllegalArgumentException(
          "A slice of the "
              + what
              + " from "
              + from
              + " to "
              + to
              + " does not lie within 0 to "
              + count
              + ", or is empty.");
    }
  }

  /** The sum {@code A + B} of two matrices of one shape. */
  public VarMatrix add(VarMatrix b) {
    requireEqualShape(b);
    return shaped(entries.add(b.entries));
  }

  /** The difference {@code A − B} of two matrices of one shape. */
  public VarMatrix subtract(VarMatrix b) {
    requireEqualShape(b);
    return shaped(entries.subtract(b.entries));
  }

  /** The sum {@code aᵢⱼ + c} with a number in every entry. */
  public VarMatrix add(double c) {
    return shaped(entries.add(c));
  }

  /** The sum {@code aᵢⱼ + y} with one number in every entry. */
  public VarMatrix add(Var y) {
    return shaped(entries.add(y));
  }

  /** The difference {@code aᵢⱼ − c} with a number in every entry. */
  public VarMatrix subtract(double c) {
    return shaped(entries.subtract(c));
  }

  /** The difference {@code aᵢⱼ − y} with one number in every entry. */
  public VarMatrix subtract(Var y) {
    return shaped(entries.subtract(y));
  }

  /** The negative {@code −A}. */
  public VarMatrix negate() {
    return shaped(entries.negate());
  }

  /** The multiple {@code c A}. */
  public VarMatrix multiply(double c) {
    return shaped(entries.multiply(c));
  }

  /** The multiple {@code y A} by one number. */
  public VarMatrix multiply(Var y) {
    return shaped(entries.multiply(y));
  }

  /** The quotient {@code A / c}. */
  public VarMatrix divide(double c) {
    return shaped(entries.divide(c));
  }

  /** The quotient {@code A / y} by one number. */
  public VarMatrix divide(Var y) {
    return shaped(entries.divide(y));
  }

  /** The entrywise product {@code aᵢⱼ bᵢⱼ} of two matrices of one shape; see {@link #times}. */
  public VarMatrix multiplyEntries(VarMatrix b) {
    requireEqualShape(b);
    return shaped(entries.multiply(b.entries));
  }

  /** The entrywise quotient {@code aᵢⱼ / bᵢⱼ} of two matrices of one shape. */
  public VarMatrix divideEntries(VarMatrix b) {
    requireEqualShape(b);
    return shaped(entries.divide(b.entries));
  }

  /** The entrywise powers {@code aᵢⱼᵖ}, with the rules of {@link Var#pow(double)}. */
  public VarMatrix powEntries(double p) {
    return shaped(entries.pow(p));
  }

  /**
   * The entrywise powers {@code aᵢⱼ^bᵢⱼ} of two matrices of one shape; see {@link Var#pow(Var)}.
   */
  public VarMatrix powEntries(VarMatrix b) {
    requireEqualShape(b);
    return shaped(entries.pow(b.entries));
  }

  /**
   * The larger of {@code aᵢⱼ} and {@code bᵢⱼ}, at a tie as {@link Var#isAbove} tells; NaN if either
   * is.
   */
  public VarMatrix maxEntries(VarMatrix b) {
    requireEqualShape(b);
    return shaped(entries.max(b.entries));
  }

  /** The larger of {@code aᵢⱼ} and c. */
  public VarMatrix maxEntries(double c) {
    return shaped(entries.max(c));
  }

  /** The smaller of {@code aᵢⱼ} and {@code bᵢⱼ}, at a tie that which {@link #maxEntries} leaves. */
  public VarMatrix minEntries(VarMatrix b) {
    requireEqualShape(b);
    return shaped(entries.min(b.entries));
  }

  /** The smaller of {@code aᵢⱼ} and c. */
  public VarMatrix minEntries(double c) {
    return shaped(entries.min(c));
  }

  private void requireEqualShape(VarMatrix b) {
    if (rows != b.rows || columns != b.columns) {
      throw new IllegalArgumentException(
          "Matrices are "
              + rows
              + " × "
              + columns
              + " and "
              + b.rows
              + " × "
              + b.columns
              + ", but must be of one shape.");
    }
  }

  private VarMatrix shaped(VarArray y) {
    return new VarMatrix(y, rows, columns);
  }

  /** The sum with a vector added to each row, or with another matrix of this shape. */
  public VarMatrix addToRows(VarArray row) {
    if (row.length() != entries.length()) {
      requireRow(row);
    }
    return shaped(entries.add(row));
  }

  /** The difference of each row and a vector. */
  public VarMatrix subtractFromRows(VarArray row) {
    requireRow(row);
    return shaped(entries.subtract(row));
  }

  /** The entrywise product of each row and a vector: {@code A diag(x)}. */
  public VarMatrix multiplyRows(VarArray row) {
    requireRow(row);
    return shaped(entries.multiply(row));
  }

  /** The entrywise quotient of each row and a vector. */
  public VarMatrix divideRows(VarArray row) {
    requireRow(row);
    return shaped(entries.divide(row));
  }

  private void requireRow(VarArray row) {
    if (row.length() != columns) {
      throw new IllegalArgumentException(
          "A row of "
              + row.length()
              + " entries does not fit a matrix of "
              + columns
              + " columns.");
    }
  }

  /** The sum with a vector added to each column. */
  public VarMatrix addToColumns(VarArray column) {
    requireColumn(column);
    return shaped(entries.combine(column, 1, columns));
  }

  /** The difference of each column and a vector. */
  public VarMatrix subtractFromColumns(VarArray column) {
    requireColumn(column);
    return shaped(entries.combine(column, -1, columns));
  }

  /** The entrywise product of each column and a vector: {@code diag(x) A}. */
  public VarMatrix multiplyColumns(VarArray column) {
    requireColumn(column);
    return shaped(entries.combine(BinaryElementary.MULTIPLY, column, columns));
  }

  /** The entrywise quotient of each column and a vector. */
  public VarMatrix divideColumns(VarArray column) {
    requireColumn(column);
    return shaped(entries.combine(BinaryElementary.DIVIDE, column, columns));
  }

  private void requireColumn(VarArray column) {
    if (column.length() != rows) {
      throw new IllegalArgumentException(
          "A column of "
              + column.length()
              + " entries does not fit a matrix of "
              + rows
              + " rows.");
    }
  }

  /** The function of each entry. */
  public VarMatrix map(ScalarFunction f) {
    return shaped(entries.map(f));
  }

  /** The sum of all entries. */
  public Var sum() {
    return entries.sum();
  }

  /** The mean of all entries. */
  public Var mean() {
    return entries.mean();
  }

  /** {@code Σⱼ xᵢⱼ} for each row i. */
  public VarArray sumOfRows() {
    return times(VarArray.constant(filled(columns, 1)));
  }

  /** {@code Σᵢ xᵢⱼ} for each column j. */
  public VarArray sumOfColumns() {
    return VarArray.constant(filled(rows, 1)).asMatrix(1, rows).times(this).entries;
  }

  /** The mean of each row. */
  public VarArray meanOfRows() {
    return sumOfRows().divide(columns);
  }

  /** The mean of each column. */
  public VarArray meanOfColumns() {
    return sumOfColumns().divide(rows);
  }

  static double[] filled(int n, double c) {
    double[] all = new double[n];
    Arrays.fill(all, c);
    return all;
  }

  /** The largest entry of each row, at a tie as {@link Var#isAbove} tells; NaN if one is. */
  public VarArray maxOfRows() {
    return extremeOfRows(1);
  }

  /** The smallest entry of each row, at a tie as {@link Var#isAbove} tells; NaN if one is. */
  public VarArray minOfRows() {
    return extremeOfRows(-1);
  }

  private VarArray extremeOfRows(int sign) {
    int[] indices = new int[rows];
    for (int i = 0; i < rows; i++) {
      int from = i * columns;
      indices[i] = entries.indexOfExtreme(from, from + columns, sign);
    }
    return entries.select(indices);
  }

  /** {@code ln Σⱼ exp xᵢⱼ} for each row i, without overflow. */
  public VarArray logSumExpOfRows() {
    RowSoftmax s = RowSoftmax.of(entries.values(), rows);
    return entries.record(
        s.logSumExp(),
        entries.isConstant()
            ? null
            : new LogSumExpBlock(entries.node(), rows, s.softmax(), new double[0]));
  }

  /** {@code exp xᵢⱼ / Σₖ exp xᵢₖ} for each row i, without overflow. */
  public VarMatrix softmaxOfRows() {
    RowSoftmax s = RowSoftmax.of(entries.values(), rows);
    return shaped(
        entries.record(
            s.softmax(),
            entries.isConstant()
                ? null
                : new SoftmaxBlock(entries.node(), columns, s.softmax(), new double[0])));
  }

  /** {@code xᵢⱼ − ln Σₖ exp xᵢₖ} for each row i, without overflow or cancellation near 0. */
  public VarMatrix logSoftmaxOfRows() {
    RowSoftmax s = RowSoftmax.of(entries.values(), rows);
    return shaped(
        entries.record(
            s.logSoftmax(),
            entries.isConstant()
                ? null
                : new LogSoftmaxBlock(entries.node(), columns, s.softmax(), new double[0])));
  }

  /**
   * Factors a square matrix, for systems, the inverse and the logarithm of its determinant.
   *
   * @throws IllegalArgumentException if it is not square
   * @throws ArithmeticException if it is singular to working precision
   */
  public VarLu lu() {
    return new VarLu(this);
  }

  /**
   * The determinant of a square matrix, singular ones included, as one node with exact first and
   * second derivatives: its gradient is the transposed adjugate.
   *
   * <p>Costs 4n³/3 multiply-adds with complete pivoting; each second sweep four products of n × n
   * matrices. Large determinants leave the range of doubles; {@link VarLu#logAbsDeterminant} does
   * not.
   *
   * @throws IllegalArgumentException if it is not square
   * @throws ArithmeticException if an entry is not finite
   */
  public Var determinant() {
    int n = requireSquare();
    double[] a = entries.values();
    if (!Vectors.isFinite(a)) {
      throw new ArithmeticException(
          "The matrix of order "
              + n
              + " has an entry that is not finite, so it has no determinant.");
    }
    CompletePivoting factors = CompletePivoting.of(n, a);
    double value = DeterminantBlock.value(factors);
    return entries.isConstant()
        ? Var.constant(value)
        : entries.record(new double[] {value}, DeterminantBlock.of(entries.node(), factors)).get(0);
  }

  /**
   * Factors a positive definite matrix.
   *
   * @throws IllegalArgumentException if it is not square, or not symmetric beyond rounding
   * @throws ArithmeticException if it is not positive definite to working precision
   */
  public VarCholesky cholesky() {
    return new VarCholesky(this);
  }

  /**
   * Factors a matrix into orthonormal columns and a triangle.
   *
   * @throws IllegalArgumentException if it has more columns than rows
   * @throws ArithmeticException if its columns are linearly dependent to working precision
   */
  public VarQr qr() {
    return new VarQr(this);
  }

  /**
   * The eigenvalues and eigenvectors of a symmetric matrix.
   *
   * @throws IllegalArgumentException if it is not square, not symmetric beyond rounding, or not
   *     finite
   */
  public VarEigen eigen() {
    return new VarEigen(this);
  }

  /** The solution of {@code A x = b}; see {@link #lu()}, which serves several of them. */
  public VarArray solve(VarArray b) {
    return lu().solve(b);
  }

  /** The solution of {@code A X = B}; see {@link #lu()}. */
  public VarMatrix solve(VarMatrix b) {
    return lu().solve(b);
  }

  /** The inverse; see {@link #lu()}. */
  public VarMatrix inverse() {
    return lu().inverse();
  }

  /** {@code A⁻¹ B}, given factors of this matrix. */
  VarMatrix solve(Factors factors, VarMatrix b) {
    if (b.rows != rows) {
      throw new IllegalArgumentException(
          "A right-hand side of " + b.rows + " rows does not fit a matrix of order " + rows + ".");
    }
    double[] x = b.entries.values().clone();
    factors.solveRows(x, b.columns, false, MatrixArena.empty());
    Tape tape = entries.tapeWith(b.entries);
    int node =
        entries.isConstant() && b.entries.isConstant()
            ? entries.node()
            : tape.block(
                new SolveBlock(
                    entries.node(),
                    factors,
                    b.entries.node(),
                    Matrix.of(x, rows, b.columns),
                    Matrix.empty()));
    return new VarMatrix(new VarArray(x, node, tape), rows, b.columns);
  }

  /** {@code ln |det A|}, given its value and factors of this matrix. */
  Var logDeterminant(Factors factors, double value) {
    return entries.isConstant()
        ? Var.constant(value)
        : entries
            .record(
                new double[] {value},
                new LogDeterminantBlock(
                    entries.node(), Matrix.of(factors.inverse(), rows, rows), 0))
            .get(0);
  }

  int requireSquare() {
    if (rows != columns) {
      throw new IllegalArgumentException(
          "A square matrix is needed, but this one is " + rows + " × " + columns + ".");
    }
    return rows;
  }

  /** {@code ½(A + Aᵀ)} of a matrix that is symmetric but for rounding. */
  VarMatrix symmetricPart() {
    int n = requireSquare();
    double[] a = entries.values();
    double largest = 0;
    for (double x : a) {
      largest = Math.max(largest, Math.abs(x));
    }
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < i; j++) {
        if (Math.abs(a[i * n + j] - a[j * n + i]) > UNSYMMETRIC * largest) {
          throw new IllegalArgumentException(
              "A symmetric matrix is needed, but entry ("
                  + i
                  + ", "
                  + j
                  + ") is "
                  + a[i * n + j]
                  + " and entry ("
                  + j
                  + ", "
                  + i
                  + ") is "
                  + a[j * n + i]
                  + ". Add its transpose and halve it if that is meant.");
        }
      }
    }
    // Halves first: the sum of two entries may be too large.
    return multiply(0.5).add(transpose().multiply(0.5));
  }

  /** The same node with other values, equal but for rounding. */
  VarMatrix withValues(double[] values) {
    return shaped(new VarArray(values, entries.node(), entries.tape()));
  }

  @Override
  public String toString() {
    return rows + " × " + columns + " " + entries;
  }
}
