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

  @Override
  public void push(double[] dot, int at, int k, Work work) {
    double[] y = work.second(m * n);
    for (int j = 0; j < k; j++) {
      double beta = 0;
      if (a >= 0) {
        multiply(NO, NO, m, n, q, lane(dot, a, m * q, k, j, work), q, bs, n, beta, y);
        beta = 1;
      }
      if (b >= 0) {
        multiply(NO, NO, m, n, q, as, q, lane(dot, b, q * n, k, j, work), n, beta, y);
      }
      Lanes.scatter(y, m * n, dot, at, k, j);
    }
  }

  @Override
  public void pull(double[] bar, int at, int k, Work work) {
    for (int j = 0; j < k; j++) {
      double[] y = lane(bar, at, m * n, k, j, work);
      if (a >= 0) {
        double[] x = work.second(m * q);
        multiply(NO, YES, m, q, n, y, n, bs, n, 0, x);
        Lanes.scatterAdd(x, m * q, bar, a, k, j);
      }
      if (b >= 0) {
        double[] x = work.second(q * n);
        multiply(YES, NO, q, n, m, as, q, y, n, 0, x);
        Lanes.scatterAdd(x, q * n, bar, b, k, j);
      }
    }
  }

  @Override
  public void bend(double[] dot, double[] barDot, int k, Work work) {
    if (a < 0 || b < 0) {
      return;
    }
    for (int j = 0; j < k; j++) {
      double[] aBarDot = work.second(m * q);
      multiply(NO, YES, m, q, n, yBar, n, lane(dot, b, q * n, k, j, work), n, 0, aBarDot);
      Lanes.scatterAdd(aBarDot, m * q, barDot, a, k, j);
      double[] bBarDot = work.second(q * n);
      multiply(YES, NO, q, n, m, lane(dot, a, m * q, k, j, work), q, yBar, n, 0, bBarDot);
      Lanes.scatterAdd(bBarDot, q * n, barDot, b, k, j);
    }
  }

  private static double[] lane(double[] xs, int x, int count, int k, int j, Work work) {
    double[] lane = work.first(count);
    Lanes.gather(xs, x, count, k, j, lane);
    return lane;
  }

  private static void multiply(
      Transpose opX,
      Transpose opY,
      int rows,
      int columns,
      int terms,
      double[] x,
      int xStride,
      double[] y,
      int yStride,
      double beta,
      double[] z) {
    Blas.instance()
        .gemm(opX, opY, rows, columns, terms, 1, x, 0, xStride, y, 0, yStride, beta, z, 0, columns);
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
