package org.roperator.nn.layer;

/** k directions in the space of the parameters. */
public final class Directions implements Stack {

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
  @Override
  public double[] array() {
    return array;
  }

  @Override
  public int count() {
    return count;
  }

  @Override
  public int origin() {
    return origin;
  }
}
