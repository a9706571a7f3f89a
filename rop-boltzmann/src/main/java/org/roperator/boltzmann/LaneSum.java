package org.roperator.boltzmann;

import java.util.Arrays;
import java.util.function.IntFunction;
import org.roperator.function.OrderedSum;
import org.roperator.function.Workers;
import org.roperator.operator.Scratch;

/**
 * A sum of vectors over rows, cut into lanes of shards of rows.
 *
 * <p>Each lane adds its shards in order. The cut depends on the rows and the dimension alone:
 * results are equal bit for bit for any number of threads.
 *
 * @param <A> work arrays, one for each lane that runs
 */
final class LaneSum<A> {

  private static final int MOST_LANES = 8;

  /** Numbers, 64 MB of them, that the vectors of all lanes may take. */
  private static final long MOST_SUMS = 1 << 23;

  private final int rows;
  private final int perShard;
  private final int lanes;
  private final int dimension;
  private final OrderedSum ordered;
  private final Scratch<A> areas;

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
    this.ordered = OrderedSum.on(workers);
    int shards = shards();
    long affordable = Math.max(2, MOST_SUMS / dimension);
    this.lanes = (int) Math.min(Math.min(MOST_LANES, shards), affordable);
    this.areas = Scratch.of(() -> areas.apply(this.perShard));
  }

  int shards() {
    return (rows + perShard - 1) / perShard;
  }

  int shardOf(int row) {
    return row / perShard;
  }

  /** Computes {@code out = Σ} over the rows. */
  void sum(double[] out, Task<A> task) {
    ordered.sum(
        lanes, new double[][] {out}, dimension, (lane, sums) -> runLane(lane, sums[0], task));
  }

  private void runLane(int lane, double[] sum, Task<A> task) {
    Arrays.fill(sum, 0);
    A area = areas.take();
    try {
      int end = (int) ((long) shards() * (lane + 1) / lanes);
      for (int shard = (int) ((long) shards() * lane / lanes); shard < end; shard++) {
        int from = shard * perShard;
        task.run(area, from, Math.min(rows, from + perShard), sum);
      }
    } finally {
      areas.giveBack(area);
    }
  }
}
