package org.roperator.boltzmann;

import java.util.Arrays;
import java.util.function.IntFunction;
import org.roperator.function.Workers;
import org.roperator.operator.Scratch;
import org.roperator.operator.Vectors;

/**
 * A sum of vectors over rows, cut into lanes of shards of rows.
 *
 * <p>Each lane adds its shards in order to a vector of its own, and the lanes are added in order.
 * The cut depends on the rows and the dimension alone: results are equal bit for bit for any number
 * of threads.
 *
 * @param <A> work arrays, one for each lane
 */
final class LaneSum<A> {

  private static final int MOST_LANES = 8;

  /** Numbers, 64 MB of them, that the vectors of all lanes may take. */
  private static final long MOST_SUMS = 1 << 23;

  private final int rows;
  private final int perShard;
  private final int lanes;
  private final int dimension;
  private final Workers workers;
  private final Scratch<Lane<A>[]> areas;

  private static final class Lane<A> {
    private final A area;
    private final double[] sum;

    Lane(A area, int dimension) {
      this.area = area;
      this.sum = new double[dimension];
    }
  }

  /** Takes rows {@code from ≤ r < to} and adds to a sum. */
  @FunctionalInterface
  interface Task<A> {
    void run(A area, int from, int to, double[] sum);
  }

  /**
   * A cut.
   *
   * @param perShard how many rows are taken together
   * @param areas makes the work arrays of one lane, for so many rows
   */
  LaneSum(int rows, int perShard, int dimension, Workers workers, IntFunction<A> areas) {
    this.rows = rows;
    this.perShard = Math.min(rows, perShard);
    this.dimension = dimension;
    this.workers = workers;
    int shards = shards();
    long affordable = Math.max(2, MOST_SUMS / dimension);
    this.lanes = (int) Math.min(Math.min(MOST_LANES, shards), affordable);
    this.areas = Scratch.of(() -> make(areas));
  }

  @SuppressWarnings("unchecked")
  private Lane<A>[] make(IntFunction<A> areas) {
    Lane<A>[] made = (Lane<A>[]) new Lane<?>[lanes];
    for (int lane = 0; lane < lanes; lane++) {
      made[lane] = new Lane<>(areas.apply(perShard), lane == 0 ? 0 : dimension);
    }
    return made;
  }

  int shards() {
    return (rows + perShard - 1) / perShard;
  }

  int shardOf(int row) {
    return row / perShard;
  }

  /** Computes {@code out = Σ} over the rows. */
  void sum(double[] out, Task<A> task) {
    Lane<A>[] made = areas.take();
    try {
      workers.run(
          lanes,
          lane -> {
            double[] sum = lane == 0 ? out : made[lane].sum;
            Arrays.fill(sum, 0);
            int end = (int) ((long) shards() * (lane + 1) / lanes);
            for (int shard = (int) ((long) shards() * lane / lanes); shard < end; shard++) {
              int from = shard * perShard;
              task.run(made[lane].area, from, Math.min(rows, from + perShard), sum);
            }
          });
      for (int lane = 1; lane < lanes; lane++) {
        Vectors.addScaled(1, made[lane].sum, out);
      }
    } finally {
      areas.giveBack(made);
    }
  }
}
