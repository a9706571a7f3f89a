package org.roperator.nn;

import org.roperator.dense.Blas;
import org.roperator.internal.HeapMemory;
import org.roperator.parallel.ShardedSum;
import org.roperator.parallel.Sharding;
import org.roperator.parallel.Workers;

/**
 * How to compute, none of which changes a result but the BLAS, the cut, and, where layers couple
 * examples, the size of batches.
 */
record SweepSettings(
    Blas blas, long budget, Cutter cutter, int batch, ShardedSum<AccumulatedSum.Area> sums) {

  static SweepSettings standard() {
    return new SweepSettings(
        Blas.instance(),
        HeapMemory.defaultBudget(),
        Sharding::of,
        Integer.MAX_VALUE,
        ShardedSum.on(Workers.of(1), AccumulatedSum.Area.scratch(Blas.instance())));
  }

  Workers workers() {
    return sums.workers();
  }

  SweepSettings with(Blas other) {
    return new SweepSettings(
        other, budget, cutter, batch, ShardedSum.on(workers(), AccumulatedSum.Area.scratch(other)));
  }

  SweepSettings with(Workers other) {
    return new SweepSettings(blas, budget, cutter, batch, sums.on(other));
  }

  SweepSettings withBudget(long other) {
    return new SweepSettings(blas, other, cutter, batch, sums);
  }

  SweepSettings with(Cutter other) {
    return new SweepSettings(blas, budget, other, batch, sums);
  }

  SweepSettings withBatchesOf(int other) {
    return new SweepSettings(blas, budget, cutter, other, sums);
  }

  /** Cuts examples for a number of parameters. */
  interface Cutter {
    Sharding cut(int examples, int parameters);
  }
}
