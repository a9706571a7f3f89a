package org.roperator.autodiff;

import java.util.Arrays;
import org.roperator.dense.Matrix;
import org.roperator.parallel.Arena;

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

  /**
   * A product.
   *
   * @param a the place of A; negative for a constant
   * @param as A, its rows without gaps
   * @param b the place of B; negative for a constant
   * @param bs B, its rows without gaps
   * @param yBar empty before it is weighted
   */
  MatrixProductBlock(int a, Matrix as, int b, Matrix bs, double[] yBar) {
    this.a = a;
    this.as = as.array();
    this.b = b;
    this.bs = bs.array();
    this.m = as.rows();
    this.q = as.columns();
    this.n = bs.columns();
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
    return with(a < 0 ? a : places[a], b < 0 ? b : places[b], yBar);
  }

  private Block with(int newA, int newB, double[] newBar) {
    return new MatrixProductBlock(newA, Matrix.of(as, m, q), newB, Matrix.of(bs, q, n), newBar);
  }

  @Override
  public Block weighted(double[] bar, int at) {
    return a < 0 || b < 0 ? this : with(a, b, Arrays.copyOfRange(bar, at, at + length()));
  }

  // The k lanes of B are k n columns of one matrix; those of A must be taken one by one.

  @Override
  public void push(double[] dot, int at, int k, Arena work) {
    int length = m * n * k;
    double[] y = work.numbers(length);
    if (b >= 0) {
      product(as, 0, dot, b * k, n * k, y);
    } else {
      Arrays.fill(y, 0, length, 0);
    }
    System.arraycopy(y, 0, dot, at * k, length);
    if (a >= 0) {
      double[] lane = work.numbers(m * q);
      for (int j = 0; j < k; j++) {
        double[] aDot = lane(dot, a, m * q, k, j, lane);
        product(aDot, start(a, k), bs, 0, n, y);
        InterleavedVectors.scatterAdd(y, m * n, dot, at, k, j);
      }
    }
  }

  @Override
  public void pull(double[] bar, int at, int k, Arena work) {
    if (b >= 0) {
      double[] x = work.numbers(q * n * k);
      productFromA(as, 0, bar, at * k, n * k, x);
      InterleavedVectors.addScaled(1, x, 0, bar, b * k, q * n * k);
    }
    if (a >= 0) {
      double[] x = work.numbers(m * q);
      double[] lane = work.numbers(m * n);
      for (int j = 0; j < k; j++) {
        double[] y = lane(bar, at, m * n, k, j, lane);
        productWithB(y, start(at, k), bs, 0, x);
        InterleavedVectors.scatterAdd(x, m * q, bar, a, k, j);
      }
    }
  }

  @Override
  public void bend(double[] dot, int at, double[] barDot, int k, Arena work) {
    if (a < 0 || b < 0) {
      return;
    }
    double[] x = work.numbers(Math.max(m, n) * q);
    double[] lane = work.numbers(Math.max(m, n) * q);
    for (int j = 0; j < k; j++) {
      double[] bDot = lane(dot, b, q * n, k, j, lane);
      productWithB(yBar, 0, bDot, start(b, k), x);
      InterleavedVectors.scatterAdd(x, m * q, barDot, a, k, j);
      double[] aDot = lane(dot, a, m * q, k, j, lane);
      productFromA(aDot, start(a, k), yBar, 0, n, x);
      InterleavedVectors.scatterAdd(x, q * n, barDot, b, k, j);
    }
  }

  /** The array in which lane j of some rows stands, from {@link #start} on. */
  private static double[] lane(double[] xs, int x, int count, int k, int j, double[] lane) {
    if (k == 1) {
      return xs;
    }
    InterleavedVectors.gather(xs, x, count, k, j, lane);
    return lane;
  }

  private static int start(int x, int k) {
    return k == 1 ? x : 0;
  }

  /** {@code Z = X Y} with X of the shape of A and Y of q × columns. */
  private void product(double[] x, int xFrom, double[] y, int yFrom, int columns, double[] z) {
    TapeBlas.get()
        .multiply(
            Matrix.of(x, xFrom, m, q),
            Matrix.of(y, yFrom, q, columns),
            0,
            Matrix.of(z, m, columns));
  }

  /** {@code Z = Xᵀ Y} with X of the shape of A and Y of m × columns. */
  private void productFromA(double[] x, int xFrom, double[] y, int yFrom, int columns, double[] z) {
    TapeBlas.get()
        .multiply(
            Matrix.of(x, xFrom, m, q).transposed(),
            Matrix.of(y, yFrom, m, columns),
            0,
            Matrix.of(z, q, columns));
  }

  /** {@code Z = Y Xᵀ} with Y of m × n and X of the shape of B. */
  private void productWithB(double[] y, int yFrom, double[] x, int xFrom, double[] z) {
    TapeBlas.get()
        .multiply(
            Matrix.of(y, yFrom, m, n),
            Matrix.of(x, xFrom, q, n).transposed(),
            0,
            Matrix.of(z, m, q));
  }

  @Override
  public boolean isLocal() {
    return true;
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
