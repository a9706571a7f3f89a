package org.roperator.dense;

/** Checks the arguments of a product before native code can touch memory by them. */
final class Operands {

  private Operands() {}

  static void requireSize(String what, int size) {
    if (size < 0) {
      throw new IllegalArgumentException(what + " is " + size + ", but must be at least 0.");
    }
  }

  /** Requires that a matrix lies within its array. */
  static void requireMatrix(
      String name, int rows, int columns, double[] array, int from, int stride) {
    if (stride < columns) {
      throw new IllegalArgumentException(
          "The rows of "
              + name
              + " have "
              + columns
              + " columns, but stand "
              + stride
              + " entries apart; the stride must be at least the columns stored.");
    }
    long needed = rows == 0 || columns == 0 ? from : from + (rows - 1L) * stride + columns;
    requireLength(name, rows, columns, array, from, needed);
  }

  /** Requires that a contiguous vector lies within its array. */
  static void requireVector(String name, int length, double[] array, int from) {
    requireLength(name, length, 1, array, from, (long) from + length);
  }

  private static void requireLength(
      String name, int rows, int columns, double[] array, int from, long needed) {
    if (from < 0 || needed > array.length) {
      throw new IllegalArgumentException(
          name
              + " of "
              + rows
              + " × "
              + columns
              + " from index "
              + from
              + " on needs an array of "
              + needed
              + " entries, but its array has "
              + array.length
              + ".");
    }
  }

  static void requireOther(String name, double[] array, String result, double[] out) {
    if (array == out) {
      throw new IllegalArgumentException(
          result
              + " and "
              + name
              + " are one array, but a product can't be written over its own "
              + "input; give "
              + result
              + " an array of its own.");
    }
  }
}
