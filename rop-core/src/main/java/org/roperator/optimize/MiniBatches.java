package org.roperator.optimize;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.roperator.function.FiniteSum;
import org.roperator.internal.Arguments;

/**
 * How a first-order method cuts the examples of an epoch.
 *
 * <p>Each epoch draws a new order from the seed alone, so a run repeats bit for bit.
 */
public final class MiniBatches {

  private static final MiniBatches FULL = new MiniBatches(Integer.MAX_VALUE, 0);

  private final int size;
  private final long seed;

  private MiniBatches(int size, long seed) {
    this.size = size;
    this.seed = seed;
  }

  /**
   * Batches of a given size in an order drawn anew for every epoch; the last may be smaller.
   *
   * @param size the number of examples per batch, at least 1
   * @param seed of the order
   */
  public static MiniBatches shuffled(int size, long seed) {
    return new MiniBatches(Arguments.requirePositive("The batch size", size), seed);
  }

  /** One batch of all examples in their own order. */
  public static MiniBatches full() {
    return FULL;
  }

  Order over(FiniteSum objective) {
    return new Order(objective);
  }

  /** The batches of one run, epoch by epoch. */
  final class Order {

    private final FiniteSum objective;
    private final RandomGenerator random = new SplittableRandom(seed);
    private final int[] permutation;

    private Order(FiniteSum objective) {
      this.objective = objective;
      boolean whole = objective.size() <= size;
      this.permutation = whole ? new int[0] : IntStream.range(0, objective.size()).toArray();
    }

    int count() {
      return permutation.length == 0 ? 1 : (int) (((long) objective.size() + size - 1) / size);
    }

    void shuffle() {
      for (int i = permutation.length - 1; i > 0; i--) {
        int j = random.nextInt(i + 1);
        int swapped = permutation[i];
        permutation[i] = permutation[j];
        permutation[j] = swapped;
      }
    }

    /** The batch of a number from 0; the objective itself where there is only one. */
    FiniteSum batch(int number) {
      if (permutation.length == 0) {
        return objective;
      }
      int from = number * size;
      int to = (int) Math.min((long) from + size, permutation.length);
      return objective.restrictedTo(Arrays.copyOfRange(permutation, from, to));
    }
  }
}
