package org.roperator.nn;

/**
 * A row-major matrix within an array: the numbers of a batch of examples at one place of a network.
 *
 * <p>Values have one row per example. Tangents and their adjoints along k directions have k rows
 * per example, those of one example side by side: read as rows of k · columns numbers, the same
 * array holds all directions of one example in one row. So a product with a weight matrix takes all
 * rows at once, and a product with stacked directions gives all of them at once.
 */
public final class Batch {

  private static final Batch NONE = new Batch(new double[0], 0, 0, 0, false);

  private final double[] array;
  private final int from;
  private final int rows;
  private final int columns;
  private final boolean data;

  private Batch(double[] array, int from, int rows, int columns, boolean data) {
    this.array = array;
    this.from = from;
    this.rows = rows;
    this.columns = columns;
    this.data = data;
  }

  /**
   * A view of an array.
   *
   * @param array the numbers. Kept.
   * @param from index of the first
   * @param rows number of rows
   * @param columns number of columns, also the distance between rows
   */
  public static Batch of(double[] array, int from, int rows, int columns) {
    return new Batch(array, from, rows, columns, false);
  }

  /**
   * A view of numbers that belong to the data set: nobody overwrites them or differentiates by
   * them.
   */
  static Batch ofData(double[] array, int from, int rows, int columns) {
    return new Batch(array, from, rows, columns, true);
  }

  /** The absent batch: the tangent of data, and the adjoint that nobody asks for. */
  public static Batch none() {
    return NONE;
  }

  /** The array of the numbers. */
  public double[] array() {
    return array;
  }

  /** Index of the first number. */
  public int from() {
    return from;
  }

  /** The number of rows. */
  public int rows() {
    return rows;
  }

  /** The number of columns, also the distance between rows. */
  public int columns() {
    return columns;
  }

  /** The number of entries. */
  public int size() {
    return rows * columns;
  }

  /** These numbers where they may be overwritten: in place, or in a copy if they are data. */
  Batch owned(Workspace work) {
    return data ? copy(work) : this;
  }

  /** A copy, which may be overwritten. */
  Batch copy(Workspace work) {
    Batch copy = work.batch(rows, columns);
    System.arraycopy(array, from, copy.array, copy.from, size());
    return copy;
  }

  /** The squares of the numbers. */
  Batch squares(Workspace work) {
    Batch squares = work.batch(rows, columns);
    for (int i = 0; i < size(); i++) {
      double term = array[from + i];
      squares.array[squares.from + i] = term * term;
    }
    return squares;
  }

  /**
   * The sum of two batches, in this one's place unless it is data. What is absent is zero.
   *
   * @param other of the same size, or absent. Not modified.
   */
  Batch plus(Batch other, Workspace work) {
    if (other.size() == 0) {
      return this;
    }
    if (size() == 0) {
      return other;
    }
    Batch sum = owned(work);
    for (int i = 0; i < size(); i++) {
      sum.array[sum.from + i] += other.array[other.from + i];
    }
    return sum;
  }

  /**
   * Whether the numbers belong to the data set. They don't depend on the parameters then: their
   * tangent is zero and given as {@link #none()}, their adjoint is not asked for, and they must not
   * be overwritten.
   */
  public boolean isData() {
    return data;
  }
}
