package org.roperator.dense;

import static org.roperator.dense.Transpose.NO;

import java.util.Arrays;

/**
 * The plane rotations of QL steps on the rows of a matrix.
 *
 * <p>Each step turns neighboring rows from the bottom up. Rotations of several steps that touch the
 * same rows are gathered into one orthogonal matrix, which meets those rows in one product (Van
 * Zee, van de Geijn &amp; Quintana-Ortí 2014): a third more arithmetic, but in products of
 * matrices. Narrow matrices are turned row by row.
 */
final class Rotations {

  /** Steps gathered, and distance of the blocks of rows. */
  private static final int STEPS = 32;

  private static final int ROWS = 2 * STEPS;

  private final int n;
  private final double[] x;
  private final int width;
  private final Blas blas;
  private final double[] cosines;
  private final double[] sines;
  private final double[] gathered;
  private final double[] turned;
  private int steps;

  /**
   * On rows of a matrix.
   *
   * @param x n rows of some width. Updated.
   */
  Rotations(int n, double[] x, int width, Blas blas) {
    this.n = n;
    this.x = x;
    this.width = width;
    this.blas = blas;
    boolean gathers = gathers();
    this.cosines = new double[gathers ? STEPS * n : 0];
    this.sines = new double[cosines.length];
    this.gathered = new double[gathers ? ROWS * ROWS : 0];
    this.turned = new double[gathers ? ROWS * width : 0];
    Arrays.fill(cosines, 1);
  }

  private boolean gathers() {
    return width > ROWS;
  }

  /** Turns rows i and i + 1: the upper becomes c x − s y, the lower s x + c y. */
  void turn(int i, double c, double s) {
    if (gathers()) {
      cosines[steps * n + i] = c;
      sines[steps * n + i] = s;
    } else {
      turn(x, i * width, (i + 1) * width, width, c, s);
    }
  }

  private static void turn(double[] x, int upper, int lower, int length, double c, double s) {
    for (int j = 0; j < length; j++) {
      double above = x[upper + j];
      double below = x[lower + j];
      x[lower + j] = s * above + c * below;
      x[upper + j] = c * above - s * below;
    }
  }

  /** Ends a step. */
  void endStep() {
    if (gathers() && ++steps == STEPS) {
      apply();
    }
  }

  /** Turns whatever still waits. */
  void apply() {
    if (steps == 0) {
      return;
    }
    // Rotation i of step t follows i + 1 of the same step and i − 1 of the one before: blocks of
    // equal i − t, the largest first, keep that order.
    for (int from = (n - 1) / STEPS * STEPS; from > -STEPS - steps; from -= STEPS) {
      gather(from);
    }
    Arrays.fill(cosines, 1);
    Arrays.fill(sines, 0);
    steps = 0;
  }

  private void gather(int from) {
    int top = Math.max(0, from);
    int rows = Math.min(n, from + STEPS + steps) - top;
    if (rows < 2) {
      return;
    }
    boolean idle = true;
    for (int t = 0; t < steps; t++) {
      for (int i = Math.min(n - 2, from + STEPS - 1 + t); i >= Math.max(0, from + t); i--) {
        double s = sines[t * n + i];
        double c = cosines[t * n + i];
        if (s != 0 || c != 1) {
          if (idle) {
            idle = false;
            Arrays.fill(gathered, 0);
            for (int r = 0; r < rows; r++) {
              gathered[r * ROWS + r] = 1;
            }
          }
          turn(gathered, (i - top) * ROWS, (i + 1 - top) * ROWS, rows, c, s);
        }
      }
    }
    if (!idle) {
      blas.gemm(
          NO,
          NO,
          rows,
          width,
          rows,
          1,
          gathered,
          0,
          ROWS,
          x,
          top * width,
          width,
          0,
          turned,
          0,
          width);
      System.arraycopy(turned, 0, x, top * width, rows * width);
    }
  }
}
