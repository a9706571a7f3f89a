package org.roperator.nn;

import org.jspecify.annotations.Nullable;
import org.roperator.dense.Blas;
import org.roperator.nn.layer.Workspace;
import org.roperator.parallel.Sharding;

/**
 * The shards of a data set, linearized at one point: as many as fit into the memory budget are kept
 * once their gradient was taken, the others are linearized again for each use.
 */
final class LinearizedShards {

  private final LossOverData problem;
  private final AccumulatedSum sums;
  private final SweepSettings settings;
  private final double[] w;
  private final @Nullable ShardPasses[] kept;

  /**
   * Nothing is computed yet.
   *
   * @param w kept, not copied
   */
  LinearizedShards(LossOverData problem, AccumulatedSum sums, SweepSettings settings, double[] w) {
    this.problem = problem;
    this.sums = sums;
    this.settings = settings;
    this.w = w;
    this.kept = new @Nullable ShardPasses[sums.sharding().shards()];
  }

  LossOverData problem() {
    return problem;
  }

  AccumulatedSum sums() {
    return sums;
  }

  Sharding sharding() {
    return sums.sharding();
  }

  Blas blas() {
    return settings.blas();
  }

  double[] w() {
    return w;
  }

  /**
   * Linearizes all shards, keeps those that fit, and adds up their gradients.
   *
   * @param gradient of the mean loss. Overwritten.
   * @return the mean loss
   */
  double addUp(double[] gradient) {
    boolean[] worthKeeping = shardsWithinBudget();
    double[] losses = new double[kept.length];
    sums.sum(
        1,
        gradient,
        w.length,
        (shard, sum, area) -> {
          Workspace memory = worthKeeping[shard] ? Workspace.over(settings.blas()) : area.memory();
          ShardPasses at = forward(shard, memory).backward(memory);
          at.addGradient(sum, area.sweep());
          losses[shard] = at.sum();
          if (worthKeeping[shard]) {
            kept[shard] = at;
          }
        });
    return problem.mean(losses);
  }

  /**
   * Which shards to keep: as many as fit, the first of each lane before the second of any, so that
   * lanes stay equally fast.
   */
  private boolean[] shardsWithinBudget() {
    Sharding sharding = sharding();
    boolean[] within = new boolean[sharding.shards()];
    long bytesPerExample = 8 * problem.numbersKeptPerExample();
    long left = settings.budget();
    for (int place = 0; place < sharding.shards(); place++) {
      for (int lane = 0; lane < sharding.lanes(); lane++) {
        int shard = sharding.firstShard(lane) + place;
        if (shard < sharding.firstShard(lane + 1)) {
          left -= bytesPerExample * (sharding.firstRow(shard + 1) - sharding.firstRow(shard));
          within[shard] = left >= 0;
        }
      }
    }
    return within;
  }

  /** A shard as the forward passes leave it, before any adjoint. */
  ShardPasses forward(int shard, Workspace memory) {
    return ShardPasses.forward(
        problem, sharding().firstRow(shard), sharding().firstRow(shard + 1), w, memory);
  }

  /** The linearization of a shard with adjoints, kept or made again. */
  ShardPasses twiceDifferentiated(int shard, AccumulatedSum.Area area) {
    ShardPasses at = kept[shard];
    if (at != null) {
      return at;
    }
    Workspace memory = area.memory();
    return forward(shard, memory).backward(memory);
  }

  /** The linearization of a shard, with adjoints or without. */
  ShardPasses linearized(int shard, AccumulatedSum.Area area) {
    ShardPasses at = kept[shard];
    return at != null ? at : forward(shard, area.memory());
  }
}
