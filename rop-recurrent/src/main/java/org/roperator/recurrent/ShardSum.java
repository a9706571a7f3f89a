package org.roperator.recurrent;

import java.util.Arrays;
import org.roperator.function.OrderedSum;
import org.roperator.function.Workers;
import org.roperator.operator.Scratch;

/** Adds up what the shards of the patterns give, each with a work area for itself. */
final class ShardSum {

  /** What a shard adds to k vectors that hold zeros. */
  interface Part {
    void add(int shard, double[][] sums, Area area);
  }

  private final int shards;
  private final Workers workers;
  private final OrderedSum ordered;
  private final Scratch<Area> areas = Scratch.of(Area::new);

  ShardSum(int shards, Workers workers) {
    this.shards = shards;
    this.workers = workers;
    this.ordered = OrderedSum.on(workers);
  }

  int shards() {
    return shards;
  }

  /** Runs over all shards for what they write elsewhere. */
  void forEach(Part part) {
    workers.run(shards, shard -> run(part, shard, new double[0][]));
  }

  /** Computes {@code outs = Σ parts}, k vectors of one length. */
  void sum(double[][] outs, Part part) {
    ordered.sum(
        shards,
        outs,
        outs[0].length,
        (shard, sums) -> {
          for (double[] sum : sums) {
            Arrays.fill(sum, 0);
          }
          run(part, shard, sums);
        });
  }

  private void run(Part part, int shard, double[][] sums) {
    Area area = areas.take().rewound();
    try {
      part.add(shard, sums, area);
    } finally {
      areas.giveBack(area);
    }
  }
}
