package org.roperator.boltzmann;

import org.jspecify.annotations.Nullable;
import org.roperator.parallel.Sharding;

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
   * @param sharding how the rows are cut
   */
  ConditionalMeans(LayerPair layers, UnitCoding coding, double[] theta, Sharding sharding) {
    this.layers = layers;
    this.coding = coding;
    this.theta = theta;
    this.kept = new double[sharding.shards()][];
    long shardBytes = 8L * layers.averaged() * sharding.mostRows();
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
   * @param s the rows
   * @param x fields. Overwritten in the latter case.
   */
  double[] of(int shard, RowBlock s, LayerPair.Spread spread, RowBlock x, double[] work) {
    double[] m = kept[shard];
    if (m != null) {
      return m;
    }
    spread.of(theta).fields(s, x);
    make(x.array(), work, s.count() * layers.averaged());
    return work;
  }

  private void make(double[] x, double[] m, int numbers) {
    for (int k = 0; k < numbers; k++) {
      m[k] = coding.mean(x[k]);
    }
  }
}
