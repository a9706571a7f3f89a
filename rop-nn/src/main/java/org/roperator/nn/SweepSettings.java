package org.roperator.nn;

import org.roperator.dense.Blas;
import org.roperator.function.OrderedSum;
import org.roperator.function.Workers;
import org.roperator.operator.Scratch;

/**
 * How to compute, none of which changes a result but the BLAS, the cut, and, where layers couple
 * examples, the size of batches.
 */
record SweepSettings(
    Blas blas,
    Workers workers,
    long budget,
    Cutter cutter,
    int batch,
    Scratch<LaneSum.Area> areas,
    OrderedSum laneSums) {

  static SweepSettings standard() {
    return new SweepSettings(
        Blas.instance(),
        Workers.of(1),
        HeapMemory.defaultBudget(),
        Cut::of,
        Integer.MAX_VALUE,
        areas(Blas.instance()),
        OrderedSum.on(Workers.of(1)));
  }

  private static Scratch<LaneSum.Area> areas(Blas blas) {
    return Scratch.of(() -> new LaneSum.Area(blas));
  }

  SweepSettings with(Blas other) {
    return new SweepSettings(other, workers, budget, cutter, batch, areas(other), laneSums);
  }

  SweepSettings with(Workers other) {
    return new SweepSettings(blas, other, budget, cutter, batch, areas, OrderedSum.on(other));
  }

  SweepSettings withBudget(long other) {
    return new SweepSettings(blas, workers, other, cutter, batch, areas, laneSums);
  }

  SweepSettings with(Cutter other) {
    return new SweepSettings(blas, workers, budget, other, batch, areas, laneSums);
  }

  SweepSettings inBatchesOf(int other) {
    return new SweepSettings(blas, workers, budget, cutter, other, areas, laneSums);
  }

  /** Cuts examples for a number of parameters. */
  interface Cutter {
    Cut cut(int examples, int parameters);
  }
}
