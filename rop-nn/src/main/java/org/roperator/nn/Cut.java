package org.roperator.nn;

/**
 * How the examples are cut: into lanes of consecutive shards of consecutive examples.
 *
 * <p>Lanes run in parallel, each adding up its shards in order to a sum of its own; then the lanes
 * are added in order. The cut depends on the number of examples and of parameters alone, and so
 * does every rounding: results are equal bit for bit for any number of threads.
 *
 * <p>Shards are long enough to keep matrix products at full speed and short enough to bound the
 * work areas. Each lane beyond the first costs a vector of parameters and its addition, so there
 * are at most {@value #MOST_LANES} lanes, fewer if together they would exceed {@value #MOST_SUMS}
 * numbers, and none that is not worth its addition.
 */
final class Cut {

  private static final int ROWS_PER_SHARD = 512;
  private static final int ROWS_PER_LANE = 512;
  private static final int MOST_LANES = 8;
  private static final int MOST_SUMS = 1 << 24;

  /** From here on two threads gain more than the second lane's addition costs one. */
  private static final int ROWS_WORTH_TWO_LANES = 384;

  /**
   * Examples times parameters below which handing work to another thread costs more than it saves.
   */
  private static final long WORK_WORTH_TWO_LANES = 1 << 20;

  private final int[] starts;
  private final int[] laneStarts;

  private Cut(int[] starts, int[] laneStarts) {
    this.starts = starts;
    this.laneStarts = laneStarts;
  }

  private Cut(int examples, int lanes, int rowsPerShard) {
    int[] starts = new int[lanes * (1 + (examples / lanes) / rowsPerShard + 1) + 1];
    this.laneStarts = new int[lanes + 1];
    int shards = 0;
    for (int lane = 0; lane < lanes; lane++) {
      int from = share(examples, lanes, lane);
      int rows = share(examples, lanes, lane + 1) - from;
      int pieces = (rows + rowsPerShard - 1) / rowsPerShard;
      for (int piece = 0; piece < pieces; piece++) {
        starts[shards++] = from + share(rows, pieces, piece);
      }
      laneStarts[lane + 1] = shards;
    }
    starts[shards] = examples;
    this.starts = java.util.Arrays.copyOf(starts, shards + 1);
  }

  /** The cut for a number of examples and of parameters. */
  static Cut of(int examples, int parameters) {
    return new Cut(examples, lanes(examples, parameters), ROWS_PER_SHARD);
  }

  /**
   * The cut into batches that belong together: each a shard of its own, the last with what is left.
   *
   * @param size the examples of a batch, at most as many as there are
   */
  static Cut intoBatches(int examples, int parameters, int size) {
    int batches = 1 + (examples - 1) / size;
    int lanes = Math.min(lanes(examples, parameters), batches);
    int[] starts = new int[batches + 1];
    for (int b = 0; b <= batches; b++) {
      starts[b] = (int) Math.min(examples, (long) b * size);
    }
    int[] laneStarts = new int[lanes + 1];
    for (int lane = 0; lane <= lanes; lane++) {
      laneStarts[lane] = share(batches, lanes, lane);
    }
    return new Cut(starts, laneStarts);
  }

  /** A given cut, into lanes that are not empty. */
  static Cut into(int examples, int lanes, int rowsPerShard) {
    return new Cut(examples, Math.min(lanes, examples), rowsPerShard);
  }

  private static int lanes(int examples, int parameters) {
    if (examples < ROWS_WORTH_TWO_LANES || (long) examples * parameters < WORK_WORTH_TWO_LANES) {
      return 1;
    }
    int affordable = Math.min(MOST_LANES, MOST_SUMS / parameters);
    return Math.max(2, Math.min(affordable, examples / ROWS_PER_LANE));
  }

  private static int share(int whole, int parts, int part) {
    return (int) ((long) whole * part / parts);
  }

  int lanes() {
    return laneStarts.length - 1;
  }

  int shards() {
    return starts.length - 1;
  }

  /** The first shard of a lane; that of one lane more is the number of shards. */
  int firstShard(int lane) {
    return laneStarts[lane];
  }

  /** The first example of a shard; that of one shard more is the number of examples. */
  int firstExample(int shard) {
    return starts[shard];
  }

  /** The number of examples in the smallest shard. */
  int fewestRows() {
    int fewest = Integer.MAX_VALUE;
    for (int s = 0; s < shards(); s++) {
      fewest = Math.min(fewest, starts[s + 1] - starts[s]);
    }
    return fewest;
  }

  /** The number of examples in the largest shard. */
  int mostRows() {
    int most = 0;
    for (int s = 0; s < shards(); s++) {
      most = Math.max(most, starts[s + 1] - starts[s]);
    }
    return most;
  }
}
