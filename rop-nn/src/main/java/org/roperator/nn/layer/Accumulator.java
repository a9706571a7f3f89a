package org.roperator.nn.layer;

import java.util.Arrays;
import org.roperator.dense.Matrix;

/**
 * Sums over the shards of a data set for k directions.
 *
 * <p>A sweep over a shard computes {@code sum ← beta · sum + its own part} for each parameter array
 * of its layer, exactly once: beta is 0 for the first shard, whose sum holds arbitrary numbers, NaN
 * among them, and 1 for those that follow.
 */
public final class Accumulator implements Stack {

  private final double[] array;
  private final int count;
  private final double beta;
  private final int origin;

  /**
   * Stacked sums.
   *
   * @param array the k · n sums. Kept and updated.
   * @param count k
   * @param beta 0 or 1
   */
  public Accumulator(double[] array, int count, double beta) {
    this(array, count, beta, 0);
  }

  /**
   * Stacked sums of which only consecutive parameter arrays are stored.
   *
   * @param array the sums there are. Kept and updated.
   * @param count k
   * @param beta 0 or 1
   * @param origin where the first array that is stored begins in a single parameter vector
   */
  public Accumulator(double[] array, int count, double beta, int origin) {
    this.array = array;
    this.count = count;
    this.beta = beta;
    this.origin = origin;
  }

  /** The k · n sums. */
  @Override
  public double[] array() {
    return array;
  }

  @Override
  public int count() {
    return count;
  }

  /** What the old sums are multiplied by: 0 or 1. */
  public double beta() {
    return beta;
  }

  @Override
  public int origin() {
    return origin;
  }

  /**
   * The same sums for parts that may overlap: what stands there is made to count, zeros in place of
   * arbitrary numbers.
   *
   * @param length the number of all sums
   */
  public Accumulator added(int length) {
    begin(0, length);
    return new Accumulator(array, count, 1, origin);
  }

  /**
   * Makes consecutive sums count, so that parts may be added one by one: zeros for arbitrary ones.
   */
  void begin(int at, int length) {
    if (beta == 0) {
      Arrays.fill(array, at, at + length, 0);
    }
  }

  /**
   * Adds the sum of some rows to consecutive sums.
   *
   * @param rows rows of {@code width} numbers each, one behind the other. Not modified.
   * @param width the number of consecutive sums
   * @param at index of the first of them
   */
  public void addRows(Matrix rows, int width, int at) {
    begin(at, width);
    double[] terms = rows.array();
    int end = rows.from() + rows.size();
    for (int row = rows.from(); row < end; row += width) {
      for (int i = 0; i < width; i++) {
        array[at + i] += terms[row + i];
      }
    }
  }
}
