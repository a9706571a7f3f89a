package org.roperator.nn;

import java.util.ArrayDeque;
import org.roperator.dense.Blas;
import org.roperator.function.Workers;
import org.roperator.operator.Scratch;

/**
 * Adds up what the shards of a data set give, in an order fixed by the {@link Cut}.
 *
 * <p>The first lane sums in the result itself, each further one in a vector of its own, lent and
 * kept between sums. Work areas are lent to as many lanes as run at once.
 */
final class LaneSum {

  /** Entries of the sums that are added over the lanes as one task. */
  private static final int BLOCK = 1 << 16;

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

    private Area(Blas blas) {
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

  /** The areas that are idle. */
  static final class Areas {

    private final Blas blas;
    private final ArrayDeque<Area> idle = new ArrayDeque<>();

    Areas(Blas blas) {
      this.blas = blas;
    }

    synchronized Area take() {
      Area area = idle.poll();
      return area != null ? area : new Area(blas);
    }

    synchronized void giveBack(Area area) {
      idle.push(area);
    }
  }

  private final Cut cut;
  private final Workers workers;
  private final Areas areas;
  private final Scratch<double[][]> laneSums;

  LaneSum(Cut cut, Workers workers, Areas areas, Scratch<double[][]> laneSums) {
    this.cut = cut;
    this.workers = workers;
    this.areas = areas;
    this.laneSums = laneSums;
  }

  /** Computes {@code out = Σ parts}, k stacked vectors of the given total length. */
  void sum(int count, double[] out, int length, Part part) {
    if (cut.lanes() == 1) {
      runLane(0, count, out, part);
      return;
    }
    double[][] sums = laneSums.take();
    try {
      double[][] lanes = sized(sums, cut.lanes(), length);
      lanes[0] = out;
      workers.run(cut.lanes(), lane -> runLane(lane, count, lanes[lane], part));
      int blocks = (length + BLOCK - 1) / BLOCK;
      workers.run(
          blocks, b -> addLanes(lanes, b * BLOCK, (int) Math.min(length, (b + 1L) * BLOCK)));
      lanes[0] = new double[0];
      sums = lanes;
    } finally {
      laneSums.giveBack(sums);
    }
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

  private static double[][] sized(double[][] sums, int lanes, int length) {
    double[][] sized = sums.length == lanes ? sums : java.util.Arrays.copyOf(sums, lanes);
    for (int lane = 1; lane < lanes; lane++) {
      if (sized[lane] == null || sized[lane].length < length) {
        sized[lane] = new double[length];
      }
    }
    return sized;
  }

  private static void addLanes(double[][] lanes, int from, int to) {
    double[] out = lanes[0];
    for (int lane = 1; lane < lanes.length; lane++) {
      double[] sum = lanes[lane];
      for (int i = from; i < to; i++) {
        out[i] += sum[i];
      }
    }
  }
}
