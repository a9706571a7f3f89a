package org.roperator.autodiff;

import java.util.Arrays;
import org.roperator.dense.Blas;
import org.roperator.dense.Matrix;
import org.roperator.parallel.Arena;

/**
 * {@code y = ln |det A|}, given the inverse V; yBar once weighted.
 *
 * <p>{@code ẏ = tr(V Ȧ)}, {@code Ā += ȳ Vᵀ}, {@code R{Ā} += R{ȳ} Vᵀ − ȳ (V Ȧ V)ᵀ}.
 */
final class LogDeterminantBlock implements Block {

  private final int a;
  private final int n;
  private final double[] inverse;
  private final double yBar;

  LogDeterminantBlock(int a, int n, double[] inverse, double yBar) {
    this.a = a;
    this.n = n;
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
    return new LogDeterminantBlock(places[a], n, inverse, yBar);
  }

  @Override
  public Block weighted(double[] bar, int at) {
    return new LogDeterminantBlock(a, n, inverse, bar[at]);
  }

  @Override
  public void push(double[] dot, int at, int k, Arena work) {
    Arrays.fill(dot, at * k, (at + 1) * k, 0);
    for (int r = 0; r < n; r++) {
      for (int c = 0; c < n; c++) {
        InterleavedVectors.addScaled(inverse[c * n + r], dot, (a + r * n + c) * k, dot, at * k, k);
      }
    }
  }

  @Override
  public void pull(double[] bar, int at, int k, Arena work) {
    for (int r = 0; r < n; r++) {
      for (int c = 0; c < n; c++) {
        InterleavedVectors.addScaled(inverse[c * n + r], bar, at * k, bar, (a + r * n + c) * k, k);
      }
    }
  }

  @Override
  public void bend(double[] dot, int at, double[] barDot, int k, Arena work) {
    Blas blas = TapeBlas.get();
    double[] aDot = work.numbers(n * n);
    Matrix m = Matrix.of(aDot, n, n);
    Matrix product = Matrix.of(work.numbers(n * n), n, n);
    Matrix inverted = Matrix.of(inverse, n, n);
    for (int j = 0; j < k; j++) {
      InterleavedVectors.gather(dot, a, n * n, k, j, aDot);
      blas.multiply(inverted, m, 0, product);
      blas.multiply(-yBar, product, inverted, 0, m);
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
    return 8L * inverse.length;
  }
}
