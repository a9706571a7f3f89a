package org.roperator.nn;

import org.roperator.dense.Blas;
import org.roperator.nn.layer.Accumulator;
import org.roperator.nn.layer.Workspace;
import org.roperator.parallel.Scratch;
import org.roperator.parallel.ShardedSum;
import org.roperator.parallel.Sharding;

/** Adds up what the shards of a data set give to stacked vectors of parameters. */
final class AccumulatedSum {

  private static final double[] NOTHING = {};
  private static final Part NO_PART = (shard, sum, area) -> {};

  private final Sharding sharding;
  private final ShardedSum<Area> sums;
  private final Scratch<Adding> lent = Scratch.of(Adding::new);

  AccumulatedSum(Sharding sharding, ShardedSum<Area> sums) {
    this.sharding = sharding;
    this.sums = sums;
  }

  Sharding sharding() {
    return sharding;
  }

  /** What a shard adds. */
  interface Part {
    void add(int shard, Accumulator sum, Area area);
  }

  /** What one sum in progress takes, lent so that a product allocates little. */
  private static final class Adding implements ShardedSum.Part<Area> {

    private final double[][] outs = {NOTHING};
    private int count;
    private Part part = NO_PART;

    @Override
    public void add(int shard, boolean first, double[][] sums, Area area) {
      part.add(shard, new Accumulator(sums[0], count, first ? 0 : 1), area);
    }
  }

  /**
   * Work arrays of one running lane: what a recomputed linearization keeps, and what sweeps need.
   */
  static final class Area {

    private final Workspace memory;
    private final Workspace sweep;

    private Area(Blas blas) {
      this.memory = Workspace.over(blas);
      this.sweep = Workspace.over(blas);
    }

    static Scratch<Area> scratch(Blas blas) {
      return Scratch.of(() -> new Area(blas));
    }

    Workspace memory() {
      memory.rewind();
      return memory;
    }

    Workspace sweep() {
      sweep.rewind();
      return sweep;
    }
  }

  /** Computes {@code out = Σ parts}, k stacked vectors of the given total length. */
  void sum(int count, double[] out, int length, Part part) {
    Adding adding = lent.take();
    try {
      adding.count = count;
      adding.outs[0] = out;
      adding.part = part;
      sums.sum(sharding, adding.outs, length, adding);
    } finally {
      adding.outs[0] = NOTHING;
      adding.part = NO_PART;
      lent.giveBack(adding);
    }
  }

  /** Runs over all shards for what they write elsewhere. */
  void forEach(Part part) {
    Accumulator nothing = new Accumulator(NOTHING, 1, 1);
    sums.forEach(sharding, (shard, none, area) -> part.add(shard, nothing, area));
  }
}
