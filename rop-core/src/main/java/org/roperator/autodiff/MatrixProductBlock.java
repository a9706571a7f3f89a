package org.roperator.autodiff;

import static org.roperator.dense.Transpose.NO;
import static org.roperator.dense.Transpose.YES;

import java.util.Arrays;
import org.roperator.dense.Blas;
import org.roperator.dense.Transpose;

/**
 * {@code Y = A B} with A of m × q and B of q × n, row-major; a negative place marks a constant.
 *
 * <pre>
 *   Ẏ = Ȧ B + A Ḃ      Ā += Ȳ Bᵀ      B̄ += Aᵀ Ȳ
 *   R{Ā} += R{Ȳ} Bᵀ + Ȳ Ḃᵀ            R{B̄} += Aᵀ R{Ȳ} + Ȧᵀ Ȳ
 * </pre>
 *
 * <p>yBar once weighted, empty before.
 */
final class MatrixProductBlock implements Block {

  private final int a;
  private final double[] as;
  private final int b;
  private final double[] bs;
  private final int m;
  private final int q;
  private final int n;
  private final double[] yBar;

  MatrixProductBlock(int a, double[] as, int b, double[] bs, int m, int q, int n, double[] yBar) {
    this.a = a;
    this.as = as;
    this.b = b;
    this.bs = bs;
    this.m = m;
    this.q = q;
    this.n = n;
    this.yBar = yBar;
  }

  @Override
  public int length() {
    return m * n;
  }

  @Override
  public void operands(Ranges ranges) {
    if (a >= 0) {
      ranges.range(a, m * q);
    }
    if (b >= 0) {
      ranges.range(b, q * n);
    }
  }

  @Override
  public Block moved(int[] places) {
    return new MatrixProductBlock(
        a < 0 ? a : places[a], as, b < 0 ? b : places[b], bs, m, q, n, yBar);
  }

  @Override
  public Block weighted(double[] bar, int at) {
    return a < 0 || b < 0
        ? this
        : new MatrixProductBlock(a, as, b, bs, m, q, n, Arrays.copyOfRange(bar, at, at + length()));
  }

  // The k lanes of B are k n columns of one matrix; those of A must be taken one by one.

  @Override
  public void push(double[] dot, int at, int k, Work work) {
    int length = m * n * k;
    double[] y = work.first(length);
    if (b >= 0) {
      multiply(NO, NO, m, n * k, q, as, 0, dot, b * k, y);
    } else {
      Arrays.fill(y, 0, length, 0);
    }
    System.arraycopy(y, 0, dot, at * k, length);
    if (a >= 0) {
      for (int j = 0; j < k; j++) {
        double[] aDot = lane(dot, a, m * q, k, j, work);
        multiply(NO, NO, m, n, q, aDot, start(a, k), bs, 0, y);
        Lanes.scatterAdd(y, m * n, dot, at, k, j);
      }
    }
  }

  @Override
  public void pull(double[] bar, int at, int k, Work work) {
    if (b >= 0) {
      double[] x = work.first(q * n * k);
      multiply(YES, NO, q, n * k, m, as, 0, bar, at * k, x);
      Lanes.addScaled(1, x, 0, bar, b * k, q * n * k);
    }
    if (a >= 0) {
      double[] x = work.first(m * q);
      for (int j = 0; j < k; j++) {
        double[] y = lane(bar, at, m * n, k, j, work);
        multiply(NO, YES, m, q, n, y, start(at, k), bs, 0, x);
        Lanes.scatterAdd(x, m * q, bar, a, k, j);
      }
    }
  }

  @Override
  public void bend(double[] dot, double[] barDot, int k, Work work) {
    if (a < 0 || b < 0) {
      return;
    }
    double[] x = work.first(Math.max(m, n) * q);
    for (int j = 0; j < k; j++) {
      double[] bDot = lane(dot, b, q * n, k, j, work);
      multiply(NO, YES, m, q, n, yBar, 0, bDot, start(b, k), x);
      Lanes.scatterAdd(x, m * q, barDot, a, k, j);
      double[] aDot = lane(dot, a, m * q, k, j, work);
      multiply(YES, NO, q, n, m, aDot, start(a, k), yBar, 0, x);
      Lanes.scatterAdd(x, q * n, barDot, b, k, j);
    }
  }

  /** The array in which lane j of some rows stands, from {@link #start} on. */
  private static double[] lane(double[] xs, int x, int count, int k, int j, Work work) {
    if (k == 1) {
      return xs;
    }
    double[] lane = work.second(count);
    Lanes.gather(xs, x, count, k, j, lane);
    return lane;
  }

  private static int start(int x, int k) {
    return k == 1 ? x : 0;
  }

  /** {@code z = op(x) op(y)}, all of them without gaps between rows. */
  private static void multiply(
      Transpose opX,
      Transpose opY,
      int rows,
      int columns,
      int terms,
      double[] x,
      int xFrom,
      double[] y,
      int yFrom,
      double[] z) {
    int xStride = opX == NO ? terms : rows;
    int yStride = opY == NO ? columns : terms;
    Blas.instance()
        .gemm(
            opX, opY, rows, columns, terms, 1, x, xFrom, xStride, y, yFrom, yStride, 0, z, 0,
            columns);
  }

  @Override
  public void describe(int i, Structure structure) {
    int row = i / n;
    int column = i % n;
    for (int t = 0; t < q; t++) {
      int left = a + row * q + t;
      int right = b + t * n + column;
      if (a >= 0) {
        structure.dependsOn(left);
      }
      if (b >= 0) {
        structure.dependsOn(right);
      }
      if (a >= 0 && b >= 0) {
        structure.bendsIn(left, right);
      }
    }
  }

  @Override
  public long bytes() {
    return 8L * (as.length + bs.length + yBar.length);
  }
}
