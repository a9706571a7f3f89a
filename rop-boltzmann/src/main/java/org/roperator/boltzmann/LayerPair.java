package org.roperator.boltzmann;

import java.util.Arrays;
import org.roperator.dense.Blas;
import org.roperator.dense.Transpose;

/**
 * The units cut into a part A, whose states are given row by row, and a part B, which is averaged
 * over: the fields that A's states put on B, and the way back from sums over rows to parameters.
 *
 * <p>A and B are the two layers in either order, or all units and none.
 */
final class LayerPair {

  private final Connections connections;
  private final Blas blas = Blas.instance();
  private final int aFrom;
  private final int aTo;
  private final int bFrom;
  private final int bTo;

  private LayerPair(Connections connections, int aFrom, int aTo, int bFrom, int bTo) {
    this.connections = connections;
    this.aFrom = aFrom;
    this.aTo = aTo;
    this.bFrom = bFrom;
    this.bTo = bTo;
  }

  /** The visible units given, the hidden ones averaged over. */
  static LayerPair givenVisible(Connections c) {
    return new LayerPair(c, 0, c.visible(), c.visible(), c.units());
  }

  /** The hidden units given, the visible ones averaged over. */
  static LayerPair givenHidden(Connections c) {
    return new LayerPair(c, c.visible(), c.units(), 0, c.visible());
  }

  /** Nothing given. */
  static LayerPair givenNothing(Connections c) {
    return new LayerPair(c, 0, 0, 0, c.units());
  }

  /** Everything given. */
  static LayerPair givenAll(Connections c) {
    return new LayerPair(c, 0, c.units(), c.units(), c.units());
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

  /** The index of B's first unit. */
  int averagedFrom() {
    return bFrom;
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
   */
  final class Spread {
    private final double[] within;
    private final double[] ownBetween;
    private final double[] betweenSum;
    private final double[] withinSum;
    private final double[] product;
    private double[] between = new double[0];
    private int betweenFrom;
    private double[] p = new double[0];

    /** Work arrays for up to so many rows. */
    Spread(int rows) {
      int a = given();
      boolean coupled = connections.joinWithin(aFrom, aTo);
      this.within = new double[coupled ? a * a : 0];
      this.withinSum = new double[coupled ? a * a : 0];
      this.product = new double[coupled ? rows * a : 0];
      int masked = hasBetween() && !connections.betweenIsFull() ? a * averaged() : 0;
      this.ownBetween = new double[masked];
      this.betweenSum = new double[masked];
    }

    Spread of(double[] parameters) {
      p = parameters;
      if (within.length > 0) {
        connections.spread(p, aFrom, aTo, within);
      }
      if (hasBetween()) {
        if (connections.betweenIsFull()) {
          between = p;
          betweenFrom = connections.betweenFrom();
        } else {
          connections.spreadBetween(p, ownBetween);
          between = ownBetween;
          betweenFrom = 0;
        }
      }
      return this;
    }

    /** {@code x_b = p_b + Σ_a s_a p_ab} for each row. */
    void fields(double[] s, int sFrom, int rows, double[] x) {
      int a = given();
      int b = averaged();
      for (int r = 0; r < rows; r++) {
        System.arraycopy(p, connections.biasesFrom() + bFrom, x, r * b, b);
      }
      if (hasBetween()) {
        boolean across = aFrom > 0;
        blas.gemm(
            Transpose.NO,
            across ? Transpose.YES : Transpose.NO,
            rows,
            b,
            a,
            1,
            s,
            sFrom,
            a,
            between,
            betweenFrom,
            across ? a : b,
            1,
            x,
            0,
            b);
      }
    }

    /** {@code Σ_a s_a p_a + Σ_{a<a'} s_a s_a' p_aa'} for each row. */
    void energies(double[] s, int sFrom, int rows, double[] e) {
      int a = given();
      Arrays.fill(e, 0, rows, 0);
      if (a == 0) {
        return;
      }
      double[] linear = Arrays.copyOfRange(p, biases(), biases() + a);
      blas.gemv(Transpose.NO, rows, a, 1, s, sFrom, a, linear, 0, 0, e, 0);
      if (within.length > 0) {
        blas.gemm(
            Transpose.NO,
            Transpose.NO,
            rows,
            a,
            a,
            0.5,
            s,
            sFrom,
            a,
            within,
            0,
            a,
            0,
            product,
            0,
            a);
        for (int r = 0; r < rows; r++) {
          e[r] += dot(product, r * a, s, sFrom + r * a, a);
        }
      }
    }

    private int biases() {
      return connections.biasesFrom() + aFrom;
    }

    /**
     * Adds {@code Σ_r w_r s_a}, {@code Σ_r w_r s_a s_a'}, {@code Σ_r s_a y_b} and {@code Σ_r y_b}
     * to the parameters they belong to.
     */
    void collect(double[] s, int sFrom, int rows, double[] w, double[] y, double[] out) {
      int a = given();
      int b = averaged();
      for (int r = 0; r < rows; r++) {
        for (int k = 0; k < b; k++) {
          out[connections.biasesFrom() + bFrom + k] += y[r * b + k];
        }
      }
      if (a == 0) {
        return;
      }
      blas.gemv(Transpose.YES, rows, a, 1, s, sFrom, a, w, 0, 1, out, biases());
      if (within.length > 0) {
        collectWithin(s, sFrom, rows, w, out);
      }
      if (hasBetween()) {
        if (connections.betweenIsFull()) {
          addBetween(s, sFrom, rows, y, 1, out, connections.betweenFrom());
        } else {
          addBetween(s, sFrom, rows, y, 0, betweenSum, 0);
          connections.collectBetween(betweenSum, out);
        }
      }
    }

    private void addBetween(
        double[] s, int sFrom, int rows, double[] y, double beta, double[] sum, int from) {
      int a = given();
      int b = averaged();
      if (aFrom > 0) {
        blas.gemm(
            Transpose.YES, Transpose.NO, b, a, rows, 1, y, 0, b, s, sFrom, a, beta, sum, from, a);
      } else {
        blas.gemm(
            Transpose.YES, Transpose.NO, a, b, rows, 1, s, sFrom, a, y, 0, b, beta, sum, from, b);
      }
    }

    private void collectWithin(double[] s, int sFrom, int rows, double[] w, double[] out) {
      int a = given();
      for (int r = 0; r < rows; r++) {
        for (int i = 0; i < a; i++) {
          product[r * a + i] = w[r] * s[sFrom + r * a + i];
        }
      }
      blas.gemm(
          Transpose.YES,
          Transpose.NO,
          a,
          a,
          rows,
          1,
          s,
          sFrom,
          a,
          product,
          0,
          a,
          0,
          withinSum,
          0,
          a);
      connections.collect(withinSum, aFrom, aTo, out);
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
