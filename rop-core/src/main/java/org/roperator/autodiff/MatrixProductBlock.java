package org.roperator.autodiff;

import java.util.Arrays;
import org.roperator.dense.Blas;
import org.roperator.dense.Matrix;
import org.roperator.dense.MatrixArena;

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
  private final Matrix as;
  private final int b;
  private final Matrix bs;
  private final int m;
  private final int q;
  private final int n;
  private final Matrix yBar;

  /**
   * A product.
   *
   * @param a the place of A; negative for a constant
   * @param as A, its rows without gaps
   * @param b the place of B; negative for a constant
   * @param bs B, its rows without gaps
   * @param yBar m × n once weighted, empty before
   */
  MatrixProductBlock(int a, Matrix as, int b, Matrix bs, Matrix yBar) {
    this.a = a;
    this.as = as;
    this.b = b;
    this.bs = bs;
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

  private Block with(int newA, int newB, Matrix newBar) {
    return new MatrixProductBlock(newA, as, newB, bs, newBar);
  }

  @Override
  public Block weighted(double[] bar, int at) {
    return a < 0 || b < 0
        ? this
        : with(a, b, Matrix.of(Arrays.copyOfRange(bar, at, at + length()), m, n));
  }

  // The k lanes of B are k n columns of one matrix; those of A must be taken one by one.

  @Override
  public void push(double[] dot, int at, int k, MatrixArena work) {
    Blas blas = TapeBlas.get();
    int length = m * n * k;
    double[] y = work.numbers(length);
    if (b >= 0) {
      blas.multiply(as, work.view(dot, b * k, q, n * k), 0, work.view(y, 0, m, n * k));
    } else {
      Arrays.fill(y, 0, length, 0);
    }
    System.arraycopy(y, 0, dot, at * k, length);
    if (a >= 0) {
      Matrix aDot = lane(dot, a, m, q, k, work);
      Matrix yDot = work.view(y, 0, m, n);
      for (int j = 0; j < k; j++) {
        gather(dot, a, k, j, aDot);
        blas.multiply(aDot, bs, 0, yDot);
        InterleavedVectors.scatterAdd(y, m * n, dot, at, k, j);
      }
    }
  }

  @Override
  public void pull(double[] bar, int at, int k, MatrixArena work) {
    Blas blas = TapeBlas.get();
    if (b >= 0) {
      Matrix x = work.matrix(q, n * k);
      blas.multiply(as.transposed(), work.view(bar, at * k, m, n * k), 0, x);
      InterleavedVectors.addScaled(1, x.array(), 0, bar, b * k, q * n * k);
    }
    if (a >= 0) {
      Matrix x = work.matrix(m, q);
      Matrix y = lane(bar, at, m, n, k, work);
      for (int j = 0; j < k; j++) {
        gather(bar, at, k, j, y);
        blas.multiply(y, bs.transposed(), 0, x);
        InterleavedVectors.scatterAdd(x.array(), m * q, bar, a, k, j);
      }
    }
  }

  @Override
  public void bend(double[] dot, int at, double[] barDot, int k, MatrixArena work) {
    if (a < 0 || b < 0) {
      return;
    }
    Blas blas = TapeBlas.get();
    Matrix aDot = lane(dot, a, m, q, k, work);
    Matrix bDot = lane(dot, b, q, n, k, work);
    Matrix ofA = work.matrix(m, q);
    Matrix ofB = work.matrix(q, n);
    for (int j = 0; j < k; j++) {
      gather(dot, b, k, j, bDot);
      blas.multiply(yBar, bDot.transposed(), 0, ofA);
      InterleavedVectors.scatterAdd(ofA.array(), m * q, barDot, a, k, j);
      gather(dot, a, k, j, aDot);
      blas.multiply(aDot.transposed(), yBar, 0, ofB);
      InterleavedVectors.scatterAdd(ofB.array(), q * n, barDot, b, k, j);
    }
  }

  /** Where single lanes of a matrix that begins at a place stand: there, if there is but one. */
  private static Matrix lane(double[] xs, int x, int rows, int columns, int k, MatrixArena work) {
    return k == 1 ? work.view(xs, x, rows, columns) : work.matrix(rows, columns);
  }

  /** Fills such a matrix with lane j. */
  private static void gather(double[] xs, int x, int k, int j, Matrix lane) {
    if (k > 1) {
      InterleavedVectors.gather(xs, x, lane.size(), k, j, lane.array());
    }
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
    return 8L * (as.size() + bs.size() + yBar.size());
  }
}
