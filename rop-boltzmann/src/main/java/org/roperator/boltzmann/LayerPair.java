package org.roperator.boltzmann;

import java.util.Arrays;
import org.roperator.dense.Blas;
import org.roperator.dense.Matrix;

/**
 * The units cut into a part A, whose states are given row by row, and a part B, which is averaged
 * over: the fields that A's states put on B, and the way back from sums over rows to parameters.
 *
 * <p>A and B are the two layers in either order, or all units and none.
 */
final class LayerPair {

  private final Connections connections;
  private final Blas blas;
  private final int aFrom;
  private final int aTo;
  private final int bFrom;
  private final int bTo;

  private LayerPair(Connections connections, Blas blas, int aFrom, int aTo, int bFrom, int bTo) {
    this.blas = blas;
    this.connections = connections;
    this.aFrom = aFrom;
    this.aTo = aTo;
    this.bFrom = bFrom;
    this.bTo = bTo;
  }

  /** The visible units given, the hidden ones averaged over. */
  static LayerPair givenVisible(Connections c, Blas blas) {
    return new LayerPair(c, blas, 0, c.visible(), c.visible(), c.units());
  }

  /** The hidden units given, the visible ones averaged over. */
  static LayerPair givenHidden(Connections c, Blas blas) {
    return new LayerPair(c, blas, c.visible(), c.units(), 0, c.visible());
  }

  /** Nothing given. */
  static LayerPair givenNothing(Connections c, Blas blas) {
    return new LayerPair(c, blas, 0, 0, 0, c.units());
  }

  /** Everything given. */
  static LayerPair givenAll(Connections c, Blas blas) {
    return new LayerPair(c, blas, 0, c.units(), c.units(), c.units());
  }

  /** The number of units in A. */
  int given() {
    return aTo - aFrom;
  }

  /** The index of A's first unit. */
  int givenFrom() {
    return aFrom;
  }

  /** The number of units in B. */
  int averaged() {
    return bTo - bFrom;
  }

  int dimension() {
    return connections.dimension();
  }

  private boolean hasBetween() {
    return given() > 0 && averaged() > 0;
  }

  /** Couplings within B as a full symmetric matrix, of {@code averaged()²} numbers. */
  void couplings(double[] p, double[] matrix) {
    connections.spread(p, bFrom, bTo, matrix);
  }

  /** Adds a matrix over B to the weights within B. */
  void collectCouplings(double[] matrix, double[] out) {
    connections.collect(matrix, bFrom, bTo, out);
  }

  /**
   * The parts of a parameter vector where matrix products can read them, and sums for the way back.
   *
   * <p>For one thread at a time. Views of parameters and of sums are kept as long as these stay the
   * same.
   */
  final class Spread {
    private final boolean coupled = connections.joinWithin(aFrom, aTo);
    private final boolean full = connections.betweenIsFull();
    private final Matrix within = square(coupled ? given() : 0);
    private final Matrix withinSum = square(coupled ? given() : 0);
    private final Matrix ownBetween;
    private final Matrix betweenSum;
    private final RowBlock.Work product;
    private Matrix between;
    private final Matrix[] sums;
    private double[] p = new double[0];

    /**
     * Work arrays.
     *
     * @param rows for up to so many rows
     * @param lanes how many sums there are to collect in
     */
    Spread(int rows, int lanes) {
      int masked = hasBetween() && !full ? given() * averaged() : 0;
      this.ownBetween = acrossLayers(new double[masked], 0);
      this.betweenSum = acrossLayers(new double[masked], 0);
      this.between = ownBetween;
      this.sums = new Matrix[lanes];
      Arrays.fill(sums, betweenSum);
      this.product = new RowBlock.Work(rows, coupled ? given() : 0);
    }

    private Matrix square(int n) {
      return Matrix.of(new double[n * n], n, n);
    }

    /** A view, A × B, of the visible × hidden matrix that stands in an array. */
    private Matrix acrossLayers(double[] array, int from) {
      if (array.length == 0 || !hasBetween()) {
        return Matrix.empty();
      }
      return aFrom > 0
          ? Matrix.of(array, from, averaged(), given()).transposed()
          : Matrix.of(array, from, given(), averaged());
    }

    Spread of(double[] parameters) {
      if (hasBetween() && full && between.array() != parameters) {
        between = acrossLayers(parameters, connections.betweenFrom());
      }
      p = parameters;
      if (coupled) {
        connections.spread(p, aFrom, aTo, within.array());
      }
      if (hasBetween() && !full) {
        connections.spreadBetween(p, ownBetween.array());
      }
      return this;
    }

    /**
     * {@code x_b = p_b + Σ_a s_a p_ab} for each row.
     *
     * @param s the rows of A. Not modified.
     * @param x as many rows of B. Overwritten.
     */
    void fields(RowBlock s, RowBlock x) {
      for (int r = 0; r < s.count(); r++) {
        connections.copyBiases(p, bFrom, bTo, x.array(), x.from() + r * averaged());
      }
      if (hasBetween()) {
        blas.multiply(s.rows(), between, 1, x.rows());
      }
    }

    /** {@code Σ_a s_a p_a + Σ_{a<a'} s_a s_a' p_aa'} for each row. */
    void energies(RowBlock s, double[] e) {
      int a = given();
      Arrays.fill(e, 0, s.count(), 0);
      if (a == 0) {
        return;
      }
      if (connections.biased()) {
        double[] linear = Arrays.copyOfRange(p, biases(), biases() + a);
        blas.multiply(s.rows(), linear, 0, e);
      }
      if (coupled) {
        RowBlock half = product.first(s.count());
        blas.multiply(0.5, s.rows(), within, 0, half.rows());
        for (int r = 0; r < s.count(); r++) {
          e[r] += dot(half.array(), r * a, s.array(), s.from() + r * a, a);
        }
      }
    }

    private int biases() {
      return connections.biasesFrom() + aFrom;
    }

    /**
     * Adds {@code Σ_r w_r s_a}, {@code Σ_r w_r s_a s_a'}, {@code Σ_r s_a y_b} and {@code Σ_r y_b}
     * to the parameters they belong to.
     *
     * @param lane which of the sums {@code out} is, so that its view is kept
     */
    void collect(int lane, RowBlock s, double[] w, RowBlock y, double[] out) {
      int b = averaged();
      for (int r = 0; connections.biased() && r < s.count(); r++) {
        for (int k = 0; k < b; k++) {
          out[connections.biasesFrom() + bFrom + k] += y.array()[y.from() + r * b + k];
        }
      }
      if (given() == 0) {
        return;
      }
      if (connections.biased()) {
        blas.multiply(1, s.columns(), w, 0, 1, out, biases());
      }
      if (coupled) {
        collectWithin(s, w, out);
      }
      if (hasBetween()) {
        if (full) {
          if (sums[lane].array() != out) {
            sums[lane] = acrossLayers(out, connections.betweenFrom());
          }
          blas.multiply(s.columns(), y.rows(), 1, sums[lane]);
        } else {
          blas.multiply(s.columns(), y.rows(), 0, betweenSum);
          connections.collectBetween(betweenSum.array(), out);
        }
      }
    }

    private void collectWithin(RowBlock s, double[] w, double[] out) {
      int a = given();
      RowBlock weighted = product.first(s.count());
      for (int r = 0; r < s.count(); r++) {
        for (int i = 0; i < a; i++) {
          weighted.array()[r * a + i] = w[r] * s.array()[s.from() + r * a + i];
        }
      }
      blas.multiply(s.columns(), weighted.rows(), 0, withinSum);
      connections.collect(withinSum.array(), aFrom, aTo, out);
    }
  }

  static double dot(double[] x, int xFrom, double[] y, int yFrom, int n) {
    double s0 = 0;
    double s1 = 0;
    int k = 0;
    for (; k + 1 < n; k += 2) {
      s0 += x[xFrom + k] * y[yFrom + k];
      s1 += x[xFrom + k + 1] * y[yFrom + k + 1];
    }
    return k < n ? s0 + s1 + x[xFrom + k] * y[yFrom + k] : s0 + s1;
  }
}
