package org.roperator.dense;

import org.jspecify.annotations.Nullable;

/**
 * A matrix as a view of a row-major array: from an index on, its rows {@code stride} entries apart.
 *
 * <p>A view copies nothing: what is written to the array is seen by every view of it. Where a view
 * lies is checked once, when it is made, so that products need not check it again. {@link
 * #transposed} exchanges rows and columns without moving a number: {@code Aᵀ}'s entry (i, j) is A's
 * entry (j, i). Immutable but for the numbers of the array.
 *
 * <pre>{@code
 * Matrix w = Matrix.of(parameters, from, outputs, inputs);
 * blas.multiply(x, w.transposed(), 0, y); // y = x Wᵀ
 * }</pre>
 *
 * @see Blas#multiply(Matrix, Matrix, double, Matrix)
 */
public final class Matrix {

  private static final Matrix EMPTY = of(new double[0], 0, 0);

  private final double[] array;
  private final int from;
  private final int rows;
  private final int columns;
  private final int stride;
  private final boolean transposed;
  private final boolean constant;

  /** The transposed view once asked for; several threads may make it, all of them the same. */
  private @Nullable Matrix turned;

  private Matrix(
      double[] array,
      int from,
      int rows,
      int columns,
      int stride,
      boolean transposed,
      boolean constant) {
    this.array = array;
    this.from = from;
    this.rows = rows;
    this.columns = columns;
    this.stride = stride;
    this.transposed = transposed;
    this.constant = constant;
  }

  /**
   * The matrix that an array begins with, row behind row.
   *
   * @param array the numbers. Kept.
   * @param rows number of rows
   * @param columns number of columns
   * @throws IllegalArgumentException as {@link #of(double[], int, int, int, int)}
   */
  public static Matrix of(double[] array, int rows, int columns) {
    return of(array, 0, rows, columns, columns);
  }

  /**
   * A matrix within an array, row behind row.
   *
   * @param array the numbers. Kept.
   * @param from index of the first entry
   * @param rows number of rows
   * @param columns number of columns
   * @throws IllegalArgumentException as {@link #of(double[], int, int, int, int)}
   */
  public static Matrix of(double[] array, int from, int rows, int columns) {
    return of(array, from, rows, columns, columns);
  }

  /**
   * A matrix within an array.
   *
   * @param array the numbers. Kept.
   * @param from index of the first entry
   * @param rows number of rows
   * @param columns number of columns
   * @param stride distance between the first entries of consecutive rows, at least the columns
   * @throws IllegalArgumentException if a size is negative, the stride is below the columns, or the
   *     array ends before the matrix does
   */
  public static Matrix of(double[] array, int from, int rows, int columns, int stride) {
    Operands.requireSize("The number of rows of a matrix", rows);
    Operands.requireSize("The number of columns of a matrix", columns);
    Operands.requireMatrix("A matrix", rows, columns, array, from, stride);
    return new Matrix(array, from, rows, columns, stride, false, false);
  }

  /** The matrix of 0 × 0: what is absent. */
  public static Matrix empty() {
    return EMPTY;
  }

  /** The array of the numbers. */
  public double[] array() {
    return array;
  }

  /** Index of the first entry. */
  public int from() {
    return from;
  }

  /** The number of rows. */
  public int rows() {
    return rows;
  }

  /** The number of columns. */
  public int columns() {
    return columns;
  }

  /** The number of entries. */
  public int size() {
    return rows * columns;
  }

  /** Distance between the rows as stored; between the columns, if transposed. */
  public int stride() {
    return stride;
  }

  /** Whether the columns are what stands contiguously in the array, and not the rows. */
  public boolean isTransposed() {
    return transposed;
  }

  /** The index in the array of the entry in row i and column j. */
  public int index(int i, int j) {
    return transposed ? from + j * stride + i : from + i * stride + j;
  }

  /** The entry in row i and column j. */
  public double get(int i, int j) {
    return array[index(i, j)];
  }

  /** {@code Aᵀ}, of the same numbers; made once and kept. */
  public Matrix transposed() {
    Matrix known = turned;
    if (known == null) {
      known = new Matrix(array, from, columns, rows, stride, !transposed, constant);
      known.turned = this;
      turned = known;
    }
    return known;
  }

  /**
   * A view of the same numbers through which nobody may write, such as of data: products refuse it
   * as their result. Views of it are constant too.
   */
  public Matrix constant() {
    return constant ? this : new Matrix(array, from, rows, columns, stride, transposed, true);
  }

  /** Whether this is a {@link #constant} view. */
  public boolean isConstant() {
    return constant;
  }

  /**
   * Consecutive rows.
   *
   * @param first the number of the first, from 0
   * @param end the number behind the last
   * @throws IllegalArgumentException if these are not rows of this matrix
   */
  public Matrix rows(int first, int end) {
    requireRange("rows", first, end, rows);
    return part(first, 0, end - first, columns, stride);
  }

  /**
   * Consecutive columns.
   *
   * @param first the number of the first, from 0
   * @param end the number behind the last
   * @throws IllegalArgumentException if these are not columns of this matrix
   */
  public Matrix columns(int first, int end) {
    requireRange("columns", first, end, columns);
    return part(0, first, rows, end - first, stride);
  }

  /**
   * One row of each group of consecutive ones: rows j, k + j, 2k + j … of groups of k.
   *
   * @param j the number of the row in each group, from 0 to below k
   * @param k the number of rows in a group, a divisor of the rows
   * @throws IllegalArgumentException if there are no such groups or rows, or this matrix is
   *     transposed
   */
  public Matrix everyRow(int j, int k) {
    requirePlain("every so many rows");
    if (k <= 0 || rows % k != 0 || j < 0 || j >= k) {
      throw new IllegalArgumentException(
          "Row "
              + j
              + " of each group of "
              + k
              + " was asked for, but the matrix has "
              + rows
              + " rows; groups must divide them, and the row must be from 0 to below the group.");
    }
    return part(j, 0, rows / k, columns, Math.multiplyExact(stride, k));
  }

  /**
   * The same numbers in rows of another length.
   *
   * @param otherRows the number of rows
   * @param otherColumns the number of columns
   * @throws IllegalArgumentException if the sizes differ, or the numbers don't stand row behind row
   */
  public Matrix reshaped(int otherRows, int otherColumns) {
    requirePlain("rows of another length");
    Operands.requireSize("The number of rows of a matrix", otherRows);
    Operands.requireSize("The number of columns of a matrix", otherColumns);
    if ((long) otherRows * otherColumns != size() || (stride != columns && rows > 1)) {
      throw new IllegalArgumentException(
          "A matrix of "
              + shape()
              + " with rows "
              + stride
              + " entries apart can't be read as "
              + otherRows
              + " × "
              + otherColumns
              + "; the sizes must be equal, and the rows stand one behind the other.");
    }
    return new Matrix(array, from, otherRows, otherColumns, otherColumns, false, constant);
  }

  /** What begins at an entry; where there is no entry, nothing begins behind the array's end. */
  private Matrix part(int i, int j, int partRows, int partColumns, int partStride) {
    int at = partRows == 0 || partColumns == 0 ? from : index(i, j);
    return new Matrix(array, at, partRows, partColumns, partStride, transposed, constant);
  }

  private void requirePlain(String what) {
    if (transposed) {
      throw new IllegalArgumentException(
          "A transposed matrix has not " + what + "; take them before it is transposed.");
    }
  }

  private void requireRange(String what, int first, int end, int there) {
    if (first < 0 || end < first || end > there) {
      throw new IllegalArgumentException(
          "The "
              + what
              + " from "
              + first
              + " to below "
              + end
              + " of a matrix of "
              + shape()
              + " were asked for; they must be from 0 to at most "
              + there
              + ".");
    }
  }

  private String shape() {
    return rows + " × " + columns;
  }

  /** The shape, and whether it is transposed. */
  @Override
  public String toString() {
    return "matrix of " + shape() + (transposed ? ", transposed" : "");
  }

  /** Requires {@code C = A B} to have matching shapes and a place of its own. */
  static void requireProduct(Matrix a, Matrix b, Matrix c) {
    if (a.columns != b.rows || c.rows != a.rows || c.columns != b.columns) {
      throw new IllegalArgumentException(
          "A is "
              + a.shape()
              + ", B "
              + b.shape()
              + " and C "
              + c.shape()
              + ", but C = A B needs as many columns of A as rows of B, and C with the rows of A"
              + " and the columns of B.");
    }
    if (c.constant) {
      throw new IllegalArgumentException(
          "C is a constant matrix of "
              + c.shape()
              + ", but a product is written to it; give C an array of its own.");
    }
    Operands.requireOther("A", a.array, "C", c.array);
    Operands.requireOther("B", b.array, "C", c.array);
  }

  /** Whether a product takes this matrix as stored or transposed. */
  Transpose op() {
    return transposed ? Transpose.YES : Transpose.NO;
  }

  /** The same of the transposed matrix. */
  Transpose opOfTransposed() {
    return transposed ? Transpose.NO : Transpose.YES;
  }
}
