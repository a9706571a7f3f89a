package org.roperator.nn.layer;

import org.roperator.dense.Matrix;

/**
 * k vectors in the space of the parameters, stacked array by array: first the k copies of the first
 * parameter array, then the k copies of the second, and so on.
 *
 * <p>So the k copies of a matrix of m × n stand as one matrix of km × n, and one vector alone is a
 * plain parameter vector.
 */
public sealed interface Stack permits Accumulator, Directions {

  /** The k · n numbers, or those of the arrays that are stored. */
  double[] array();

  /** The number k of vectors. */
  int count();

  /** Where the first array that is stored begins in a single parameter vector. */
  int origin();

  /**
   * Where the copies of a parameter array begin.
   *
   * @param from where the array begins in a single parameter vector
   */
  default int from(int from) {
    return count() * (from - origin());
  }

  /**
   * Where the copy of a parameter array in one vector begins.
   *
   * @param from where the array begins in a single parameter vector
   * @param length its length
   * @param j the number of the vector, from 0
   */
  default int from(int from, int length, int j) {
    return from(from) + j * length;
  }

  /**
   * The k copies of a matrix of parameters, one below the other.
   *
   * @param from where the matrix begins in a single parameter vector
   * @param rows its rows
   * @param columns its columns
   * @param work lends the view
   */
  default Matrix matrices(int from, int rows, int columns, Workspace work) {
    return work.view(array(), from(from), count() * rows, columns, columns);
  }

  /**
   * The copy of a matrix of parameters in one vector.
   *
   * @param from where the matrix begins in a single parameter vector
   * @param rows its rows
   * @param columns its columns
   * @param j the number of the vector, from 0
   * @param work lends the view
   */
  default Matrix matrix(int from, int rows, int columns, int j, Workspace work) {
    return work.view(array(), from(from, rows * columns, j), rows, columns, columns);
  }
}
