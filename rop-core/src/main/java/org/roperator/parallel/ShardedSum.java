package org.roperator.parallel;

import java.util.Arrays;

/**
 * Adds up vectors that shards of data give, in an order fixed by the {@link Sharding}: equal bit
 * for bit for any number of threads.
 *
 * <p>The first lane gives its part in the result itself, each further one in vectors that are lent
 * and kept between sums, (lanes − 1)·k·length numbers; work areas are lent to as many lanes as run
 * at once. Safe to share between threads.
 *
 * @param <A> work arrays, one for each lane that runs
 */
public final class ShardedSum<A> {

  /** Entries that are added over all lanes as one task. */
  private static final int BLOCK = 1 << 16;

  /**
   * What a shard gives.
   *
   * @param <A> its work arrays
   */
  @FunctionalInterface
  public interface Part<A> {

    /**
     * Adds the part of one shard.
     *
     * @param shard its number
     * @param first whether it is the first of its lane: then the sums hold arbitrary numbers and
     *     are to be overwritten
     * @param sums k vectors, of at least the length of the sum. Updated.
     * @param area for this call alone; its content is arbitrary
     */
    void add(int shard, boolean first, double[][] sums, A area);
  }

  /**
   * What a shard does or adds to.
   *
   * @param <A> its work arrays
   */
  @FunctionalInterface
  public interface Task<A> {

    /**
     * Takes one shard.
     *
     * @param shard its number
     * @param sums k vectors to add to, of at least the length of the sum; of {@link #forEach} none
     * @param area for this call alone; its content is arbitrary
     */
    void run(int shard, double[][] sums, A area);
  }

  private final Workers workers;
  private final Scratch<A> areas;
  private final Scratch<double[][][]> lent = Scratch.of(() -> new double[0][][]);

  private ShardedSum(Workers workers, Scratch<A> areas) {
    this.workers = workers;
    this.areas = areas;
  }

  /**
   * Sums whose parts are computed and added by these workers.
   *
   * @param <A> work arrays
   * @param areas lends them
   */
  public static <A> ShardedSum<A> on(Workers workers, Scratch<A> areas) {
    return new ShardedSum<>(workers, areas);
  }

  /** The same by others, with the same work arrays. */
  public ShardedSum<A> on(Workers other) {
    return new ShardedSum<>(other, areas);
  }

  /** Who computes. */
  public Workers workers() {
    return workers;
  }

  /** Runs over all shards for what they write elsewhere. */
  public void forEach(Sharding sharding, Task<A> task) {
    double[][] none = new double[0][];
    workers.run(
        sharding.lanes(),
        lane -> runLane(sharding, lane, none, (s, first, sums, area) -> task.run(s, sums, area)));
  }

  /**
   * Computes {@code outs = Σ parts}.
   *
   * @param outs k vectors. Overwritten as far as the length goes.
   * @param length the length of the sums
   * @param part gives each part
   */
  public void sum(Sharding sharding, double[][] outs, int length, Part<A> part) {
    int lanes = sharding.lanes();
    if (lanes == 1) {
      runLane(sharding, 0, outs, part);
      return;
    }
    double[][][] further = sized(lent.take(), lanes - 1, outs.length, length);
    try {
      workers.run(
          lanes, lane -> runLane(sharding, lane, lane == 0 ? outs : further[lane - 1], part));
      int blocks = (length + BLOCK - 1) / BLOCK;
      workers.run(
          blocks, b -> add(further, outs, b * BLOCK, (int) Math.min(length, (b + 1L) * BLOCK)));
    } finally {
      lent.giveBack(further);
    }
  }

  /**
   * Computes {@code outs = Σ parts} of shards that add to sums of zeros.
   *
   * @param outs k vectors of one length. Overwritten.
   * @param task adds each part
   */
  public void sumFromZeros(Sharding sharding, double[][] outs, Task<A> task) {
    int length = outs[0].length;
    sum(
        sharding,
        outs,
        length,
        (shard, first, sums, area) -> {
          if (first) {
            for (double[] sum : sums) {
              Arrays.fill(sum, 0, length, 0);
            }
          }
          task.run(shard, sums, area);
        });
  }

  private void runLane(Sharding sharding, int lane, double[][] sums, Part<A> part) {
    A area = areas.take();
    try {
      int first = sharding.firstShard(lane);
      for (int shard = first; shard < sharding.firstShard(lane + 1); shard++) {
        part.add(shard, shard == first, sums, area);
      }
    } finally {
      areas.giveBack(area);
    }
  }

  private static double[][][] sized(double[][][] held, int parts, int k, int length) {
    boolean fits =
        held.length == parts && held[0].length == k && (k == 0 || held[0][0].length >= length);
    return fits ? held : new double[parts][k][length];
  }

  private static void add(double[][][] terms, double[][] outs, int from, int to) {
    for (double[][] term : terms) {
      for (int j = 0; j < outs.length; j++) {
        double[] sum = outs[j];
        double[] next = term[j];
        for (int i = from; i < to; i++) {
          sum[i] += next[i];
        }
      }
    }
  }
}
