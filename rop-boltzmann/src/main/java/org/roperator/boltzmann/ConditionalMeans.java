package org.roperator.boltzmann;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;
import org.roperator.internal.HeapMemory;
import org.roperator.parallel.Sharding;

/**
 * The means m of the averaged units given each row: made where they are first asked for, kept shard
 * by shard as far as memory allows, and made again where it does not.
 */
final class ConditionalMeans {

  private final LayerPair layers;
  private final UnitCoding coding;
  private final double[] theta;
  private final AtomicReferenceArray<double @Nullable []> kept;
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
    this.kept = new AtomicReferenceArray<>(sharding.shards());
    long shardBytes = 8L * layers.averaged() * sharding.mostRows();
    this.affordable = HeapMemory.defaultBudget() / Math.max(1, shardBytes);
  }

  /**
   * The means of a shard's rows from index 0 on, kept or in {@code work}.
   *
   * @param s the rows
   * @param x fields. Overwritten if the means are not known yet.
   * @param work Overwritten if they are not kept.
   */
  double[] of(int shard, RowBlock s, LayerPair.Spread spread, RowBlock x, double[] work) {
    double[] m = kept.get(shard);
    if (m != null) {
      return m;
    }
    spread.of(theta).fields(s, x);
    int numbers = s.count() * layers.averaged();
    boolean keep = shard < affordable;
    double[] made = keep ? new double[numbers] : work;
    make(x.array(), made, numbers);
    if (keep) {
      kept.set(shard, made); // two threads at once make the same
    }
    return made;
  }

  private void make(double[] x, double[] m, int numbers) {
    for (int k = 0; k < numbers; k++) {
      m[k] = coding.mean(x[k]);
    }
  }
}
