package org.roperator.recurrent;

/** Vectors of one length within an array, {@code stride} entries apart: one for each pattern. */
final class Rows {

  private final double[] array;
  private final int from;
  private final int stride;
  private final int count;

  Rows(double[] array, int from, int stride, int count) {
    this.array = array;
    this.from = from;
    this.stride = stride;
    this.count = count;
  }

  double[] array() {
    return array;
  }

  int from() {
    return from;
  }

  int stride() {
    return stride;
  }

  int count() {
    return count;
  }

  /** Vectors of length n one behind the other. */
  static Rows of(double[] array, int n, int count) {
    return new Rows(array, 0, n, count);
  }

  /** Direction j of k, of vectors that stand k to a pattern. */
  static Rows lane(double[] array, int n, int count, int j, int k) {
    return new Rows(array, j * n, k * n, count);
  }

  /** Index of the first entry of a vector. */
  int start(int row) {
    return from + row * stride;
  }
}
