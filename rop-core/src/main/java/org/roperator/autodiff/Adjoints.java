package org.roperator.autodiff;

import org.roperator.dense.MatrixArena;

/** The arrays of one reverse sweep over a recording at a time. */
final class Adjoints {

  private final MatrixArena work = MatrixArena.empty();
  private double[] zeros = new double[0];

  /**
   * An array of at least the length, all zero. Who takes it gives it back when all of it is zero
   * again, or not at all.
   */
  double[] take(int length) {
    double[] taken = zeros.length < length ? new double[length] : zeros;
    zeros = new double[0];
    return taken;
  }

  /** Returns an array that is all zero. */
  void giveBack(double[] allZero) {
    zeros = allZero;
  }

  /** Temporary arrays for the sweep. */
  MatrixArena work() {
    return work;
  }
}
