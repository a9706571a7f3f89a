package org.roperator.parallel;

import java.util.Arrays;

/**
 * How rows of data are cut: into lanes of consecutive shards of consecutive rows.
 *
 * <p>Lanes run in parallel, each adding up its shards in order to a sum of its own; then the lanes
 * are added in order ({@link ShardedSum}). The cut depends on the number of rows and the length of
 * the sum alone, and so does every rounding: results are equal bit for bit for any number of
 * threads, or of machines that take lanes. Immutable.
 *
 * <p>Shards are long enough to keep matrix products at full speed and short enough to bound the
 * work areas. Each lane beyond the first costs a vector of sums and its addition, so there are at
 * most {@value #MOST_LANES} lanes, fewer if together they would exceed {@value #MOST_SUMS} numbers,
 * but two at least.
 */
public final class Sharding {

  private static final int ROWS_PER_SHARD = 512;
  private static final int ROWS_PER_LANE = 512;
  private static final int MOST_LANES = 8;

  /** 128 MB of numbers. */
  private static final int MOST_SUMS = 1 << 24;

  /** From here on two threads gain more than the second lane's addition costs one. */
  private static final int ROWS_WORTH_TWO_LANES = 384;

  /** Rows times sums below which handing work to another thread costs more than it saves. */
  private static final long WORK_WORTH_TWO_LANES = 1 << 20;

  private final int[] starts;
  private final int[] laneStarts;

  private Sharding(int[] starts, int[] laneStarts) {
    this.starts = starts;
    this.laneStarts = laneStarts;
  }

  /**
   * The cut for rows that each cost about as much as the sum is long, as the examples of a network
   * do: lanes that are worth their addition, of shards of at most {@value #ROWS_PER_SHARD} rows.
   *
   * @param rows at least 1
   * @param sums the length of the sum, at least 1
   */
  public static Sharding of(int rows, int sums) {
    return inLanes(rows, lanes(rows, sums), ROWS_PER_SHARD);
  }

  /**
   * The cut into batches that belong together: each a shard of its own, the last with what is left.
   *
   * @param rows at least 1
   * @param size the rows of a batch, from 1 to all
   * @param sums the length of the sum, at least 1
   */
  public static Sharding inBatches(int rows, int size, int sums) {
    int[] starts = batches(rows, size);
    return new Sharding(starts, lanesOf(starts, lanes(rows, sums)));
  }

  /**
   * The cut into shards of equally many rows, the last with what is left, in as many lanes as there
   * may be: for rows that cost much more than an addition to the sum.
   *
   * @param rows at least 1
   * @param size the rows of a shard, at least 1
   * @param sums the length of the sum, at least 1
   */
  public static Sharding inShards(int rows, int size, int sums) {
    int[] starts = batches(rows, Math.min(rows, size));
    return new Sharding(starts, lanesOf(starts, Math.max(2, affordable(sums))));
  }

  /**
   * The cut into lanes of a given number, none of them empty, of shards of a bounded size.
   *
   * @param rows at least 1
   * @param lanes how many, at least 1; as many as there are rows if that is fewer
   * @param rowsPerShard the most rows of a shard, at least 1
   */
  public static Sharding inLanes(int rows, int lanes, int rowsPerShard) {
    int count = Math.min(lanes, rows);
    int[] starts = new int[count * (1 + (rows / count) / rowsPerShard + 1) + 1];
    int[] laneStarts = new int[count + 1];
    int shards = 0;
    for (int lane = 0; lane < count; lane++) {
      int from = share(rows, count, lane);
      int own = share(rows, count, lane + 1) - from;
      int pieces = 1 + (own - 1) / rowsPerShard;
      for (int piece = 0; piece < pieces; piece++) {
        starts[shards++] = from + share(own, pieces, piece);
      }
      laneStarts[lane + 1] = shards;
    }
    starts[shards] = rows;
    return new Sharding(Arrays.copyOf(starts, shards + 1), laneStarts);
  }

  /**
   * How many lanes of sums fit into the memory meant for them, at most {@value #MOST_LANES}.
   *
   * @param sums the length of the sum, at least 1
   * @return 0 if not even one is small enough
   */
  public static int affordable(int sums) {
    return Math.min(MOST_LANES, MOST_SUMS / sums);
  }

  private static int lanes(int rows, int sums) {
    if (rows < ROWS_WORTH_TWO_LANES || (long) rows * sums < WORK_WORTH_TWO_LANES) {
      return 1;
    }
    return Math.max(2, Math.min(affordable(sums), rows / ROWS_PER_LANE));
  }

  private static int[] batches(int rows, int size) {
    int batches = 1 + (rows - 1) / size;
    int[] starts = new int[batches + 1];
    for (int b = 0; b <= batches; b++) {
      starts[b] = (int) Math.min(rows, (long) b * size);
    }
    return starts;
  }

  private static int[] lanesOf(int[] starts, int most) {
    int shards = starts.length - 1;
    int lanes = Math.min(most, shards);
    int[] laneStarts = new int[lanes + 1];
    for (int lane = 0; lane <= lanes; lane++) {
      laneStarts[lane] = share(shards, lanes, lane);
    }
    return laneStarts;
  }

  private static int share(int whole, int parts, int part) {
    return (int) ((long) whole * part / parts);
  }

  /** The number of lanes. */
  public int lanes() {
    return laneStarts.length - 1;
  }

  /** The number of shards. */
  public int shards() {
    return starts.length - 1;
  }

  /** The number of rows. */
  public int rows() {
    return starts[shards()];
  }

  /** The first shard of a lane; that of one lane more is the number of shards. */
  public int firstShard(int lane) {
    return laneStarts[lane];
  }

  /** The lane of a shard. */
  public int lane(int shard) {
    int lane = 0;
    while (laneStarts[lane + 1] <= shard) {
      lane++;
    }
    return lane;
  }

  /** The first row of a shard; that of one shard more is the number of rows. */
  public int firstRow(int shard) {
    return starts[shard];
  }

  /** The number of rows in the smallest shard. */
  public int fewestRows() {
    int fewest = Integer.MAX_VALUE;
    for (int s = 0; s < shards(); s++) {
      fewest = Math.min(fewest, starts[s + 1] - starts[s]);
    }
    return fewest;
  }

  /** The number of rows in the largest shard. */
  public int mostRows() {
    int most = 0;
    for (int s = 0; s < shards(); s++) {
      most = Math.max(most, starts[s + 1] - starts[s]);
    }
    return most;
  }
}
