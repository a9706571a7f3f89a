package org.roperator.nn;

import org.roperator.dense.Blas;
import org.roperator.nn.layer.Accumulator;
import org.roperator.nn.layer.Workspace;
import org.roperator.parallel.Scratch;
import org.roperator.parallel.ShardedSum;
import org.roperator.parallel.Sharding;

/** Adds up what the shards of a data set give to stacked vectors of parameters. */
record AccumulatedSum(Sharding sharding, ShardedSum<Area> sums) {

  /** What a shard adds. */
  interface Part {
    void add(int shard, Accumulator sum, Area area);
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
    sums.sum(
        sharding,
        new double[][] {out},
        length,
        (shard, first, sum, area) ->
            part.add(shard, new Accumulator(sum[0], count, first ? 0 : 1), area));
  }

  /** Runs over all shards for what they write elsewhere. */
  void forEach(Part part) {
    Accumulator nothing = new Accumulator(new double[0], 1, 1);
    sums.forEach(sharding, (shard, none, area) -> part.add(shard, nothing, area));
  }
}
