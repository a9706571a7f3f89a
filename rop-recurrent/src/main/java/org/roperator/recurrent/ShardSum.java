package org.roperator.recurrent;

import java.util.ArrayDeque;
import java.util.Arrays;
import org.roperator.function.Workers;
import org.roperator.operator.Scratch;

/**
 * Adds up what shards give, in their order: the first sums in the result itself, each further one
 * in vectors of its own, so that sums are equal bit for bit for any number of threads.
 */
final class ShardSum {

  /** Entries that are added over the shards as one task. */
  private static final int BLOCK = 1 << 15;

  /** What a shard adds to k vectors that hold zeros. */
  interface Part {
    void add(int shard, double[][] sums, Area area);
  }

  /** The areas that are idle. */
  private static final class Areas {

    private final ArrayDeque<Area> idle = new ArrayDeque<>();

    synchronized Area take() {
      Area area = idle.poll();
      return area != null ? area.rewound() : new Area();
    }

    synchronized void giveBack(Area area) {
      idle.push(area);
    }
  }

  private final int shards;
  private final Workers workers;
  private final Areas areas = new Areas();
  private final Scratch<double[][][]> lent = Scratch.of(() -> new double[0][][]);

  ShardSum(int shards, Workers workers) {
    this.shards = shards;
    this.workers = workers;
  }

  int shards() {
    return shards;
  }

  /** Runs over all shards for what they write elsewhere. */
  void forEach(Part part) {
    workers.run(shards, shard -> run(part, shard, new double[0][]));
  }

  private void run(Part part, int shard, double[][] sums) {
    Area area = areas.take();
    try {
      part.add(shard, sums, area);
    } finally {
      areas.giveBack(area);
    }
  }

  /** Computes {@code outs = Σ parts}, k vectors of one length. */
  void sum(double[][] outs, Part part) {
    int k = outs.length;
    int length = outs[0].length;
    double[][][] held = lent.take();
    double[][][] further = sized(held, k, length);
    try {
      workers.run(
          shards,
          shard -> {
            double[][] sums = shard == 0 ? outs : further[shard - 1];
            for (int j = 0; j < k; j++) {
              Arrays.fill(sums[j], 0);
            }
            run(part, shard, sums);
          });
      int blocks = (length + BLOCK - 1) / BLOCK;
      workers.run(
          shards == 1 ? 0 : blocks,
          b -> {
            int to = (int) Math.min(length, (b + 1L) * BLOCK);
            for (double[][] sums : further) {
              for (int j = 0; j < k; j++) {
                addTo(outs[j], sums[j], b * BLOCK, to);
              }
            }
          });
    } finally {
      lent.giveBack(further);
    }
  }

  private double[][][] sized(double[][][] held, int k, int length) {
    boolean fits =
        held.length == shards - 1
            && (shards == 1 || (held[0].length >= k && held[0][0].length == length));
    return fits ? held : new double[shards - 1][k][length];
  }

  private static void addTo(double[] out, double[] terms, int from, int to) {
    for (int i = from; i < to; i++) {
      out[i] += terms[i];
    }
  }
}
