package org.roperator.nn;

/**
 * k directions in the space of the parameters, stacked array by array: first the k copies of the
 * first parameter array, then the k copies of the second, and so on.
 *
 * <p>So the k copies of a matrix of m × n stand as one matrix of km × n, and one direction alone is
 * a plain parameter vector.
 */
public final class Directions {

  private static final double[] NONE = {};

  private final double[] array;
  private final int count;
  private final int origin;

  /**
   * Stacked directions.
   *
   * @param array the k · n numbers. Kept.
   * @param count k
   */
  public Directions(double[] array, int count) {
    this(array, count, 0);
  }

  /**
   * Stacked directions of which only consecutive arrays are stored, since no others are asked for.
   *
   * @param array the numbers there are. Kept.
   * @param count k
   * @param origin where the first array that is stored begins in a single parameter vector
   */
  public Directions(double[] array, int count, int origin) {
    this.array = array;
    this.count = count;
    this.origin = origin;
  }

  /** k directions that are zero: nothing but inputs moves. */
  public static Directions none(int count) {
    return new Directions(NONE, count);
  }

  /** Whether these are {@link #none}. */
  public boolean isNone() {
    return array == NONE;
  }

  /** The k · n numbers. Not to be modified. */
  public double[] array() {
    return array;
  }

  /** The number k of directions. */
  public int count() {
    return count;
  }

  /** Where the first array that is stored begins in a single parameter vector. */
  public int origin() {
    return origin;
  }

  /**
   * Where the copies of a parameter array begin.
   *
   * @param from where the array begins in a single parameter vector
   */
  public int from(int from) {
    return count * (from - origin);
  }

  /**
   * Where the copy of a parameter array in one direction begins.
   *
   * @param from where the array begins in a single parameter vector
   * @param length its length
   * @param direction the number of the direction, from 0
   */
  public int from(int from, int length, int direction) {
    return count * (from - origin) + direction * length;
  }
}
