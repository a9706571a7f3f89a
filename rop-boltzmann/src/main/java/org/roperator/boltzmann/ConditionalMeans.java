package org.roperator.boltzmann;

import org.jspecify.annotations.Nullable;

/**
 * The means m of the averaged units given each row, kept shard by shard as far as memory allows,
 * and made again where it did not.
 */
final class ConditionalMeans {

  private static final int MEMORY_SHARE = 4;

  private final LayerPair layers;
  private final UnitCoding coding;
  private final double[] theta;
  private final double[] @Nullable [] kept;
  private final long affordable;

  /**
   * Nothing kept yet.
   *
   * @param shards how many shards there are
   * @param rowsPerShard of how many rows at most
   */
  ConditionalMeans(
      LayerPair layers, UnitCoding coding, double[] theta, int shards, int rowsPerShard) {
    this.layers = layers;
    this.coding = coding;
    this.theta = theta;
    this.kept = new double[shards][];
    long shardBytes = 8L * layers.averaged() * rowsPerShard;
    this.affordable = Runtime.getRuntime().maxMemory() / MEMORY_SHARE / Math.max(1, shardBytes);
  }

  /** Makes the means of a shard from the fields on its units, and keeps them if it can. */
  void learn(int shard, double[] x, int numbers) {
    if (shard < affordable) {
      double[] m = new double[numbers];
      make(x, m, numbers);
      kept[shard] = m;
    }
  }

  /**
   * The means of a shard's rows from index 0 on: those kept, or {@code work}, filled.
   *
   * @param x fields. Overwritten in the latter case.
   */
  double[] of(
      int shard, double[] s, int at, int rows, LayerPair.Spread spread, double[] x, double[] work) {
    double[] m = kept[shard];
    if (m != null) {
      return m;
    }
    spread.of(theta).fields(s, at, rows, x);
    make(x, work, rows * layers.averaged());
    return work;
  }

  private void make(double[] x, double[] m, int numbers) {
    for (int k = 0; k < numbers; k++) {
      m[k] = coding.mean(x[k]);
    }
  }
}
