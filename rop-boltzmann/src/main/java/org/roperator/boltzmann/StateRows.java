package org.roperator.boltzmann;

import java.util.List;
import org.roperator.parallel.Sharding;

/** States of the units of one part, row by row, cut into shards. */
sealed interface StateRows {

  /** How the rows are cut. */
  Sharding sharding();

  /**
   * The rows of a shard: those kept, or {@code work}, filled.
   *
   * @param work of {@link #workWidth} columns
   */
  RowBlock block(int shard, RowBlock.Work work);

  /** How many numbers a row needs of work. */
  int workWidth();

  /** Rows that stand in an array, as many as are cut. */
  static StateRows stored(double[] states, Sharding sharding) {
    return new Stored(RowBlock.ofShards(states, sharding), sharding);
  }

  /** All {@code 2^width} states of units. */
  static StateRows all(int width, UnitCoding coding, Sharding sharding) {
    return new All(width, coding, sharding);
  }

  /** See {@link #stored}. */
  record Stored(List<RowBlock> blocks, Sharding sharding) implements StateRows {
    @Override
    public RowBlock block(int shard, RowBlock.Work work) {
      return blocks.get(shard);
    }

    @Override
    public int workWidth() {
      return 0;
    }
  }

  /** See {@link #all}. */
  record All(int width, UnitCoding coding, Sharding sharding) implements StateRows {
    @Override
    public RowBlock block(int shard, RowBlock.Work work) {
      int from = sharding.firstRow(shard);
      int to = sharding.firstRow(shard + 1);
      RowBlock block = work.first(to - from);
      double[] s = block.array();
      for (int state = from; state < to; state++) {
        for (int i = 0; i < width; i++) {
          s[(state - from) * width + i] = (state >> i & 1) == 1 ? 1 : coding.low();
        }
      }
      return block;
    }

    @Override
    public int workWidth() {
      return width;
    }
  }
}
