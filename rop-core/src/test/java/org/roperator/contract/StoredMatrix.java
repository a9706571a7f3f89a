package org.roperator.contract;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/** A row-major matrix somewhere within an array that has entries of its own around it. */
final class StoredMatrix {

  private final double[] array;
  private final int from;
  private final int stride;
  private final int rows;
  private final int columns;

  private StoredMatrix(double[] array, int from, int stride, int rows, int columns) {
    this.array = array;
    this.from = from;
    this.stride = stride;
    this.rows = rows;
    this.columns = columns;
  }

  /** Normal numbers in and around a matrix that begins and has gaps as given. */
  static StoredMatrix random(RandomGenerator random, int rows, int columns, int gap) {
    int stride = columns + gap;
    return new StoredMatrix(
        Samples.gaussian(random, 2 * gap + rows * stride), gap, stride, rows, columns);
  }

  /** The array itself. */
  double[] array() {
    return array;
  }

  /** Where the matrix begins. */
  int from() {
    return from;
  }

  /** How far its rows stand apart. */
  int stride() {
    return stride;
  }

  /** Where an entry stands. */
  int at(int i, int j) {
    return from + i * stride + j;
  }

  /** Sets the entries of the matrix and none around it. */
  void fill(double value) {
    for (int i = 0; i < rows; i++) {
      Arrays.fill(array, at(i, 0), at(i, columns), value);
    }
  }
}
