package org.roperator.autodiff;

import java.util.Arrays;
import org.roperator.dense.Blas;
import org.roperator.dense.Matrix;
import org.roperator.dense.MatrixArena;

/**
 * {@code y = ln |det A|}, given the inverse V; yBar once weighted.
 *
 * <p>{@code ẏ = tr(V Ȧ)}, {@code Ā += ȳ Vᵀ}, {@code R{Ā} += R{ȳ} Vᵀ − ȳ (V Ȧ V)ᵀ}.
 */
final class LogDeterminantBlock implements Block {

  private final int a;
  private final int n;
  private final Matrix inverse;
  private final double yBar;

  LogDeterminantBlock(int a, Matrix inverse, double yBar) {
    this.a = a;
    this.n = inverse.rows();
    this.inverse = inverse;
    this.yBar = yBar;
  }

  @Override
  public int length() {
    return 1;
  }

  @Override
  public void operands(Ranges ranges) {
    ranges.range(a, n * n);
  }

  @Override
  public Block moved(int[] places) {
    return new LogDeterminantBlock(places[a], inverse, yBar);
  }

  @Override
  public Block weighted(double[] bar, int at) {
    return new LogDeterminantBlock(a, inverse, bar[at]);
  }

  @Override
  public void push(double[] dot, int at, int k, MatrixArena work) {
    Arrays.fill(dot, at * k, (at + 1) * k, 0);
    for (int r = 0; r < n; r++) {
      for (int c = 0; c < n; c++) {
        InterleavedVectors.addScaled(inverse.get(c, r), dot, (a + r * n + c) * k, dot, at * k, k);
      }
    }
  }

  @Override
  public void pull(double[] bar, int at, int k, MatrixArena work) {
    for (int r = 0; r < n; r++) {
      for (int c = 0; c < n; c++) {
        InterleavedVectors.addScaled(inverse.get(c, r), bar, at * k, bar, (a + r * n + c) * k, k);
      }
    }
  }

  @Override
  public void bend(double[] dot, int at, double[] barDot, int k, MatrixArena work) {
    Blas blas = TapeBlas.get();
    Matrix m = work.matrix(n, n);
    Matrix product = work.matrix(n, n);
    double[] aDot = m.array();
    for (int j = 0; j < k; j++) {
      InterleavedVectors.gather(dot, a, n * n, k, j, aDot);
      blas.multiply(inverse, m, 0, product);
      blas.multiply(-yBar, product, inverse, 0, m);
      for (int r = 0; r < n; r++) {
        for (int c = 0; c < n; c++) {
          barDot[(a + r * n + c) * k + j] += aDot[c * n + r];
        }
      }
    }
  }

  @Override
  public void describe(int i, Structure structure) {
    for (int p = a; p < a + n * n; p++) {
      structure.dependsOn(p);
      for (int q = a; q <= p; q++) {
        structure.bendsIn(p, q);
      }
    }
  }

  @Override
  public long bytes() {
    return 8L * inverse.size();
  }
}
