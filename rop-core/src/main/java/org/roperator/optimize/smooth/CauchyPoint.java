package org.roperator.optimize.smooth;

import org.roperator.internal.Vectors;

/**
 * The generalized Cauchy point of Byrd, Lu, Nocedal &amp; Zhu (1995): the first local minimum of a
 * model {@code gᵀz + ½zᵀBz} along the projected gradient path {@code z(t) = P(x − tg) − x}, which
 * bends wherever a bound is met.
 *
 * <p>On each stretch the model is a parabola, and what bounds change of it costs O(m) by the
 * compact form of B. Gradients are taken over a power of two, and z over another that suits B, so
 * that their squares are doubles. Immutable.
 */
final class CauchyPoint {

  /** The curvature of a stretch is at least this part of that of the first: rounding aside. */
  private static final double LEAST = 0x1p-52;

  private final double[] point;
  private final boolean[] isFree;
  private final double[] offset;
  private final int exponent;

  private CauchyPoint(double[] point, boolean[] isFree, double[] offset, int exponent) {
    this.point = point;
    this.isFree = isFree;
    this.offset = offset;
    this.exponent = exponent;
  }

  /** Where it is, in the box. Not to be modified. */
  double[] point() {
    return point;
  }

  /** Which parameters met no bound on the way, and stand at none that the path leads out of. */
  boolean[] isFree() {
    return isFree;
  }

  /** {@code Wᵀz}, z over its power of two. Not to be modified. */
  double[] offset() {
    return offset;
  }

  /** The exponent of the power of two that gradients are taken over. */
  int exponent() {
    return exponent;
  }

  /**
   * Finds it.
   *
   * @param x a point of the box. Not modified.
   * @param g the gradient, whose projection is not zero. Not modified.
   */
  static CauchyPoint of(Bounds bounds, CompactBfgs b, double[] x, double[] g) {
    return new Path(bounds, b, x, g).first();
  }

  /** The way along the projected gradient. */
  private static final class Path {

    private final Bounds bounds;
    private final CompactBfgs b;
    private final double[] x;
    private final int exponent;
    private final int exponentOfZ;

    /** −g over its power of two, where the path leads, and at which t bounds are met. */
    private final double[] d;

    private final double[] met;
    private final int[] heap;
    private int waiting;

    Path(Bounds bounds, CompactBfgs b, double[] x, double[] g) {
      int n = x.length;
      this.bounds = bounds;
      this.b = b;
      this.x = x;
      this.d = bounds.projectedGradient(x, g);
      this.exponent = Math.getExponent(Vectors.norm(d));
      this.exponentOfZ = exponent - b.exponent();
      this.met = new double[n];
      this.heap = new int[n];
      for (int i = 0; i < n; i++) {
        d[i] = -Math.scalb(d[i], -exponent);
        met[i] = Double.POSITIVE_INFINITY;
        if (d[i] != 0) {
          met[i] = Math.scalb(bounds.ahead(i, d[i]) - x[i], -exponentOfZ) / d[i];
          if (met[i] < Double.POSITIVE_INFINITY) {
            heap[waiting++] = i;
          }
        }
      }
      for (int i = waiting / 2 - 1; i >= 0; i--) {
        siftDown(i);
      }
    }

    CauchyPoint first() {
      int n = x.length;
      double theta = b.theta();
      double[] moving = d.clone();
      boolean[] isFree = new boolean[n];
      for (int i = 0; i < n; i++) {
        isFree[i] = d[i] != 0 || !bounds.isActive(i, x[i]);
      }
      double[] point = x.clone();
      double[] p = b.timesTransposed(d);
      double[] c = new double[p.length];
      // K⁻¹p and K⁻¹c.
      double[] mp = b.solve(p);
      double[] mc = new double[p.length];
      double[] row = new double[p.length];
      double slope = -Vectors.dot(d, d);
      double bend = -theta * slope - Vectors.dot(p, mp);
      double least = LEAST * -theta * slope;
      bend = Math.max(bend, least);
      int moves = 0;
      for (double one : d) {
        moves += one == 0 ? 0 : 1;
      }
      double t = 0;
      double further = -slope / bend;
      while (waiting > 0 && t + further >= met[heap[0]]) {
        int i = heap[0];
        double stretch = met[i] - t;
        t = met[i];
        pop();
        point[i] = bounds.ahead(i, d[i]);
        isFree[i] = false;
        moving[i] = 0;
        double z = Math.scalb(point[i] - x[i], -exponentOfZ);
        Vectors.addScaled(stretch, p, c);
        Vectors.addScaled(stretch, mp, mc);
        b.row(i, row);
        double[] mrow = b.solve(row);
        double di = d[i];
        // With g = −d: the paper's g_b is −dᵢ.
        slope += stretch * bend + di * di - theta * di * z + di * Vectors.dot(row, mc);
        bend -= theta * di * di - 2 * di * Vectors.dot(row, mp) + di * di * Vectors.dot(row, mrow);
        bend = Math.max(bend, least);
        Vectors.addScaled(-di, row, p);
        Vectors.addScaled(-di, mrow, mp);
        moves--;
        if (!(slope < 0) || moves == 0) {
          further = 0;
          break;
        }
        further = -slope / bend;
      }
      double end = t + further;
      for (int i = 0; i < n; i++) {
        if (moving[i] != 0) {
          point[i] = bounds.project(i, x[i] + Math.scalb(end * d[i], exponentOfZ));
        }
      }
      Vectors.addScaled(further, p, c);
      return new CauchyPoint(point, isFree, c, exponent);
    }

    private void pop() {
      heap[0] = heap[--waiting];
      siftDown(0);
    }

    private void siftDown(int from) {
      int at = from;
      while (2 * at + 1 < waiting) {
        int child = 2 * at + 1;
        if (child + 1 < waiting && met[heap[child + 1]] < met[heap[child]]) {
          child++;
        }
        if (met[heap[at]] <= met[heap[child]]) {
          return;
        }
        int index = heap[at];
        heap[at] = heap[child];
        heap[child] = index;
        at = child;
      }
    }
  }
}
