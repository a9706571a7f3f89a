package org.roperator.nn;

import org.roperator.dense.Blas;
import org.roperator.function.OrderedSum;
import org.roperator.function.Workers;
import org.roperator.operator.Scratch;

/**
 * Adds up what the shards of a data set give, in an order fixed by the {@link Cut}.
 *
 * <p>Work areas are lent to as many lanes as run at once.
 */
final class LaneSum {

  /** What a shard adds. */
  interface Part {
    void add(int shard, Accumulator sum, Area area);
  }

  /**
   * Work arrays of one running lane: what a recomputed linearisation keeps, and what sweeps need.
   */
  static final class Area {

    private final Workspace memory;
    private final Workspace sweep;

    Area(Blas blas) {
      this.memory = Workspace.over(blas);
      this.sweep = Workspace.over(blas);
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

  private final Cut cut;
  private final Workers workers;
  private final Scratch<Area> areas;
  private final OrderedSum sums;

  LaneSum(Cut cut, Workers workers, Scratch<Area> areas, OrderedSum sums) {
    this.cut = cut;
    this.workers = workers;
    this.areas = areas;
    this.sums = sums;
  }

  /** Computes {@code out = Σ parts}, k stacked vectors of the given total length. */
  void sum(int count, double[] out, int length, Part part) {
    sums.sum(
        cut.lanes(),
        new double[][] {out},
        length,
        (lane, sum) -> runLane(lane, count, sum[0], part));
  }

  /** Runs over all shards for what they write elsewhere. */
  void forEach(Part part) {
    workers.run(cut.lanes(), lane -> runLane(lane, 1, new double[0], part));
  }

  private void runLane(int lane, int count, double[] sum, Part part) {
    Area area = areas.take();
    try {
      int first = cut.firstShard(lane);
      for (int shard = first; shard < cut.firstShard(lane + 1); shard++) {
        part.add(shard, new Accumulator(sum, count, shard == first ? 0 : 1), area);
      }
    } finally {
      areas.giveBack(area);
    }
  }
}
